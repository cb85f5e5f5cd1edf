"""Tasks on one thread: coroutines that wait for each other and for time."""

import _asyncio_loop as loops
from _asyncio_futures import (
    CancelledError, Future, InvalidStateError, Task, all_tasks, create_task, current_task,
    ensure_future, iscoroutine, isfuture,
)
from _asyncio_loop import (
    AbstractEventLoop, BaseEventLoop, Handle, TimerHandle, get_event_loop, get_running_loop,
    new_event_loop, set_event_loop,
)
from _asyncio_sync import (
    BoundedSemaphore, Condition, Event, LifoQueue, Lock, PriorityQueue, Queue, QueueEmpty,
    QueueFull, Semaphore,
)
from _asyncio_threads import run_coroutine_threadsafe, to_thread, wrap_future

TimeoutError = TimeoutError
ALL_COMPLETED = "ALL_COMPLETED"
FIRST_COMPLETED = "FIRST_COMPLETED"
FIRST_EXCEPTION = "FIRST_EXCEPTION"


def iscoroutinefunction(func):
    """Whether a call of the function makes a coroutine."""
    code = getattr(getattr(func, "__func__", func), "__code__", None)
    return code is not None and bool(code.co_flags & 128)


class Runner:
    """A loop for several calls from outside."""

    def __init__(self, *, debug=None, loop_factory=None):
        self._factory = loop_factory or new_event_loop
        self._debug = debug
        self._loop = None

    def __enter__(self):
        self.get_loop()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.close()

    def get_loop(self):
        if self._loop is None:
            self._loop = self._factory()
        return self._loop

    def run(self, coro, *, context=None):
        if not iscoroutine(coro):
            raise ValueError(f"a coroutine was expected, got {coro!r}")
        if loops._get_running_loop() is not None:
            raise RuntimeError("Runner.run() cannot be called from a running event loop")
        loop = self.get_loop()
        return loop.run_until_complete(loop.create_task(coro))

    def close(self):
        loop, self._loop = self._loop, None
        if loop is None:
            return
        try:
            _cancel_all(loop)
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            loop.close()


def _cancel_all(loop):
    tasks = list(loop._tasks)
    if not tasks:
        return
    for task in tasks:
        task.cancel()
    loop.run_until_complete(gather(*tasks, return_exceptions=True))
    for task in tasks:
        if not task.cancelled() and task.exception() is not None:
            loop.call_exception_handler({
                "message": "unhandled exception during asyncio.run() shutdown",
                "exception": task.exception(),
            })


def run(main, *, debug=None, loop_factory=None):
    """Runs a coroutine to its end, on a loop of its own."""
    if loops._get_running_loop() is not None:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    with Runner(debug=debug, loop_factory=loop_factory) as runner:
        return runner.run(main)


class _Pause:
    def __await__(self):
        yield


async def sleep(delay, result=None):
    """Lets others run, for a time in seconds."""
    if delay <= 0:
        await _Pause()
        return result
    loop = get_running_loop()
    future = loop.create_future()
    handle = loop.call_later(delay, _set_unless_done, future, result)
    try:
        return await future
    finally:
        handle.cancel()


def _set_unless_done(future, result):
    if not future.done():
        future.set_result(result)


class _Gathering(Future):
    def __init__(self, children, *, loop=None):
        super().__init__(loop=loop)
        self._children = children
        self._cancel_requested = False

    def cancel(self, msg=None):
        if self.done():
            return False
        cancelled = False
        for child in self._children:
            if child.cancel(msg=msg):
                cancelled = True
        if cancelled:
            self._cancel_requested = True
        return cancelled


def gather(*coros_or_futures, return_exceptions=False):
    """A future of the results of all."""
    if not coros_or_futures:
        loop = get_event_loop()
        outer = loop.create_future()
        outer.set_result([])
        return outer
    known = {}
    children = []
    for arg in coros_or_futures:
        if arg not in known:
            known[arg] = ensure_future(arg)
        children.append(known[arg])
    unique = list(known.values())
    outer = _Gathering(children, loop=children[0].get_loop())
    left = len(unique)

    def done(child):
        nonlocal left
        left -= 1
        if outer.done():
            if not child.cancelled():
                child.exception()
            return
        if not return_exceptions:
            if child.cancelled():
                return outer.set_exception(child._make_cancelled_error())
            if child.exception() is not None:
                return outer.set_exception(child.exception())
        if left == 0:
            if outer._cancel_requested:
                return outer.set_exception(child._make_cancelled_error())
            outer.set_result([_outcome(child) for child in children])

    for child in unique:
        child.add_done_callback(done)
    return outer


def _outcome(future):
    if future.cancelled():
        return future._make_cancelled_error()
    error = future.exception()
    return future.result() if error is None else error


async def wait(fs, *, timeout=None, return_when=ALL_COMPLETED):
    """Waits for futures; answers those that are done and the others."""
    fs = set(fs)
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if any(iscoroutine(f) for f in fs):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    loop = get_running_loop()
    waiter = loop.create_future()
    left = sum(not f.done() for f in fs)
    timer = None if timeout is None else loop.call_later(timeout, _set_unless_done, waiter, None)

    def done(future):
        nonlocal left
        left -= 1
        failed = not future.cancelled() and future.exception() is not None
        if left <= 0 or return_when == FIRST_COMPLETED or (
            return_when == FIRST_EXCEPTION and failed
        ):
            _set_unless_done(waiter, None)

    if left and not (return_when == FIRST_COMPLETED and left < len(fs)):
        for future in fs:
            if not future.done():
                future.add_done_callback(done)
        try:
            await waiter
        finally:
            for future in fs:
                future.remove_done_callback(done)
    if timer is not None:
        timer.cancel()
    return {f for f in fs if f.done()}, {f for f in fs if not f.done()}


def as_completed(fs, *, timeout=None):
    """Awaitables of the results, in the order they come."""
    results = Queue()
    futures = {ensure_future(f) for f in fs}
    for future in futures:
        future.add_done_callback(results.put_nowait)

    async def one():
        return (await results.get()).result()

    for _ in range(len(futures)):
        yield one()


class Timeout:
    """`async with timeout(...)`"""

    def __init__(self, when):
        self._when = when
        self._task = None
        self._handler = None
        self._expired = False

    def when(self):
        return self._when

    def expired(self):
        return self._expired

    def reschedule(self, when):
        self._when = when
        if self._handler is not None:
            self._handler.cancel()
        if when is not None:
            self._handler = get_running_loop().call_at(when, self._on_timeout)

    def _on_timeout(self):
        self._task.cancel()
        self._expired = True

    async def __aenter__(self):
        self._task = current_task()
        self.reschedule(self._when)
        return self

    async def __aexit__(self, exc_type, exc_val, exc_tb):
        if self._handler is not None:
            self._handler.cancel()
        if self._expired and self._task.uncancel() <= 0 and exc_type is CancelledError:
            raise TimeoutError from exc_val


def timeout(delay):
    """A limit of time from now."""
    return Timeout(None if delay is None else get_running_loop().time() + delay)


def timeout_at(when):
    """A limit of time."""
    return Timeout(when)


async def wait_for(fut, timeout):
    """Awaits for a limited time."""
    if timeout is not None and timeout <= 0:
        fut = ensure_future(fut)
        if fut.done():
            return fut.result()
        fut.cancel()
        try:
            return await fut
        except CancelledError as exc:
            raise TimeoutError from exc
    async with globals()["timeout"](timeout):
        return await fut


def shield(arg):
    """A future that can be cancelled without what it waits for."""
    inner = ensure_future(arg)
    if inner.done():
        return inner
    outer = inner.get_loop().create_future()

    def done(inner):
        if outer.cancelled():
            if not inner.cancelled():
                inner.exception()
        elif inner.cancelled():
            outer.cancel()
        elif inner.exception() is not None:
            outer.set_exception(inner.exception())
        else:
            outer.set_result(inner.result())

    inner.add_done_callback(done)
    return outer


class TaskGroup:
    """Tasks that end together."""

    def __init__(self):
        self._entered = False
        self._exiting = False
        self._aborting = False
        self._tasks = set()
        self._errors = []
        self._parent = None
        self._parent_cancelled = False
        self._waiter = None

    async def __aenter__(self):
        if self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has already been entered")
        self._entered = True
        self._parent = current_task()
        return self

    async def __aexit__(self, et, exc, tb):
        self._exiting = True
        cancelled = exc if et is CancelledError else None
        if self._parent_cancelled and self._parent.uncancel() == 0:
            cancelled = None
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
        if cancelled is not None and not self._errors:
            raise cancelled
        if et is not None and not issubclass(et, CancelledError):
            self._errors.append(exc)
        if self._errors:
            if self._parent_cancelled:
                self._parent.uncancel()
            try:
                raise BaseExceptionGroup("unhandled errors in a TaskGroup", self._errors) from None
            finally:
                self._errors = exc = None

    def create_task(self, coro, *, name=None, context=None):
        if not self._entered:
            raise RuntimeError(f"TaskGroup {self!r} has not been entered")
        if self._aborting:
            coro.close()
            raise RuntimeError(f"TaskGroup {self!r} is shutting down")
        task = get_running_loop().create_task(coro, name=name)
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
        self._errors.append(task.exception())
        if not self._aborting and not self._parent_cancelled:
            self._abort()
            if not self._exiting:
                self._parent_cancelled = True
                self._parent.cancel()
