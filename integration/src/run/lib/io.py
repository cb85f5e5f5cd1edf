"""Text and bytes in memory; files of the system stand in `_files`."""

SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
DEFAULT_BUFFER_SIZE = 8192


class UnsupportedOperation(OSError, ValueError):
    pass


class IOBase:
    """What all files have in common."""

    _closed = False

    def close(self):
        self._closed = True

    @property
    def closed(self):
        return self._closed

    def _check_closed(self):
        if self._closed:
            raise ValueError("I/O operation on closed file.")

    def __enter__(self):
        IOBase._check_closed(self)
        return self

    def __exit__(self, *args):
        self.close()

    def __iter__(self):
        IOBase._check_closed(self)
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def flush(self):
        self._check_closed()

    def isatty(self):
        return False

    def fileno(self):
        raise UnsupportedOperation("fileno")

    def readable(self):
        return True

    def writable(self):
        return True

    def seekable(self):
        return True

    def readlines(self, hint=-1):
        if hint is None or hint <= 0:
            return list(self)
        lines, size = [], 0
        for line in self:
            lines.append(line)
            size += len(line)
            if size >= hint:
                break
        return lines

    def writelines(self, lines):
        for line in lines:
            self.write(line)


class TextIOBase(IOBase):
    encoding = None
    errors = None


class _InMemory:
    """What texts and bytes in memory have in common: of closed ones nothing is known."""

    def _answer(self, answer):
        self._check_closed()
        return answer

    def readable(self):
        return self._answer(True)

    def writable(self):
        return self._answer(True)

    def seekable(self):
        return self._answer(True)

    def isatty(self):
        return self._answer(False)


class StringIO(_InMemory, TextIOBase):
    """A file whose text stands in memory.

    Without a `newline` all ends of lines become `"\\n"`; with one of another kind, that is what
    `"\\n"` becomes.
    """

    def __init__(self, initial_value="", newline="\n"):
        if newline is not None and not isinstance(newline, str):
            raise TypeError(
                f"newline must be str or None, not {type(newline).__name__}")
        if newline not in (None, "", "\n", "\r", "\r\n"):
            raise ValueError(f"illegal newline value: {newline!r}")
        if initial_value is not None and not isinstance(initial_value, str):
            raise TypeError(
                f"initial_value must be str or None, not {type(initial_value).__name__}")
        self._newline = newline
        self._parts = [self._translated(initial_value or "")]
        self._pos = 0
        self._size = len(self._parts[0])

    def _check_closed(self):
        if self._closed:
            raise ValueError("I/O operation on closed file")

    def _translated(self, text):
        if self._newline is None:
            return text.replace("\r\n", "\n").replace("\r", "\n")
        return text.replace("\n", self._newline) if self._newline in ("\r", "\r\n") else text

    def _text(self):
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0]

    def getvalue(self):
        """All of the text."""
        self._check_closed()
        return self._text()

    def write(self, s, /):
        self._check_closed()
        if not isinstance(s, str):
            raise TypeError(f"string argument expected, got '{type(s).__name__}'")
        if not s:
            return 0
        given, s = len(s), self._translated(s)
        if self._pos == self._size:
            self._parts.append(s)
        else:
            text = self._text()
            if self._pos > len(text):
                text += "\0" * (self._pos - len(text))
            self._parts = [text[:self._pos] + s + text[self._pos + len(s):]]
        self._pos += len(s)
        self._size = max(self._size, self._pos)
        return given

    def read(self, size=-1, /):
        self._check_closed()
        text = self._text()
        start = min(self._pos, len(text))
        end = len(text) if size is None or size < 0 else min(len(text), start + size)
        self._pos = end
        return text[start:end]

    def readline(self, size=-1, /):
        self._check_closed()
        text = self._text()
        start = min(self._pos, len(text))
        end = self._end_of_line(text, start)
        if size is not None and size >= 0:
            end = min(end, start + size)
        self._pos = end
        return text[start:end]

    def _end_of_line(self, text, start):
        marks = ("\r\n", "\n", "\r") if self._newline == "" else (self._newline or "\n",)
        ends = [(at, at + len(mark)) for mark in marks if (at := text.find(mark, start)) >= 0]
        return min(ends, key=lambda end: end[0])[1] if ends else len(text)

    def tell(self):
        self._check_closed()
        return self._pos

    def seek(self, pos, whence=0, /):
        self._check_closed()
        if whence not in (0, 1, 2):
            raise ValueError(f"Invalid whence ({whence}, should be 0, 1 or 2)")
        if whence == 0 and pos < 0:
            raise ValueError(f"Negative seek position {pos}")
        if whence != 0 and pos != 0:
            raise OSError("Can't do nonzero cur-relative seeks")
        if whence == 0:
            self._pos = pos
        elif whence == 2:
            self._pos = self._size
        return self._pos

    def truncate(self, pos=None, /):
        self._check_closed()
        if pos is None:
            pos = self._pos
        elif pos < 0:
            raise ValueError(f"Negative size value {pos}")
        text = self._text()
        if pos < len(text):
            self._parts = [text[:pos]]
            self._size = pos
        return pos


StringIO.__module__ = "_io"


class BytesIO(_InMemory, IOBase):
    """A file whose bytes stand in memory."""

    def __init__(self, initial_bytes=b""):
        if isinstance(initial_bytes, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        self._buffer = bytearray(b"" if initial_bytes is None else initial_bytes)
        self._pos = 0

    def getvalue(self):
        """All of the bytes."""
        self._check_closed()
        return bytes(self._buffer)

    def getbuffer(self):
        """A view of all of the bytes; while there is one, their number cannot change."""
        self._check_closed()
        return memoryview(self._buffer)

    def readinto(self, b, /):
        data = self.read(len(b))
        memoryview(b).cast("B")[:len(data)] = data
        return len(data)

    def write(self, b, /):
        self._check_closed()
        if isinstance(b, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        buffer, pos = self._buffer, self._pos
        if pos > len(buffer):
            buffer += bytes(pos - len(buffer))
        buffer[pos:pos + len(b)] = b
        self._pos = pos + len(b)
        return len(b)

    def _take(self, end):
        start = min(self._pos, len(self._buffer))
        self._pos = end
        return bytes(self._buffer[start:end])

    def read(self, size=-1, /):
        self._check_closed()
        length = len(self._buffer)
        return self._take(
            length if size is None or size < 0 else min(length, self._pos + size))

    read1 = read

    def readline(self, size=-1, /):
        self._check_closed()
        newline = self._buffer.find(b"\n", self._pos)
        end = len(self._buffer) if newline < 0 else newline + 1
        if size is not None and size >= 0:
            end = min(end, self._pos + size)
        return self._take(end)

    def tell(self):
        self._check_closed()
        return self._pos

    def seek(self, pos, whence=0, /):
        self._check_closed()
        if whence not in (0, 1, 2):
            raise ValueError(f"invalid whence ({whence}, should be 0, 1 or 2)")
        if whence == 0 and pos < 0:
            raise ValueError(f"negative seek value {pos}")
        self._pos = max(0, pos + (0, self._pos, len(self._buffer))[whence])
        return self._pos

    def truncate(self, size=None, /):
        self._check_closed()
        size = self._pos if size is None else size
        if size < 0:
            raise ValueError(f"negative size value {size}")
        del self._buffer[size:]
        return size


BytesIO.__module__ = "_io"


def __getattr__(name):
    if name in ("open", "FileIO", "TextIOWrapper", "BufferedReader", "BufferedWriter",
                "BufferedRandom"):
        import _files
        return getattr(_files, name)
    raise AttributeError(f"module 'io' has no attribute {name!r}")


BufferedIOBase = RawIOBase = IOBase
