"""`unittest`: what came of tests, and how it is told."""

import traceback

# Frames of these modules are not shown.
_OWN = {"unittest", "_unittest_case", "_unittest_asserts", "_unittest_text"}


def _is_own(tb):
    return tb.tb_frame.f_globals.get("__name__") in _OWN


class TestResult:
    """What came of tests."""

    def __init__(self, stream=None, descriptions=None, verbosity=None):
        self.failures, self.errors, self.skipped = [], [], []
        self.expectedFailures, self.unexpectedSuccesses = [], []
        self.testsRun, self.shouldStop, self.failfast = 0, False, False
        # What a suite has prepared: the class whose tests run, and whether its module is ready.
        self._class, self._module_failed = None, False

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
        self.errors.append((test, self._text(test, err)))
        self._failed()

    def addFailure(self, test, err):
        self.failures.append((test, self._text(test, err)))
        self._failed()

    def _failed(self):
        if self.failfast:
            self.stop()

    def addSkip(self, test, reason):
        self.skipped.append((test, reason))

    def addExpectedFailure(self, test, err):
        self.expectedFailures.append((test, self._text(test, err)))

    def addUnexpectedSuccess(self, test):
        self.unexpectedSuccesses.append(test)
        self._failed()

    def addSubTest(self, test, subtest, err):
        if err is not None:
            rows = self.failures if issubclass(err[0], test.failureException) else self.errors
            rows.append((subtest, self._text(test, err)))
            self._failed()

    def wasSuccessful(self):
        return not (self.failures or self.errors or self.unexpectedSuccesses)

    def stop(self):
        self.shouldStop = True

    def _text(self, test, err):
        """The text of an error, without the frames that run the test and those that assert."""
        kind, value, tb = err
        while tb is not None and _is_own(tb):
            tb = tb.tb_next
        if test.failureException is not None and issubclass(kind, test.failureException):
            last = tb
            while last is not None and last.tb_next is not None and not _is_own(last.tb_next):
                last = last.tb_next
            if last is not None:
                last.tb_next = None
        return "".join(traceback.format_exception(kind, value.with_traceback(tb), tb))

    def __repr__(self):
        return (f"<{type(self).__module__}.{type(self).__qualname__} run={self.testsRun} "
                f"errors={len(self.errors)} failures={len(self.failures)}>")


class TextTestResult(TestResult):
    """The same, told while it happens."""

    separator1, separator2 = "=" * 70, "-" * 70

    def __init__(self, stream, descriptions, verbosity):
        super().__init__(stream, descriptions, verbosity)
        self.stream, self.descriptions, self.verbosity = stream, descriptions, verbosity
        self.dots, self.showAll = verbosity == 1, verbosity > 1
        self._at_line_start = True

    def getDescription(self, test):
        doc = test.shortDescription() if self.descriptions else None
        return f"{test}\n{doc}" if doc else str(test)

    def _announce(self, test):
        self.stream.write(self.getDescription(test) + " ... ")
        self._at_line_start = False

    def startTest(self, test):
        super().startTest(test)
        if self.showAll:
            self._announce(test)

    def _tell(self, test, short, long, is_part=False):
        """Tells what came of a test, or of a part of one, in a character or in words."""
        if not self.showAll:
            self.stream.write(short if self.dots else "")
            return
        if is_part or self._at_line_start:
            self.stream.write(("" if self._at_line_start else "\n") + ("  " if is_part else ""))
            self._announce(test)
        self.stream.write(long + "\n")
        self._at_line_start = True

    def addSubTest(self, test, subtest, err):
        if err is not None:
            is_failure = issubclass(err[0], subtest.failureException)
            self._tell(subtest, *(("F", "FAIL") if is_failure else ("E", "ERROR")), True)
        super().addSubTest(test, subtest, err)

    def addSuccess(self, test):
        super().addSuccess(test)
        self._tell(test, ".", "ok")

    def addError(self, test, err):
        super().addError(test, err)
        self._tell(test, "E", "ERROR")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self._tell(test, "F", "FAIL")

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        self._tell(test, "s", f"skipped {reason!r}", test.__class__.__name__ == "_SubTest")

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        self._tell(test, "x", "expected failure")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        self._tell(test, "u", "unexpected success")

    def printErrors(self):
        write = self.stream.write
        if self.dots or self.showAll:
            write("\n")
        for flavour, found in (("ERROR", self.errors), ("FAIL", self.failures)):
            for test, text in found:
                write(f"{self.separator1}\n{flavour}: {self.getDescription(test)}\n"
                      f"{self.separator2}\n{text}\n")
        if self.unexpectedSuccesses:
            write(self.separator1 + "\n")
            for test in self.unexpectedSuccesses:
                write(f"UNEXPECTED SUCCESS: {self.getDescription(test)}\n")


TestResult.__module__, TextTestResult.__module__ = "unittest.result", "unittest.runner"
