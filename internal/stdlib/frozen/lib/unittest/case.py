"""Test cases: one test with what it needs set up before and cleaned up after.

A TestCase has some fifty assert methods; they make the length of this file.
"""

import functools
import re
import sys
import time
import types
import warnings
from collections import ChainMap
from contextlib import contextmanager

from . import _contexts, result
from ._contexts import (_AssertNotWarnsContext, _AssertRaisesBaseContext, _AssertRaisesContext, _AssertWarnsContext,
                        _BaseTestCaseContext, _is_subtype)
from .util import _common_shorten_repr, _count_diff_all_purpose, _count_diff_hashable, safe_repr, strclass

__unittest = True

DIFF_OMITTED = "\nDiff is %s characters long. Set self.maxDiff to None to see it."

_subtest_msg_sentinel = object()


class SkipTest(Exception):
    """Raised in a test to skip it."""


class _ShouldStop(Exception):
    """A test with subtests ends early."""


class _UnexpectedSuccess(Exception):
    """A test that should have failed passed; for results that have no method to say so."""


# Running one part of a test

class _Outcome:
    """What is known of the test that runs."""

    def __init__(self, result=None):
        self.expecting_failure = False
        self.result = result
        self.result_supports_subtests = hasattr(result, "addSubTest")
        self.success = True
        self.expectedFailure = None

    def testPartExecutor(self, test_case, subTest=False):
        """A context manager that takes what a part raises, and reports it."""
        return _Part(self, test_case, subTest)


class _Part:
    """setUp, the test method, tearDown, a cleanup or a subtest, as it runs."""

    __slots__ = ("outcome", "test_case", "subtest", "good_before")

    def __init__(self, outcome, test_case, subtest):
        self.outcome = outcome
        self.test_case = test_case
        self.subtest = subtest

    def __enter__(self):
        self.good_before = self.outcome.success
        self.outcome.success = True

    def __exit__(self, exc_type, exc, tb):
        outcome = self.outcome
        swallow = True
        if exc is None:
            if self.subtest and outcome.success:
                outcome.result.addSubTest(self.test_case.test_case, self.test_case, None)
        elif isinstance(exc, KeyboardInterrupt):
            swallow = False
        elif isinstance(exc, SkipTest):
            outcome.success = False
            _addSkip(outcome.result, self.test_case, str(exc))
        elif not isinstance(exc, _ShouldStop):
            info = exc_type, exc, tb
            if outcome.expecting_failure:
                outcome.expectedFailure = info
            else:
                outcome.success = False
                if self.subtest:
                    outcome.result.addSubTest(self.test_case.test_case, self.test_case, info)
                else:
                    _addError(outcome.result, self.test_case, info)
        outcome.success = outcome.success and self.good_before
        return swallow


def _addSkip(result, test_case, reason):
    add = getattr(result, "addSkip", None)
    if add is None:
        warnings.warn("TestResult has no addSkip method, skips not reported", RuntimeWarning, 2)
        result.addSuccess(test_case)
    else:
        add(test_case, reason)


def _addError(result, test, exc_info):
    if result is not None and exc_info is not None:
        failed = issubclass(exc_info[0], test.failureException)
        (result.addFailure if failed else result.addError)(test, exc_info)


# Cleanups of modules; contexts

_module_cleanups = []


def addModuleCleanup(function, /, *args, **kwargs):
    """Call a function after tearDownModule(), or if setUpModule() fails."""
    _module_cleanups.append((function, args, kwargs))


def enterModuleContext(cm):
    """Enter a context manager and leave it when the module's tests are over."""
    return _enter_context(cm, addModuleCleanup)


def doModuleCleanups():
    """Call the cleanups of the module, last first. Raises the first exception that one raised."""
    first = None
    while _module_cleanups:
        function, args, kwargs = _module_cleanups.pop()
        try:
            function(*args, **kwargs)
        except Exception as exc:
            first = first or exc
    if first is not None:
        raise first


def _enter_context(cm, addcleanup):
    cls = type(cm)
    try:
        enter, leave = cls.__enter__, cls.__exit__
    except AttributeError:
        text = f"'{cls.__module__}.{cls.__qualname__}' object does not support the context manager protocol"
        if hasattr(cls, "__aenter__") and hasattr(cls, "__aexit__"):
            text += (" but it supports the asynchronous context manager protocol. "
                     "Did you mean to use enterAsyncContext()?")
        raise TypeError(text)
    value = enter(cm)
    addcleanup(leave, cm, None, None, None)
    return value


# Decorators

def _id(obj):
    return obj


def skip(reason):
    """Skip a test or a class of tests."""
    def decorator(test_item):
        if not isinstance(test_item, type):
            @functools.wraps(test_item)
            def skip_wrapper(*args, **kwargs):
                raise SkipTest(reason)
            test_item = skip_wrapper
        test_item.__unittest_skip__ = True
        test_item.__unittest_skip_why__ = reason
        return test_item
    if isinstance(reason, types.FunctionType):
        # Written without parentheses.
        function, reason = reason, ""
        return decorator(function)
    return decorator


def skipIf(condition, reason):
    """Skip a test if the condition is true."""
    return skip(reason) if condition else _id


def skipUnless(condition, reason):
    """Skip a test unless the condition is true."""
    return _id if condition else skip(reason)


def expectedFailure(test_item):
    """The test must fail; it is an error if it passes."""
    test_item.__unittest_expecting_failure__ = True
    return test_item


class _OrderedChainMap(ChainMap):
    """A ChainMap that lists the innermost mapping first."""

    def __iter__(self):
        return iter(dict.fromkeys(key for mapping in self.maps for key in mapping))


class TestCase:
    """One test: the method `methodName` of this instance, between setUp() and tearDown().

    The assert methods raise failureException with a text that shows what differs.
    """

    failureException = AssertionError

    # Whether a msg is added to the standard text or takes its place.
    longMessage = True

    # The longest difference shown, in characters; None shows all.
    maxDiff = 80 * 8

    # Strings longer than this are not compared line by line: it would take too long.
    _diffThreshold = 2 ** 16

    _classSetupFailed = False
    _class_cleanups = []

    def __init_subclass__(cls, *args, **kwargs):
        cls._classSetupFailed = False
        cls._class_cleanups = []
        super().__init_subclass__(*args, **kwargs)

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        self._outcome = None
        self._testMethodDoc = "No test"
        try:
            method = getattr(self, methodName)
        except AttributeError:
            # runTest may be missing, so that a case can be made to try its assert methods.
            if methodName != "runTest":
                raise ValueError(f"no such test method in {self.__class__}: {methodName}")
        else:
            self._testMethodDoc = method.__doc__
        self._cleanups = []
        self._subtest = None
        self._type_equality_funcs = {
            dict: "assertDictEqual", list: "assertListEqual", tuple: "assertTupleEqual", set: "assertSetEqual",
            frozenset: "assertSetEqual", str: "assertMultiLineEqual",
        }

    # Fixtures

    def setUp(self):
        """Called before the test method."""

    def tearDown(self):
        """Called after the test method, if setUp() succeeded."""

    @classmethod
    def setUpClass(cls):
        """Called before the first test of the class."""

    @classmethod
    def tearDownClass(cls):
        """Called after the last test of the class."""

    def addCleanup(self, function, /, *args, **kwargs):
        """Call a function after tearDown(), also if setUp() fails; the last added is called first."""
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        """Enter a context manager and leave it after the test."""
        return _enter_context(cm, self.addCleanup)

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        """Call a function after tearDownClass(), also if setUpClass() fails."""
        cls._class_cleanups.append((function, args, kwargs))

    @classmethod
    def enterClassContext(cls, cm):
        """Enter a context manager and leave it after the tests of the class."""
        return _enter_context(cm, cls.addClassCleanup)

    def doCleanups(self):
        """Call the cleanups; True if none failed."""
        outcome = self._outcome or _Outcome()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            with outcome.testPartExecutor(self):
                self._callCleanup(function, *args, **kwargs)
        return outcome.success

    @classmethod
    def doClassCleanups(cls):
        """Call the cleanups of the class; what they raise is kept in cls.tearDown_exceptions."""
        cls.tearDown_exceptions = []
        while cls._class_cleanups:
            function, args, kwargs = cls._class_cleanups.pop()
            try:
                function(*args, **kwargs)
            except Exception:
                cls.tearDown_exceptions.append(sys.exc_info())

    # What a test is called

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        return result.TestResult()

    def shortDescription(self):
        """The first line of the test method's docstring, or None."""
        doc = self._testMethodDoc
        return doc.strip().split("\n")[0].strip() if doc else None

    def id(self):
        return f"{strclass(self.__class__)}.{self._testMethodName}"

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def __str__(self):
        name = self._testMethodName
        return f"{name} ({strclass(self.__class__)}.{name})"

    def __repr__(self):
        return f"<{strclass(self.__class__)} testMethod={self._testMethodName}>"

    # Running

    @contextmanager
    def subTest(self, msg=_subtest_msg_sentinel, **params):
        """A part of the test whose failure is told apart, by msg and params, and does not end the test."""
        outcome = self._outcome
        if outcome is None or not outcome.result_supports_subtests:
            yield
            return
        parent = self._subtest
        params = _OrderedChainMap(params) if parent is None else parent.params.new_child(params)
        self._subtest = _SubTest(self, msg, params)
        try:
            with outcome.testPartExecutor(self._subtest, subTest=True):
                yield
            if not outcome.success:
                if outcome.result is not None and outcome.result.failfast:
                    raise _ShouldStop
            elif outcome.expectedFailure:
                # It has failed as it should: nothing more to see.
                raise _ShouldStop
        finally:
            self._subtest = parent

    # IsolatedAsyncioTestCase runs these four in its loop.

    def _callSetUp(self):
        self.setUp()

    def _callTestMethod(self, method):
        returned = method()
        if returned is not None:
            warnings.warn(_returned_text(method, returned), DeprecationWarning, stacklevel=4)

    def _callTearDown(self):
        self.tearDown()

    def _callCleanup(self, function, /, *args, **kwargs):
        function(*args, **kwargs)

    def _marked(self, name, default):
        """A mark that a decorator left on the test method or the class."""
        method = getattr(self, self._testMethodName)
        return getattr(self.__class__, name, default) or getattr(method, name, default)

    def run(self, result=None):
        """Run the test and report to a result, which is returned."""
        stop_run = None
        if result is None:
            result = self.defaultTestResult()
            stop_run = getattr(result, "stopTestRun", None)
            start_run = getattr(result, "startTestRun", None)
            if start_run is not None:
                start_run()
        result.startTest(self)
        try:
            if self._marked("__unittest_skip__", False):
                _addSkip(result, self, self._marked("__unittest_skip_why__", ""))
            else:
                self._run_parts(result)
            return result
        finally:
            result.stopTest(self)
            if stop_run is not None:
                stop_run()

    def _run_parts(self, result):
        method = getattr(self, self._testMethodName)
        expecting_failure = (getattr(self, "__unittest_expecting_failure__", False)
                             or getattr(method, "__unittest_expecting_failure__", False))
        outcome = self._outcome = _Outcome(result)
        began = time.perf_counter()
        try:
            with outcome.testPartExecutor(self):
                self._callSetUp()
            if outcome.success:
                outcome.expecting_failure = expecting_failure
                with outcome.testPartExecutor(self):
                    self._callTestMethod(method)
                outcome.expecting_failure = False
                with outcome.testPartExecutor(self):
                    self._callTearDown()
            self.doCleanups()
            self._addDuration(result, time.perf_counter() - began)
            if not outcome.success:
                return
            if not expecting_failure:
                result.addSuccess(self)
            elif outcome.expectedFailure:
                self._addExpectedFailure(result, outcome.expectedFailure)
            else:
                self._addUnexpectedSuccess(result)
        finally:
            # What was raised refers to frames that refer to the outcome.
            outcome.expectedFailure = None
            self._outcome = None

    def __call__(self, *args, **kwds):
        return self.run(*args, **kwds)

    def debug(self):
        """Run the test without a result: exceptions come out."""
        if self._marked("__unittest_skip__", False):
            raise SkipTest(self._marked("__unittest_skip_why__", ""))
        self._callSetUp()
        self._callTestMethod(getattr(self, self._testMethodName))
        self._callTearDown()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            self._callCleanup(function, *args, **kwargs)

    def skipTest(self, reason):
        """Skip the rest of this test."""
        raise SkipTest(reason)

    # Results of other makes need not have every method.

    def _addExpectedFailure(self, result, exc_info):
        add = getattr(result, "addExpectedFailure", None)
        if add is None:
            warnings.warn("TestResult has no addExpectedFailure method, reporting as passes", RuntimeWarning)
            result.addSuccess(self)
        else:
            add(self, exc_info)

    def _addUnexpectedSuccess(self, result):
        add = getattr(result, "addUnexpectedSuccess", None)
        if add is not None:
            add(self)
            return
        warnings.warn("TestResult has no addUnexpectedSuccess method, reporting as failure", RuntimeWarning)
        try:
            raise _UnexpectedSuccess from None
        except _UnexpectedSuccess:
            result.addFailure(self, sys.exc_info())

    def _addDuration(self, result, elapsed):
        add = getattr(result, "addDuration", None)
        if add is None:
            warnings.warn("TestResult has no addDuration method", RuntimeWarning)
        else:
            add(self, elapsed)

    # Assertions

    def addTypeEqualityFunc(self, typeobj, function):
        """Let assertEqual compare two objects of exactly this type by function(first, second, msg=None)."""
        self._type_equality_funcs[typeobj] = function

    def _formatMessage(self, msg, standardMsg):
        """What a failure says, given the caller's msg and the standard text."""
        if not self.longMessage:
            return msg or standardMsg
        if msg is None:
            return standardMsg
        try:
            return "%s : %s" % (standardMsg, msg)
        except UnicodeDecodeError:
            return "%s : %s" % (safe_repr(standardMsg), safe_repr(msg))

    def _truncateMessage(self, message, diff):
        if self.maxDiff is None or len(diff) <= self.maxDiff:
            return message + diff
        return message + DIFF_OMITTED % len(diff)

    def fail(self, msg=None):
        """Fail at once."""
        raise self.failureException(msg)

    def _fail(self, msg, standard):
        raise self.failureException(self._formatMessage(msg, standard))

    def assertFalse(self, expr, msg=None):
        """Fail if the expression is true."""
        if expr:
            self._fail(msg, f"{safe_repr(expr)} is not false")

    def assertTrue(self, expr, msg=None):
        """Fail unless the expression is true."""
        if not expr:
            self._fail(msg, f"{safe_repr(expr)} is not true")

    # Exceptions, warnings, logs

    def assertRaises(self, expected_exception, *args, **kwargs):
        """Fail unless a call, or the block of a with statement, raises one of the expected exceptions.

        Others pass through. The context's attribute `exception` is what was raised.
        """
        context = _contexts._AssertRaisesContext(expected_exception, self)
        try:
            return context.handle("assertRaises", args, kwargs)
        finally:
            context = None

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        """assertRaises, and the exception's text must match a regular expression."""
        context = _contexts._AssertRaisesContext(expected_exception, self, expected_regex)
        return context.handle("assertRaisesRegex", args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        """Fail unless a call, or the block of a with statement, gives one of the expected warnings.

        The context's attributes `warning`, `filename` and `lineno` tell of the first.
        """
        context = _contexts._AssertWarnsContext(expected_warning, self)
        return context.handle("assertWarns", args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        """assertWarns, and the warning's text must match a regular expression."""
        context = _contexts._AssertWarnsContext(expected_warning, self, expected_regex)
        return context.handle("assertWarnsRegex", args, kwargs)

    def _assertNotWarns(self, expected_warning, *args, **kwargs):
        context = _contexts._AssertNotWarnsContext(expected_warning, self)
        return context.handle("_assertNotWarns", args, kwargs)

    def assertLogs(self, logger=None, level=None):
        """Fail unless the block of a with statement logs something of this level or above.

        The context gives an object with the lists `records` and `output`.
        """
        from ._log import _AssertLogsContext
        return _AssertLogsContext(self, logger, level, no_logs=False)

    def assertNoLogs(self, logger=None, level=None):
        """Fail if the block of a with statement logs something of this level or above."""
        from ._log import _AssertLogsContext
        return _AssertLogsContext(self, logger, level, no_logs=True)

    # Equality

    def _getAssertEqualityFunc(self, first, second):
        """The comparison for two objects: one for their type, if they have the same, else the general one."""
        if type(first) is type(second):
            function = self._type_equality_funcs.get(type(first))
            if function is not None:
                return getattr(self, function) if isinstance(function, str) else function
        return self._baseAssertEqual

    def _baseAssertEqual(self, first, second, msg=None):
        if not first == second:
            self._fail(msg, "%s != %s" % _common_shorten_repr(first, second))

    def assertEqual(self, first, second, msg=None):
        """Fail unless first == second."""
        self._getAssertEqualityFunc(first, second)(first, second, msg=msg)

    def assertNotEqual(self, first, second, msg=None):
        """Fail unless first != second."""
        if not first != second:
            self._fail(msg, f"{safe_repr(first)} == {safe_repr(second)}")

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Fail unless the difference, rounded to a number of places (7), is zero, or is at most delta."""
        if first == second:
            return
        limit, within = self._tolerance(places, delta)
        diff = abs(first - second)
        if not within(diff):
            self._fail(msg, f"{safe_repr(first)} != {safe_repr(second)} within {limit} ({safe_repr(diff)} difference)")

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        """Fail if the difference, rounded to a number of places (7), is zero, or is at most delta."""
        limit, within = self._tolerance(places, delta)
        if first == second or within(abs(first - second)):
            text = f"{safe_repr(first)} == {safe_repr(second)} within {limit}"
            if delta is not None:
                text += f" ({safe_repr(abs(first - second))} difference)"
            self._fail(msg, text)

    def _tolerance(self, places, delta):
        """How "almost" is called in a text, and the test for it."""
        if delta is None:
            if places is None:
                places = 7
            return f"{places!r} places", lambda diff: round(diff, places) == 0
        if places is not None:
            raise TypeError("specify delta or places not both")
        return f"{safe_repr(delta)} delta", lambda diff: diff <= delta

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        """Fail unless two sequences are equal, item by item; seq_type, if given, is what both must be."""
        kind = "sequence" if seq_type is None else seq_type.__name__
        if seq_type is not None:
            for which, seq in (("First", seq1), ("Second", seq2)):
                if not isinstance(seq, seq_type):
                    raise self.failureException(f"{which} sequence is not a {kind}: {safe_repr(seq)}")
        lengths = []
        difference = None
        for which, seq in (("First", seq1), ("Second", seq2)):
            try:
                lengths.append(len(seq))
            except (TypeError, NotImplementedError):
                difference = f"{which} {kind} has no length.    Non-sequence?"
                break
        if difference is None:
            if seq1 == seq2:
                return
            difference = self._sequence_difference(seq1, seq2, lengths, kind, seq_type)
            if difference is None:
                return
        self.fail(self._formatMessage(msg, self._truncateMessage(difference, _ndiff(seq1, seq2))))

    def _sequence_difference(self, seq1, seq2, lengths, kind, seq_type):
        """Where two sequences that are not == part; None if only their types differ, which is allowed."""
        shown = _common_shorten_repr(seq1, seq2)
        text = f"{kind.capitalize()}s differ: {shown[0]} != {shown[1]}\n"
        for i in range(min(lengths)):
            items = []
            for which, seq in (("first", seq1), ("second", seq2)):
                try:
                    items.append(seq[i])
                except (TypeError, IndexError, NotImplementedError):
                    text += f"\nUnable to index element {i} of {which} {kind}\n"
                    break
            if len(items) < 2:
                break
            if items[0] != items[1]:
                text += "\nFirst differing element %d:\n%s\n%s\n" % (i, *_common_shorten_repr(*items))
                break
        else:
            if lengths[0] == lengths[1] and seq_type is None and type(seq1) != type(seq2):
                return None
        if lengths[0] != lengths[1]:
            longer = lengths[1] > lengths[0]
            which, seq, begin = ("second", seq2, lengths[0]) if longer else ("first", seq1, lengths[1])
            text += f"\n{which.capitalize()} {kind} contains {abs(lengths[0] - lengths[1])} additional elements.\n"
            try:
                text += f"First extra element {begin}:\n{safe_repr(seq[begin])}\n"
            except (TypeError, IndexError, NotImplementedError):
                text += f"Unable to index element {begin} of {which} {kind}\n"
        return text

    def assertListEqual(self, list1, list2, msg=None):
        """assertSequenceEqual for lists."""
        self.assertSequenceEqual(list1, list2, msg, seq_type=list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        """assertSequenceEqual for tuples."""
        self.assertSequenceEqual(tuple1, tuple2, msg, seq_type=tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        """Fail unless two sets, or objects with a method `difference`, hold the same."""
        sides = []
        for which, one, other in (("first", set1, set2), ("second", set2, set1)):
            try:
                sides.append(one.difference(other))
            except TypeError as e:
                self.fail(f"invalid type when attempting set difference: {e}")
            except AttributeError as e:
                self.fail(f"{which} argument does not support set difference: {e}")
        if not (sides[0] or sides[1]):
            return
        lines = []
        for items, where in zip(sides, ("first set but not the second", "second set but not the first")):
            if items:
                lines.append(f"Items in the {where}:")
                lines.extend(map(safe_repr, items))
        self._fail(msg, "\n".join(lines))

    def assertDictEqual(self, d1, d2, msg=None):
        """Fail unless two dicts are equal."""
        self.assertIsInstance(d1, dict, "First argument is not a dictionary")
        self.assertIsInstance(d2, dict, "Second argument is not a dictionary")
        if d1 != d2:
            standard = "%s != %s" % _common_shorten_repr(d1, d2)
            self._fail(msg, self._truncateMessage(standard, _ndiff(d1, d2)))

    def assertCountEqual(self, first, second, msg=None):
        """Fail unless two iterables give the same items equally often, in any order."""
        first, second = list(first), list(second)
        try:
            differences = _count_diff_hashable(first, second)
        except TypeError:
            differences = _count_diff_all_purpose(first, second)
        if differences:
            diff = "\n".join("First has %d, Second has %d:  %r" % one for one in differences)
            self._fail(msg, self._truncateMessage("Element counts were not equal:\n", diff))

    def assertMultiLineEqual(self, first, second, msg=None):
        """Fail unless two strings are equal; what differs is shown line by line."""
        self.assertIsInstance(first, str, "First argument is not a string")
        self.assertIsInstance(second, str, "Second argument is not a string")
        if first == second:
            return
        if len(first) > self._diffThreshold or len(second) > self._diffThreshold:
            self._baseAssertEqual(first, second, msg)
        import difflib
        old, new = first, second
        # The last line needs an end of its own, so that the difference's lines have one each.
        if old and new:
            if old[-1] != "\n" or new[-1] != "\n":
                old, new = old + "\n", new + "\n"
        elif old and old[-1] != "\n":
            old += "\n"
        elif new and new[-1] != "\n":
            new += "\n"
        diff = "\n" + "".join(difflib.ndiff(old.splitlines(keepends=True), new.splitlines(keepends=True)))
        self._fail(msg, self._truncateMessage("%s != %s" % _common_shorten_repr(first, second), diff))

    # Membership, identity, order

    def assertIn(self, member, container, msg=None):
        """Fail unless member in container."""
        if member not in container:
            self._fail(msg, f"{safe_repr(member)} not found in {safe_repr(container)}")

    def assertNotIn(self, member, container, msg=None):
        """Fail if member in container."""
        if member in container:
            self._fail(msg, f"{safe_repr(member)} unexpectedly found in {safe_repr(container)}")

    def assertIs(self, expr1, expr2, msg=None):
        """Fail unless both are one object."""
        if expr1 is not expr2:
            self._fail(msg, f"{safe_repr(expr1)} is not {safe_repr(expr2)}")

    def assertIsNot(self, expr1, expr2, msg=None):
        """Fail if both are one object."""
        if expr1 is expr2:
            self._fail(msg, f"unexpectedly identical: {safe_repr(expr1)}")

    def assertLess(self, a, b, msg=None):
        """Fail unless a < b."""
        if not a < b:
            self._fail(msg, f"{safe_repr(a)} not less than {safe_repr(b)}")

    def assertLessEqual(self, a, b, msg=None):
        """Fail unless a <= b."""
        if not a <= b:
            self._fail(msg, f"{safe_repr(a)} not less than or equal to {safe_repr(b)}")

    def assertGreater(self, a, b, msg=None):
        """Fail unless a > b."""
        if not a > b:
            self._fail(msg, f"{safe_repr(a)} not greater than {safe_repr(b)}")

    def assertGreaterEqual(self, a, b, msg=None):
        """Fail unless a >= b."""
        if not a >= b:
            self._fail(msg, f"{safe_repr(a)} not greater than or equal to {safe_repr(b)}")

    def assertIsNone(self, obj, msg=None):
        """Fail unless the object is None."""
        if obj is not None:
            self._fail(msg, f"{safe_repr(obj)} is not None")

    def assertIsNotNone(self, obj, msg=None):
        """Fail if the object is None."""
        if obj is None:
            self._fail(msg, "unexpectedly None")

    # Classes and attributes

    def assertIsInstance(self, obj, cls, msg=None):
        """Fail unless isinstance(obj, cls)."""
        if not isinstance(obj, cls):
            any_of = "any of " if isinstance(cls, tuple) else ""
            self._fail(msg, f"{safe_repr(obj)} is not an instance of {any_of}{cls!r}")

    def assertNotIsInstance(self, obj, cls, msg=None):
        """Fail if isinstance(obj, cls)."""
        if isinstance(obj, cls):
            if isinstance(cls, tuple):
                cls = next(one for one in cls if isinstance(obj, one))
            self._fail(msg, f"{safe_repr(obj)} is an instance of {cls!r}")

    def assertIsSubclass(self, cls, superclass, msg=None):
        """Fail unless issubclass(cls, superclass)."""
        if not self._is_subclass(cls, superclass, msg):
            any_of = "any of " if isinstance(superclass, tuple) else ""
            self._fail(msg, f"{cls!r} is not a subclass of {any_of}{superclass!r}")

    def assertNotIsSubclass(self, cls, superclass, msg=None):
        """Fail if issubclass(cls, superclass)."""
        if self._is_subclass(cls, superclass, msg):
            if isinstance(superclass, tuple):
                superclass = next(one for one in superclass if issubclass(cls, one))
            self._fail(msg, f"{cls!r} is a subclass of {superclass!r}")

    def _is_subclass(self, cls, superclass, msg):
        try:
            return issubclass(cls, superclass)
        except TypeError:
            if not isinstance(cls, type):
                self._fail(msg, f"{cls!r} is not a class")
            raise

    def assertHasAttr(self, obj, name, msg=None):
        """Fail unless the object has an attribute."""
        if not hasattr(obj, name):
            self._fail(msg, f"{_described(obj)} has no attribute {name!r}")

    def assertNotHasAttr(self, obj, name, msg=None):
        """Fail if the object has an attribute."""
        if hasattr(obj, name):
            self._fail(msg, f"{_described(obj)} has unexpected attribute {name!r}")

    # Texts

    def assertRegex(self, text, expected_regex, msg=None):
        """Fail unless a regular expression is found in the text."""
        if isinstance(expected_regex, (str, bytes)):
            assert expected_regex, "expected_regex must not be empty."
            expected_regex = re.compile(expected_regex)
        if not expected_regex.search(text):
            self._fail(msg, f"Regex didn't match: {expected_regex.pattern!r} not found in {text!r}")

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        """Fail if a regular expression is found in the text."""
        if isinstance(unexpected_regex, (str, bytes)):
            unexpected_regex = re.compile(unexpected_regex)
        match = unexpected_regex.search(text)
        if match:
            self._fail(msg, f"Regex matched: {text[match.start():match.end()]!r} matches "
                            f"{unexpected_regex.pattern!r} in {text!r}")

    def assertStartsWith(self, s, prefix, msg=None):
        """Fail unless the text starts with a prefix, or one of a tuple of them."""
        if not self._has_affix("startswith", s, prefix, msg):
            any_of = "any of " if isinstance(prefix, tuple) else ""
            self._fail(msg, f"{safe_repr(s, short=True)} doesn't start with {any_of}{safe_repr(prefix)}")

    def assertNotStartsWith(self, s, prefix, msg=None):
        """Fail if the text starts with a prefix, or one of a tuple of them."""
        if self._has_affix("startswith", s, prefix, msg):
            if isinstance(prefix, tuple):
                prefix = next(one for one in prefix if s.startswith(one))
            self._fail(msg, f"{safe_repr(s, short=True)} starts with {safe_repr(prefix)}")

    def assertEndsWith(self, s, suffix, msg=None):
        """Fail unless the text ends with a suffix, or one of a tuple of them."""
        if not self._has_affix("endswith", s, suffix, msg):
            any_of = "any of " if isinstance(suffix, tuple) else ""
            self._fail(msg, f"{safe_repr(s, short=True)} doesn't end with {any_of}{safe_repr(suffix)}")

    def assertNotEndsWith(self, s, suffix, msg=None):
        """Fail if the text ends with a suffix, or one of a tuple of them."""
        if self._has_affix("endswith", s, suffix, msg):
            if isinstance(suffix, tuple):
                suffix = next(one for one in suffix if s.endswith(one))
            self._fail(msg, f"{safe_repr(s, short=True)} ends with {safe_repr(suffix)}")

    def _has_affix(self, method, s, affixes, msg):
        try:
            return getattr(s, method)(affixes)
        except (AttributeError, TypeError):
            # str and bytes do not mix: say so, if that is it.
            for one in affixes if isinstance(affixes, tuple) else (affixes,):
                for kinds in (str, (bytes, bytearray)):
                    if isinstance(one, kinds) and not isinstance(s, kinds):
                        wanted = "str" if kinds is str else "bytes"
                        self._fail(msg, f"Expected {wanted}, not {type(s).__name__}")
            raise


def _ndiff(first, second):
    # Failures are rare; a run without one need not import these.
    import difflib
    import pprint
    return "\n" + "\n".join(difflib.ndiff(pprint.pformat(first).splitlines(), pprint.pformat(second).splitlines()))


def _described(obj):
    """How AttributeError calls an object."""
    if isinstance(obj, type):
        return f"type object {obj.__name__!r}"
    if isinstance(obj, types.ModuleType):
        return f"module {obj.__name__!r}"
    return f"{type(obj).__name__!r} object"


def _returned_text(method, returned):
    text = ("It is deprecated to return a value that is not None from a test case "
            f"({method} returned {type(returned).__name__!r})")
    if isinstance(returned, types.CoroutineType):
        text += ". Maybe you forgot to use IsolatedAsyncioTestCase as the base class?"
    return text


class FunctionTestCase(TestCase):
    """A test made of a function, and others for set-up and tear-down."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._setUpFunc = setUp
        self._tearDownFunc = tearDown
        self._testFunc = testFunc
        self._description = description

    def setUp(self):
        if self._setUpFunc is not None:
            self._setUpFunc()

    def tearDown(self):
        if self._tearDownFunc is not None:
            self._tearDownFunc()

    def runTest(self):
        self._testFunc()

    def id(self):
        return self._testFunc.__name__

    def _parts(self):
        return self._setUpFunc, self._tearDownFunc, self._testFunc, self._description

    def __eq__(self, other):
        if not isinstance(other, self.__class__):
            return NotImplemented
        return self._parts() == other._parts()

    def __hash__(self):
        return hash((type(self), *self._parts()))

    def __str__(self):
        return f"{strclass(self.__class__)} ({self._testFunc.__name__})"

    def __repr__(self):
        return f"<{strclass(self.__class__)} tec={self._testFunc}>"

    def shortDescription(self):
        if self._description is not None:
            return self._description
        doc = self._testFunc.__doc__
        return doc and doc.split("\n")[0].strip() or None


class _SubTest(TestCase):
    """What a result is told of a failed or skipped subtest."""

    def __init__(self, test_case, message, params):
        super().__init__()
        self._message = message
        self.test_case = test_case
        self.params = params
        self.failureException = test_case.failureException

    def runTest(self):
        raise NotImplementedError("subtests cannot be run directly")

    def _subDescription(self):
        parts = []
        if self._message is not _subtest_msg_sentinel:
            parts.append(f"[{self._message}]")
        if self.params:
            parts.append("(" + ", ".join(f"{name}={value!r}" for name, value in self.params.items()) + ")")
        return " ".join(parts) or "(<subtest>)"

    def id(self):
        return f"{self.test_case.id()} {self._subDescription()}"

    def shortDescription(self):
        return self.test_case.shortDescription()

    def __str__(self):
        return f"{self.test_case} {self._subDescription()}"
