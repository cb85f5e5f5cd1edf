"""`unittest`: tests as methods of classes."""

import sys
from _unittest_asserts import Asserts, SkipTest
from _unittest_result import TestResult


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
    """Marks a test that is to fail."""
    item.__unittest_expecting_failure__ = True
    return item


def _entered(cm, add):
    """Enters a context manager and registers its end."""
    cls = type(cm)
    try:
        enter, end = cls.__enter__, cls.__exit__
    except AttributeError:
        raise TypeError(f"'{cls.__module__}.{cls.__qualname__}' object does not support the "
                        "context manager protocol") from None
    result = enter(cm)
    add(end, cm, None, None, None)
    return result


class TestCase(Asserts):
    """A test for each method whose name begins with `test`."""

    _class_cleanups = []

    def __init__(self, methodName="runTest"):
        self._testMethodName = methodName
        self._cleanups = []
        # What the run that is going on is told to, and whether something has failed in it.
        self._result, self._is_good = None, True
        method = getattr(self, methodName, None)
        if method is None and methodName != "runTest":
            raise ValueError(f"no such test method in {type(self)}: {methodName}")
        self._testMethodDoc = getattr(method, "__doc__", None)

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
        doc = self._testMethodDoc
        return doc.strip().split("\n")[0].strip() if doc else None

    def id(self):
        return f"{type(self).__module__}.{type(self).__qualname__}.{self._testMethodName}"

    def __str__(self):
        return f"{self._testMethodName} ({self.id()})"

    def __repr__(self):
        return (f"<{type(self).__module__}.{type(self).__qualname__} "
                f"testMethod={self._testMethodName}>")

    def __eq__(self, other):
        if type(self) is not type(other):
            return NotImplemented
        return self._testMethodName == other._testMethodName

    def __hash__(self):
        return hash((type(self), self._testMethodName))

    # What is done at the end of a test, or of all tests of a class.

    def addCleanup(self, function, /, *args, **kwargs):
        self._cleanups.append((function, args, kwargs))

    def enterContext(self, cm):
        return _entered(cm, self.addCleanup)

    def doCleanups(self):
        """Calls what was registered, the last one first, whatever fails; whether all went well."""
        self._is_good = True
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            self._step(self._callCleanup, function, *args, **kwargs)
        return self._is_good

    @classmethod
    def addClassCleanup(cls, function, /, *args, **kwargs):
        if "_class_cleanups" not in cls.__dict__:
            cls._class_cleanups = []
        cls._class_cleanups.append((function, args, kwargs))

    @classmethod
    def enterClassContext(cls, cm):
        return _entered(cm, cls.addClassCleanup)

    @classmethod
    def doClassCleanups(cls):
        """The same for the class; what went wrong is in `tearDown_exceptions`."""
        cls.tearDown_exceptions = []
        while cls._class_cleanups:
            function, args, kwargs = cls._class_cleanups.pop()
            try:
                function(*args, **kwargs)
            except Exception:
                cls.tearDown_exceptions.append(sys.exc_info())

    # How a derived class may run the parts of a test another way.

    def _callSetUp(self):
        self.setUp()

    def _callTestMethod(self, method):
        method()

    def _callTearDown(self):
        self.tearDown()

    def _callCleanup(self, function, /, *args, **kwargs):
        function(*args, **kwargs)

    def subTest(self, msg=None, **params):
        """A part of a test that fails by itself."""
        return _SubTest(self, msg, params)

    def run(self, result=None):
        """Runs the test, and tells what came of it."""
        is_alone = result is None
        if is_alone:
            result = self.defaultTestResult()
            result.startTestRun()
        result.startTest(self)
        self._result, self._is_good = result, True
        try:
            self._run(result, getattr(self, self._testMethodName))
        finally:
            self._result = None
            result.stopTest(self)
            if is_alone:
                result.stopTestRun()
        return result

    __call__ = run

    def _run(self, result, method):
        for item in (type(self), method):
            if getattr(item, "__unittest_skip__", False):
                result.addSkip(self, item.__unittest_skip_why__)
                return
        is_expected = any(getattr(item, "__unittest_expecting_failure__", False)
                          for item in (type(self), method))
        failure = None
        if self._step(self._callSetUp):
            if is_expected:
                try:
                    self._callTestMethod(method)
                except KeyboardInterrupt:
                    raise
                except SkipTest as e:
                    self._is_good = False
                    result.addSkip(self, str(e))
                except BaseException:
                    failure = sys.exc_info()
            else:
                self._step(self._callTestMethod, method)
            self._step(self._callTearDown)
        is_good = self._is_good
        if not (self.doCleanups() and is_good):
            return
        if failure is not None:
            result.addExpectedFailure(self, failure)
        elif is_expected:
            result.addUnexpectedSuccess(self)
        else:
            result.addSuccess(self)

    def _step(self, step, /, *args, **kwargs):
        """Does a part of the test; whether it went well."""
        try:
            step(*args, **kwargs)
            return True
        except KeyboardInterrupt:
            raise
        except SkipTest as e:
            self._result.addSkip(self, str(e))
        except self.failureException:
            self._result.addFailure(self, sys.exc_info())
        except BaseException:
            self._result.addError(self, sys.exc_info())
        self._is_good = False
        return False

    def debug(self):
        """Runs the test, and lets through what it raises."""
        method = getattr(self, self._testMethodName)
        for item in (type(self), method):
            if getattr(item, "__unittest_skip__", False):
                raise SkipTest(item.__unittest_skip_why__)
        self._callSetUp()
        self._callTestMethod(method)
        self._callTearDown()
        while self._cleanups:
            function, args, kwargs = self._cleanups.pop()
            self._callCleanup(function, *args, **kwargs)


class _SubTest:
    """A part of a test, as results know it."""

    def __init__(self, test, msg, params):
        self._test, self._msg, self._params = test, msg, params
        self.failureException = test.failureException

    def shortDescription(self):
        return self._test.shortDescription()

    def _shown(self):
        shown = [f"[{self._msg}]"] if self._msg is not None else []
        if self._params:
            shown.append("(" + ", ".join(f"{k}={v!r}" for k, v in self._params.items()) + ")")
        return " ".join(shown) or "(<subtest>)"

    def id(self):
        return f"{self._test.id()} {self._shown()}"

    def __str__(self):
        return f"{self._test} {self._shown()}"

    def __enter__(self):
        # Parts in this one know its parameters, too.
        outer = getattr(self._test, "_part", None)
        if outer is not None:
            self._params = {**outer._params, **self._params}
        self._outer, self._test._part = outer, self

    def __exit__(self, kind, value, tb):
        test = self._test
        test._part = self._outer
        if test._result is None or kind is KeyboardInterrupt:
            return False
        if kind is None:
            test._result.addSubTest(test, self, None)
        elif issubclass(kind, SkipTest):
            test._is_good = False
            test._result.addSkip(self, str(value))
        else:
            test._is_good = False
            test._result.addSubTest(test, self, (kind, value, tb))
        return True


class FunctionTestCase(TestCase):
    """A function as a test."""

    def __init__(self, testFunc, setUp=None, tearDown=None, description=None):
        super().__init__()
        self._function, self._description = testFunc, description
        self._before, self._after = setUp, tearDown

    def setUp(self):
        if self._before is not None:
            self._before()

    def tearDown(self):
        if self._after is not None:
            self._after()

    def runTest(self):
        self._function()

    def id(self):
        return self._function.__name__

    def shortDescription(self):
        if self._description is not None:
            return self._description
        doc = self._function.__doc__
        return doc.split("\n")[0].strip() if doc else None


class IsolatedAsyncioTestCase(TestCase):
    """Tests that are coroutines, on a loop of their own each."""

    async def asyncSetUp(self):
        pass

    async def asyncTearDown(self):
        pass

    def addAsyncCleanup(self, func, /, *args, **kwargs):
        self.addCleanup(func, *args, **kwargs)

    def _callSetUp(self):
        self._runner.get_loop()
        self.setUp()
        self._runner.run(self.asyncSetUp())

    def _callTestMethod(self, method):
        self._awaited(method())

    def _callTearDown(self):
        self._runner.run(self.asyncTearDown())
        self.tearDown()

    def _callCleanup(self, function, /, *args, **kwargs):
        self._awaited(function(*args, **kwargs))

    def _awaited(self, result):
        import inspect
        if inspect.isawaitable(result):
            self._runner.run(result)

    def run(self, result=None):
        import asyncio
        with asyncio.Runner(debug=True) as self._runner:
            return super().run(result)

    __call__ = run


for _class in (TestCase, FunctionTestCase, _SubTest):
    _class.__module__ = "unittest.case"
IsolatedAsyncioTestCase.__module__ = "unittest.async_case"
del _class
