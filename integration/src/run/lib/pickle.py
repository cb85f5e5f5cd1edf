"""Objects as bytes, in CPython's format: protocols 0 to 5, without out-of-band buffers."""

import copyreg
import io
import sys
from _pickle_load import PickleError, UnpicklingError, Unpickler, load, loads
from struct import pack
from types import FunctionType

HIGHEST_PROTOCOL = 5
DEFAULT_PROTOCOL = 4


class PicklingError(PickleError):
    pass


PicklingError.__module__ = "_pickle"
_OLD_NAMES = {"builtins": "__builtin__", "copyreg": "copy_reg"}


def _module_of(obj, name):
    module = getattr(obj, "__module__", None)
    if module is not None:
        return module
    for found, loaded in list(sys.modules.items()):
        if found != "__main__" and getattr(loaded, name, None) is obj:
            return found
    return "__main__"


class Pickler:
    """Writes objects to a file."""

    def __init__(self, file, protocol=None, *, fix_imports=True, buffer_callback=None):
        protocol = DEFAULT_PROTOCOL if protocol is None else protocol
        self.proto = HIGHEST_PROTOCOL if protocol < 0 else protocol
        if self.proto > HIGHEST_PROTOCOL:
            raise ValueError(f"pickle protocol must be <= {HIGHEST_PROTOCOL}")
        self._file = file
        self.bin = self.proto >= 1
        self.memo = {}

    def clear_memo(self):
        self.memo.clear()

    def dump(self, obj):
        self._parts = []
        self._save(obj)
        self._parts.append(b".")
        body = b"".join(self._parts)
        head = b"\x80" + bytes([self.proto]) if self.proto >= 2 else b""
        if self.proto >= 4 and len(body) >= 4:
            head += b"\x95" + pack("<Q", len(body))
        self._file.write(head + body)

    def persistent_id(self, obj):
        return None

    def _write(self, data):
        self._parts.append(data)

    def _memoize(self, obj):
        index = len(self.memo)
        self.memo[id(obj)] = index, obj
        if self.proto >= 4:
            self._write(b"\x94")
        elif not self.bin:
            self._write(b"p%d\n" % index)
        else:
            self._write(b"q" + bytes([index]) if index < 256 else b"r" + pack("<I", index))

    def _get(self, index):
        if not self.bin:
            self._write(b"g%d\n" % index)
        else:
            self._write(b"h" + bytes([index]) if index < 256 else b"j" + pack("<I", index))

    def _save(self, obj, persistent=True):
        if persistent and (pid := self.persistent_id(obj)) is not None:
            if self.bin:
                self._save(pid, False)
                self._write(b"Q")
            else:
                self._write(b"P" + str(pid).encode("ascii") + b"\n")
            return
        known = self.memo.get(id(obj))
        if known is not None:
            self._get(known[0])
            return
        cls = type(obj)
        saver = _SAVERS.get(cls)
        if saver is not None:
            saver(self, obj)
            return
        parts = NotImplemented
        if hasattr(self, "reducer_override"):
            parts = self.reducer_override(obj)
        if parts is NotImplemented:
            table = getattr(self, "dispatch_table", copyreg.dispatch_table)
            if cls in table:
                parts = table[cls](obj)
            elif issubclass(cls, type) or cls in (FunctionType, type(len)):
                parts = self._global_or_bound(obj)
            else:
                parts = obj.__reduce_ex__(self.proto)
        if isinstance(parts, str):
            self._save_global(obj, parts)
            return
        if parts is None:
            return
        if not isinstance(parts, tuple):
            raise PicklingError("__reduce__ must return a string or tuple")
        self._save_reduce(obj, *parts)

    def _global_or_bound(self, obj):
        this = getattr(obj, "__self__", None)
        if this is not None and not isinstance(this, type(sys)):
            return getattr, (this, obj.__name__)
        self._save_global(obj)
        return None

    def _save_global(self, obj, name=None):
        name = name or getattr(obj, "__qualname__", None) or obj.__name__
        module = _module_of(obj, name)
        try:
            __import__(module)
            found = sys.modules[module]
            for part in name.split("."):
                if part == "<locals>":
                    raise AttributeError(f"Can't get local attribute {name!r} on {found!r}")
                found = getattr(found, part)
        except (ImportError, KeyError, AttributeError):
            if "<locals>" in name:
                raise AttributeError(f"Can't get local object {name!r}") from None
            raise PicklingError(
                f"Can't pickle {obj!r}: attribute lookup {name} on {module} failed") from None
        if found is not obj:
            raise PicklingError(
                f"Can't pickle {obj!r}: it's not the same object as {module}.{name}")
        if self.proto >= 4:
            self._save(module)
            self._save(name)
            self._write(b"\x93")
        elif "." in name:
            outer, _, last = name.rpartition(".")
            holder = sys.modules[module]
            for part in outer.split("."):
                holder = getattr(holder, part)
            self._save_reduce(None, getattr, (holder, last))
        else:
            if self.proto < 3:
                module = _OLD_NAMES.get(module, module)
            self._write(f"c{module}\n{name}\n".encode())
        self._memoize(obj)

    def _save_reduce(self, obj, func, args, state=None, items=None, pairs=None, setter=None):
        if not isinstance(args, tuple):
            raise PicklingError("args from save_reduce() must be a tuple")
        if not callable(func):
            raise PicklingError("func from save_reduce() must be callable")
        name = getattr(func, "__name__", "")
        if self.proto >= 2 and name == "__newobj__":
            cls, *rest = args
            if obj is not None and cls is not obj.__class__:
                raise PicklingError("args[0] from __newobj__ args has the wrong class")
            self._save(cls)
            self._save(tuple(rest))
            self._write(b"\x81")
        elif self.proto >= 4 and name == "__newobj_ex__":
            for part in args:
                self._save(part)
            self._write(b"\x92")
        else:
            self._save(func)
            self._save(args)
            self._write(b"R")
        if obj is not None:
            if id(obj) in self.memo:
                # The arguments refer back to the object: it is there already.
                self._write(b"0")
                self._get(self.memo[id(obj)][0])
            else:
                self._memoize(obj)
        if items is not None:
            self._appends(items)
        if pairs is not None:
            self._setitems(pairs)
        if state is not None:
            if setter is None:
                self._save(state)
                self._write(b"b")
            else:
                self._save(setter)
                self._save((obj, state))
                self._write(b"R0")

    def _batches(self, items, single, several, save):
        items = list(items)
        if not self.bin:
            for item in items:
                save(item)
                self._write(single)
            return
        for start in range(0, len(items), 1000):
            batch = items[start:start + 1000]
            if len(batch) == 1:
                save(batch[0])
                self._write(single)
                continue
            self._write(b"(")
            for item in batch:
                save(item)
            self._write(several)

    def _appends(self, items):
        self._batches(items, b"a", b"e", self._save)

    def _setitems(self, pairs):
        def save(pair):
            self._save(pair[0])
            self._save(pair[1])
        self._batches(pairs, b"s", b"u", save)


def _none(p, obj):
    p._write(b"N")


def _bool(p, obj):
    if p.proto >= 2:
        p._write(b"\x88" if obj else b"\x89")
    else:
        p._write(b"I01\n" if obj else b"I00\n")


def _int(p, obj):
    if p.bin:
        for code, form, least, most in ((b"K", "<B", 0, 255), (b"M", "<H", 0, 65535),
                                        (b"J", "<i", -2**31, 2**31 - 1)):
            if least <= obj <= most:
                return p._write(code + pack(form, obj))
    elif -2**31 <= obj < 2**31:
        return p._write(b"I%d\n" % obj)
    if p.proto < 2:
        return p._write(b"L%dL\n" % obj)
    size = ((obj if obj >= 0 else ~obj).bit_length() >> 3) + 1
    data = obj.to_bytes(size, "little", signed=True)
    p._write((b"\x8a" + bytes([size]) if size < 256 else b"\x8b" + pack("<i", size)) + data)


def _float(p, obj):
    p._write(b"G" + pack(">d", obj) if p.bin else b"F" + repr(obj).encode() + b"\n")


def _sized(code, data):
    # The codes of one, four and eight bytes of length; some kinds have only some of them.
    for letter, form, most in zip(code, ("<B", "<I", "<Q"), (255, 2**32 - 1, 2**64 - 1)):
        if letter is not None and len(data) <= most:
            return letter + pack(form, len(data)) + data


def _str(p, obj):
    if p.bin:
        data = obj.encode("utf-8", "surrogatepass")
        p._write(_sized((b"\x8c" if p.proto >= 4 else None, b"X", b"\x8d"), data))
    else:
        text = obj.replace("\\", "\\u005c").replace("\0", "\\u0000").replace("\n", "\\u000a")
        text = text.replace("\r", "\\u000d").replace("\x1a", "\\u001a")
        data = "".join(c if ord(c) < 256 else f"\\u{ord(c):04x}" if ord(c) < 65536
                       else f"\\U{ord(c):08x}" for c in text)
        p._write(b"V" + data.encode("latin-1") + b"\n")
    p._memoize(obj)


def _encode(text, encoding):
    return text.encode(encoding)


_encode.__module__, _encode.__qualname__ = "_codecs", "encode"


def _bytes(p, obj):
    if p.proto < 3:
        if not obj:
            return p._save_reduce(obj, bytes, ())
        p._write(b"c_codecs\nencode\n")
        p._memoize(_encode)
        p._save((obj.decode("latin-1"), "latin1"))
        p._write(b"R")
    else:
        p._write(_sized((b"C", b"B", b"\x8e"), obj))
    p._memoize(obj)


def _bytearray(p, obj):
    if p.proto < 5:
        return p._save_reduce(obj, bytearray, (bytes(obj),) if obj else ())
    p._write(b"\x96" + pack("<Q", len(obj)) + bytes(obj))
    p._memoize(obj)


def _tuple(p, obj):
    if not obj:
        return p._write(b")" if p.bin else b"(t")
    short = len(obj) <= 3 and p.proto >= 2
    if not short:
        p._write(b"(")
    for item in obj:
        p._save(item)
    known = p.memo.get(id(obj))
    if known is not None:
        # A part refers back to the tuple, which is there already.
        p._write(b"0" * len(obj) if short else b"1" if p.bin else b"0" * (len(obj) + 1))
        return p._get(known[0])
    p._write((b"\x85", b"\x86", b"\x87")[len(obj) - 1] if short else b"t")
    p._memoize(obj)


def _list(p, obj):
    p._write(b"]" if p.bin else b"(l")
    p._memoize(obj)
    p._appends(obj)


def _dict(p, obj):
    p._write(b"}" if p.bin else b"(d")
    p._memoize(obj)
    p._setitems(obj.items())


def _set(p, obj):
    if p.proto < 4:
        return p._save_reduce(obj, set, (list(obj),))
    p._write(b"\x8f")
    p._memoize(obj)
    if obj:
        p._write(b"(")
        for item in obj:
            p._save(item)
        p._write(b"\x90")


def _frozenset(p, obj):
    if p.proto < 4:
        return p._save_reduce(obj, frozenset, (list(obj),))
    p._write(b"(")
    for item in obj:
        p._save(item)
    p._write(b"\x91")
    p._memoize(obj)


def _type(p, obj):
    for value in (None, NotImplemented, ...):
        if obj is type(value):
            return p._save_reduce(obj, type, (value,))
    p._save_global(obj)


_SAVERS = {
    type(None): _none, bool: _bool, int: _int, float: _float, str: _str, bytes: _bytes,
    bytearray: _bytearray, tuple: _tuple, list: _list, dict: _dict, set: _set,
    frozenset: _frozenset, type: _type,
    type(...): lambda p, obj: p._save_global(obj, "Ellipsis"),
    type(NotImplemented): lambda p, obj: p._save_global(obj, "NotImplemented"),
}


def dump(obj, file, protocol=None, *, fix_imports=True, buffer_callback=None):
    """Writes an object to a file."""
    Pickler(file, protocol).dump(obj)


def dumps(obj, protocol=None, *, fix_imports=True, buffer_callback=None):
    """The bytes of an object."""
    file = io.BytesIO()
    Pickler(file, protocol).dump(obj)
    return file.getvalue()
