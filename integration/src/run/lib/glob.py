"""Files whose names fit a pattern."""

import os
from fnmatch import fnmatchcase


def glob(pathname, *, root_dir=None, recursive=False, include_hidden=False):
    return list(iglob(pathname, root_dir=root_dir, recursive=recursive))


def iglob(pathname, *, root_dir=None, recursive=False, include_hidden=False):
    parts = pathname.split("/")
    start = "/" if pathname.startswith("/") else ""
    yield from _match(root_dir or "", start, [part for part in parts if part], recursive)


def _match(root, here, parts, recursive):
    if not parts:
        yield here
        return
    first, *rest = parts
    place = os.path.join(root, here) or "."
    if first == "**" and recursive:
        yield from _match(root, here, rest, recursive) if rest else ()
        for name in sorted(os.listdir(place)):
            if not name.startswith(".") and os.path.isdir(os.path.join(place, name)):
                yield from _match(root, os.path.join(here, name), parts, recursive)
    elif not set(first) & set("*?["):
        if os.path.exists(os.path.join(place, first)):
            yield from _match(root, os.path.join(here, first), rest, recursive)
    elif os.path.isdir(place):
        for name in os.listdir(place):
            if fnmatchcase(name, first) and (first.startswith(".") or not name.startswith(".")):
                yield from _match(root, os.path.join(here, name), rest, recursive)
