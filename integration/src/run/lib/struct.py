"""Values as bytes and back, by a format."""

from _struct import calcsize, error, pack, unpack

__all__ = ["Struct", "calcsize", "error", "iter_unpack", "pack", "pack_into", "unpack",
           "unpack_from"]
error.__module__ = "struct"


def unpack_from(format, /, buffer, offset=0):
    """The values that stand somewhere in bytes."""
    size = calcsize(format)
    view = memoryview(buffer)
    length = view.nbytes
    start = offset + length if offset < 0 else offset
    if start < 0:
        raise error(f"offset {offset} out of range for {length}-byte buffer")
    if length - start < size:
        raise error(f"unpack_from requires a buffer of at least {start + size} bytes for "
                    f"unpacking {size} bytes at offset {start} (actual buffer size is {length})")
    return unpack(format, view[start:start + size])


def pack_into(format, buffer, offset, /, *values):
    """Puts values somewhere into bytes."""
    data = pack(format, *values)
    view = memoryview(buffer).cast("B")
    length = view.nbytes
    start = offset + length if offset < 0 else offset
    if start < 0:
        raise error(f"offset {offset} out of range for {length}-byte buffer")
    if length - start < len(data):
        raise error(f"pack_into requires a buffer of at least {start + len(data)} bytes for "
                    f"packing {len(data)} bytes at offset {start} (actual buffer size is "
                    f"{length})")
    view[start:start + len(data)] = data


def iter_unpack(format, buffer, /):
    """The values of each part of bytes."""
    return Struct(format).iter_unpack(buffer)


class Struct:
    """A format."""

    def __init__(self, format):
        self.format = format.decode() if isinstance(format, bytes) else format
        self.size = calcsize(format)

    def __repr__(self):
        return f"Struct({self.format!r})"

    def pack(self, *values):
        return pack(self.format, *values)

    def unpack(self, buffer, /):
        return unpack(self.format, buffer)

    def unpack_from(self, buffer, offset=0):
        return unpack_from(self.format, buffer, offset)

    def pack_into(self, buffer, offset, /, *values):
        pack_into(self.format, buffer, offset, *values)

    def iter_unpack(self, buffer, /):
        view = memoryview(buffer)
        if not self.size:
            raise error("cannot iteratively unpack with a struct of length 0")
        if view.nbytes % self.size:
            raise error(f"iterative unpacking requires a buffer of a multiple of {self.size} bytes")
        return (self.unpack(view[at:at + self.size]) for at in range(0, view.nbytes, self.size))


Struct.__module__ = "_struct"
