"""How long code takes."""

import gc
import time

default_timer = time.perf_counter
default_number = 1000000


class Timer:
    """Runs code many times."""

    def __init__(self, stmt="pass", setup="pass", timer=default_timer, globals=None):
        self.timer = timer
        self._namespace = {} if globals is None else globals
        self._stmt = _runner(stmt, self._namespace)
        self._setup = _runner(setup, self._namespace)

    def timeit(self, number=default_number):
        is_enabled = gc.isenabled()
        gc.disable()
        try:
            self._setup()
            stmt = self._stmt
            start = self.timer()
            for _ in range(number):
                stmt()
            return self.timer() - start
        finally:
            if is_enabled:
                gc.enable()

    def repeat(self, repeat=5, number=default_number):
        return [self.timeit(number) for _ in range(repeat)]


def _runner(code, namespace):
    if callable(code):
        return code
    compiled = compile(code, "<timeit-src>", "exec")
    return lambda: exec(compiled, namespace)


def timeit(stmt="pass", setup="pass", timer=default_timer, number=default_number, globals=None):
    """The time of a number of runs."""
    return Timer(stmt, setup, timer, globals).timeit(number)


def repeat(stmt="pass", setup="pass", timer=default_timer, repeat=5, number=default_number,
           globals=None):
    """The times of several rounds."""
    return Timer(stmt, setup, timer, globals).repeat(repeat, number)
