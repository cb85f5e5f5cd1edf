"""What the program runs on."""

import os
import sys


def python_implementation():
    return "CPython"


def python_version():
    return ".".join(map(str, sys.version_info[:3]))


def python_version_tuple():
    return tuple(map(str, sys.version_info[:3]))


def python_compiler():
    return "rustc"


def system():
    return "Linux" if sys.platform.startswith("linux") else sys.platform.capitalize()


def machine():
    return "x86_64"


def architecture(executable=None, bits="", linkage=""):
    return "64bit", "ELF"


def node():
    return os.environ.get("HOSTNAME", "localhost")


def release():
    return ""


version = processor = release


def platform(aliased=False, terse=False):
    return f"{system()}-{machine()}"
