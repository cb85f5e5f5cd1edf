"""Results that will be there later."""

import threading
import time
import types
from collections import namedtuple

FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"
ALL_COMPLETED = "ALL_COMPLETED"
PENDING, RUNNING, CANCELLED = "PENDING", "RUNNING", "CANCELLED"
CANCELLED_AND_NOTIFIED, FINISHED = "CANCELLED_AND_NOTIFIED", "FINISHED"
_DONE = (CANCELLED_AND_NOTIFIED, FINISHED)
_NAMES = {
    PENDING: "pending",
    RUNNING: "running",
    CANCELLED: "cancelled",
    CANCELLED_AND_NOTIFIED: "cancelled",
    FINISHED: "finished",
}
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


for _class in (Error, CancelledError, InvalidStateError, BrokenExecutor):
    _class.__module__ = "concurrent.futures._base"


class _Waiter:
    """Collects the futures that finish while somebody waits."""

    def __init__(self, pending=0, stop_on_exception=False):
        self.event = threading.Event()
        self.finished_futures = []
        self.lock = threading.Lock()
        self.pending = pending
        self.stop_on_exception = stop_on_exception

    def _note(self, future):
        self.finished_futures.append(future)
        with self.lock:
            self.pending -= 1
            if self.pending <= 0:
                self.event.set()

    def add_result(self, future):
        self._note(future)

    add_cancelled = add_result

    def add_exception(self, future):
        self._note(future)
        if self.stop_on_exception:
            self.event.set()


class _AllLocked:
    """The locks of all of some futures, taken in one order."""

    def __init__(self, futures):
        self.futures = sorted(futures, key=id)

    def __enter__(self):
        for future in self.futures:
            future._condition.acquire()

    def __exit__(self, *args):
        for future in self.futures:
            future._condition.release()


class Future:
    """The result of a call, once there is one."""

    def __init__(self):
        self._condition = threading.Condition()
        self._state = PENDING
        self._result = None
        self._exception = None
        self._waiters = []
        self._done_callbacks = []

    def _invoke_callbacks(self):
        for callback in self._done_callbacks:
            try:
                callback(self)
            except Exception as exc:
                import traceback

                traceback.print_exception(exc)

    def __repr__(self):
        with self._condition:
            name = f"<{type(self).__name__} at {id(self):#x} state={_NAMES[self._state]}"
            if self._state == FINISHED:
                if self._exception:
                    return f"{name} raised {type(self._exception).__name__}>"
                return f"{name} returned {type(self._result).__name__}>"
            return name + ">"

    def cancel(self):
        with self._condition:
            if self._state in (RUNNING, FINISHED):
                return False
            if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
                return True
            self._state = CANCELLED
            self._condition.notify_all()
        self._invoke_callbacks()
        return True

    def cancelled(self):
        with self._condition:
            return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED)

    def running(self):
        with self._condition:
            return self._state == RUNNING

    def done(self):
        with self._condition:
            return self._state in (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED)

    def _answer(self):
        if self._exception:
            try:
                raise self._exception
            finally:
                # The exception holds this frame, which is not to hold the future.
                self = None
        return self._result

    def add_done_callback(self, fn):
        with self._condition:
            if self._state not in (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED):
                self._done_callbacks.append(fn)
                return
        try:
            fn(self)
        except Exception as exc:
            import traceback

            traceback.print_exception(exc)

    def _wait(self, timeout):
        """Whether it was not cancelled; called with the lock held."""
        if self._state not in (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED):
            self._condition.wait(timeout)
        if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED):
            raise CancelledError()
        if self._state != FINISHED:
            raise TimeoutError()

    def result(self, timeout=None):
        try:
            with self._condition:
                self._wait(timeout)
                return self._answer()
        finally:
            self = None

    def exception(self, timeout=None):
        with self._condition:
            self._wait(timeout)
            return self._exception

    def set_running_or_notify_cancel(self):
        with self._condition:
            if self._state == CANCELLED:
                self._state = CANCELLED_AND_NOTIFIED
                for waiter in self._waiters:
                    waiter.add_cancelled(self)
                return False
            if self._state == PENDING:
                self._state = RUNNING
                return True
            raise RuntimeError("Future in unexpected state")

    def _finish(self):
        if self._state in (CANCELLED, CANCELLED_AND_NOTIFIED, FINISHED):
            raise InvalidStateError(f"{self._state}: {self!r}")
        self._state = FINISHED

    def set_result(self, result):
        with self._condition:
            self._finish()
            self._result = result
            for waiter in self._waiters:
                waiter.add_result(self)
            self._condition.notify_all()
        self._invoke_callbacks()

    def set_exception(self, exception):
        with self._condition:
            self._finish()
            self._exception = exception
            for waiter in self._waiters:
                waiter.add_exception(self)
            self._condition.notify_all()
        self._invoke_callbacks()

    __class_getitem__ = classmethod(types.GenericAlias)


Future.__module__ = "concurrent.futures._base"


def _yield_finished(futures, waiter, all_sets):
    while futures:
        future = futures[-1]
        for some in all_sets:
            some.remove(future)
        with future._condition:
            future._waiters.remove(waiter)
        del future
        yield futures.pop()


def as_completed(fs, timeout=None):
    """The futures in the order in which they finish."""
    if timeout is not None:
        end = timeout + time.monotonic()
    fs = set(fs)
    total = len(fs)
    with _AllLocked(fs):
        finished = {f for f in fs if f._state in _DONE}
        pending = fs - finished
        waiter = _Waiter(1)
        for f in fs:
            f._waiters.append(waiter)
    finished = list(finished)
    try:
        yield from _yield_finished(finished, waiter, (fs,))
        while pending:
            left = None
            if timeout is not None:
                left = end - time.monotonic()
                if left < 0:
                    raise TimeoutError(f"{len(pending)} (of {total}) futures unfinished")
            waiter.event.wait(left)
            with waiter.lock:
                finished = waiter.finished_futures
                waiter.finished_futures = []
                waiter.pending = 1
                waiter.event.clear()
            finished.reverse()
            yield from _yield_finished(finished, waiter, (fs, pending))
    finally:
        for f in fs:
            with f._condition:
                f._waiters.remove(waiter)


DoneAndNotDoneFutures = namedtuple("DoneAndNotDoneFutures", "done not_done")


def wait(fs, timeout=None, return_when=ALL_COMPLETED):
    """Waits until one, or all, of the futures have finished."""
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return condition: {return_when!r}")
    fs = set(fs)
    with _AllLocked(fs):
        done = {f for f in fs if f._state in _DONE}
        not_done = fs - done
        if return_when == FIRST_COMPLETED and done:
            return DoneAndNotDoneFutures(done, not_done)
        if return_when == FIRST_EXCEPTION and done:
            if any(f for f in done if not f.cancelled() and f.exception() is not None):
                return DoneAndNotDoneFutures(done, not_done)
        if not not_done:
            return DoneAndNotDoneFutures(done, not_done)
        least = 1 if return_when == FIRST_COMPLETED else len(not_done)
        waiter = _Waiter(least, return_when == FIRST_EXCEPTION)
        for f in not_done:
            f._waiters.append(waiter)
    waiter.event.wait(timeout)
    for f in not_done:
        with f._condition:
            f._waiters.remove(waiter)
    done.update(waiter.finished_futures)
    return DoneAndNotDoneFutures(done, fs - done)


def _result_or_cancel(future, timeout=None):
    try:
        try:
            return future.result(timeout)
        finally:
            future.cancel()
    finally:
        del future


class Executor:
    """What runs calls."""

    def submit(self, fn, /, *args, **kwargs):
        raise NotImplementedError()

    def map(self, fn, *iterables, timeout=None, chunksize=1):
        if timeout is not None:
            end = timeout + time.monotonic()
        fs = [self.submit(fn, *args) for args in zip(*iterables)]

        def results():
            try:
                fs.reverse()
                while fs:
                    if timeout is None:
                        yield _result_or_cancel(fs.pop())
                    else:
                        yield _result_or_cancel(fs.pop(), end - time.monotonic())
            finally:
                for future in fs:
                    future.cancel()

        return results()

    def shutdown(self, wait=True, *, cancel_futures=False):
        pass

    def __enter__(self):
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.shutdown(wait=True)
        return False
