"""Names of files as objects."""

import fnmatch
import io
import os
from os import path as _path


class PurePath:
    """A name, without asking the system."""

    __slots__ = ("_text",)

    def __new__(cls, *parts):
        return object.__new__(PurePosixPath if cls is PurePath else cls)

    def __init__(self, *parts):
        text = _path.join(*map(os.fspath, parts)) if parts else ""
        root = "/" if text.startswith("/") else ""
        self._text = root + "/".join(part for part in text.split("/") if part not in ("", "."))

    def __str__(self):
        return self._text or "."

    def __fspath__(self):
        return str(self)

    def __repr__(self):
        return f"{type(self).__name__}({str(self)!r})"

    def __eq__(self, other):
        if not isinstance(other, PurePath):
            return NotImplemented
        return self._text == other._text

    def __hash__(self):
        return hash(self._text)

    def __lt__(self, other):
        return self.parts < other.parts if isinstance(other, PurePath) else NotImplemented

    def __le__(self, other):
        return self.parts <= other.parts if isinstance(other, PurePath) else NotImplemented

    def __gt__(self, other):
        return self.parts > other.parts if isinstance(other, PurePath) else NotImplemented

    def __ge__(self, other):
        return self.parts >= other.parts if isinstance(other, PurePath) else NotImplemented

    def __truediv__(self, other):
        return type(self)(self, other)

    def __rtruediv__(self, other):
        return type(self)(other, self)

    def joinpath(self, *others):
        return type(self)(self, *others)

    @property
    def parts(self):
        root = ("/",) if self._text.startswith("/") else ()
        return root + tuple(part for part in self._text.split("/") if part)

    @property
    def root(self):
        return "/" if self._text.startswith("/") else ""

    anchor = root

    @property
    def name(self):
        return _path.basename(self._text)

    @property
    def suffix(self):
        return _path.splitext(self.name)[1]

    @property
    def suffixes(self):
        return ["." + part for part in self.name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        return _path.splitext(self.name)[0]

    @property
    def parent(self):
        return type(self)(_path.dirname(self._text))

    @property
    def parents(self):
        found, here = [], self
        while here.parent != here:
            here = here.parent
            found.append(here)
        return tuple(found)

    def as_posix(self):
        return str(self)

    def is_absolute(self):
        return self._text.startswith("/")

    def with_name(self, name):
        if not self.name:
            raise ValueError(f"{self!r} has an empty name")
        if not name or "/" in name or name == ".":
            raise ValueError(f"Invalid name {name!r}")
        return self.parent / name

    def with_stem(self, stem):
        return self.with_name(stem + self.suffix)

    def with_suffix(self, suffix):
        if suffix and (not suffix.startswith(".") or suffix == "."):
            raise ValueError(f"Invalid suffix {suffix!r}")
        return self.with_name(self.stem + suffix)

    def is_relative_to(self, other):
        other = type(self)(other)
        return self == other or other in self.parents

    def relative_to(self, other):
        other = type(self)(other)
        if not self.is_relative_to(other):
            raise ValueError(f"{str(self)!r} is not in the subpath of {str(other)!r}")
        return type(self)(*self.parts[len(other.parts):])

    def match(self, pattern):
        return fnmatch.fnmatchcase(self.name if "/" not in pattern else str(self), pattern)


class PurePosixPath(PurePath):
    __slots__ = ()


class Path(PurePath):
    """A name, and what stands under it."""

    __slots__ = ()

    def __new__(cls, *parts):
        return object.__new__(PosixPath if cls is Path else cls)

    @classmethod
    def cwd(cls):
        return cls(os.getcwd())

    @classmethod
    def home(cls):
        return cls(_path.expanduser("~"))

    def exists(self):
        return _path.exists(str(self))

    def is_file(self):
        return _path.isfile(str(self))

    def is_dir(self):
        return _path.isdir(str(self))

    def is_symlink(self):
        return _path.islink(str(self))

    def stat(self):
        return os.stat(str(self))

    def absolute(self):
        return self if self.is_absolute() else type(self)(os.getcwd(), self)

    def resolve(self, strict=False):
        return type(self)(_path.realpath(str(self), strict=strict))

    def expanduser(self):
        return type(self)(_path.expanduser(str(self)))

    def open(self, mode="r", buffering=-1, encoding=None, errors=None, newline=None):
        return io.open(str(self), mode, buffering, encoding, errors, newline)

    def read_text(self, encoding=None, errors=None, newline=None):
        with self.open("r", -1, encoding, errors, newline) as file:
            return file.read()

    def read_bytes(self):
        with self.open("rb") as file:
            return file.read()

    def write_text(self, data, encoding=None, errors=None, newline=None):
        if not isinstance(data, str):
            raise TypeError(f"data must be str, not {type(data).__name__}")
        with self.open("w", -1, encoding, errors, newline) as file:
            return file.write(data)

    def write_bytes(self, data):
        with self.open("wb") as file:
            return file.write(data)

    def iterdir(self):
        for name in os.listdir(str(self)):
            yield self / name

    def glob(self, pattern):
        first, _, rest = pattern.partition("/")
        if first == "**":
            yield from ([self] if not rest else self.glob(rest))
            for inner in sorted(self.iterdir()):
                # Links are not followed, or a ring of them would have no end.
                if inner.is_dir() and not inner.is_symlink():
                    yield from inner.glob(pattern)
            return
        for inner in sorted(self.iterdir()):
            if fnmatch.fnmatchcase(inner.name, first):
                if not rest:
                    yield inner
                elif inner.is_dir():
                    yield from inner.glob(rest)

    def rglob(self, pattern):
        return self.glob("**/" + pattern)

    def mkdir(self, mode=0o777, parents=False, exist_ok=False):
        if parents and not self.parent.exists():
            self.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.mkdir(str(self), mode)
        except FileExistsError:
            if not exist_ok or not self.is_dir():
                raise

    def rmdir(self):
        os.rmdir(str(self))

    def unlink(self, missing_ok=False):
        try:
            os.unlink(str(self))
        except FileNotFoundError:
            if not missing_ok:
                raise

    def rename(self, target):
        os.rename(str(self), target)
        return type(self)(target)

    replace = rename

    def touch(self, mode=0o666, exist_ok=True):
        self.open("a" if exist_ok else "x").close()


class PosixPath(Path, PurePosixPath):
    __slots__ = ()
