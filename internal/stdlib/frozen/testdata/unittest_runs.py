# What a runner writes and a result holds: outcomes, subtests, fixtures, cleanups, async tests.
import asyncio
import io
import unittest

log = []


class Outcomes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        log.append("setUpClass")
        cls.addClassCleanup(log.append, "class cleanup")

    def setUp(self):
        self.addCleanup(log.append, "cleanup")

    def test_error(self):
        """It has a docstring.

        Of which one line shows.
        """
        {}["k"]

    def test_fail(self):
        self.assertEqual([1], [2], "why")

    @unittest.expectedFailure
    def test_known(self):
        self.fail()

    def test_ok(self):
        pass

    @unittest.skipIf(True, "not now")
    def test_skip(self):
        pass

    def test_sub(self):
        for i in range(3):
            with self.subTest("part", i=i):
                self.assertNotEqual(i, 1)

    @unittest.expectedFailure
    def test_surprise(self):
        pass


out = io.StringIO()
suite = unittest.defaultTestLoader.loadTestsFromTestCase(Outcomes)
assert suite.countTestCases() == 7
result = unittest.TextTestRunner(out, verbosity=2).run(suite)
where = Outcomes.__module__ + ".Outcomes"
lines = out.getvalue().replace(where, "M").splitlines()
assert lines[:12] == [
    "test_error (M.test_error)", "It has a docstring. ... ERROR", "test_fail (M.test_fail) ... FAIL",
    "test_known (M.test_known) ... expected failure", "test_ok (M.test_ok) ... ok",
    "test_skip (M.test_skip) ... skipped 'not now'", "test_sub (M.test_sub) ... ",
    "  test_sub (M.test_sub) [part] (i=1) ... FAIL", "test_surprise (M.test_surprise) ... unexpected success", "",
    "=" * 70, "ERROR: test_error (M.test_error)"], lines
assert lines[-1] == ("FAILED (failures=2, errors=1, skipped=1, expected failures=1, unexpected successes=1)")
assert result.testsRun == 7 and not result.wasSuccessful() and result.skipped[0][1] == "not now"
assert "case.py" not in out.getvalue(), "frames of the framework show"
assert log == ["setUpClass"] + ["cleanup"] * 6 + ["class cleanup"]


class Coroutines(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.addAsyncCleanup(asyncio.sleep, 0)
        self.loop = asyncio.get_running_loop()

    async def test_wait(self):
        await asyncio.sleep(0)
        assert asyncio.get_running_loop() is self.loop

    async def test_fail(self):
        await asyncio.sleep(0)
        self.fail("told")


result = unittest.TestResult()
unittest.defaultTestLoader.loadTestsFromTestCase(Coroutines).run(result)
assert result.testsRun == 2 and not result.errors and result.failures[0][1].endswith("AssertionError: told\n")


class Broken(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        raise OSError("no")

    def test(self):
        pass


result = unittest.TestResult()
unittest.TestSuite([Broken("test"), unittest.FunctionTestCase(lambda: 1 / 0)]).run(result)
assert [str(test) for test, _ in result.errors] == [f"setUpClass ({Broken.__module__}.Broken)",
                                                    "unittest.case.FunctionTestCase (<lambda>)"]

result = unittest.TestResult()
result.buffer = result.failfast = True
unittest.TestSuite([Outcomes("test_fail"), Outcomes("test_ok")]).run(result)
assert result.testsRun == 1 and result.shouldStop

loader = unittest.TestLoader()
loader.testNamePatterns = ["*ok", "*sk*"]
assert loader.getTestCaseNames(Outcomes) == ["test_ok", "test_skip"]
loader.loadTestsFromName("unittest.nothing")
assert loader.errors[0].endswith("AttributeError: module 'unittest' has no attribute 'nothing'\n") or \
    "No module named 'unittest.nothing'" in loader.errors[0]
