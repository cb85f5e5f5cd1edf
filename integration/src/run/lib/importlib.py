"""Imports by name."""

import sys


def import_module(name, package=None):
    """The module of a name; one that begins with dots is looked for from a package on."""
    if name.startswith("."):
        if not package:
            raise TypeError("the 'package' argument is required to perform a relative import for "
                            f"{name!r}")
        rest = name.lstrip(".")
        above = package.rsplit(".", len(name) - len(rest) - 1)
        if len(above) < len(name) - len(rest):
            raise ImportError("attempted relative import beyond top-level package")
        name = f"{above[0]}.{rest}" if rest else above[0]
    __import__(name)
    return sys.modules[name]


def invalidate_caches():
    """Nothing is kept that files could contradict."""
