"""`asyncio`: blocks that end tasks: after some time, or together."""

from _asyncio_futures import CancelledError, current_task
from _asyncio_loop import get_running_loop


class Timeout:
    """`async with timeout(...)`"""

    def __init__(self, when):
        self._when = when
        self._task = None
        self._handler = None
        self._state = "created"

    def __repr__(self):
        when = "" if self._state != "active" or self._when is None else (
            f" when={round(self._when, 3)}")
        return f"<Timeout [{self._state}]{when}>"

    def when(self):
        return self._when

    def expired(self):
        return self._state in ("expiring", "expired")

    def reschedule(self, when):
        if self._state != "active":
            raise RuntimeError("Timeout has not been entered" if self._state == "created" else
                               f"Cannot change state of {self._state} Timeout")
        self._when = when
        if self._handler is not None:
            self._handler.cancel()
        if when is not None:
            self._handler = get_running_loop().call_at(when, self._on_timeout)

    def _on_timeout(self):
        self._task.cancel()
        self._state = "expiring"
        self._handler = None

    async def __aenter__(self):
        if self._state != "created":
            raise RuntimeError("Timeout has already been entered")
        self._task = current_task()
        if self._task is None:
            raise RuntimeError("Timeout should be used inside a task")
        self._state = "active"
        # Cancellations from elsewhere, which go on.
        self._cancelling = self._task.cancelling()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        if self._handler is not None:
            self._handler.cancel()
            self._handler = None
        if self._state == "expiring":
            self._state = "expired"
            if self._task.uncancel() <= self._cancelling and exc_type is not None:
                if issubclass(exc_type, CancelledError):
                    raise TimeoutError from exc_val
        elif self._state == "active":
            self._state = "finished"


def timeout(delay):
    """A limit of time from now."""
    return Timeout(None if delay is None else get_running_loop().time() + delay)


def timeout_at(when):
    """A limit of time."""
    return Timeout(when)


class TaskGroup:
    """Tasks that end together: when one fails, or the block around them, the others are cancelled.

    To leave the block early the group cancels the task that runs it, and takes that cancellation
    back at the end; one from elsewhere goes on.
    """

    def __init__(self):
        self._entered = self._exiting = self._aborting = False
        self._tasks = set()
        self._errors = []
        # What must not wait for a group of errors.
        self._base_error = None
        self._parent = self._waiter = None
        self._parent_cancelled = False

    def __repr__(self):
        parts = [f" tasks={len(self._tasks)}"] if self._tasks else []
        parts += [f" errors={len(self._errors)}"] if self._errors else []
        parts += [" cancelling"] if self._aborting else [" entered"] if self._entered else []
        return f"<TaskGroup{''.join(parts)}>"

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has already been entered")
        self._parent = current_task()
        if self._parent is None:
            raise RuntimeError(f"TaskGroup {self!r} cannot determine the parent task")
        self._entered = True
        return self

    async def __aexit__(self, et, exc, tb):
        tb = None
        try:
            await self._end(et, exc)
        finally:
            # What is raised holds this frame, which is not to hold what it is about.
            self._parent = self._errors = self._base_error = exc = None

    async def _end(self, et, exc):
        self._exiting = True
        if isinstance(exc, (SystemExit, KeyboardInterrupt)) and self._base_error is None:
            self._base_error = exc
        is_cancelled = et is not None and issubclass(et, CancelledError)
        cancelled = exc if is_cancelled else None
        if et is not None and not self._aborting:
            self._abort()
        while self._tasks:
            self._waiter = get_running_loop().create_future()
            try:
                await self._waiter
            except CancelledError as error:
                if not self._aborting:
                    cancelled = error
                    self._abort()
            self._waiter = None
        try:
            if self._base_error is not None:
                raise self._base_error
            if self._parent_cancelled and self._parent.uncancel() == 0:
                cancelled = None
            if cancelled is not None and not self._errors:
                raise cancelled
            if et is not None and not is_cancelled:
                self._errors.append(exc)
            if self._errors:
                if self._parent.cancelling():
                    # A cancellation from elsewhere comes again after the errors.
                    self._parent.uncancel()
                    self._parent.cancel()
                raise BaseExceptionGroup(
                    "unhandled errors in a TaskGroup", self._errors) from None
        finally:
            cancelled = exc = None

    def create_task(self, coro, *, name=None, context=None):
        refusal = None
        if not self._entered:
            refusal = "has not been entered"
        elif self._exiting and not self._tasks:
            refusal = "is finished"
        elif self._aborting:
            refusal = "is shutting down"
        if refusal:
            coro.close()
            raise RuntimeError(f"TaskGroup {self!r} {refusal}")
        task = get_running_loop().create_task(coro, name=name, context=context)
        self._tasks.add(task)
        task.add_done_callback(self._task_done)
        return task

    def _abort(self):
        self._aborting = True
        for task in list(self._tasks):
            if not task.done():
                task.cancel()

    def _task_done(self, task):
        self._tasks.discard(task)
        if self._waiter is not None and not self._tasks and not self._waiter.done():
            self._waiter.set_result(True)
        if task.cancelled() or task.exception() is None:
            return
        error = task.exception()
        self._errors.append(error)
        if isinstance(error, (SystemExit, KeyboardInterrupt)) and self._base_error is None:
            self._base_error = error
        if not self._aborting and not self._parent_cancelled:
            self._abort()
            if not self._exiting:
                self._parent_cancelled = True
                self._parent.cancel()


Timeout.__module__, TaskGroup.__module__ = "asyncio.timeouts", "asyncio.taskgroups"
