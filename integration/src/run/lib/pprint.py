"""Values in lines of a width."""

import io
import sys


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False,
           sort_dicts=True, underscore_numbers=False):
    """Prints a value."""
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts).pprint(
        object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
            underscore_numbers=False):
    """The text that would be printed."""
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts).pformat(
        object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """Prints a value, dicts in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """The text of a value on one line."""
    return PrettyPrinter().saferepr(object)


def isreadable(object):
    """Whether the text of a value can be evaluated."""
    return "<" not in saferepr(object)


class _Key:
    """Sorts what cannot be compared by the names of its types."""

    def __init__(self, value):
        self.value = value

    def __lt__(self, other):
        try:
            return self.value < other.value
        except TypeError:
            return (str(type(self.value)), id(self.value)) < (
                str(type(other.value)), id(other.value))


def _pair(item):
    return _Key(item[0])


class PrettyPrinter:
    """Knows how values are laid out."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False,
                 sort_dicts=True, underscore_numbers=False):
        self._indent = indent
        self._width = width
        self._depth = depth
        self._stream = stream
        self._compact = compact
        self._sort_dicts = sort_dicts

    def pprint(self, object):
        stream = sys.stdout if self._stream is None else self._stream
        stream.write(self.pformat(object) + "\n")

    def pformat(self, object):
        out = io.StringIO()
        self._write(object, out, 0, 0, set(), 0)
        return out.getvalue()

    def saferepr(self, object):
        return self._repr(object, set(), 0)

    def _repr(self, object, around, level):
        kind = type(object)
        if kind not in (dict, list, tuple) or not object:
            return repr(object)
        if self._depth is not None and level >= self._depth:
            return {dict: "{...}", list: "[...]", tuple: "(...)"}[kind]
        if id(object) in around:
            return f"<Recursion on {kind.__name__} with id={id(object)}>"
        around = around | {id(object)}
        if kind is dict:
            items = sorted(object.items(), key=_pair) if self._sort_dicts else object.items()
            return "{" + ", ".join(
                f"{self._repr(k, around, level + 1)}: {self._repr(v, around, level + 1)}"
                for k, v in items) + "}"
        parts = ", ".join(self._repr(item, around, level + 1) for item in object)
        if kind is list:
            return f"[{parts}]"
        return f"({parts},)" if len(object) == 1 else f"({parts})"

    def _write(self, object, out, indent, allowance, around, level):
        text = self._repr(object, around, level)
        if id(object) in around or len(text) <= self._width - indent - allowance:
            out.write(text)
            return
        show = None
        for kind in type(object).__mro__:
            if kind.__repr__ is type(object).__repr__ and kind in self._shows:
                show = self._shows[kind]
        if show is None:
            out.write(text)
            return
        show(self, object, out, indent, allowance, around | {id(object)}, level + 1)

    def _dict(self, object, out, indent, allowance, around, level):
        out.write("{" + (self._indent - 1) * " ")
        items = sorted(object.items(), key=_pair) if self._sort_dicts else list(object.items())
        indent += self._indent
        for index, (key, value) in enumerate(items):
            text = self._repr(key, around, level)
            out.write(f"{text}: ")
            last = index == len(items) - 1
            self._write(value, out, indent + len(text) + 2, allowance + 1 if last else 1,
                        around, level)
            if not last:
                out.write(",\n" + " " * indent)
        out.write("}")

    def _list(self, object, out, indent, allowance, around, level):
        out.write("[")
        self._items(object, out, indent, allowance + 1, around, level)
        out.write("]")

    def _tuple(self, object, out, indent, allowance, around, level):
        end = ",)" if len(object) == 1 else ")"
        out.write("(")
        self._items(object, out, indent, allowance + len(end), around, level)
        out.write(end)

    def _set(self, object, out, indent, allowance, around, level):
        if type(object) is set:
            start, end = "{", "}"
        else:
            start, end = f"{type(object).__name__}({{", "})"
            indent += len(type(object).__name__) + 1
        out.write(start)
        self._items(sorted(object, key=_Key), out, indent, allowance + len(end), around, level)
        out.write(end)

    def _items(self, items, out, indent, allowance, around, level):
        indent += self._indent
        out.write((self._indent - 1) * " ")
        room = self._width - indent + 1
        left, separator, items = room, "", list(items)
        for index, item in enumerate(items):
            last = index == len(items) - 1
            if last:
                room -= allowance
                left -= allowance
            if self._compact:
                text = self._repr(item, around, level)
                size = len(text) + 2
                if left < size:
                    left = room
                    if separator:
                        separator = ",\n" + " " * indent
                if left >= size:
                    left -= size
                    out.write(separator + text)
                    separator = ", "
                    continue
            out.write(separator)
            separator = ",\n" + " " * indent
            self._write(item, out, indent, allowance if last else 1, around, level)

    def _str(self, object, out, indent, allowance, around, level):
        chunks, room = [], self._width - indent
        lines = object.splitlines(True)
        if level == 1:
            indent += 1
            allowance += 1
        most = room = self._width - indent
        text = ""
        for number, line in enumerate(lines):
            is_last = number == len(lines) - 1
            if is_last:
                most -= allowance
            if len(repr(line)) <= most:
                chunks.append(repr(line))
                continue
            pieces, current, most_here = _words(line), "", room
            for place, piece in enumerate(pieces):
                if place == len(pieces) - 1 and is_last:
                    most_here -= allowance
                if len(repr(current + piece)) > most_here:
                    if current:
                        chunks.append(repr(current))
                    current = piece
                else:
                    current += piece
            if current:
                chunks.append(repr(current))
        if len(chunks) == 1:
            out.write(chunks[0])
            return
        text = ("\n" + " " * indent).join(chunks)
        out.write(f"({text})" if level == 1 else text)

    _shows = {dict: _dict, list: _list, tuple: _tuple, set: _set, frozenset: _set, str: _str}


def _words(line):
    """A line in words, each with the space behind it."""
    pieces, current, in_space = [], "", False
    for char in line:
        if in_space and not char.isspace():
            pieces.append(current)
            current = ""
        in_space = char.isspace()
        current += char
    return [*pieces, current] if current else pieces
