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


class TemporaryDirectory:
    """A folder that goes away with everything in it."""

    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False):
        self.name = mkdtemp(suffix, prefix, dir)

    def __repr__(self):
        return f"<TemporaryDirectory {self.name!r}>"

    def __enter__(self):
        return self.name

    def __exit__(self, *args):
        self.cleanup()

    def __del__(self):
        self.cleanup()

    def cleanup(self):
        name = self.__dict__.get("name")
        if name is None or not os.path.exists(name):
            return
        for folder, folders, files in os.walk(name, topdown=False):
            for file in files:
                os.remove(os.path.join(folder, file))
            os.rmdir(folder)


class _TemporaryFile:
    """A file with its name; it may go away when it is closed."""

    def __init__(self, file, name, delete):
        self.file = file
        self.name = name
        self.delete = delete

    def __getattr__(self, name):
        return getattr(self.__dict__["file"], name)

    def __iter__(self):
        return iter(self.file)

    def __enter__(self):
        return self

    def __exit__(self, *args):
        self.close()

    def __del__(self):
        self.close()

    def close(self):
        if not self.file.closed:
            self.file.close()
            if self.delete:
                os.remove(self.name)


def NamedTemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None,
                       prefix=None, dir=None, delete=True, *, errors=None, delete_on_close=True):
    def make(name):
        io.open(name, "x").close()
        return io.open(name, mode, encoding=encoding, newline=newline, errors=errors)
    name, file = _retry(make, suffix, prefix, dir)
    return _TemporaryFile(file, name, delete)


def TemporaryFile(mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None,
                  dir=None, *, errors=None):
    return NamedTemporaryFile(mode, buffering, encoding, newline, suffix, prefix, dir,
                              errors=errors)


class SpooledTemporaryFile(io.BytesIO):
    """A file that stays in memory."""

    def __init__(self, max_size=0, mode="w+b", **kwargs):
        super().__init__()
