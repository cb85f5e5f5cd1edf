"""Files of the system: `open`, text and bytes with their buffers."""

from _fileio import FileIO
from io import IOBase, TextIOBase, UnsupportedOperation

_CHUNK = 8192


def open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, closefd=True,
         opener=None):
    """A file of the system, as text unless there is a `b` in the mode."""
    name = _path(file)
    if not isinstance(mode, str):
        raise TypeError(f"open() argument 'mode' must be str, not {type(mode).__name__}")
    kinds = set(mode) & set("rwax")
    if set(mode) - set("rwaxbt+") or len(mode) != len(set(mode)):
        raise ValueError(f"invalid mode: {mode!r}")
    if "b" in mode and "t" in mode:
        raise ValueError("can't have text and binary mode at once")
    if len(kinds) != 1:
        raise ValueError("must have exactly one of create/read/write/append mode")
    if "b" in mode:
        for what, given in (("encoding", encoding), ("errors", errors), ("newline", newline)):
            if given is not None:
                raise ValueError(f"binary mode doesn't take {'a ' if what == 'newline' else 'an '}"
                                 f"{what} argument")
    elif buffering == 0:
        raise ValueError("can't have unbuffered text I/O")
    if newline not in (None, "", "\n", "\r", "\r\n"):
        raise ValueError(f"illegal newline value: {newline!r}")
    raw = FileIO(name, kinds.pop() + ("+" if "+" in mode else ""))
    if "+" in mode:
        buffer = BufferedRandom(raw, file, mode)
    elif "r" in mode:
        buffer = BufferedReader(raw, file, mode)
    else:
        buffer = BufferedWriter(raw, file, mode)
    if "b" in mode:
        return buffer
    text = TextIOWrapper(buffer, encoding, errors, newline)
    text.mode = mode
    return text


def _path(file):
    if isinstance(file, str):
        return file
    if isinstance(file, bytes):
        return file.decode()
    fspath = getattr(type(file), "__fspath__", None)
    if fspath is not None:
        return fspath(file)
    raise TypeError(
        f"expected str, bytes or os.PathLike object, not {type(file).__name__}")


class _Buffered(IOBase):
    """Bytes of a file. What is written waits in a buffer, what is read comes from one."""

    _reads = _writes = False

    def __init__(self, raw, name=None, mode="rb"):
        self.raw = raw
        self.name = name
        self.mode = mode if "b" in mode else mode.replace("t", "") + "b"
        self._ahead = b""
        self._waiting = bytearray()

    def __repr__(self):
        return f"<_io.{type(self).__name__} name={self.name!r}>"

    def __del__(self):
        self.close()

    def readable(self):
        return self._reads

    def writable(self):
        return self._writes

    def fileno(self):
        return self.raw.fileno()

    def close(self):
        if not self._closed and "raw" in self.__dict__:
            try:
                self.flush()
            finally:
                self._closed = True
                self.raw.close()

    def flush(self):
        self._check_closed()
        if self._waiting:
            waiting, self._waiting = self._waiting, bytearray()
            self.raw.write(waiting)

    def _settle(self):
        # Afterwards the place in the file is the one that the program sees.
        self.flush()
        if self._ahead:
            self.raw.seek(-len(self._ahead), 1)
            self._ahead = b""

    def _check_reads(self):
        self._check_closed()
        if not self._reads:
            raise UnsupportedOperation("read")
        if self._waiting:
            self.flush()

    def read(self, size=-1, /):
        self._check_reads()
        if size is None or size < 0:
            data, self._ahead = self._ahead + self.raw.read(), b""
            return data
        while len(self._ahead) < size:
            more = self.raw.read(max(_CHUNK, size - len(self._ahead)))
            if not more:
                break
            self._ahead += more
        data, self._ahead = self._ahead[:size], self._ahead[size:]
        return data

    read1 = read

    def peek(self, size=0, /):
        self._check_reads()
        if not self._ahead:
            self._ahead = self.raw.read(_CHUNK)
        return self._ahead

    def readinto(self, b, /):
        data = self.read(len(b))
        b[:len(data)] = data
        return len(data)

    def readline(self, size=-1, /):
        self._check_reads()
        while (end := self._ahead.find(b"\n")) < 0:
            more = self.raw.read(_CHUNK)
            if not more:
                break
            self._ahead += more
        end = len(self._ahead) if end < 0 else end + 1
        if size is not None and size >= 0:
            end = min(end, size)
        line, self._ahead = self._ahead[:end], self._ahead[end:]
        return line

    def write(self, b, /):
        self._check_closed()
        if not self._writes:
            raise UnsupportedOperation("write")
        if isinstance(b, str):
            raise TypeError("a bytes-like object is required, not 'str'")
        if self._ahead:
            self._settle()
        view = bytes(b)
        self._waiting += view
        if len(self._waiting) > _CHUNK:
            self.flush()
        return len(view)

    def tell(self):
        self._check_closed()
        return self.raw.seek(0, 1) - len(self._ahead) + len(self._waiting)

    def seek(self, pos, whence=0, /):
        self._check_closed()
        self._settle()
        return self.raw.seek(pos, whence)

    def truncate(self, pos=None, /):
        self._check_closed()
        if not self._writes:
            raise UnsupportedOperation("truncate")
        self._settle()
        return self.raw.truncate(self.raw.seek(0, 1) if pos is None else pos)


class BufferedReader(_Buffered):
    _reads = True


class BufferedWriter(_Buffered):
    _writes = True


class BufferedRandom(_Buffered):
    _reads = _writes = True


class TextIOWrapper(TextIOBase):
    """The text of a file of bytes."""

    def __init__(self, buffer, encoding=None, errors=None, newline=None, line_buffering=False,
                 write_through=False):
        self.buffer = buffer
        self.encoding = encoding or "UTF-8"
        self.errors = errors or "strict"
        self.line_buffering = line_buffering
        self.newlines = None
        self.mode = getattr(buffer, "mode", "r").replace("b", "")
        self._newline = newline
        # Text that was decoded and not read yet.
        self._ahead = ""
        "".encode(self.encoding, self.errors)

    @property
    def name(self):
        return self.buffer.name

    @property
    def closed(self):
        return self.buffer.closed

    def _check_closed(self):
        if self.buffer.closed:
            raise ValueError("I/O operation on closed file.")

    def __repr__(self):
        name = getattr(self.buffer, "name", None)
        shown = "" if name is None else f" name={name!r}"
        return f"<_io.TextIOWrapper{shown} mode={self.mode!r} encoding={self.encoding!r}>"

    def __del__(self):
        if "buffer" in self.__dict__:
            self.buffer.close()

    def close(self):
        self.buffer.close()

    def detach(self):
        buffer = self.buffer
        del self.buffer
        return buffer

    def flush(self):
        self.buffer.flush()

    def fileno(self):
        return self.buffer.fileno()

    def readable(self):
        return self.buffer.readable()

    def writable(self):
        return self.buffer.writable()

    def _more(self, whole=False):
        """Decodes more text; `False` at the end of the file."""
        self._check_closed()
        if not self.buffer.readable():
            raise UnsupportedOperation("not readable")
        if whole or self.encoding.lower().replace("_", "-") not in ("utf-8", "utf8", "ascii",
                                                                    "latin-1", "iso-8859-1"):
            data = self.buffer.read()
        else:
            # Whole lines are whole characters.
            data = self.buffer.read(_CHUNK)
            if data:
                data += self.buffer.readline()
        if not data:
            return False
        text = data.decode(self.encoding, self.errors)
        if self._newline is None and "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        self._ahead += text
        return True

    def _take(self, end):
        text, self._ahead = self._ahead[:end], self._ahead[end:]
        return text

    def read(self, size=-1, /):
        self._check_closed()
        if size is None or size < 0:
            while self._more(True):
                pass
            return self._take(len(self._ahead))
        while len(self._ahead) < size and self._more():
            pass
        return self._take(size)

    def readline(self, size=-1, /):
        self._check_closed()
        mark = self._newline or "\n"
        while (end := self._ahead.find(mark)) < 0 and self._more():
            pass
        end = len(self._ahead) if end < 0 else end + len(mark)
        if size is not None and size >= 0:
            end = min(end, size)
        return self._take(end)

    def write(self, s, /):
        self._check_closed()
        if not isinstance(s, str):
            raise TypeError(f"write() argument must be str, not {type(s).__name__}")
        if not self.buffer.writable():
            raise UnsupportedOperation("not writable")
        if self._ahead:
            self._settle()
        text = s.replace("\n", self._newline) if self._newline in ("\r", "\r\n") else s
        self.buffer.write(text.encode(self.encoding, self.errors))
        if self.line_buffering and "\n" in s:
            self.flush()
        return len(s)

    def _settle(self):
        # The bytes of what was decoded and not read are read again.
        behind = len(self._ahead.encode(self.encoding, self.errors))
        self._ahead = ""
        self.buffer.seek(self.buffer.tell() - behind)

    def tell(self):
        self._check_closed()
        return self.buffer.tell() - len(self._ahead.encode(self.encoding, self.errors))

    def seek(self, cookie, whence=0, /):
        self._check_closed()
        if whence == 1 and cookie != 0:
            raise UnsupportedOperation("can't do nonzero cur-relative seeks")
        if whence == 2 and cookie != 0:
            raise UnsupportedOperation("can't do nonzero end-relative seeks")
        if whence == 1:
            self._settle()
        self._ahead = ""
        return self.buffer.seek(cookie, whence) if whence != 1 else self.buffer.tell()

    def truncate(self, pos=None, /):
        self.flush()
        return self.buffer.truncate(self.tell() if pos is None else pos)


for _class in (BufferedReader, BufferedWriter, BufferedRandom, TextIOWrapper):
    _class.__module__ = "_io"
del _class
