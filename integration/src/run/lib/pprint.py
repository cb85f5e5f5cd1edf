"""Values in lines of a width.

What fits on the rest of a line is shown as `repr` shows it, with the items of dicts in order. Of
what does not, the parts stand below each other, each of which is laid out the same way.
"""

import collections
import dataclasses
import io
import sys
import types


def pprint(object, stream=None, indent=1, width=80, depth=None, *, compact=False,
           sort_dicts=True, underscore_numbers=False):
    """Prints a value."""
    PrettyPrinter(indent, width, depth, stream, compact=compact, sort_dicts=sort_dicts,
                  underscore_numbers=underscore_numbers).pprint(object)


def pformat(object, indent=1, width=80, depth=None, *, compact=False, sort_dicts=True,
            underscore_numbers=False):
    """The text that would be printed."""
    return PrettyPrinter(indent, width, depth, compact=compact, sort_dicts=sort_dicts,
                         underscore_numbers=underscore_numbers).pformat(object)


def pp(object, *args, sort_dicts=False, **kwargs):
    """Prints a value, dicts in their own order."""
    pprint(object, *args, sort_dicts=sort_dicts, **kwargs)


def saferepr(object):
    """The text of a value on one line."""
    return PrettyPrinter().format(object, {}, None, 0)[0]


def isreadable(object):
    """Whether the text of a value can be evaluated."""
    return PrettyPrinter().isreadable(object)


def isrecursive(object):
    """Whether a value contains itself."""
    return PrettyPrinter().isrecursive(object)


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


_OPEN = {dict: "{}", list: "[]", tuple: "()"}


class PrettyPrinter:
    """Knows how values are laid out."""

    def __init__(self, indent=1, width=80, depth=None, stream=None, *, compact=False,
                 sort_dicts=True, underscore_numbers=False):
        indent, width = int(indent), int(width)
        if indent < 0:
            raise ValueError("indent must be >= 0")
        if depth is not None and depth <= 0:
            raise ValueError("depth must be > 0")
        if not width:
            raise ValueError("width must be != 0")
        self._indent, self._width, self._depth = indent, width, depth
        self._stream, self._compact = stream, bool(compact)
        self._sort_dicts, self._underscores = sort_dicts, underscore_numbers

    def pprint(self, object):
        stream = sys.stdout if self._stream is None else self._stream
        if stream is not None:
            stream.write(self.pformat(object) + "\n")

    def pformat(self, object):
        out = io.StringIO()
        self._write(object, out, 0, 0, {}, 0)
        return out.getvalue()

    def isrecursive(self, object):
        return self.format(object, {}, 0, 0)[2]

    def isreadable(self, object):
        _, is_readable, is_recursive = self.format(object, {}, 0, 0)
        return is_readable and not is_recursive

    # On one line.

    def format(self, object, context, maxlevels, level):
        """The text of a value, whether it can be evaluated, and whether it contains itself.

        A derived class may replace this; `context` has the identities of what is around.
        """
        cls = type(object)
        if isinstance(object, int) and cls.__repr__ is int.__repr__:
            return f"{object:_d}" if self._underscores else repr(object), True, False
        for kind, brackets in _OPEN.items():
            if isinstance(object, kind) and cls.__repr__ is kind.__repr__:
                return self._row(object, kind, brackets, context, maxlevels, level)
        text = repr(object)
        return text, bool(text) and not text.startswith("<"), False

    def _row(self, object, kind, brackets, context, maxlevels, level):
        if not object:
            return brackets, True, False
        comma = "," if kind is tuple and len(object) == 1 else ""
        if maxlevels and level >= maxlevels:
            return f"{brackets[0]}...{comma}{brackets[1]}", False, id(object) in context
        if id(object) in context:
            return f"<Recursion on {type(object).__name__} with id={id(object)}>", False, True
        context[id(object)] = 1
        parts, is_readable, is_recursive = [], True, False
        rows = self._pairs(object) if kind is dict else ((item,) for item in object)
        for row in rows:
            texts = []
            for item in row:
                text, readable, recursive = self.format(item, context, maxlevels, level + 1)
                texts.append(text)
                is_readable, is_recursive = is_readable and readable, is_recursive or recursive
            parts.append(": ".join(texts))
        del context[id(object)]
        return f"{brackets[0]}{', '.join(parts)}{comma}{brackets[1]}", is_readable, is_recursive

    def _pairs(self, object):
        return sorted(object.items(), key=_pair) if self._sort_dicts else object.items()

    def _repr(self, object, around, level):
        return self.format(object, around.copy(), self._depth, level)[0]

    # On several lines. `indent` is where the value begins, `allowance` how much stands behind it.

    def _write(self, object, out, indent, allowance, around, level):
        if id(object) in around:
            out.write(self.format(object, {id(object): 1}, None, 0)[0])
            return
        text = self._repr(object, around, level)
        if len(text) > self._width - indent - allowance:
            show = _SHOWS.get(type(object).__repr__)
            if show is None and _is_plain_dataclass(object):
                show = PrettyPrinter._dataclass
            if show is not None:
                around[id(object)] = 1
                show(self, object, out, indent, allowance, around, level + 1)
                del around[id(object)]
                return
        out.write(text)

    def _inside(self, start, object, end, out, indent, allowance, around, level):
        """A value in brackets of more than one character."""
        out.write(start)
        self._write(object, out, indent + len(start), allowance + len(end), around, level)
        out.write(end)

    def _margin(self, out):
        out.write((self._indent - 1) * " ")

    def _dict(self, object, out, indent, allowance, around, level):
        out.write("{")
        self._margin(out)
        self._dict_items(self._pairs(object), out, indent, allowance + 1, around, level)
        out.write("}")

    def _dict_items(self, items, out, indent, allowance, around, level):
        rows = [(self._repr(key, around, level) + ": ", value) for key, value in items]
        self._named(rows, out, indent + self._indent, allowance, around, level)

    def _named(self, rows, out, indent, allowance, around, level):
        """Values below each other, each behind its name."""
        for at, (name, value) in enumerate(rows, 1):
            out.write(name)
            is_last = at == len(rows)
            self._write(value, out, indent + len(name), allowance if is_last else 1, around, level)
            if not is_last:
                out.write(",\n" + " " * indent)

    def _ordered_dict(self, object, out, indent, allowance, around, level):
        if object:
            name = type(object).__name__
            self._inside(f"{name}(", list(object.items()), ")", out, indent, allowance, around,
                         level)
        else:
            out.write(repr(object))

    def _default_dict(self, object, out, indent, allowance, around, level):
        name, factory = type(object).__name__, self._repr(object.default_factory, around, level)
        indent += len(name) + 1
        out.write(f"{name}({factory},\n{' ' * indent}")
        self._dict(object, out, indent, allowance + 1, around, level)
        out.write(")")

    def _counter(self, object, out, indent, allowance, around, level):
        start = f"{type(object).__name__}({{"
        out.write(start)
        self._margin(out)
        self._dict_items(object.most_common(), out, indent + len(start) - 1, allowance + 2, around,
                         level)
        out.write("})")

    def _chain_map(self, object, out, indent, allowance, around, level):
        start = f"{type(object).__name__}("
        out.write(start)
        self._named([("", each) for each in object.maps], out, indent + len(start), allowance + 1,
                    around, level)
        out.write(")")

    def _mapping_proxy(self, object, out, indent, allowance, around, level):
        self._inside("mappingproxy(", object.copy(), ")", out, indent, allowance, around, level)

    def _user(self, object, out, indent, allowance, around, level):
        self._write(object.data, out, indent, allowance, around, level - 1)

    def _attributes(self, name, rows, out, indent, allowance, around, level):
        """What is shown as a call that names its arguments."""
        out.write(f"{name}(")
        indent += len(name) + 1
        rows = [(f"{key}=...", "") if id(value) in around else (f"{key}=", value)
                for key, value in rows]
        for at, (key, value) in enumerate(rows, 1):
            out.write(key)
            is_last = at == len(rows)
            if key.endswith("="):
                self._write(value, out, indent + len(key), allowance if is_last else 1, around,
                            level)
            out.write("" if is_last else ",\n" + " " * indent)
        out.write(")")

    def _namespace(self, object, out, indent, allowance, around, level):
        cls = type(object)
        name = "namespace" if cls is types.SimpleNamespace else cls.__name__
        self._attributes(name, object.__dict__.items(), out, indent, allowance, around, level)

    def _dataclass(self, object, out, indent, allowance, around, level):
        rows = [(f.name, getattr(object, f.name)) for f in dataclasses.fields(object) if f.repr]
        self._attributes(type(object).__name__, rows, out, indent, allowance, around, level)

    def _list(self, object, out, indent, allowance, around, level):
        out.write("[")
        self._items(object, out, indent, allowance + 1, around, level)
        out.write("]")

    def _deque(self, object, out, indent, allowance, around, level):
        start = f"{type(object).__name__}(["
        out.write(start)
        indent += len(start) - 1
        end = "])"
        if object.maxlen is not None:
            end = f"],\n{' ' * indent}maxlen={self._repr(object.maxlen, around, level)})"
            allowance = 0
        self._items(object, out, indent, allowance + 2, around, level)
        out.write(end)

    def _tuple(self, object, out, indent, allowance, around, level):
        end = ",)" if len(object) == 1 else ")"
        out.write("(")
        self._items(object, out, indent, allowance + len(end), around, level)
        out.write(end)

    def _set(self, object, out, indent, allowance, around, level):
        if not object:
            out.write(repr(object))
            return
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

    def _bytes(self, object, out, indent, allowance, around, level):
        if len(object) <= 4:
            out.write(repr(object))
            return
        opening, closing = "()" if level == 1 else ("", "")
        indent, allowance = indent + len(opening), allowance + len(closing)
        room, lines, current = self._width - indent, [], b""
        for at in range(0, len(object), 4):
            if at == len(object) // 4 * 4:
                room -= allowance
            longer = current + object[at:at + 4]
            if len(repr(longer)) > room and current:
                lines.append(repr(current))
                longer = object[at:at + 4]
            current = longer
        if current:
            lines.append(repr(current))
        out.write(opening + ("\n" + " " * indent).join(lines) + closing)

    def _bytearray(self, object, out, indent, allowance, around, level):
        out.write("bytearray(")
        self._bytes(bytes(object), out, indent + 10, allowance + 1, around, level + 1)
        out.write(")")


# How objects are shown whose class shows them as one of these does.
_SHOWS = {cls.__repr__: show for cls, show in (
    (dict, PrettyPrinter._dict), (list, PrettyPrinter._list), (tuple, PrettyPrinter._tuple),
    (set, PrettyPrinter._set), (frozenset, PrettyPrinter._set), (str, PrettyPrinter._str),
    (bytes, PrettyPrinter._bytes), (bytearray, PrettyPrinter._bytearray),
    (collections.OrderedDict, PrettyPrinter._ordered_dict),
    (collections.defaultdict, PrettyPrinter._default_dict),
    (collections.Counter, PrettyPrinter._counter), (collections.deque, PrettyPrinter._deque),
    (collections.ChainMap, PrettyPrinter._chain_map), (collections.UserDict, PrettyPrinter._user),
    (collections.UserList, PrettyPrinter._user), (collections.UserString, PrettyPrinter._user),
    (types.MappingProxyType, PrettyPrinter._mapping_proxy),
    (types.SimpleNamespace, PrettyPrinter._namespace))}


def _is_plain_dataclass(object):
    """Whether the text of an object is the one that `dataclass` has made for its class."""
    cls = type(object)
    if not dataclasses.is_dataclass(cls) or not cls.__dataclass_params__.repr:
        return False
    made = getattr(cls.__repr__, "__wrapped__", None)
    return made is not None and made.__qualname__ == f"{cls.__qualname__}.__repr__"


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
