"""Finding tests: in classes, in modules, by name, in directories."""

import functools
import os
import re
import sys
import traceback
import types
from fnmatch import fnmatch, fnmatchcase

from . import case, suite, util

__unittest = True

# Only files that can be imported are tests.
VALID_MODULE_NAME = re.compile(r"[_a-z]\w*\.py$", re.IGNORECASE)


class _FailedTest(case.TestCase):
    """Stands for tests that could not be loaded: whichever of its methods is run raises why."""

    _testMethodName = None

    def __init__(self, method_name, exception):
        self._exception = exception
        super().__init__(method_name)

    def __getattr__(self, name):
        if name != self._testMethodName:
            return super().__getattr__(name)

        def testFailure():
            raise self._exception
        return testFailure


def _make_failed_test(methodname, exception, suiteClass, message):
    return suiteClass((_FailedTest(methodname, exception),)), message


def _make_failed_import_test(name, suiteClass):
    message = f"Failed to import test module: {name}\n{traceback.format_exc()}"
    return _make_failed_test(name, ImportError(message), suiteClass, message)


def _make_failed_load_tests(name, exception, suiteClass):
    message = f"Failed to call load_tests:\n{traceback.format_exc()}"
    return _make_failed_test(name, exception, suiteClass, message)


def _make_skipped_test(methodname, exception, suiteClass):
    """A module that skips itself while it is imported."""
    @case.skip(str(exception))
    def testSkipped(self):
        pass
    skipped = type("ModuleSkipped", (case.TestCase,), {methodname: testSkipped})
    return suiteClass((skipped(methodname),))


def _splitext(path):
    return os.path.splitext(path)[0]


class TestLoader:
    """Makes suites. What went wrong is told by the tests made in its place, and in the list `errors`."""

    testMethodPrefix = "test"
    sortTestMethodsUsing = staticmethod(util.three_way_cmp)
    testNamePatterns = None
    suiteClass = suite.TestSuite
    _top_level_dir = None

    def __init__(self):
        self.errors = []
        # Packages whose load_tests is being called, which may call discover() in turn.
        self._loading_packages = set()

    def loadTestsFromTestCase(self, testCaseClass):
        """A suite of the tests of a class."""
        if issubclass(testCaseClass, suite.TestSuite):
            raise TypeError("Test cases should not be derived from TestSuite. Maybe you meant to derive from TestCase?")
        names = []
        if testCaseClass not in (case.TestCase, case.FunctionTestCase):
            names = self.getTestCaseNames(testCaseClass)
            if not names and hasattr(testCaseClass, "runTest"):
                names = ["runTest"]
        return self.suiteClass(map(testCaseClass, names))

    def loadTestsFromModule(self, module, *, pattern=None):
        """A suite of the tests of all classes of a module, or what its load_tests() gives."""
        tests = self.suiteClass([self.loadTestsFromTestCase(obj)
                                 for obj in (getattr(module, name) for name in dir(module)) if _is_case_class(obj)])
        load_tests = getattr(module, "load_tests", None)
        if load_tests is None:
            return tests
        try:
            return load_tests(self, tests, pattern)
        except Exception as e:
            return self._failed(_make_failed_load_tests(module.__name__, e, self.suiteClass))

    def _failed(self, made):
        failed, message = made
        self.errors.append(message)
        return failed

    def loadTestsFromName(self, name, module=None):
        """A suite for a dotted name of a module, a class, a method, or a callable that returns tests.

        It is looked up in the module, if one is given, else imported as far as possible.
        """
        parts = name.split(".")
        failed_import = None
        if module is None:
            left = parts[:]
            while left:
                try:
                    module = __import__(".".join(left))
                    break
                except ImportError:
                    failed_import = _make_failed_import_test(left.pop(), self.suiteClass)
            else:
                return self._failed(failed_import)
            parts = parts[1:]
        parent, obj = None, module
        for part in parts:
            try:
                parent, obj = obj, getattr(obj, part)
            except AttributeError as e:
                if getattr(obj, "__path__", None) is not None and failed_import is not None:
                    # A module of that package, which could not be imported.
                    return self._failed(failed_import)
                message = f"Failed to access attribute:\n{traceback.format_exc()}"
                return self._failed(_make_failed_test(part, e, self.suiteClass, message))
        return self._tests_of(obj, parent, parts[-1] if parts else None)

    def _tests_of(self, obj, parent, name):
        """The tests that an object found by name, an attribute of parent, stands for."""
        if isinstance(obj, types.ModuleType):
            return self.loadTestsFromModule(obj)
        if _is_case_class(obj):
            return self.loadTestsFromTestCase(obj)
        if isinstance(obj, types.FunctionType) and isinstance(parent, type) and issubclass(parent, case.TestCase):
            made = parent(name)
            # A static method is an ordinary callable.
            if not isinstance(getattr(made, name), types.FunctionType):
                return self.suiteClass([made])
        elif isinstance(obj, suite.TestSuite):
            return obj
        if not callable(obj):
            raise TypeError(f"don't know how to make test from: {obj}")
        test = obj()
        if isinstance(test, suite.TestSuite):
            return test
        if isinstance(test, case.TestCase):
            return self.suiteClass([test])
        raise TypeError(f"calling {obj} returned {test}, not a test")

    def loadTestsFromNames(self, names, module=None):
        """A suite of the suites for several names."""
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])

    def getTestCaseNames(self, testCaseClass):
        """The names of a class's test methods, sorted."""
        def wanted(name):
            if not name.startswith(self.testMethodPrefix) or not callable(getattr(testCaseClass, name)):
                return False
            full_name = f"{testCaseClass.__module__}.{testCaseClass.__qualname__}.{name}"
            return self.testNamePatterns is None or any(fnmatchcase(full_name, p) for p in self.testNamePatterns)

        names = list(filter(wanted, dir(testCaseClass)))
        if self.sortTestMethodsUsing:
            names.sort(key=functools.cmp_to_key(self.sortTestMethodsUsing))
        return names

    # Discovery

    def discover(self, start_dir, pattern="test*.py", top_level_dir=None):
        """A suite of the tests in the files below a directory, or a package, whose names match a pattern.

        top_level_dir is where imports begin. Packages with load_tests() decide on their own contents.
        """
        previous_top = self._top_level_dir
        top_was_given = top_level_dir is not None or previous_top is not None
        top = os.path.abspath(start_dir if top_level_dir is None and previous_top is None
                              else previous_top if top_level_dir is None else top_level_dir)
        if top not in sys.path:
            # Where a project's own modules are wins over what is installed.
            sys.path.insert(0, top)
        self._top_level_dir = top
        if os.path.isdir(os.path.abspath(start_dir)):
            start_dir = os.path.abspath(start_dir)
            if start_dir != top and not os.path.isfile(os.path.join(start_dir, "__init__.py")):
                raise ImportError(f"Start directory is not importable: {start_dir!r}")
            tests = list(self._find_tests(start_dir, pattern))
        else:
            tests = self._tests_of_package(start_dir, pattern, top_was_given)
        self._top_level_dir = previous_top
        return self.suiteClass(tests)

    def _tests_of_package(self, name, pattern, top_was_given):
        """The tests in the directory, or the directories, of a package given by its dotted name."""
        try:
            __import__(name)
        except ImportError:
            raise ImportError(f"Start directory is not importable: {name!r}") from None
        package = sys.modules[name]
        file = getattr(package, "__file__", None)
        if file is None and package.__name__ in sys.builtin_module_names:
            raise TypeError("Can not use builtin modules as dotted module names")
        spec = getattr(package, "__spec__", None)
        if file is None and getattr(spec, "submodule_search_locations", None) is None:
            raise TypeError(f"don't know how to discover from {package!r}")
        if not top_was_given:
            # It was not a path after all.
            sys.path.remove(os.path.abspath(name))
        if file is not None:
            if not top_was_given:
                self._top_level_dir = self._get_directory_containing_module(name.split(".")[0])
            return list(self._find_tests(os.path.abspath(os.path.dirname(file)), pattern))
        tests = []
        for path in package.__path__:
            if not top_was_given:
                self._top_level_dir = path.removesuffix(os.path.sep + name.replace(".", os.path.sep))
            tests.extend(self._find_tests(path, pattern, namespace=True))
        return tests

    def _get_directory_containing_module(self, module_name):
        full_path = os.path.abspath(sys.modules[module_name].__file__)
        if os.path.basename(full_path).lower().startswith("__init__.py"):
            full_path = os.path.dirname(full_path)
        return os.path.dirname(full_path)

    def _get_name_from_path(self, path):
        if path == self._top_level_dir:
            return "."
        relative = os.path.relpath(_splitext(os.path.normpath(path)), self._top_level_dir)
        assert not os.path.isabs(relative), "Path must be within the project"
        assert not relative.startswith(".."), "Path must be within the project"
        return relative.replace(os.path.sep, ".")

    def _get_module_from_name(self, name):
        __import__(name)
        return sys.modules[name]

    def _match_path(self, path, full_path, pattern):
        """Whether a file name matches; a place for subclasses to look at the path too."""
        return fnmatch(path, pattern)

    def _find_tests(self, start_dir, pattern, namespace=False):
        """Suites of what is in a directory, one by one; namespace is whether that is one of a namespace package."""
        name = self._get_name_from_path(start_dir)
        # The directory of a package whose load_tests() called us: only its contents are wanted.
        if name != "." and name not in self._loading_packages and not namespace:
            tests, descend = self._find_test_path(start_dir, pattern)
            if tests is not None:
                yield tests
            if not descend:
                return
        for path in sorted(os.listdir(start_dir)):
            full_path = os.path.join(start_dir, path)
            tests, descend = self._find_test_path(full_path, pattern)
            if tests is not None:
                yield tests
            if descend:
                name = self._get_name_from_path(full_path)
                self._loading_packages.add(name)
                try:
                    yield from self._find_tests(full_path, pattern)
                finally:
                    self._loading_packages.discard(name)

    def _find_test_path(self, full_path, pattern):
        """The tests of a file or of a package itself, and whether its contents are still to be looked at."""
        basename = os.path.basename(full_path)
        if os.path.isfile(full_path):
            if VALID_MODULE_NAME.match(basename) and self._match_path(basename, full_path, pattern):
                return self._tests_of_file(full_path, pattern), False
            return None, False
        if not os.path.isdir(full_path) or not os.path.isfile(os.path.join(full_path, "__init__.py")):
            return None, False
        name = self._get_name_from_path(full_path)
        try:
            package = self._get_module_from_name(name)
        except case.SkipTest as e:
            return _make_skipped_test(name, e, self.suiteClass), False
        except:
            return self._failed(_make_failed_import_test(name, self.suiteClass)), False
        load_tests = getattr(package, "load_tests", None)
        self._loading_packages.add(name)
        try:
            tests = self.loadTestsFromModule(package, pattern=pattern)
            # load_tests() has seen to the contents.
            return tests, load_tests is None
        finally:
            self._loading_packages.discard(name)

    def _tests_of_file(self, full_path, pattern):
        name = self._get_name_from_path(full_path)
        try:
            module = self._get_module_from_name(name)
        except case.SkipTest as e:
            return _make_skipped_test(name, e, self.suiteClass)
        except:
            return self._failed(_make_failed_import_test(name, self.suiteClass))
        found = os.path.abspath(getattr(module, "__file__", full_path))
        if _splitext(os.path.realpath(found)).lower() != _splitext(os.path.realpath(full_path)).lower():
            found = os.path.dirname(found)
            shown = _splitext(os.path.basename(full_path))
            expected = os.path.dirname(full_path)
            raise ImportError(f"{shown!r} module incorrectly imported from {found!r}. Expected {expected!r}. "
                              "Is this module globally installed?")
        return self.loadTestsFromModule(module, pattern=pattern)


def _is_case_class(obj):
    return (isinstance(obj, type) and issubclass(obj, case.TestCase)
            and obj not in (case.TestCase, case.FunctionTestCase))


defaultTestLoader = TestLoader()
