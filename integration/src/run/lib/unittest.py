"""Tests as methods of classes, their results, and a runner that tells them."""

import sys
import time
import traceback
from _unittest_asserts import Asserts, SkipTest


def skip(reason=""):
    """Marks a test or a class that is not run."""
    def mark(item):
        item.__unittest_skip__ = True
        item.__unittest_skip_why__ = "" if callable(reason) else reason
        return item
    return mark(reason) if callable(reason) else mark


def skipIf(condition, reason):
    return skip(reason) if condition else lambda item: item


def skipUnless(condition, reason):
    return skipIf(not condition, reason)


def expectedFailure(item):
    item.__unittest_expecting_failure__ = True
    return item


class TestResult:
    """What came of tests."""

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failures, self.errors, self.skipped = [], [], []
        self.expectedFailures, self.unexpectedSuccesses = [], []
        self.testsRun, self.shouldStop = 0, False

    def startTest(self, test):
        self.testsRun += 1

    def stopTest(self, test):
        pass

    def startTestRun(self):
        pass

    def stopTestRun(self):
        pass

    def addSuccess(self, test):
        pass

    def addError(self, test, err):
        self.errors.append((test, self._text(err)))

    def addFailure(self, test, err):
        self.failures.append((test, self._text(err)))

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, self._text(err)))

    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)

    def addSubTest(self, test, subtest, err):
        if err is not None:
            add = self.addFailure if issubclass(err[0], test.failureException) else self.addError
            add(subtest, err)

    def wasSuccessful(self):
        return not (self.failures or self.errors or self.unexpectedSuccesses)

    def stop(self):
        self.shouldStop = True

    def _text(self, err):
        kind, value, tb = err
        while tb is not None and _is_own(tb):
            tb = tb.tb_next
        lines = traceback.format_exception(kind, value, _without_asserts(tb))
        return "".join(lines)

    def __repr__(self):
        return (f"<unittest.result.{type(self).__name__} run={self.testsRun} "
                f"errors={len(self.errors)} failures={len(self.failures)}>")


def _is_own(tb):
    return tb.tb_frame.f_globals.get("__name__") in (__name__, "_unittest_asserts")


def _without_asserts(tb):
    if tb is None or tb.tb_next is None:
        return tb
    if _is_own(tb.tb_next):
        tb.tb_next = None
    else:
        _without_asserts(tb.tb_next)
    return tb


class TextTestResult(TestResult):
    """The same, told while it happens."""

    def __init__(self, stream, descriptions, verbosity):
        super().__init__()
        self.stream, self.verbosity = stream, verbosity

    def getDescription(self, test):
        doc = test.shortDescription()
        return f"{test}\n{doc}" if doc else str(test)

    def startTest(self, test):
        super().startTest(test)
        if self.verbosity > 1:
            self.stream.write(self.getDescription(test) + " ... ")

    def _tell(self, short, long):
        if self.verbosity > 1:
            self.stream.write(long + "\n")
        elif self.verbosity:
            self.stream.write(short)

    def addSuccess(self, test):
        self._tell(".", "ok")

    def addError(self, test, err):
        super().addError(test, err)
        self._tell("E", "ERROR")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._tell("F", "FAIL")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._tell("s", f"skipped {reason!r}")

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._tell("x", "expected failure")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._tell("u", "unexpected success")

    def printErrors(self):
        if self.verbosity:
            self.stream.write("\n")
        for flavour, found in (("ERROR", self.errors), ("FAIL", self.failures)):
            for test, text in found:
                self.stream.write("=" * 70 + f"\n{flavour}: {self.getDescription(test)}\n"
                                  + "-" * 70 + f"\n{text}\n")


class TestCase(Asserts):
    """A test for each method whose name begins with `test`."""

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        self._cleanups = []
        self._result = None
        method = getattr(self, methodName, None)
        if method is None and methodName != "runTest":
            raise ValueError(f"no such test method in {type(self)}: {methodName}")
        self._doc = getattr(method, "__doc__", None)

    def setUp(self):
        pass

    def tearDown(self):
        pass

    @classmethod
    def setUpClass(cls):
        pass

    @classmethod
    def tearDownClass(cls):
        pass

    def countTestCases(self):
        return 1

    def defaultTestResult(self):
        return TestResult()

    def shortDescription(self):
        return self._doc.strip().split("\n")[0].strip() if self._doc else None

    def id(self):
        return f"{type(self).__module__}.{type(self).__qualname__}.{self._testMethodName}"

    def __str__(self):
        return (f"{self._testMethodName} ({type(self).__module__}.{type(self).__qualname__}."
                f"{self._testMethodName})")

    def __repr__(self):
        return (f"<{type(self).__module__}.{type(self).__qualname__} "
                f"testMethod={self._testMethodName}>")

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    def addCleanup(self, function, /, *args, **kwargs):
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        result = cm.__enter__()
        self.addCleanup(cm.__exit__, None, None, None)
        return result

    def doCleanups(self):
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            function(*args, **kwargs)

    def subTest(self, msg=None, **params):
        return _SubTest(self, msg, params)

    def run(self, result=None):
        result = self.defaultTestResult() if result is None else result
        result.startTest(self)
        self._result = result
        try:
            self._run(result, getattr(self, self._testMethodName))
        finally:
            self._result = None
            result.stopTest(self)
        return result

    def _run(self, result, method):
        for item in (type(self), method):
            if getattr(item, "__unittest_skip__", False):
                result.addSkip(self, item.__unittest_skip_why__)
                return
        expecting = getattr(method, "__unittest_expecting_failure__", False)
        before = len(result.failures) + len(result.errors)
        failed = [None]
        self._step(result, self.setUp, failed)
        if failed[0] is None:
            if expecting:
                try:
                    method()
                except Exception:
                    result.addExpectedFailure(self, sys.exc_info())
                else:
                    result.addUnexpectedSuccess(self)
                failed[0] = "told"
            else:
                self._step(result, method, failed)
            self._step(result, self.tearDown, failed)
        self._step(result, self.doCleanups, failed)
        if failed[0] is None and before == len(result.failures) + len(result.errors):
            result.addSuccess(self)

    def _step(self, result, step, failed):
        try:
            step()
        except KeyboardInterrupt:
            raise
        except SkipTest as e:
            failed[0] = "skipped"
            result.addSkip(self, str(e))
        except self.failureException:
            failed[0] = "failed"
            result.addFailure(self, sys.exc_info())
        except Exception:
            failed[0] = "failed"
            result.addError(self, sys.exc_info())

    __call__ = run

    def debug(self):
        self.setUp()
        getattr(self, self._testMethodName)()
        self.tearDown()
        self.doCleanups()


class _SubTest:
    def __init__(self, test, msg, params):
        self._test, self._msg, self._params = test, msg, params

    def shortDescription(self):
        return None

    def __str__(self):
        shown = [f"[{self._msg}]"] if self._msg is not None else []
        if self._params:
            shown.append("(" + ", ".join(f"{k}={v!r}" for k, v in self._params.items()) + ")")
        return f"{self._test} {' '.join(shown) or '(<subtest>)'}"

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        if kind is None or not issubclass(kind, Exception) or issubclass(kind, SkipTest):
            return False
        if self._test._result is None:
            return False
        self._test._result.addSubTest(self._test, self, (kind, value, tb))
        return True


class FunctionTestCase(TestCase):
    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self.runTest = testFunc


class TestSuite:
    """Tests one after the other."""

    def __init__(self, tests=()):
        self._tests = list(tests)

    def __iter__(self):
        return iter(self._tests)

    def addTest(self, test):
        self._tests.append(test)

    def addTests(self, tests):
        self._tests.extend(tests)

    def countTestCases(self):
        return sum(test.countTestCases() for test in self._tests)

    def run(self, result, debug=False):
        entered = None
        for test in self._tests:
            if result.shouldStop:
                break
            if isinstance(test, TestSuite):
                test.run(result)
                continue
            if type(test) is not entered:
                if entered is not None:
                    entered.tearDownClass()
                entered = type(test)
                entered.setUpClass()
            test(result)
        if entered is not None:
            entered.tearDownClass()
        return result

    __call__ = run


class TestLoader:
    """Finds tests."""

    testMethodPrefix = "test"
    suiteClass = TestSuite

    def getTestCaseNames(self, testCaseClass):
        return sorted(name for name in dir(testCaseClass)
                      if name.startswith(self.testMethodPrefix)
                      and callable(getattr(testCaseClass, name)))

    def loadTestsFromTestCase(self, testCaseClass):
        names = self.getTestCaseNames(testCaseClass)
        if not names and hasattr(testCaseClass, "runTest"):
            names = ["runTest"]
        return self.suiteClass(map(testCaseClass, names))

    def loadTestsFromModule(self, module, *, pattern=None):
        found = [value for name, value in sorted(vars(module).items())
                 if isinstance(value, type) and issubclass(value, TestCase)
                 and value not in (TestCase, FunctionTestCase)]
        return self.suiteClass([self.loadTestsFromTestCase(cls) for cls in found])

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
                 resultclass=None, warnings=None, **kwargs):
        self.stream = sys.stderr if stream is None else stream
        self.verbosity = verbosity
        self.resultclass = resultclass or self.resultclass

    def run(self, test):
        result = self.resultclass(self.stream, True, self.verbosity)
        start = time.perf_counter()
        result.startTestRun()
        test(result)
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
        if not result.testsRun and not result.skipped:
            word = "NO TESTS RAN"
        write(word + (f" ({', '.join(counts)})" if counts else "") + "\n")
        return result


def main(module="__main__", defaultTest=None, argv=None, testRunner=None, testLoader=None,
         exit=True, verbosity=1, **kwargs):
    """Runs the tests of the program."""
    module = sys.modules[module] if isinstance(module, str) else module
    args = (sys.argv if argv is None else argv)[1:]
    verbosity = 2 if {"-v", "--verbose"} & set(args) else verbosity
    names = [arg for arg in args if not arg.startswith("-")]
    if not names and defaultTest:
        names = [defaultTest] if isinstance(defaultTest, str) else list(defaultTest)
    loader = testLoader or defaultTestLoader
    if names:
        suite = loader.loadTestsFromNames(names, module)
    else:
        suite = loader.loadTestsFromModule(module)
    runner = testRunner or TextTestRunner(verbosity=verbosity)
    runner = runner() if isinstance(runner, type) else runner
    main.result = runner.run(suite)
    if exit:
        empty = not main.result.testsRun and not main.result.skipped
        sys.exit(5 if empty else int(not main.result.wasSuccessful()))
    return main
