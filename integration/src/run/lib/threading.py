"""Locks and data of threads, where there is one thread only: `Thread` is missing.

What would have to wait for another thread fails, since there is none.
"""

import time

_MAIN_IDENT = 1


def get_ident():
    """The number of this thread."""
    return _MAIN_IDENT


get_native_id = get_ident


def _no_other(what):
    raise RuntimeError(f"{what} would wait for another thread, and there is none")


class Lock:
    """Held by one at a time."""

    def __init__(self):
        self._held = False

    def acquire(self, blocking=True, timeout=-1):
        if not self._held:
            self._held = True
            return True
        if not blocking:
            if timeout != -1:
                raise ValueError("can't specify a timeout for a non-blocking call")
            return False
        if timeout >= 0:
            time.sleep(timeout)
            return False
        _no_other("Lock.acquire()")

    def release(self):
        if not self._held:
            raise RuntimeError("release unlocked lock")
        self._held = False

    def locked(self):
        return self._held

    def __enter__(self):
        return self.acquire()

    def __exit__(self, exc_type, exc_value, traceback):
        self.release()


Lock.__module__, Lock.__name__, Lock.__qualname__ = "_thread", "lock", "lock"
allocate_lock = Lock


class RLock:
    """Held by one thread, any number of times."""

    def __init__(self):
        self._count = 0

    def acquire(self, blocking=True, timeout=-1):
        self._count += 1
        return True

    def release(self):
        if self._count == 0:
            raise RuntimeError("cannot release un-acquired lock")
        self._count -= 1

    def __enter__(self):
        return self.acquire()

    def __exit__(self, exc_type, exc_value, traceback):
        self.release()

    def _is_owned(self):
        return self._count > 0


class Condition:
    """News under a lock."""

    def __init__(self, lock=None):
        self._lock = RLock() if lock is None else lock
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *details):
        return self._lock.__exit__(*details)

    def wait(self, timeout=None):
        if timeout is None:
            _no_other("Condition.wait()")
        time.sleep(timeout)
        return False

    def wait_for(self, predicate, timeout=None):
        result = predicate()
        if not result:
            self.wait(timeout)
            result = predicate()
        return result

    def notify(self, n=1):
        pass

    def notify_all(self):
        pass


class Semaphore:
    """Held by a number at a time."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._value = value

    def acquire(self, blocking=True, timeout=None):
        if self._value > 0:
            self._value -= 1
            return True
        if not blocking:
            return False
        if timeout is None:
            _no_other("Semaphore.acquire()")
        time.sleep(timeout)
        return False

    def release(self, n=1):
        if n < 1:
            raise ValueError("n must be one or more")
        self._value += n

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *details):
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore that is not released more often than acquired."""

    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def release(self, n=1):
        if self._value + n > self._initial_value:
            raise ValueError("Semaphore released too many times")
        super().release(n)


class Event:
    """A flag."""

    def __init__(self):
        self._flag = False

    def is_set(self):
        return self._flag

    def set(self):
        self._flag = True

    def clear(self):
        self._flag = False

    def wait(self, timeout=None):
        if not self._flag:
            if timeout is None:
                _no_other("Event.wait()")
            time.sleep(timeout)
        return self._flag


class local:
    """Data of this thread."""


local.__module__, local.__qualname__ = "_thread", "_local"


class _MainThread:
    daemon = False
    native_id = ident = _MAIN_IDENT

    def __init__(self):
        self.name = "MainThread"

    def getName(self):
        return self.name

    def is_alive(self):
        return True

    def isDaemon(self):
        return False

    def join(self, timeout=None):
        raise RuntimeError("cannot join current thread")

    def __repr__(self):
        return f"<_MainThread({self.name}, started {self.ident})>"


_main = _MainThread()


def main_thread():
    """The thread that runs the program."""
    return _main


current_thread = currentThread = main_thread


def active_count():
    """How many threads there are."""
    return 1


def enumerate():
    """The threads."""
    return [_main]


ThreadError = RuntimeError
TIMEOUT_MAX = 9223372036.0
