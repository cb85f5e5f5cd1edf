# An error that nobody can handle has a traceback, also when no frame has seen it.
import sys


def hook(unraisable):
    print(unraisable.exc_type.__name__, unraisable.exc_value, unraisable.err_msg,
          unraisable.exc_traceback is not None)


sys.unraisablehook = hook


def stubborn():
    try:
        yield
    except GeneratorExit:
        yield


generator = stubborn()
next(generator)
del generator


class Wrong:
    __del__ = None


class Greedy:
    def __del__(self, more):
        pass


Wrong()
Greedy()
