"""Files and folders for a while."""

import io
import os
import random

_names = random.Random()
template = "tmp"
tempdir = None


def gettempdir():
    """The folder in which they are made."""
    return tempdir or os.environ.get("TMPDIR", "/tmp").rstrip("/") or "/"


def _name(suffix, prefix, folder):
    letters = "".join(_names.choices("abcdefghijklmnopqrstuvwxyz0123456789_", k=8))
    prefix = template if prefix is None else prefix
    return os.path.join(folder or gettempdir(), prefix + letters + (suffix or ""))


def _retry(make, suffix, prefix, folder):
    while True:
        name = _name(suffix, prefix, folder)
        try:
            return name, make(name)
        except FileExistsError:
            pass


def mkdtemp(suffix=None, prefix=None, dir=None):
    """Makes a folder, which stays."""
    return _retry(os.mkdir, suffix, prefix, dir)[0]


def _remove_tree(name):
    """Removes a folder and all in it; links in it are removed, not what they lead to."""
    for folder, folders, files in os.walk(name, topdown=False):
        for each in files:
            os.remove(os.path.join(folder, each))
        for each in folders:
            each = os.path.join(folder, each)
            if os.path.islink(each):
                os.remove(each)
        os.rmdir(folder)


class TemporaryDirectory:
    """A folder that goes away with everything in it."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *,
                 delete=True):
        self._ignores_errors, self._deletes = ignore_cleanup_errors, delete
        self.name = mkdtemp(suffix, prefix, dir)

    def __repr__(self):
        return f"<{type(self).__name__} {self.name!r}>"

    def __enter__(self):
        return self.name

    def __exit__(self, *args):
        if self._deletes:
            self.cleanup()

    def __del__(self):
        if self.__dict__.get("_deletes"):
            self.cleanup()

    def cleanup(self):
        name = self.__dict__.get("name")
        if name is None or not os.path.exists(name):
            return
        try:
            _remove_tree(name)
        except OSError:
            if not self._ignores_errors:
                raise


class _TemporaryFile:
    """A file with its name; it may go away when it is closed, or at the end of its block."""

    def __init__(self, file, name, delete, delete_on_close):
        self.file = file
        self.name = name
        self.delete = delete
        self._delete_on_close = delete_on_close

    def __getattr__(self, name):
        return getattr(self.__dict__["file"], name)

    def __iter__(self):
        return iter(self.file)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self._end()

    def __del__(self):
        if "file" in self.__dict__:
            self._end()

    def close(self):
        self.file.close()
        if self._delete_on_close:
            self._remove()

    def _end(self):
        self.close()
        self._remove()

    def _remove(self):
        if self.delete:
            self.delete = False
            try:
                os.remove(self.name)
            except FileNotFoundError:
                # The program has removed it, or given it another name.
                pass


def NamedTemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None,
                       prefix=None, dir=None, delete=True, *, errors=None, delete_on_close=True):
    def make(name):
        io.open(name, "x").close()
        return io.open(name, mode, encoding=encoding, newline=newline, errors=errors)
    name, file = _retry(make, suffix, prefix, dir)
    return _TemporaryFile(file, name, delete, delete_on_close)


def TemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None,
                  dir=None, *, errors=None):
    return NamedTemporaryFile(mode, buffering, encoding, newline, suffix, prefix, dir,
                              errors=errors)


def SpooledTemporaryFile(max_size=0, mode="w+b", buffering=-1, encoding=None, newline=None,
                         suffix=None, prefix=None, dir=None, *, errors=None):
    """A file that stays in memory, however large it becomes."""
    if "b" in mode:
        return io.BytesIO()
    return io.StringIO(newline="\n" if newline is None else newline)
