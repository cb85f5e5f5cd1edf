"""What threads wait with: everything is a condition, which is a lock and a queue of locks."""

from _thread import RLock, lock as Lock
from collections import deque as _deque
from time import monotonic as _now

__name__ = "threading"
__all__ = [
    "Lock", "RLock", "Condition", "Semaphore", "BoundedSemaphore", "Event", "Barrier",
    "BrokenBarrierError",
]
_allocate_lock = Lock
_RLock = _CRLock = _PyRLock = RLock


def _shown(self, state):
    cls = type(self)
    return f"<{cls.__module__}.{cls.__qualname__} at {id(self):#x}: {state}>"


class Condition:
    """News under a lock: those that wait are told, and hold the lock when they go on.

    Who waits does so at a locked lock of its own, which `notify` releases.
    """

    def __init__(self, lock=None):
        self._lock = lock = RLock() if lock is None else lock
        self.acquire, self.release = lock.acquire, lock.release
        for name in ("_release_save", "_acquire_restore", "_is_owned"):
            if hasattr(lock, name):
                setattr(self, name, getattr(lock, name))
        self._waiters = _deque()

    def __enter__(self):
        return self._lock.__enter__()

    def __exit__(self, *exc):
        return self._lock.__exit__(*exc)

    def __repr__(self):
        return f"<Condition({self._lock}, {len(self._waiters)})>"

    def _release_save(self):
        self._lock.release()

    def _acquire_restore(self, held):
        self._lock.acquire()

    def _is_owned(self):
        free = self._lock.acquire(False)
        if free:
            self._lock.release()
        return not free

    def _forget(self, waiter):
        try:
            self._waiters.remove(waiter)
        except ValueError:
            # Another thread was first.
            pass

    def wait(self, timeout=None):
        """Lets the lock go until there is news: whether there was some in time."""
        if not self._is_owned():
            raise RuntimeError("cannot wait on un-acquired lock")
        own = Lock()
        own.acquire()
        self._waiters.append(own)
        held = self._release_save()
        told = False
        try:
            if timeout is None:
                told = own.acquire()
            else:
                told = own.acquire(True, timeout if timeout > 0 else 0)
            return told
        finally:
            self._acquire_restore(held)
            if not told:
                self._forget(own)

    def wait_for(self, predicate, timeout=None):
        """Waits until something is true: what it is at the end."""
        if result := predicate():
            return result
        end = None if timeout is None else _now() + timeout
        while True:
            self.wait(timeout)
            if result := predicate():
                return result
            if end is not None:
                timeout = end - _now()
                if timeout <= 0:
                    return result

    def notify(self, n=1):
        """Wakes `n` of those that wait, the first ones first."""
        if not self._is_owned():
            raise RuntimeError("cannot notify on un-acquired lock")
        while n > 0 and self._waiters:
            first = self._waiters[0]
            try:
                first.release()
                n -= 1
            except RuntimeError:
                # It had been told, and has not gone yet.
                pass
            self._forget(first)

    def notify_all(self):
        self.notify(len(self._waiters))

    notifyAll = notify_all


class Semaphore:
    """Held by a number at a time."""

    # Above what it cannot be released.
    _initial_value = float("inf")

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("semaphore initial value must be >= 0")
        self._cond = Condition(Lock())
        self._value = value

    def __repr__(self):
        return _shown(self, f"value={self._value}")

    def _is_free(self):
        return self._value != 0

    def acquire(self, blocking=True, timeout=None):
        """Whether it could be had, in time."""
        if not (blocking or timeout is None):
            raise ValueError("can't specify timeout for non-blocking acquire")
        with self._cond:
            if self._value == 0:
                if not (blocking and self._cond.wait_for(self._is_free, timeout)):
                    return False
            self._value -= 1
            return True

    def release(self, n=1):
        """Lets `n` more have it."""
        if n < 1:
            raise ValueError("n must be one or more")
        with self._cond:
            value = self._value + n
            if value > self._initial_value:
                raise ValueError("Semaphore released too many times")
            self._value = value
            self._cond.notify(n)

    __enter__ = acquire

    def __exit__(self, *exc):
        self.release()


class BoundedSemaphore(Semaphore):
    """A semaphore that is not released more often than acquired."""

    def __init__(self, value=1):
        super().__init__(value)
        self._initial_value = value

    def __repr__(self):
        return _shown(self, f"value={self._value}/{self._initial_value}")


class Event:
    """A flag that threads wait for."""

    def __init__(self):
        self._cond = Condition(Lock())
        self._flag = False

    def __repr__(self):
        return _shown(self, "set" if self._flag else "unset")

    def is_set(self):
        return self._flag

    isSet = is_set

    def set(self):
        with self._cond:
            self._flag = True
            self._cond.notify_all()

    def clear(self):
        with self._cond:
            self._flag = False

    def wait(self, timeout=None):
        """Whether the flag is set, in time."""
        with self._cond:
            return self._flag or self._cond.wait(timeout)


class BrokenBarrierError(RuntimeError):
    """A barrier that was broken, or reset, while it was waited for."""


_COMING, _GOING, _SENT_OFF, _BROKEN = "coming", "going", "sent off", "broken"
_LEAVING = (_GOING, _SENT_OFF)


class Barrier:
    """Where a number of threads wait for each other.

    Threads come until all are there, then all go; a reset sends off those that have come. Until
    the last has left, nobody may come again.
    """

    def __init__(self, parties, action=None, timeout=None):
        if parties < 1:
            raise ValueError("parties must be > 0")
        self._parties, self._action, self._timeout = parties, action, timeout
        self._cond = Condition(Lock())
        self._state = _COMING
        self._count = 0

    def __repr__(self):
        if self.broken:
            return _shown(self, "broken")
        return _shown(self, f"waiters={self.n_waiting}/{self.parties}")

    def wait(self, timeout=None):
        """Waits for the others: the number of the thread among them, from 0."""
        with self._cond:
            while self._state in _LEAVING:
                self._cond.wait()
            if self._state is _BROKEN:
                raise BrokenBarrierError
            number = self._count
            self._count += 1
            try:
                if self._count == self._parties:
                    self._open()
                else:
                    self._wait_for_the_others(self._timeout if timeout is None else timeout)
            finally:
                self._count -= 1
                if self._count == 0 and self._state is not _BROKEN:
                    self._turn(_COMING)
            return number

    def _turn(self, state):
        self._state = state
        self._cond.notify_all()

    def _open(self):
        try:
            if self._action:
                self._action()
        except:
            self._turn(_BROKEN)
            raise
        self._turn(_GOING)

    def _wait_for_the_others(self, timeout):
        if not self._cond.wait_for(lambda: self._state is not _COMING, timeout):
            self._turn(_BROKEN)
        if self._state is not _GOING:
            raise BrokenBarrierError

    def reset(self):
        """Begins anew; whoever waits gets an error."""
        with self._cond:
            if self._count == 0:
                self._turn(_COMING)
            elif self._state is not _GOING:
                self._turn(_SENT_OFF)

    def abort(self):
        """Breaks the barrier until it is reset."""
        with self._cond:
            self._turn(_BROKEN)

    @property
    def parties(self):
        return self._parties

    @property
    def n_waiting(self):
        return self._count if self._state is _COMING else 0

    @property
    def broken(self):
        return self._state is _BROKEN
