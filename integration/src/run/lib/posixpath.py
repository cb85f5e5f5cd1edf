"""Names of files, taken apart and put together, and what stands under them."""

import posix

curdir, pardir, extsep, sep, pathsep, altsep, devnull = ".", "..", ".", "/", ":", None, "/dev/null"


def _text(path):
    from os import fsdecode
    return path if isinstance(path, str) else fsdecode(path)


def isabs(path):
    """Whether the name begins at the root."""
    path = _text(path)
    return path.startswith("/")


def join(path, *paths):
    """Names in a row; one that begins at the root drops what is before it."""
    path = _text(path)
    for part in map(_text, paths):
        if part.startswith("/") or not path:
            path = part
        elif path.endswith("/"):
            path += part
        else:
            path += "/" + part
    return path


def split(path):
    """Everything before the last slash, and what is behind it."""
    path = _text(path)
    at = path.rfind("/") + 1
    head, tail = path[:at], path[at:]
    if head.strip("/"):
        head = head.rstrip("/")
    return head, tail


def basename(path):
    """What is behind the last slash."""
    return split(path)[1]


def dirname(path):
    """What is before the last slash."""
    return split(path)[0]


def splitext(path):
    """The name and its ending, with the dot."""
    path = _text(path)
    at = path.rfind(".")
    start = path.rfind("/") + 1
    if at > start and path[start:at].strip("."):
        return path[:at], path[at:]
    return path, ""


def normpath(path):
    """The name without `.`, `..` and double slashes."""
    path = _text(path)
    if not path:
        return "."
    slashes = 0
    if path.startswith("/"):
        slashes = 2 if path.startswith("//") and not path.startswith("///") else 1
    parts = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part != ".." or not slashes and not parts or parts and parts[-1] == "..":
            parts.append(part)
        elif parts:
            parts.pop()
    return "/" * slashes + "/".join(parts) or "."


def commonprefix(names):
    """The longest start that all have."""
    if not names:
        return ""
    low, high = min(names), max(names)
    for at, item in enumerate(low):
        if item != high[at]:
            return low[:at]
    return low


def commonpath(paths):
    """The longest path that all are below."""
    paths = list(map(_text, paths))
    if not paths:
        raise ValueError("commonpath() arg is an empty sequence")
    if len({isabs(path) for path in paths}) > 1:
        raise ValueError("Can't mix absolute and relative paths")
    rows = [[part for part in path.split("/") if part and part != "."] for path in paths]
    low, high = min(rows), max(rows)
    common = low
    for at, part in enumerate(low):
        if at >= len(high) or part != high[at]:
            common = low[:at]
            break
    return ("/" if paths[0].startswith("/") else "") + "/".join(common)


def abspath(path):
    """The name from the root on."""
    return normpath(join(posix.getcwd(), path))


def realpath(filename, *, strict=False):
    """The name from the root on, without links; a ring of links stays as it is."""
    left = [part for part in abspath(filename).split("/") if part]
    left.reverse()
    # The links that are being followed; a tuple says that one has been.
    here, followed = "/", set()
    while left:
        part = left.pop()
        if isinstance(part, tuple):
            followed.remove(part[0])
            continue
        if part == "..":
            here = dirname(here)
            continue
        found = join(here, part)
        if strict:
            posix.lstat(found)
        if not islink(found):
            here = found
        elif found in followed:
            if strict:
                posix.stat(found)
            here = found
        else:
            followed.add(found)
            left.append((found,))
            target = posix.readlink(found)
            here = "/" if target.startswith("/") else here
            left.extend(part for part in reversed(target.split("/")) if part not in ("", "."))
    return here


def expanduser(path):
    path = _text(path)
    home = posix.environ.get("HOME", "/")
    return home + path[1:] if path == "~" or path.startswith("~/") else path


def _stat(path):
    try:
        return posix.stat(_text(path))
    except OSError:
        return None


def exists(path):
    return _stat(path) is not None


def lexists(path):
    """Whether something stands there, if only a link that leads nowhere."""
    try:
        posix.lstat(_text(path))
    except OSError:
        return False
    return True


def isfile(path):
    found = _stat(path)
    return found is not None and found[0] & 0o170000 == 0o100000


def isdir(path):
    found = _stat(path)
    return found is not None and found[0] & 0o170000 == 0o040000


def islink(path):
    try:
        return posix.lstat(_text(path))[0] & 0o170000 == 0o120000
    except OSError:
        return False


def getsize(path):
    return posix.stat(_text(path))[1]


def getmtime(path):
    return posix.stat(_text(path))[2]


def samefile(path, other):
    return posix.stat(_text(path))[3:] == posix.stat(_text(other))[3:]


def relpath(path, start="."):
    """The name as seen from a folder."""
    if not path:
        raise ValueError("no path specified")
    names, base = abspath(path).split("/")[1:], abspath(start).split("/")[1:]
    names, base = [n for n in names if n], [n for n in base if n]
    same = len(commonprefix([names, base]))
    return "/".join([".."] * (len(base) - same) + names[same:]) or "."
