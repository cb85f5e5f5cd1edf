"""Futures, and tasks: futures that drive a coroutine."""

import _asyncio_loop as loops
from contextvars import copy_context


class CancelledError(BaseException):
    """The future or the task was cancelled."""


class InvalidStateError(Exception):
    """The future is not in the state that is needed."""


CancelledError.__module__ = InvalidStateError.__module__ = "asyncio.exceptions"
_PENDING, _CANCELLED, _FINISHED = "PENDING", "CANCELLED", "FINISHED"


def isfuture(obj):
    """Whether the object is like a future."""
    return hasattr(type(obj), "_asyncio_future_blocking")


def iscoroutine(obj):
    """Whether the object is a coroutine."""
    return type(obj) is _coroutine_type


async def _coroutine():
    pass


_made = _coroutine()
_coroutine_type = type(_made)
_made.close()
del _made


class Future:
    """A result that will be there later."""

    _asyncio_future_blocking = False

    def __init__(self, *, loop=None):
        self._loop = loops.get_event_loop() if loop is None else loop
        self._state = _PENDING
        self._result = None
        self._exception = None
        self._callbacks = []
        self._cancel_message = None
        self._cancelled_exc = None

    def __repr__(self):
        state = self._state.lower()
        if self._state == _FINISHED:
            if self._exception is not None:
                state += f" exception={self._exception!r}"
            else:
                state += f" result={self._result!r}"
        return f"<{type(self).__name__} {state}>"

    def get_loop(self):
        return self._loop

    def done(self):
        return self._state != _PENDING

    def cancelled(self):
        return self._state == _CANCELLED

    def result(self):
        if self._state == _CANCELLED:
            raise self._make_cancelled_error()
        if self._state != _FINISHED:
            raise InvalidStateError("Result is not set.")
        if self._exception is not None:
            raise self._exception.with_traceback(self._exception.__traceback__)
        return self._result

    def exception(self):
        if self._state == _CANCELLED:
            raise self._make_cancelled_error()
        if self._state != _FINISHED:
            raise InvalidStateError("Exception is not set.")
        return self._exception

    def _make_cancelled_error(self):
        # Whoever asks first is given the error that has ended the coroutine.
        error, self._cancelled_exc = self._cancelled_exc, None
        if error is not None:
            return error
        if self._cancel_message is None:
            return CancelledError()
        return CancelledError(self._cancel_message)

    def add_done_callback(self, fn, *, context=None):
        if context is None:
            context = copy_context()
        if self._state != _PENDING:
            self._loop.call_soon(fn, self, context=context)
        else:
            self._callbacks.append((fn, context))

    def remove_done_callback(self, fn):
        kept = [known for known in self._callbacks if known[0] != fn]
        removed = len(self._callbacks) - len(kept)
        self._callbacks[:] = kept
        return removed

    def _finish(self, state):
        self._state = state
        callbacks, self._callbacks = self._callbacks, []
        for callback, context in callbacks:
            self._loop.call_soon(callback, self, context=context)

    def _check_pending(self):
        if self._state != _PENDING:
            raise InvalidStateError("invalid state")

    def set_result(self, result):
        self._check_pending()
        self._result = result
        self._finish(_FINISHED)

    def set_exception(self, exception):
        self._check_pending()
        if isinstance(exception, type):
            exception = exception()
        if not isinstance(exception, BaseException):
            raise TypeError("invalid exception object")
        if isinstance(exception, StopIteration):
            # It would end the generator of whoever awaits the future.
            cause = exception
            exception = RuntimeError("StopIteration interacts badly with generators and cannot "
                                     "be raised into a Future")
            exception.__cause__ = exception.__context__ = cause
        self._exception = exception
        self._finish(_FINISHED)

    def cancel(self, msg=None):
        if self._state != _PENDING:
            return False
        self._cancel_message = msg
        self._finish(_CANCELLED)
        return True

    def __await__(self):
        if not self.done():
            self._asyncio_future_blocking = True
            yield self
        if not self.done():
            raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__


_task_count = 0
_current_tasks = {}


class Task(Future):
    """Runs a coroutine on the loop, from one awaited future to the next."""

    def __init__(self, coro, *, loop=None, name=None, context=None, eager_start=False):
        global _task_count
        super().__init__(loop=loop)
        if not iscoroutine(coro) and not hasattr(coro, "send"):
            raise TypeError(f"a coroutine was expected, got {coro!r}")
        if name is None:
            _task_count += 1
            name = f"Task-{_task_count}"
        self._name = str(name)
        self._coro = coro
        self._context = copy_context() if context is None else context
        self._waiter = None
        self._must_cancel = False
        self._cancelling = 0
        self._loop.call_soon(self._step, context=self._context)
        self._loop._tasks[self] = None

    def __repr__(self):
        text = super().__repr__()
        kind, rest = text[1:].split(" ", 1)
        return f"<{kind} {rest[:-1]} name={self._name!r} coro={self._coro!r}>"

    def get_name(self):
        return self._name

    def set_name(self, value):
        self._name = str(value)

    def get_coro(self):
        return self._coro

    def get_stack(self, *, limit=None):
        frame = getattr(self._coro, "cr_frame", None)
        return [] if frame is None else [frame]

    def set_result(self, result):
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception):
        raise RuntimeError("Task does not support set_exception operation")

    def cancel(self, msg=None):
        if self.done():
            return False
        self._cancelling += 1
        if self._waiter is not None and self._waiter.cancel(msg=msg):
            return True
        self._must_cancel = True
        self._cancel_message = msg
        return True

    def cancelling(self):
        return self._cancelling

    def uncancel(self):
        if self._cancelling > 0:
            self._cancelling -= 1
            if self._cancelling == 0:
                self._must_cancel = False
        return self._cancelling

    def _finish(self, state):
        self._loop._tasks.pop(self, None)
        super()._finish(state)

    def _step(self, exc=None):
        if self.done():
            raise InvalidStateError(f"__step(): already done: {self!r}, {exc!r}")
        if self._must_cancel:
            if not isinstance(exc, CancelledError):
                exc = self._make_cancelled_error()
            self._must_cancel = False
        self._waiter = None
        outer = _current_tasks.get(self._loop)
        _current_tasks[self._loop] = self
        try:
            self._step_on(exc)
        finally:
            if outer is None:
                del _current_tasks[self._loop]
            else:
                _current_tasks[self._loop] = outer
            self = exc = None

    def _step_on(self, exc):
        try:
            if exc is None:
                result = self._coro.send(None)
            else:
                result = self._coro.throw(exc)
        except StopIteration as end:
            if self._must_cancel:
                self._must_cancel = False
                super().cancel(msg=self._cancel_message)
            else:
                super().set_result(end.value)
        except CancelledError as error:
            self._cancelled_exc = error
            super().cancel()
        except (KeyboardInterrupt, SystemExit) as error:
            super().set_exception(error)
            raise
        except BaseException as error:
            super().set_exception(error)
        else:
            self._wait_for(result)
        finally:
            # The traceback of an error holds this frame.
            self = exc = None

    def _wait_for(self, result):
        if result is None:
            self._loop.call_soon(self._step, context=self._context)
        elif getattr(result, "_asyncio_future_blocking", None):
            if result is self:
                error = RuntimeError(f"Task cannot await on itself: {self!r}")
                self._loop.call_soon(self._step, error, context=self._context)
                return
            result._asyncio_future_blocking = False
            result.add_done_callback(self._wake_up, context=self._context)
            self._waiter = result
            if self._must_cancel and result.cancel(msg=self._cancel_message):
                self._must_cancel = False
        else:
            error = RuntimeError(f"Task got bad yield: {result!r}")
            self._loop.call_soon(self._step, error, context=self._context)

    def _wake_up(self, future):
        try:
            future.result()
        except BaseException as error:
            self._step(error)
        else:
            self._step()
        self = None


def current_task(loop=None):
    """The task that runs."""
    return _current_tasks.get(loops.get_running_loop() if loop is None else loop)


def all_tasks(loop=None):
    """The tasks of a loop that have not ended."""
    loop = loops.get_running_loop() if loop is None else loop
    return set(loop._tasks)


def create_task(coro, *, name=None, context=None):
    """Runs a coroutine beside the others."""
    return loops.get_running_loop().create_task(coro, name=name, context=context)


async def _await(awaitable):
    return await awaitable


def ensure_future(obj, *, loop=None):
    """The future itself, or a task of what can be awaited."""
    if isfuture(obj):
        return obj
    if not iscoroutine(obj):
        if not hasattr(type(obj), "__await__"):
            raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")
        obj = _await(obj)
    loop = loops.get_event_loop() if loop is None else loop
    return loop.create_task(obj)
