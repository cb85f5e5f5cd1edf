"""The lines of source files, kept."""

import io

cache = {}


def getlines(filename, module_globals=None):
    """All lines of a file; none when it cannot be read."""
    if filename not in cache:
        try:
            with io.open(filename, encoding="utf-8") as file:
                cache[filename] = file.readlines()
        except (OSError, UnicodeDecodeError):
            return []
    return cache[filename]


def getline(filename, lineno, module_globals=None):
    lines = getlines(filename)
    return lines[lineno - 1] if 1 <= lineno <= len(lines) else ""


def clearcache():
    cache.clear()


def checkcache(filename=None):
    pass
