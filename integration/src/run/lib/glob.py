"""Files whose names fit a pattern."""

import os
import re
from fnmatch import fnmatchcase

_MAGIC = re.compile(r"[*?[]")


def has_magic(s):
    return _MAGIC.search(s) is not None


def escape(pathname):
    """The pattern that one name alone fits."""
    return _MAGIC.sub(r"[\g<0>]", pathname)


def glob(pathname, *, root_dir=None, recursive=False, include_hidden=False):
    return list(iglob(pathname, root_dir=root_dir, recursive=recursive,
                      include_hidden=include_hidden))


def iglob(pathname, *, root_dir=None, recursive=False, include_hidden=False):
    """The same one by one. A pattern that ends with a slash fits folders only."""
    start = "/" if pathname.startswith("/") else ""
    parts = [part for part in pathname.split("/") if part]
    search = _Search(root_dir or "", recursive, include_hidden, pathname.endswith("/"))
    if parts:
        yield from search.below(start, parts)


class _Search:
    def __init__(self, root, recursive, include_hidden, folders_only):
        self.root, self.recursive = root, recursive
        self.include_hidden, self.folders_only = include_hidden, folders_only

    def _place(self, here):
        return os.path.join(self.root, here) or "."

    def _names(self, here):
        try:
            return os.listdir(self._place(here))
        except OSError:
            # It is no folder, or nobody may look into it.
            return []

    def _shows(self, name, pattern):
        return self.include_hidden or pattern.startswith(".") or not name.startswith(".")

    def below(self, here, parts):
        """What fits in a folder, by the parts of the pattern that are left."""
        if not parts:
            if not self.folders_only:
                yield here
            elif os.path.isdir(self._place(here)):
                yield os.path.join(here, "")
            return
        first, *rest = parts
        if first == "**" and self.recursive:
            if rest:
                yield from self.below(here, rest)
            elif here:
                yield os.path.join(here, "")
            yield from self._at_any_depth(here, rest)
        elif not has_magic(first):
            if os.path.lexists(self._place(os.path.join(here, first))):
                yield from self.below(os.path.join(here, first), rest)
        else:
            for name in self._names(here):
                if fnmatchcase(name, first) and self._shows(name, first):
                    yield from self.below(os.path.join(here, name), rest)

    def _at_any_depth(self, here, rest):
        """What fits in the folders below a folder."""
        for name in self._names(here):
            if self._shows(name, ""):
                inner = os.path.join(here, name)
                if os.path.isdir(self._place(inner)):
                    yield from self.below(inner, rest)
                    yield from self._at_any_depth(inner, rest)
                elif not rest and not self.folders_only:
                    yield inner
