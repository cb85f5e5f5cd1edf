"""Objects from bytes that `pickle` has made."""

import copyreg
import io
import sys
from struct import unpack


class PickleError(Exception):
    pass


class UnpicklingError(PickleError):
    pass


PickleError.__module__ = UnpicklingError.__module__ = "_pickle"
_NEW_NAMES = {"__builtin__": "builtins", "copy_reg": "copyreg"}
_MARK = object()


def _encode(text, encoding):
    return text.encode(encoding)


class Unpickler:
    """Reads objects from a file."""

    def __init__(self, file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
        self._file = file
        self.memo = {}

    def persistent_load(self, pid):
        raise UnpicklingError("unsupported persistent id encountered")

    def find_class(self, module, name):
        """What a module has under a name; whoever reads from strangers replaces this."""
        module = _NEW_NAMES.get(module, module)
        if module == "_codecs" and name == "encode":
            return _encode
        __import__(module)
        found = sys.modules[module]
        for part in name.split("."):
            try:
                found = getattr(found, part)
            except AttributeError:
                raise AttributeError(
                    f"Can't get attribute {name!r} on {sys.modules[module]!r}") from None
        return found

    def _read(self, size):
        data = self._file.read(size)
        if len(data) < size:
            raise EOFError("Ran out of input") if not data else UnpicklingError(
                "pickle data was truncated")
        return data

    def _line(self):
        line = self._file.readline()
        if not line.endswith(b"\n"):
            raise UnpicklingError("pickle data was truncated")
        return line[:-1]

    def load(self):
        self._stack = stack = []
        codes = _CODES
        try:
            while (code := self._read(1)) != b".":
                action = codes.get(code)
                if action is None:
                    shown = f"'{chr(code[0])}'" if 32 <= code[0] < 127 else f"'\\x{code[0]:02x}'"
                    raise UnpicklingError(f"invalid load key, {shown}.")
                if len(stack) < _TAKES.get(code, 0):
                    raise UnpicklingError("unpickling stack underflow")
                action(self, stack)
            if not stack:
                raise UnpicklingError("unpickling stack underflow")
            return stack.pop()
        finally:
            del self._stack

    def _number(self, form, size):
        return unpack(form, self._read(size))[0]

    def _pop_mark(self):
        stack = self._stack
        at = len(stack) - 1
        while at >= 0 and stack[at] is not _MARK:
            at -= 1
        if at < 0:
            raise UnpicklingError("could not find MARK")
        items = stack[at + 1:]
        del stack[at:]
        return items

    def _recall(self, index, stack):
        if index not in self.memo:
            raise UnpicklingError(f"Memo value not found at index {index}")
        stack.append(self.memo[index])

    def _protocol(self, stack):
        protocol = self._read(1)[0]
        if protocol > 5:
            raise ValueError(f"unsupported pickle protocol: {protocol}")

    def _memoize(self, index, stack):
        self.memo[index] = stack[-1]

    def _build(self, stack):
        state = stack.pop()
        made = stack[-1]
        setter = getattr(made, "__setstate__", None)
        if setter is not None:
            setter(state)
            return
        slots = None
        if isinstance(state, tuple) and len(state) == 2:
            state, slots = state
        if state:
            namespace = made.__dict__
            for name, value in state.items():
                namespace[sys.intern(name) if type(name) is str else name] = value
        for name, value in (slots or {}).items():
            setattr(made, name, value)

    def _appends(self, stack):
        items = self._pop_mark()
        row = stack[-1]
        if isinstance(row, list):
            row.extend(items)
        else:
            for item in items:
                row.append(item)

    def _setitems(self, stack):
        items = self._pop_mark()
        for at in range(0, len(items), 2):
            stack[-1][items[at]] = items[at + 1]

    def _integer(self, stack):
        line = self._line()
        stack.append({b"00": False, b"01": True}.get(line) if line in (b"00", b"01")
                     else int(line))

    def _reduce(self, stack):
        args = stack.pop()
        stack[-1] = stack[-1](*args)

    def _new(self, stack):
        args = stack.pop()
        stack[-1] = stack[-1].__new__(stack[-1], *args)

    def _new_with_keywords(self, stack):
        kwargs, args = stack.pop(), stack.pop()
        stack[-1] = stack[-1].__new__(stack[-1], *args, **kwargs)

    def _set_item(self, stack):
        value, key = stack.pop(), stack.pop()
        stack[-1][key] = value

    def _append(self, stack):
        item = stack.pop()
        stack[-1].append(item)

    def _stack_global(self, stack):
        name, module = stack.pop(), stack.pop()
        if not (type(name) is str and type(module) is str):
            raise UnpicklingError("STACK_GLOBAL requires str")
        stack.append(self.find_class(module, name))

    def _short_tuple(self, stack, size):
        stack[-size:] = [tuple(stack[-size:])]

    def _add_items(self, stack):
        items = self._pop_mark()
        stack[-1].update(items)


def _text(p, form, size):
    return p._read(p._number(form, size)).decode("utf-8", "surrogatepass")


def _dict_of(items):
    return {items[at]: items[at + 1] for at in range(0, len(items), 2)}


_CODES = {
    b"\x80": Unpickler._protocol,
    b"\x95": lambda p, s: p._read(8),
    b"(": lambda p, s: s.append(_MARK),
    b"0": lambda p, s: s.pop(),
    b"1": lambda p, s: p._pop_mark(),
    b"2": lambda p, s: s.append(s[-1]),
    b"N": lambda p, s: s.append(None),
    b"\x88": lambda p, s: s.append(True),
    b"\x89": lambda p, s: s.append(False),
    b"I": Unpickler._integer,
    b"L": lambda p, s: s.append(int(p._line().rstrip(b"L"))),
    b"F": lambda p, s: s.append(float(p._line())),
    b"G": lambda p, s: s.append(p._number(">d", 8)),
    b"K": lambda p, s: s.append(p._number("<B", 1)),
    b"M": lambda p, s: s.append(p._number("<H", 2)),
    b"J": lambda p, s: s.append(p._number("<i", 4)),
    b"\x8a": lambda p, s: s.append(
        int.from_bytes(p._read(p._number("<B", 1)), "little", signed=True)),
    b"\x8b": lambda p, s: s.append(
        int.from_bytes(p._read(p._number("<i", 4)), "little", signed=True)),
    b"V": lambda p, s: s.append(_unescape(p._line())),
    b"X": lambda p, s: s.append(_text(p, "<I", 4)),
    b"\x8c": lambda p, s: s.append(_text(p, "<B", 1)),
    b"\x8d": lambda p, s: s.append(_text(p, "<Q", 8)),
    b"C": lambda p, s: s.append(p._read(p._number("<B", 1))),
    b"B": lambda p, s: s.append(p._read(p._number("<I", 4))),
    b"\x8e": lambda p, s: s.append(p._read(p._number("<Q", 8))),
    b"\x96": lambda p, s: s.append(bytearray(p._read(p._number("<Q", 8)))),
    b"]": lambda p, s: s.append([]),
    b"l": lambda p, s: s.append(p._pop_mark()),
    b"}": lambda p, s: s.append({}),
    b"d": lambda p, s: s.append(_dict_of(p._pop_mark())),
    b")": lambda p, s: s.append(()),
    b"t": lambda p, s: s.append(tuple(p._pop_mark())),
    b"\x85": lambda p, s: p._short_tuple(s, 1),
    b"\x86": lambda p, s: p._short_tuple(s, 2),
    b"\x87": lambda p, s: p._short_tuple(s, 3),
    b"\x8f": lambda p, s: s.append(set()),
    b"\x90": Unpickler._add_items,
    b"\x91": lambda p, s: s.append(frozenset(p._pop_mark())),
    b"a": Unpickler._append,
    b"e": Unpickler._appends,
    b"s": Unpickler._set_item,
    b"u": Unpickler._setitems,
    b"c": lambda p, s: s.append(p.find_class(p._line().decode(), p._line().decode())),
    b"\x93": Unpickler._stack_global,
    b"R": Unpickler._reduce,
    b"\x81": Unpickler._new,
    b"\x92": Unpickler._new_with_keywords,
    b"b": Unpickler._build,
    b"p": lambda p, s: p._memoize(int(p._line()), s),
    b"q": lambda p, s: p._memoize(p._number("<B", 1), s),
    b"r": lambda p, s: p._memoize(p._number("<I", 4), s),
    b"\x94": lambda p, s: p._memoize(len(p.memo), s),
    b"g": lambda p, s: p._recall(int(p._line()), s),
    b"h": lambda p, s: p._recall(p._number("<B", 1), s),
    b"j": lambda p, s: p._recall(p._number("<I", 4), s),
    b"P": lambda p, s: s.append(p.persistent_load(p._line().decode("ascii"))),
    b"Q": lambda p, s: s.append(p.persistent_load(s.pop())),
}


# How many values a code takes from the stack, or looks at, at least.
_TAKES = {
    **dict.fromkeys((b"0", b"2", b"\x85", b"p", b"q", b"r", b"\x94", b"Q"), 1),
    **dict.fromkeys((b"\x86", b"a", b"\x93", b"R", b"\x81", b"b"), 2),
    **dict.fromkeys((b"\x87", b"s", b"\x92"), 3)}


def _unescape(data):
    parts = data.decode("latin-1").split("\\")
    text = parts[0]
    for part in parts[1:]:
        if part.startswith(("u", "U")):
            size = 4 if part[0] == "u" else 8
            text += chr(int(part[1:size + 1], 16)) + part[size + 1:]
        else:
            text += "\\" + part
    return text


def load(file, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """The next object of a file."""
    return Unpickler(file).load()


def loads(data, /, *, fix_imports=True, encoding="ASCII", errors="strict", buffers=None):
    """The object that bytes stand for."""
    if isinstance(data, str):
        raise TypeError("a bytes-like object is required, not 'str'")
    return Unpickler(io.BytesIO(data)).load()
