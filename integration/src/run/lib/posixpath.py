"""Names of files, taken apart and put together."""

curdir, pardir, extsep, sep, pathsep, altsep, devnull = ".", "..", ".", "/", ":", None, "/dev/null"


def isabs(path):
    """Whether the name begins at the root."""
    return path.startswith("/")


def join(path, *paths):
    """Names in a row; one that begins at the root drops what is before it."""
    for part in paths:
        if part.startswith("/") or not path:
            path = part
        elif path.endswith("/"):
            path += part
        else:
            path += "/" + part
    return path


def split(path):
    """Everything before the last slash, and what is behind it."""
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
    at = path.rfind(".")
    start = path.rfind("/") + 1
    if at > start and path[start:at].strip("."):
        return path[:at], path[at:]
    return path, ""


def normpath(path):
    """The name without `.`, `..` and double slashes."""
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
    rows = [[part for part in path.split("/") if part and part != "."] for path in paths]
    low, high = min(rows), max(rows)
    common = low
    for at, part in enumerate(low):
        if at >= len(high) or part != high[at]:
            common = low[:at]
            break
    return ("/" if paths[0].startswith("/") else "") + "/".join(common)
