"""Imports by name."""

import sys


def import_module(name, package=None):
    """The module of a name."""
    __import__(name)
    return sys.modules[name]
