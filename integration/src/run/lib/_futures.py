"""Results that will be there later, and how to wait for several of them."""

import sys
import time
from collections import namedtuple
from threading import Condition, Event, Lock
from types import GenericAlias

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"
PENDING, RUNNING, CANCELLED = "PENDING", "RUNNING", "CANCELLED"
CANCELLED_AND_NOTIFIED, FINISHED = "CANCELLED_AND_NOTIFIED", "FINISHED"
_CANCELLED = (CANCELLED, CANCELLED_AND_NOTIFIED)
# A cancelled future counts as over for who asks it, and as told for who waits once it is told.
_OVER = (*_CANCELLED, FINISHED)
_TOLD = (CANCELLED_AND_NOTIFIED, FINISHED)
TimeoutError = TimeoutError
__all__ = [
    "FIRST_COMPLETED", "FIRST_EXCEPTION", "ALL_COMPLETED", "CancelledError", "TimeoutError",
    "InvalidStateError", "BrokenExecutor", "wait", "as_completed",
]


class Error(Exception):
    """What goes wrong with futures."""


class CancelledError(Error):
    """The future was cancelled."""


class InvalidStateError(Error):
    """The future is not in the state that is needed."""


class BrokenExecutor(RuntimeError):
    """The executor cannot run anything any more."""


class _Waiter:
    """Collects the futures that finish while somebody waits."""

    def __init__(self, pending=1, stop_on_exception=False):
        self.event, self.lock = Event(), Lock()
        self.finished_futures = []
        self.pending, self.stop_on_exception = pending, stop_on_exception

    def add_result(self, future, enough=False):
        with self.lock:
            self.finished_futures.append(future)
            self.pending -= 1
            if enough or self.pending <= 0:
                self.event.set()

    add_cancelled = add_result

    def add_exception(self, future):
        self.add_result(future, self.stop_on_exception)

    def take(self):
        """The futures that have finished since the last time."""
        with self.lock:
            finished, self.finished_futures = self.finished_futures, []
            self.pending = 1
            self.event.clear()
        return finished


class _AllLocked:
    """The locks of all of some futures, taken in one order."""

    def __init__(self, futures):
        self.locks = [future._condition for future in sorted(futures, key=id)]

    def __enter__(self):
        for lock in self.locks:
            lock.acquire()

    def __exit__(self, *exc):
        for lock in self.locks:
            lock.release()


class Future:
    """The result of a call, once there is one."""

    def __init__(self):
        self._condition = Condition()
        self._state = PENDING
        self._result = self._exception = None
        self._waiters, self._done_callbacks = [], []

    def __repr__(self):
        with self._condition:
            state = "cancelled" if self._state in _CANCELLED else self._state.lower()
            if self._state == FINISHED:
                how, what = "returned", self._result
                if self._exception:
                    how, what = "raised", self._exception
                state = f"{state} {how} {type(what).__name__}"
            return f"<{type(self).__name__} at {id(self):#x} state={state}>"

    def _call_back(self, callback):
        try:
            callback(self)
        except Exception as failure:
            import traceback

            print(f"exception calling callback for {self!r}", file=sys.stderr)
            traceback.print_exception(failure)

    def _invoke_callbacks(self):
        for callback in self._done_callbacks:
            self._call_back(callback)

    def add_done_callback(self, fn):
        """Has something called with the future when it is over; at once if it is."""
        with self._condition:
            over = self._state in _OVER
            if not over:
                self._done_callbacks.append(fn)
        if over:
            self._call_back(fn)

    def cancel(self):
        """Whether it is cancelled; what runs, or has run, is not."""
        with self._condition:
            if self._state != PENDING:
                return self._state in _CANCELLED
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        with self._condition:
            return self._state in _CANCELLED

    def running(self):
        with self._condition:
            return self._state == RUNNING

    def done(self):
        with self._condition:
            return self._state in _OVER

    def _failure(self, timeout):
        """Waits for the end of the call, with the lock held: the error if there was none."""
        if self._state not in _OVER:
            self._condition.wait(timeout)
        if self._state in _CANCELLED:
            return CancelledError
        return None if self._state == FINISHED else TimeoutError

    def result(self, timeout=None):
        """What the call has returned, or raises what it has raised."""
        try:
            with self._condition:
                failure = self._failure(timeout)
                if failure or self._exception:
                    raise failure or self._exception
                return self._result
        finally:
            # The exception holds this frame, which is not to hold the future.
            self = None

    def exception(self, timeout=None):
        """What the call has raised, or `None`."""
        with self._condition:
            failure = self._failure(timeout)
            if failure:
                raise failure
            return self._exception

    def set_running_or_notify_cancel(self):
        """Whether the call is to begin; if it is not, those that wait are told so."""
        with self._condition:
            if self._state == PENDING:
                self._state = RUNNING
                return True
            if self._state != CANCELLED:
                raise RuntimeError("Future in unexpected state")
            self._state = CANCELLED_AND_NOTIFIED
            for waiter in self._waiters:
                waiter.add_cancelled(self)
            return False

    def _finish(self, result, exception, tell):
        with self._condition:
            if self._state in _OVER:
                raise InvalidStateError(f"{self._state}: {self!r}")
            self._result, self._exception = result, exception
            self._state = FINISHED
            for waiter in self._waiters:
                tell(waiter, self)
            self._condition.notify_all()
        self._invoke_callbacks()

    def set_result(self, result):
        self._finish(result, None, _Waiter.add_result)

    def set_exception(self, exception):
        self._finish(None, exception, _Waiter.add_exception)

    __class_getitem__ = classmethod(GenericAlias)


for _class in (Error, CancelledError, InvalidStateError, BrokenExecutor, Future):
    _class.__module__ = "concurrent.futures._base"


def _install(waiter, futures):
    for future in futures:
        future._waiters.append(waiter)


def _remove(waiter, futures):
    for future in futures:
        with future._condition:
            future._waiters.remove(waiter)


def _handed_out(finished, unfinished, waiter):
    """Yields finished futures from the end of a list, and holds none that it has yielded."""
    while finished:
        future = finished[-1]
        unfinished.remove(future)
        with future._condition:
            future._waiters.remove(waiter)
        del future
        yield finished.pop()


def as_completed(fs, timeout=None):
    """The futures in the order in which they finish."""
    end = None if timeout is None else time.monotonic() + timeout
    fs = unfinished = set(fs)
    total = len(unfinished)
    waiter = _Waiter()
    with _AllLocked(unfinished):
        finished = [future for future in unfinished if future._state in _TOLD]
        _install(waiter, unfinished)
    try:
        yield from _handed_out(finished, unfinished, waiter)
        while unfinished:
            left = None if end is None else end - time.monotonic()
            if left is not None and left < 0:
                raise TimeoutError(f"{len(unfinished)} (of {total}) futures unfinished")
            waiter.event.wait(left)
            finished = waiter.take()
            finished.reverse()
            yield from _handed_out(finished, unfinished, waiter)
    finally:
        _remove(waiter, unfinished)


DoneAndNotDoneFutures = namedtuple("DoneAndNotDoneFutures", "done not_done")


def _suffices(done, rest, return_when):
    """Whether there is nothing to wait for."""
    if return_when == FIRST_COMPLETED and done:
        return True
    if return_when == FIRST_EXCEPTION and any(each._exception is not None for each in done):
        return True
    return not rest


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Waits until one, or all, of the futures have finished."""
    futures = set(fs)
    with _AllLocked(futures):
        done = {each for each in futures if each._state in _TOLD}
        rest = futures - done
        if _suffices(done, rest, return_when):
            return DoneAndNotDoneFutures(done, rest)
        if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
            raise ValueError(f"Invalid return condition: {return_when!r}")
        least = 1 if return_when == FIRST_COMPLETED else len(rest)
        waiter = _Waiter(least, return_when == FIRST_EXCEPTION)
        _install(waiter, rest)
    waiter.event.wait(timeout)
    _remove(waiter, rest)
    done.update(waiter.finished_futures)
    return DoneAndNotDoneFutures(done, futures - done)


def _result_or_cancel(future, timeout=None):
    try:
        return future.result(timeout)
    finally:
        future.cancel()
        # As in `Future.result`.
        future = None


class Executor:
    """What runs calls."""

    def submit(self, fn, /, *args, **kwargs):
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        """The results of many calls, in the order of the calls, which are all submitted now."""
        end = None if timeout is None else time.monotonic() + timeout
        futures = [self.submit(fn, *args) for args in zip(*iterables)]

        def results():
            try:
                futures.reverse()
                while futures:
                    left = None if end is None else end - time.monotonic()
                    yield _result_or_cancel(futures.pop(), left)
            finally:
                for future in futures:
                    future.cancel()

        return results()

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *exc):
        self.shutdown(wait=True)
        return False
