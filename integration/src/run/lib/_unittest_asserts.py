"""`unittest`: what tests say must hold."""

import re
import sys
import warnings
from _unittest_text import (
    lines_diff, rows_differ, shown, shown_pair, text_diff, with_diff)


class SkipTest(Exception):
    """A test ends, and counts neither as good nor as failed."""


SkipTest.__module__ = "unittest.case"


class _Expects:
    """What `with self.assertRaises(...)` and the like enter."""

    def __init__(self, name, expected, test, pattern=None):
        self.expected, self.test, self.msg = expected, test, None
        self.pattern = re.compile(pattern) if isinstance(pattern, str) else pattern
        self.called = None
        each = expected if isinstance(expected, tuple) else (expected,)
        if not all(isinstance(cls, type) and issubclass(cls, self._base) for cls in each):
            raise TypeError(f"{name}() arg 1 must be {self._wanted}")

    def handle(self, args, kwargs):
        """Itself for `with`; given something to be called, calls it within itself."""
        if not args:
            self.msg = kwargs.pop("msg", None)
            if kwargs:
                raise TypeError(f"{next(iter(kwargs))!r} is an invalid keyword argument for this "
                                "function")
            return self
        function, *args = args
        self.called = getattr(function, "__name__", str(function))
        try:
            with self:
                function(*args, **kwargs)
        finally:
            # What was raised holds this frame, which is not to hold the test.
            self = None

    def _fail(self, text):
        raise self.test.failureException(self.test._formatMessage(self.msg, text))

    def _missing(self, what):
        name = getattr(self.expected, "__name__", str(self.expected))
        self._fail(f"{name} not {what}{f' by {self.called}' if self.called else ''}")

    def __enter__(self):
        return self


class _Raises(_Expects):
    _base, _wanted = BaseException, "an exception type or tuple of exception types"

    def __exit__(self, kind, value, tb):
        if kind is None:
            self._missing("raised")
        if not issubclass(kind, self.expected):
            return False
        self.exception = value.with_traceback(None)
        if self.pattern is not None and not self.pattern.search(str(value)):
            self._fail(f'"{self.pattern.pattern}" does not match "{value}"')
        return True


class _Warns(_Expects):
    _base, _wanted = Warning, "a warning class or tuple of warning classes"

    def __enter__(self):
        for module in list(sys.modules.values()):
            if getattr(module, "__warningregistry__", None):
                module.__warningregistry__ = {}
        self._catcher = warnings.catch_warnings(record=True)
        self.warnings = self._catcher.__enter__()
        warnings.simplefilter("always", self.expected)
        return self

    def __exit__(self, kind, value, tb):
        self._catcher.__exit__(kind, value, tb)
        if kind is not None:
            return
        other = None
        for found in self.warnings:
            if not isinstance(found.message, self.expected):
                continue
            other = other or found.message
            if self.pattern is None or self.pattern.search(str(found.message)):
                self.warning, self.filename, self.lineno = (
                    found.message, found.filename, found.lineno)
                return
        if other is not None:
            self._fail(f'"{self.pattern.pattern}" does not match "{other}"')
        self._missing("triggered")


class _Logs:
    """What `with self.assertLogs(...)` enters: collects what is logged instead of telling it."""

    def __init__(self, test, logger, level, wanted):
        import logging
        self._test, self._wanted, self.msg = test, wanted, None
        self._logger = logger if isinstance(logger, logging.Logger) else logging.getLogger(logger)
        self._level = logging._check_level(level or logging.INFO)
        self.records, self.output = [], []

    def __enter__(self):
        import logging
        handler = logging.Handler()
        form = logging.Formatter(logging.BASIC_FORMAT)
        handler.setLevel(self._level)

        def emit(record):
            self.records.append(record)
            self.output.append(form.format(record))

        handler.emit = emit
        logger = self._logger
        self._before = logger.handlers[:], logger.level, logger.propagate
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(self._level)
        return self if self._wanted else None

    def __exit__(self, kind, value, tb):
        logger = self._logger
        logger.handlers, level, logger.propagate = self._before
        logger.setLevel(level)
        if kind is not None:
            return False
        if self._wanted and not self.records:
            import logging
            self._test.fail(f"no logs of level {logging.getLevelName(self._level)} or higher "
                            f"triggered on {logger.name}")
        if not self._wanted and self.records:
            self._test.fail(f"Unexpected logs found: {self.output!r}")


class Asserts:
    """The methods of a test case that check something."""

    failureException = AssertionError
    longMessage = True
    maxDiff = 640

    def _formatMessage(self, msg, standardMsg):
        if not self.longMessage:
            return msg or standardMsg
        return standardMsg if msg is None else f"{standardMsg} : {msg}"

    def _fail(self, msg, standard):
        raise self.failureException(self._formatMessage(msg, standard))

    def fail(self, msg=None):
        raise self.failureException(msg)

    def skipTest(self, reason):
        raise SkipTest(reason)

    def assertTrue(self, expr, msg=None):
        if not expr:
            self._fail(msg, f"{shown(expr)} is not true")

    def assertFalse(self, expr, msg=None):
        if expr:
            self._fail(msg, f"{shown(expr)} is not false")

    # Equality, by what the two are.

    def addTypeEqualityFunc(self, typeobj, function):
        """Has another function compare two objects of a class."""
        self.__dict__.setdefault("_type_equality_funcs", {})[typeobj] = function

    def assertEqual(self, first, second, msg=None):
        compare = None
        if type(first) is type(second):
            compare = getattr(self, "_type_equality_funcs", {}).get(type(first))
            if compare is None and type(first) in _BY_TYPE:
                compare = getattr(self, _BY_TYPE[type(first)])
            elif isinstance(compare, str):
                compare = getattr(self, compare)
        if compare is not None:
            compare(first, second, msg=msg)
        elif not first == second:
            self._fail(msg, "{} != {}".format(*shown_pair(first, second)))

    def assertNotEqual(self, first, second, msg=None):
        if not first != second:
            self._fail(msg, f"{shown(first)} == {shown(second)}")

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        name = "sequence"
        if seq_type is not None:
            name = seq_type.__name__
            for which, row in (("First", seq1), ("Second", seq2)):
                if not isinstance(row, seq_type):
                    raise self.failureException(
                        f"{which} sequence is not a {name}: {shown(row)}")
        if seq1 == seq2 or seq_type is None and list(seq1) == list(seq2):
            return
        text = rows_differ(seq1, seq2, name)
        self._fail(msg, with_diff(text, lines_diff(seq1, seq2), self.maxDiff))

    def assertListEqual(self, list1, list2, msg=None):
        self.assertSequenceEqual(list1, list2, msg, list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        self.assertSequenceEqual(tuple1, tuple2, msg, tuple)

    def assertSetEqual(self, set1, set2, msg=None):
        rows = []
        for which, one, other in (("first", set1, set2), ("second", set2, set1)):
            try:
                rows.append(one.difference(other))
            except TypeError as e:
                self.fail(f"invalid type when attempting set difference: {e}")
            except AttributeError as e:
                self.fail(f"{which} argument does not support set difference: {e}")
        if any(rows):
            lines = []
            for which, than, row in zip(("first", "second"), ("second", "first"), rows):
                if row:
                    lines.append(f"Items in the {which} set but not the {than}:")
                    lines.extend(map(repr, row))
            self._fail(msg, "\n".join(lines))

    def assertDictEqual(self, d1, d2, msg=None):
        self.assertIsInstance(d1, dict, "First argument is not a dictionary")
        self.assertIsInstance(d2, dict, "Second argument is not a dictionary")
        if d1 != d2:
            text = "{} != {}".format(*shown_pair(d1, d2))
            self._fail(msg, with_diff(text, lines_diff(d1, d2), self.maxDiff))

    def assertMultiLineEqual(self, first, second, msg=None):
        self.assertIsInstance(first, str, "First argument is not a string")
        self.assertIsInstance(second, str, "Second argument is not a string")
        if first != second:
            text = "{} != {}".format(*shown_pair(first, second))
            self._fail(msg, with_diff(text, text_diff(first, second), self.maxDiff))

    def assertCountEqual(self, first, second, msg=None):
        """The same items as often, in any order."""
        first, second = list(first), list(second)
        known, lines = [], []
        for item in first + second:
            if item not in known:
                known.append(item)
                counts = first.count(item), second.count(item)
                if counts[0] != counts[1]:
                    lines.append("First has {}, Second has {}:  {!r}".format(*counts, item))
        if lines:
            text = with_diff("Element counts were not equal:\n", "\n".join(lines), self.maxDiff)
            self._fail(msg, text)

    # One object, or two.

    def assertIs(self, expr1, expr2, msg=None):
        if expr1 is not expr2:
            self._fail(msg, f"{shown(expr1)} is not {shown(expr2)}")

    def assertIsNot(self, expr1, expr2, msg=None):
        if expr1 is expr2:
            self._fail(msg, f"unexpectedly identical: {shown(expr1)}")

    def assertIsNone(self, obj, msg=None):
        if obj is not None:
            self._fail(msg, f"{shown(obj)} is not None")

    def assertIsNotNone(self, obj, msg=None):
        if obj is None:
            self._fail(msg, "unexpectedly None")

    def assertIn(self, member, container, msg=None):
        if member not in container:
            self._fail(msg, f"{shown(member)} not found in {shown(container)}")

    def assertNotIn(self, member, container, msg=None):
        if member in container:
            self._fail(msg, f"{shown(member)} unexpectedly found in {shown(container)}")

    def assertIsInstance(self, obj, cls, msg=None):
        if not isinstance(obj, cls):
            self._fail(msg, f"{shown(obj)} is not an instance of {cls!r}")

    def assertNotIsInstance(self, obj, cls, msg=None):
        if isinstance(obj, cls):
            self._fail(msg, f"{shown(obj)} is an instance of {cls!r}")

    def assertLess(self, a, b, msg=None):
        if not a < b:
            self._fail(msg, f"{shown(a)} not less than {shown(b)}")

    def assertLessEqual(self, a, b, msg=None):
        if not a <= b:
            self._fail(msg, f"{shown(a)} not less than or equal to {shown(b)}")

    def assertGreater(self, a, b, msg=None):
        if not a > b:
            self._fail(msg, f"{shown(a)} not greater than {shown(b)}")

    def assertGreaterEqual(self, a, b, msg=None):
        if not a >= b:
            self._fail(msg, f"{shown(a)} not greater than or equal to {shown(b)}")

    def _near(self, first, second, places, delta):
        """Whether two are near each other, how near they were to be, and how near they are."""
        if delta is not None and places is not None:
            raise TypeError("specify delta or places not both")
        diff = abs(first - second)
        if delta is not None:
            return diff <= delta, f"{shown(delta)} delta", diff
        places = 7 if places is None else places
        return round(diff, places) == 0, f"{places!r} places", diff

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        if first == second:
            return
        near, within, diff = self._near(first, second, places, delta)
        if not near:
            self._fail(msg, f"{shown(first)} != {shown(second)} within {within} "
                            f"({shown(diff)} difference)")

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        near, within, diff = self._near(first, second, places, delta)
        if first == second or near:
            end = f" ({shown(diff)} difference)" if delta is not None else ""
            self._fail(msg, f"{shown(first)} == {shown(second)} within {within}{end}")

    def assertRegex(self, text, expected_regex, msg=None):
        pattern = re.compile(expected_regex)
        if not pattern.search(text):
            self._fail(msg, f"Regex didn't match: {pattern.pattern!r} not found in {text!r}")

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        pattern = re.compile(unexpected_regex)
        if found := pattern.search(text):
            self._fail(msg, f"Regex matched: {found[0]!r} matches {pattern.pattern!r} in {text!r}")

    # What is raised, warned or logged.

    def assertRaises(self, expected_exception, *args, **kwargs):
        context = _Raises("assertRaises", expected_exception, self)
        return context.handle(args, kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, **kwargs):
        context = _Raises("assertRaisesRegex", expected_exception, self,
                          expected_regex)
        return context.handle(args, kwargs)

    def assertWarns(self, expected_warning, *args, **kwargs):
        return _Warns("assertWarns", expected_warning, self).handle(args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, **kwargs):
        context = _Warns("assertWarnsRegex", expected_warning, self, expected_regex)
        return context.handle(args, kwargs)

    def assertLogs(self, logger=None, level=None):
        return _Logs(self, logger, level, True)

    def assertNoLogs(self, logger=None, level=None):
        return _Logs(self, logger, level, False)


_BY_TYPE = {str: "assertMultiLineEqual", list: "assertListEqual", tuple: "assertTupleEqual",
            dict: "assertDictEqual", set: "assertSetEqual", frozenset: "assertSetEqual"}
