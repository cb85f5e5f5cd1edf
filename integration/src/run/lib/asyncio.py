"""Tasks on one thread: coroutines that wait for each other and for time."""

import _asyncio_loop as loops
from _asyncio_futures import (
    CancelledError, Future, InvalidStateError, Task, all_tasks, create_task, current_task,
    ensure_future, iscoroutine, isfuture,
)
from _asyncio_groups import TaskGroup, Timeout, timeout, timeout_at
from _asyncio_loop import (
    AbstractEventLoop, BaseEventLoop, Handle, TimerHandle, get_event_loop, get_running_loop,
    new_event_loop, set_event_loop,
)
from _asyncio_sync import (
    BoundedSemaphore, Condition, Event, LifoQueue, Lock, PriorityQueue, Queue, QueueEmpty,
    QueueFull, QueueShutDown, Semaphore,
)
from _asyncio_threads import run_coroutine_threadsafe, to_thread, wrap_future
from contextvars import copy_context

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
        self._sets_loop = loop_factory is None
        self._is_closed = False
        self._context = None

    def __enter__(self):
        self.get_loop()
        return self

    def __exit__(self, exc_type, exc_val, exc_tb):
        self.close()

    def get_loop(self):
        if self._is_closed:
            raise RuntimeError("Runner is closed")
        if self._loop is None:
            self._loop = self._factory()
            if self._sets_loop:
                set_event_loop(self._loop)
            if self._debug is not None:
                self._loop.set_debug(self._debug)
        return self._loop

    def run(self, coro, *, context=None):
        if not iscoroutine(coro):
            raise ValueError(f"a coroutine was expected, got {coro!r}")
        if loops._get_running_loop() is not None:
            raise RuntimeError("Runner.run() cannot be called from a running event loop")
        loop = self.get_loop()
        if context is None:
            if self._context is None:
                self._context = copy_context()
            context = self._context
        return loop.run_until_complete(loop.create_task(coro, context=context))

    def close(self):
        loop, self._loop = self._loop, None
        if loop is None:
            return
        self._is_closed = True
        try:
            _cancel_all(loop)
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            if self._sets_loop:
                set_event_loop(None)
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
    if delay != delay:
        raise ValueError("Invalid delay: NaN (not a number)")
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
    if isfuture(fs) or iscoroutine(fs):
        raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return_when value: {return_when}")
    fs = set(fs)
    if any(iscoroutine(f) for f in fs):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    loop = get_running_loop()
    waiter = loop.create_future()
    left = len(fs)
    timer = None if timeout is None else loop.call_later(timeout, _set_unless_done, waiter, None)

    def done(future):
        nonlocal left
        left -= 1
        failed = not future.cancelled() and future.exception() is not None
        if left <= 0 or return_when == FIRST_COMPLETED or (
            return_when == FIRST_EXCEPTION and failed
        ):
            _set_unless_done(waiter, None)

    # Of those that are done already the loop is told, too.
    for future in fs:
        future.add_done_callback(done)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for future in fs:
            future.remove_done_callback(done)
    return {f for f in fs if f.done()}, {f for f in fs if not f.done()}


class _Completed:
    """The futures of `as_completed`: walked with `async for`, or with `for` as awaitables."""

    def __init__(self, fs, timeout):
        self._done = Queue()
        self._left = {ensure_future(f) for f in fs}
        self._count = len(self._left)
        self._timer = None
        if self._left and timeout is not None:
            self._timer = get_event_loop().call_later(timeout, self._end)
        for future in self._left:
            future.add_done_callback(self._finished)

    def _finished(self, future):
        if future in self._left:
            self._left.remove(future)
            self._done.put_nowait(future)
            if not self._left and self._timer is not None:
                self._timer.cancel()

    def _end(self):
        for future in self._left:
            future.remove_done_callback(self._finished)
            self._done.put_nowait(None)
        self._left.clear()

    async def _next(self):
        future = await self._done.get()
        if future is None:
            raise TimeoutError
        return future

    async def _result(self):
        return (await self._next()).result()

    def __iter__(self):
        return self

    def __next__(self):
        if not self._count:
            raise StopIteration
        self._count -= 1
        return self._result()

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self._count:
            raise StopAsyncIteration
        self._count -= 1
        return await self._next()


def as_completed(fs, *, timeout=None):
    """The futures in the order in which they finish."""
    if isfuture(fs) or iscoroutine(fs):
        raise TypeError(f"expect an iterable of futures, not {type(fs).__name__}")
    return _Completed(fs, timeout)


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
    async with timeout_at(None if timeout is None else get_running_loop().time() + timeout):
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
