"""Tests: suites of them, how they are found, and a runner that tells what came of them."""

import sys
import time
from _unittest_asserts import SkipTest
from _unittest_case import (
    FunctionTestCase, IsolatedAsyncioTestCase, TestCase, expectedFailure, skip, skipIf, skipUnless)
from _unittest_result import TestResult, TextTestResult


class _Preparation:
    """Stands in results for what a class or a module does before or after its tests."""

    failureException = None

    def __init__(self, description):
        self._description = description

    def id(self):
        return self._description

    __str__ = id

    def shortDescription(self):
        return None


class TestSuite:
    """Tests one after the other; between the classes of them these are prepared and put away."""

    def __init__(self, tests=()):
        self._tests = []
        self.addTests(tests)

    def __repr__(self):
        return f"<unittest.suite.TestSuite tests={self._tests}>"

    def __iter__(self):
        return iter(self._tests)

    def __eq__(self, other):
        if not isinstance(other, TestSuite):
            return NotImplemented
        return list(self) == list(other)

    __hash__ = None

    def addTest(self, test):
        if not callable(test):
            raise TypeError(f"{test!r} is not callable")
        if isinstance(test, type) and issubclass(test, (TestCase, TestSuite)):
            raise TypeError("TestCases and TestSuites must be instantiated before passing them to "
                            "addTest()")
        self._tests.append(test)

    def addTests(self, tests):
        if isinstance(tests, str):
            raise TypeError("tests must be an iterable of tests, not a string")
        for test in tests:
            self.addTest(test)

    def countTestCases(self):
        return sum(test.countTestCases() for test in self._tests)

    def run(self, result, debug=False):
        is_outermost = not getattr(result, "_in_suite", False)
        result._in_suite = True
        for test in self._tests:
            if result.shouldStop:
                break
            if isinstance(test, TestSuite) or self._is_prepared(type(test), result):
                test(result)
        if is_outermost:
            self._change_class(None, result)
            result._in_suite = False
        return result

    __call__ = run

    def _is_prepared(self, cls, result):
        """Prepares a class and its module, unless they are; whether its tests can be run."""
        if cls is not result._class:
            self._change_class(cls, result)
        return not (result._module_failed or getattr(cls, "_classSetupFailed", False))

    def _change_class(self, cls, result):
        before, result._class = result._class, cls
        old = None if before is None else before.__module__
        new = None if cls is None else cls.__module__
        if (before is not None and not result._module_failed
                and not getattr(before, "_classSetupFailed", False)
                and not getattr(before, "__unittest_skip__", False)):
            self._attempt(result, before, "tearDownClass")
            self._clean_up(result, before, "tearDownClass")
        if old != new:
            module = sys.modules.get(old)
            if hasattr(module, "tearDownModule") and not result._module_failed:
                self._attempt(result, module, "tearDownModule")
            module, result._module_failed = sys.modules.get(new), False
            if hasattr(module, "setUpModule"):
                result._module_failed = not self._attempt(result, module, "setUpModule")
        if cls is None or result._module_failed or getattr(cls, "__unittest_skip__", False):
            return
        if issubclass(cls, TestCase):
            cls._classSetupFailed = not self._attempt(result, cls, "setUpClass")
            if cls._classSetupFailed:
                self._clean_up(result, cls, "setUpClass")

    def _clean_up(self, result, cls, step):
        if issubclass(cls, TestCase):
            cls.doClassCleanups()
            for error in cls.tearDown_exceptions:
                result.addError(_Preparation(f"{step} ({_name(cls)})"), error)

    def _attempt(self, result, owner, step):
        """Calls a function of a class or a module; whether it went well."""
        try:
            getattr(owner, step, lambda: None)()
            return True
        except SkipTest as e:
            result.addSkip(_Preparation(f"{step} ({_name(owner)})"), str(e))
        except Exception:
            result.addError(_Preparation(f"{step} ({_name(owner)})"), sys.exc_info())
        return False


def _name(owner):
    if isinstance(owner, type):
        return f"{owner.__module__}.{owner.__qualname__}"
    return owner.__name__


class TestLoader:
    """Finds tests."""

    testMethodPrefix = "test"
    suiteClass = TestSuite

    def getTestCaseNames(self, testCaseClass):
        return sorted(name for name in dir(testCaseClass)
                      if name.startswith(self.testMethodPrefix)
                      and callable(getattr(testCaseClass, name)))

    def loadTestsFromTestCase(self, testCaseClass):
        if issubclass(testCaseClass, TestSuite):
            raise TypeError("Test cases should not be derived from TestSuite. Maybe you meant to "
                            "derive from TestCase?")
        names = self.getTestCaseNames(testCaseClass)
        if not names and hasattr(testCaseClass, "runTest"):
            names = ["runTest"]
        return self.suiteClass(map(testCaseClass, names))

    def loadTestsFromModule(self, module, *, pattern=None):
        """The tests of all classes of a module, or what its `load_tests` makes of them."""
        own = (TestCase, FunctionTestCase, IsolatedAsyncioTestCase)
        found = [value for name, value in sorted(vars(module).items())
                 if isinstance(value, type) and issubclass(value, TestCase) and value not in own]
        suite = self.suiteClass([self.loadTestsFromTestCase(cls) for cls in found])
        change = getattr(module, "load_tests", None)
        return suite if change is None else change(self, suite, pattern)

    def loadTestsFromName(self, name, module=None):
        found = module
        for part in name.split("."):
            parent, found = found, getattr(found, part)
        if isinstance(found, type):
            return self.loadTestsFromTestCase(found)
        return self.suiteClass([parent(name.rpartition(".")[2])])

    def loadTestsFromNames(self, names, module=None):
        return self.suiteClass([self.loadTestsFromName(name, module) for name in names])


defaultTestLoader = TestLoader()


class TextTestRunner:
    """Runs tests and tells what came of them."""

    resultclass = TextTestResult

    def __init__(self, stream=None, descriptions=True, verbosity=1, failfast=False, buffer=False,
                 resultclass=None, warnings=None, *, tb_locals=False, durations=None):
        self.stream = sys.stderr if stream is None else stream
        self.descriptions, self.verbosity, self.failfast = descriptions, verbosity, failfast
        self.resultclass = resultclass or self.resultclass

    def run(self, test):
        result = self.resultclass(self.stream, self.descriptions, self.verbosity)
        result.failfast = self.failfast
        start = time.perf_counter()
        result.startTestRun()
        try:
            test(result)
        finally:
            result.stopTestRun()
        taken = time.perf_counter() - start
        if hasattr(result, "printErrors"):
            result.printErrors()
        s = "" if result.testsRun == 1 else "s"
        write = self.stream.write
        write("-" * 70 + f"\nRan {result.testsRun} test{s} in {taken:.3f}s\n\n")
        counts = [f"{name}={len(found)}" for name, found in (
            ("failures", result.failures), ("errors", result.errors),
            ("skipped", result.skipped), ("expected failures", result.expectedFailures),
            ("unexpected successes", result.unexpectedSuccesses)) if found]
        word = "OK" if result.wasSuccessful() else "FAILED"
        if result.wasSuccessful() and not result.testsRun and not result.skipped:
            word = "NO TESTS RAN"
        write(word + (f" ({', '.join(counts)})" if counts else "") + "\n")
        return result


TestSuite.__module__, TestLoader.__module__ = "unittest.suite", "unittest.loader"
TextTestRunner.__module__ = "unittest.runner"


def main(module="__main__", defaultTest=None, argv=None, testRunner=None, testLoader=None,
         exit=True, verbosity=1, failfast=None, **kwargs):
    """Runs the tests of the program."""
    module = sys.modules[module] if isinstance(module, str) else module
    args = (sys.argv if argv is None else argv)[1:]
    verbosity = 2 if {"-v", "--verbose"} & set(args) else verbosity
    failfast = bool(failfast) or bool({"-f", "--failfast"} & set(args))
    names = [arg for arg in args if not arg.startswith("-")]
    if not names and defaultTest:
        names = [defaultTest] if isinstance(defaultTest, str) else list(defaultTest)
    loader = testLoader or defaultTestLoader
    if names:
        suite = loader.loadTestsFromNames(names, module)
    else:
        suite = loader.loadTestsFromModule(module)
    runner = testRunner or TextTestRunner(verbosity=verbosity, failfast=failfast)
    runner = runner() if isinstance(runner, type) else runner
    main.result = runner.run(suite)
    if exit:
        empty = not main.result.testsRun and not main.result.skipped
        sys.exit(5 if empty else int(not main.result.wasSuccessful()))
    return main
