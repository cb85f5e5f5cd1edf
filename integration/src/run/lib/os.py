"""The system: names, folders, the process and its environment."""

import posix
import posixpath as path
import sys
from posix import chdir, cpu_count, getcwd, getpid, urandom

name = "posix"
sep, altsep, curdir, pardir, pathsep, extsep = path.sep, None, ".", "..", ":", "."
devnull, linesep = "/dev/null", "\n"
SEEK_SET, SEEK_CUR, SEEK_END = 0, 1, 2
F_OK, R_OK, W_OK, X_OK = 0, 4, 2, 1
error = OSError
sys.modules["os.path"] = path


def fspath(path):
    """A path as text."""
    if isinstance(path, (str, bytes)):
        return path
    if hasattr(type(path), "__fspath__"):
        return path.__fspath__()
    raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")


def fsdecode(filename):
    filename = fspath(filename)
    return filename.decode() if isinstance(filename, bytes) else filename


def fsencode(filename):
    filename = fspath(filename)
    return filename.encode() if isinstance(filename, str) else filename


class PathLike:
    """What `fspath` takes."""

    @classmethod
    def __subclasshook__(cls, subclass):
        return hasattr(subclass, "__fspath__") if cls is PathLike else NotImplemented


class stat_result:
    """What is known about a file."""

    def __init__(self, row):
        self.st_mode, self.st_size, self.st_mtime, self.st_ino, self.st_dev = row
        self.st_atime = self.st_ctime = self.st_mtime
        self.st_nlink = 1


def stat(path, *, follow_symlinks=True):
    return stat_result((posix.stat if follow_symlinks else posix.lstat)(fsdecode(path)))


def lstat(path):
    return stat(path, follow_symlinks=False)


def listdir(path="."):
    return posix.listdir(fsdecode(path))


def mkdir(path, mode=0o777):
    posix.mkdir(fsdecode(path))


def rmdir(path):
    posix.rmdir(fsdecode(path))


def remove(path):
    posix.remove(fsdecode(path))


unlink = remove


def rename(src, dst):
    posix.rename(fsdecode(src), fsdecode(dst))


replace = rename


def makedirs(name, mode=0o777, exist_ok=False):
    """Makes a folder and those around it."""
    head, tail = path.split(fsdecode(name))
    if not tail:
        head, tail = path.split(head)
    if head and tail and not path.exists(head):
        makedirs(head, exist_ok=True)
    try:
        mkdir(name)
    except OSError:
        if not exist_ok or not path.isdir(name):
            raise


def access(path, mode):
    try:
        stat(path)
    except OSError:
        return False
    return True


class DirEntry:
    """What `scandir` finds."""

    def __init__(self, folder, name):
        self.name = name
        self.path = path.join(folder, name)

    def is_dir(self, *, follow_symlinks=True):
        return path.isdir(self.path)

    def is_file(self, *, follow_symlinks=True):
        return path.isfile(self.path)

    def stat(self, *, follow_symlinks=True):
        return stat(self.path)

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"


class _Entries:
    def __init__(self, folder):
        self._entries = iter([DirEntry(folder, name) for name in listdir(folder)])

    def __iter__(self):
        return self._entries

    def __enter__(self):
        return self

    def __exit__(self, *args):
        pass


def scandir(path="."):
    return _Entries(fsdecode(path))


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Folder, folders in it, files in it; for each folder below `top`."""
    top = fsdecode(top)
    try:
        names = listdir(top)
    except OSError as e:
        if onerror is not None:
            onerror(e)
        return
    folders = [name for name in names if path.isdir(path.join(top, name))]
    files = [name for name in names if not path.isdir(path.join(top, name))]
    if topdown:
        yield top, folders, files
    for folder in folders:
        yield from walk(path.join(top, folder), topdown, onerror, followlinks)
    if not topdown:
        yield top, folders, files


class _Environ(dict):
    def __repr__(self):
        return f"environ({super().__repr__()})"

    def __setitem__(self, key, value):
        for given in (key, value):
            if not isinstance(given, str):
                raise TypeError(f"str expected, not {type(given).__name__}")
        super().__setitem__(key, value)


environ = _Environ(posix.environ)


def getenv(key, default=None):
    return environ.get(key, default)


def putenv(name, value, /):
    environ[name] = value


def unsetenv(name, /):
    environ.pop(name, None)


def strerror(code, /):
    try:
        return _STRERROR[code]
    except KeyError:
        return f"Unknown error {code}"


_STRERROR = {1: "Operation not permitted", 2: "No such file or directory", 13: "Permission denied",
             17: "File exists", 20: "Not a directory", 21: "Is a directory",
             22: "Invalid argument", 32: "Broken pipe", 39: "Directory not empty"}


def _exit(status):
    sys.stdout.flush()
    raise SystemExit(status)
