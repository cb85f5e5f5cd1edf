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


def readlink(path):
    return posix.readlink(fsdecode(path))


def symlink(src, dst, target_is_directory=False):
    posix.symlink(fsdecode(src), fsdecode(dst))


def access(path, mode):
    """Whether the permissions of a file let somebody do that; root may read and write all."""
    try:
        permissions = stat(path).st_mode
    except OSError:
        return False
    return not mode & X_OK or bool(permissions & 0o111)


class DirEntry:
    """What `scandir` finds."""

    def __init__(self, folder, name):
        self.name = name
        self.path = path.join(folder, name)

    def is_dir(self, *, follow_symlinks=True):
        return path.isdir(self.path) and (follow_symlinks or not self.is_symlink())

    def is_file(self, *, follow_symlinks=True):
        return path.isfile(self.path) and (follow_symlinks or not self.is_symlink())

    def is_symlink(self):
        return path.islink(self.path)

    def inode(self):
        return lstat(self.path).st_ino

    def stat(self, *, follow_symlinks=True):
        return stat(self.path, follow_symlinks=follow_symlinks)

    def __fspath__(self):
        return self.path

    def __repr__(self):
        return f"<DirEntry {self.name!r}>"


class _Entries:
    """What `scandir` answers: an iterator that can be closed."""

    def __init__(self, folder):
        self._entries = iter([DirEntry(folder, name) for name in listdir(folder)])

    def __iter__(self):
        return self

    def __next__(self):
        return next(self._entries)

    def close(self):
        self._entries = iter(())

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()


def scandir(path="."):
    return _Entries(fsdecode(path))


def walk(top, topdown=True, onerror=None, followlinks=False):
    """Folder, folders in it, files in it; for each folder below `top`. A link to a folder stands
    among the folders, and is not entered unless links are to be followed."""
    # A row is given out as it is; a name is a folder to be looked into.
    todo = [fsdecode(top)]
    while todo:
        here = todo.pop()
        if isinstance(here, tuple):
            yield here
            continue
        try:
            names = listdir(here)
        except OSError as e:
            if onerror is not None:
                onerror(e)
            continue
        row = here, [], []
        for name in names:
            row[1 if path.isdir(path.join(here, name)) else 2].append(name)
        if topdown:
            # Who is given the row may take folders out of it.
            yield row
        else:
            todo.append(row)
        below = [path.join(here, name) for name in row[1]]
        todo.extend(each for each in reversed(below) if followlinks or not path.islink(each))


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
