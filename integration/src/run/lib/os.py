"""Names of files. What asks the system is missing."""

import posixpath as path
import sys

name = "posix"
sep, altsep, curdir, pardir, pathsep, extsep = path.sep, None, ".", "..", ":", "."
devnull, linesep = "/dev/null", "\n"
error = OSError
sys.modules["os.path"] = path


def fspath(path):
    """A path as text."""
    if isinstance(path, (str, bytes)):
        return path
    if hasattr(type(path), "__fspath__"):
        return path.__fspath__()
    raise TypeError(f"expected str, bytes or os.PathLike object, not {type(path).__name__}")
