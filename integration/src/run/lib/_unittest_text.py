"""`unittest`: how values are shown in the messages of failed tests."""

import difflib
import pprint
from os.path import commonprefix

# A text of this length is shown whole; of a longer one, its beginning, its end, and what differs.
_WHOLE = 80
_PLACE, _ENDS = 12, 5
_OMITTED = "\nDiff is {} characters long. Set self.maxDiff to None to see it."


def shown(obj, short=False):
    """The `repr` of a value, whatever goes wrong with it."""
    try:
        text = repr(obj)
    except Exception:
        text = object.__repr__(obj)
    return text if not short or len(text) < _WHOLE else text[:_WHOLE] + " [truncated]..."


def _without_middle(text, before, after):
    left_out = len(text) - before - after
    if left_out <= _PLACE:
        return text
    return f"{text[:before]}[{left_out} chars]{text[len(text) - after:]}"


def shown_pair(first, second):
    """Two values such that one sees where they differ."""
    pair = shown(first), shown(second)
    longest = max(map(len, pair))
    if longest <= _WHOLE:
        return pair
    same = commonprefix(pair)
    room = _WHOLE - (longest - len(same) + _ENDS + _PLACE)
    if room > _ENDS:
        begin = _without_middle(same, _ENDS, room)
        return tuple(begin + text[len(same):] for text in pair)
    begin = _without_middle(same, _ENDS, _ENDS)
    differing = _WHOLE - (_ENDS + _PLACE + _ENDS + _PLACE + _ENDS)
    return tuple(begin + _without_middle(text[len(same):], differing, _ENDS) for text in pair)


def with_diff(message, diff, most):
    """The message and the difference, unless that is too long."""
    return message + (diff if most is None or len(diff) <= most else _OMITTED.format(len(diff)))


def lines_diff(first, second):
    """The difference of two values in lines."""
    return "\n" + "\n".join(difflib.ndiff(pprint.pformat(first).splitlines(),
                                          pprint.pformat(second).splitlines()))


def text_diff(first, second):
    """The difference of two texts; an end of line is put where only one of them has none."""
    if first and second:
        if first[-1] != "\n" and second[-1] != "\n":
            first, second = first + "\n", second + "\n"
    elif second and second[-1] != "\n":
        second += "\n"
    elif first and first[-1] != "\n":
        first += "\n"
    return "\n" + "".join(difflib.ndiff(first.splitlines(keepends=True),
                                        second.splitlines(keepends=True)))


def rows_differ(first, second, name):
    """What differs in two sequences, without the difference itself."""
    text = "{}s differ: {} != {}\n".format(name.capitalize(), *shown_pair(first, second))
    for at, (a, b) in enumerate(zip(first, second)):
        if a != b:
            text += "\nFirst differing element {}:\n{}\n{}\n".format(at, *shown_pair(a, b))
            break
    if len(first) != len(second):
        which, longer = ("First", first) if len(first) > len(second) else ("Second", second)
        at = min(len(first), len(second))
        text += (f"\n{which} {name} contains {len(longer) - at} additional elements.\n"
                 f"First extra element {at}:\n{shown(longer[at])}\n")
    return text
