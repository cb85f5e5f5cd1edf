"""What tests say must hold."""

import difflib
import pprint
import re
import warnings


class SkipTest(Exception):
    pass


SkipTest.__module__ = "unittest.case"


def _short(obj):
    text = repr(obj)
    return text if len(text) < 80 else text[:80] + " [truncated]..."


class _Raises:
    """What `with self.assertRaises(...)` enters."""

    def __init__(self, expected, test, pattern=None, msg=None):
        self.expected, self.test, self.pattern, self.msg = expected, test, pattern, msg

    def _name(self):
        if isinstance(self.expected, tuple):
            return str(self.expected)
        return getattr(self.expected, "__name__", str(self.expected))

    def __enter__(self):
        return self

    def __exit__(self, kind, value, tb):
        if kind is None:
            self.test._fail(self.msg, f"{self._name()} not raised")
        if not issubclass(kind, self.expected):
            return False
        self.exception = value.with_traceback(None)
        if self.pattern is not None and not re.search(self.pattern, str(value)):
            pattern = getattr(self.pattern, "pattern", self.pattern)
            self.test._fail(self.msg, f'"{pattern}" does not match "{value}"')
        return True


class _Warns(_Raises):
    """What `with self.assertWarns(...)` enters."""

    def __enter__(self):
        self._catcher = warnings.catch_warnings(record=True)
        self.warnings = self._catcher.__enter__()
        warnings.simplefilter("always")
        return self

    def __exit__(self, kind, value, tb):
        self._catcher.__exit__(kind, value, tb)
        if kind is not None:
            return False
        for found in self.warnings:
            if issubclass(found.category, self.expected) and (
                    self.pattern is None or re.search(self.pattern, str(found.message))):
                self.warning = found.message
                return True
        self.test._fail(self.msg, f"{self._name()} not triggered")


class Asserts:
    """The methods of a test case that check something."""

    failureException = AssertionError
    longMessage = True
    maxDiff = 640

    def _fail(self, msg, standard):
        if msg is not None:
            standard = f"{standard} : {msg}" if self.longMessage else msg
        raise self.failureException(standard)

    def fail(self, msg=None):
        raise self.failureException(msg)

    def skipTest(self, reason):
        raise SkipTest(reason)

    def assertTrue(self, expr, msg=None):
        if not expr:
            self._fail(msg, f"{_short(expr)} is not true")

    def assertFalse(self, expr, msg=None):
        if expr:
            self._fail(msg, f"{_short(expr)} is not false")

    def assertEqual(self, first, second, msg=None):
        if first == second:
            return
        if type(first) is type(second):
            for kind, name in ((str, "MultiLine"), (list, "List"), (tuple, "Tuple"),
                               (dict, "Dict"), (set, "Set"), (frozenset, "Set")):
                if type(first) is kind:
                    return getattr(self, f"_differ{name}")(first, second, msg)
        self._fail(msg, f"{_short(first)} != {_short(second)}")

    def assertNotEqual(self, first, second, msg=None):
        if not first != second:
            self._fail(msg, f"{_short(first)} == {_short(second)}")

    def _differMultiLine(self, first, second, msg):
        diff = difflib.ndiff((first + "\n").splitlines(keepends=True),
                             (second + "\n").splitlines(keepends=True))
        self._fail(msg, f"{_short(first)} != {_short(second)}\n" + "".join(diff))

    def _differList(self, first, second, msg, kind="Lists"):
        text = f"{kind} differ: {_short(first)} != {_short(second)}\n"
        for at, (a, b) in enumerate(zip(first, second)):
            if a != b:
                text += f"\nFirst differing element {at}:\n{_short(a)}\n{_short(b)}\n"
                break
        if len(first) != len(second):
            which, longer = ("First", first) if len(first) > len(second) else ("Second", second)
            kinds = kind.lower()[:-1]
            at = min(len(first), len(second))
            text += (f"\n{which} {kinds} contains {abs(len(first) - len(second))} additional "
                     f"elements.\nFirst extra element {at}:\n{_short(longer[at])}\n")
        self._fail(msg, text + "\n" + self._diff(first, second))

    def _differTuple(self, first, second, msg):
        self._differList(first, second, msg, "Tuples")

    def _differDict(self, first, second, msg):
        self._fail(msg, f"{_short(first)} != {_short(second)}\n" + self._diff(first, second))

    def _differSet(self, first, second, msg):
        lines = []
        for which, items in (("first", first - second), ("second", second - first)):
            if items:
                lines.append(f"Items in the {which} set but not the "
                             f"{'second' if which == 'first' else 'first'}:")
                lines.extend(repr(item) for item in items)
        self._fail(msg, "\n".join(lines))

    def _diff(self, first, second):
        return "\n".join(difflib.ndiff(pprint.pformat(first).splitlines(),
                                       pprint.pformat(second).splitlines()))

    def _assertKind(self, first, second, msg, kind):
        for which, value in (("First", first), ("Second", second)):
            if not isinstance(value, kind):
                self._fail(None, f"{which} argument is not a {kind.__name__}: {_short(value)}")
        self.assertEqual(first, second, msg)

    def assertListEqual(self, list1, list2, msg=None):
        self._assertKind(list1, list2, msg, list)

    def assertTupleEqual(self, tuple1, tuple2, msg=None):
        self._assertKind(tuple1, tuple2, msg, tuple)

    def assertDictEqual(self, d1, d2, msg=None):
        self._assertKind(d1, d2, msg, dict)

    def assertSetEqual(self, set1, set2, msg=None):
        self.assertEqual(set1, set2, msg)

    def assertMultiLineEqual(self, first, second, msg=None):
        self._assertKind(first, second, msg, str)

    def assertSequenceEqual(self, seq1, seq2, msg=None, seq_type=None):
        if list(seq1) != list(seq2):
            self._differList(list(seq1), list(seq2), msg, "Sequences")

    def assertCountEqual(self, first, second, msg=None):
        first, second = list(first), list(second)
        left = list(second)
        missing = []
        for item in first:
            if item in left:
                left.remove(item)
            else:
                missing.append(item)
        if missing or left:
            lines = ["Element counts were not equal:"]
            for item in missing + left:
                lines.append(f"First has {first.count(item)}, Second has {second.count(item)}:  "
                             f"{item!r}")
            self._fail(msg, "\n".join(dict.fromkeys(lines)))

    def assertIs(self, expr1, expr2, msg=None):
        if expr1 is not expr2:
            self._fail(msg, f"{_short(expr1)} is not {_short(expr2)}")

    def assertIsNot(self, expr1, expr2, msg=None):
        if expr1 is expr2:
            self._fail(msg, f"unexpectedly identical: {_short(expr1)}")

    def assertIsNone(self, obj, msg=None):
        if obj is not None:
            self._fail(msg, f"{_short(obj)} is not None")

    def assertIsNotNone(self, obj, msg=None):
        if obj is None:
            self._fail(msg, "unexpectedly None")

    def assertIn(self, member, container, msg=None):
        if member not in container:
            self._fail(msg, f"{_short(member)} not found in {_short(container)}")

    def assertNotIn(self, member, container, msg=None):
        if member in container:
            self._fail(msg, f"{_short(member)} unexpectedly found in {_short(container)}")

    def assertIsInstance(self, obj, cls, msg=None):
        if not isinstance(obj, cls):
            self._fail(msg, f"{_short(obj)} is not an instance of {cls!r}")

    def assertNotIsInstance(self, obj, cls, msg=None):
        if isinstance(obj, cls):
            self._fail(msg, f"{_short(obj)} is an instance of {cls!r}")

    def assertLess(self, a, b, msg=None):
        if not a < b:
            self._fail(msg, f"{_short(a)} not less than {_short(b)}")

    def assertLessEqual(self, a, b, msg=None):
        if not a <= b:
            self._fail(msg, f"{_short(a)} not less than or equal to {_short(b)}")

    def assertGreater(self, a, b, msg=None):
        if not a > b:
            self._fail(msg, f"{_short(a)} not greater than {_short(b)}")

    def assertGreaterEqual(self, a, b, msg=None):
        if not a >= b:
            self._fail(msg, f"{_short(a)} not greater than or equal to {_short(b)}")

    def _near(self, first, second, places, delta):
        diff = abs(first - second)
        if delta is not None:
            return diff <= delta, f"{_short(delta)} delta", diff
        places = 7 if places is None else places
        return round(diff, places) == 0, f"{places} places", diff

    def assertAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        if first != second:
            near, within, diff = self._near(first, second, places, delta)
            if not near:
                self._fail(msg, f"{_short(first)} != {_short(second)} within {within} "
                                f"({_short(diff)} difference)")

    def assertNotAlmostEqual(self, first, second, places=None, msg=None, delta=None):
        near, within, diff = self._near(first, second, places, delta)
        if first == second or near:
            self._fail(msg, f"{_short(first)} == {_short(second)} within {within}")

    def assertRegex(self, text, expected_regex, msg=None):
        if not re.search(expected_regex, text):
            pattern = getattr(expected_regex, "pattern", expected_regex)
            self._fail(msg, f"Regex didn't match: {pattern!r} not found in {text!r}")

    def assertNotRegex(self, text, unexpected_regex, msg=None):
        found = re.search(unexpected_regex, text)
        if found:
            pattern = getattr(unexpected_regex, "pattern", unexpected_regex)
            self._fail(msg, f"Regex matched: {found[0]!r} matches {pattern!r} in {text!r}")

    def _within(self, context, args, kwargs):
        if not args:
            return context
        with context:
            args[0](*args[1:], **kwargs)

    def assertRaises(self, expected_exception, *args, msg=None, **kwargs):
        return self._within(_Raises(expected_exception, self, None, msg), args, kwargs)

    def assertRaisesRegex(self, expected_exception, expected_regex, *args, msg=None, **kwargs):
        context = _Raises(expected_exception, self, expected_regex, msg)
        return self._within(context, args, kwargs)

    def assertWarns(self, expected_warning, *args, msg=None, **kwargs):
        return self._within(_Warns(expected_warning, self, None, msg), args, kwargs)

    def assertWarnsRegex(self, expected_warning, expected_regex, *args, msg=None, **kwargs):
        context = _Warns(expected_warning, self, expected_regex, msg)
        return self._within(context, args, kwargs)
