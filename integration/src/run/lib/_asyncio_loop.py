"""The event loop: callbacks in the order they become due. It waits for time and other threads."""

import _thread
import heapq
import time
from collections import deque
from contextvars import copy_context

# Of so many timers, those that were cancelled are thrown out when they are more than the others.
_MANY_TIMERS = 100
_LONGEST_WAIT = 24 * 3600


class _OfThread(_thread._local):
    """The loops of a thread: that which runs, and that which is set."""

    running = current = None
    # Whether the thread was told which loop is its own, or that none is.
    is_set = False


_own = _OfThread()


class Handle:
    """A callback that can be cancelled."""

    def __init__(self, callback, args, loop, when=None, context=None):
        self._context = copy_context() if context is None else context
        self._callback = callback
        self._args = args
        self._loop = loop
        self._when = when
        self._cancelled = False

    def cancel(self):
        if not self._cancelled:
            self._cancelled = True
            self._callback = self._args = None

    def cancelled(self):
        return self._cancelled

    def when(self):
        return self._when

    def _run(self):
        try:
            self._context.run(self._callback, *self._args)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self._loop.call_exception_handler({
                "message": f"Exception in callback {self._callback!r}", "exception": exc,
                "handle": self})
        # The traceback of an error of a task holds this frame.
        self = None


class TimerHandle(Handle):
    """A callback that waits for its time."""

    def cancel(self):
        if not self._cancelled:
            self._loop._cancelled_timers += 1
        super().cancel()


class EventLoop:
    """Runs callbacks until it is told to stop."""

    def __init__(self):
        self._ready = deque()
        self._scheduled = []
        self._order = self._cancelled_timers = 0
        self._is_running = self._stopping = self._closed = False
        self._handler = None
        self._debug = False
        self._asyncgens = {}
        self._tasks = {}
        self._default_executor = None
        # Held while the loop waits for what another thread may call.
        self._quiet = _thread.allocate_lock()
        self._quiet.acquire()

    def time(self):
        return time.monotonic()

    def call_soon(self, callback, *args, context=None):
        self._check_closed()
        handle = Handle(callback, args, self, None, context)
        self._ready.append(handle)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        handle = self.call_soon(callback, *args, context=context)
        if self._quiet.locked():
            self._quiet.release()
        return handle

    def run_in_executor(self, executor, func, *args):
        from _asyncio_threads import run_in_executor
        self._check_closed()
        return run_in_executor(self, executor, func, *args)

    def set_default_executor(self, executor):
        self._default_executor = executor

    def call_later(self, delay, callback, *args, context=None):
        if delay is None:
            raise TypeError("delay must not be None")
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(self, when, callback, *args, context=None):
        if when is None:
            raise TypeError("when cannot be None")
        self._check_closed()
        handle = TimerHandle(callback, args, self, when, context)
        self._order += 1
        heapq.heappush(self._scheduled, (when, self._order, handle))
        return handle

    def create_future(self):
        from _asyncio_futures import Future
        return Future(loop=self)

    def create_task(self, coro, *, name=None, context=None):
        self._check_closed()
        from _asyncio_futures import Task
        return Task(coro, loop=self, name=name, context=context)

    def is_running(self):
        return self._is_running

    def is_closed(self):
        return self._closed

    def get_debug(self):
        return self._debug

    def set_debug(self, enabled):
        self._debug = enabled

    def set_exception_handler(self, handler):
        self._handler = handler

    def get_exception_handler(self):
        return self._handler

    def call_exception_handler(self, context):
        if self._handler is None:
            self.default_exception_handler(context)
            return
        try:
            self._handler(self, context)
        except (SystemExit, KeyboardInterrupt):
            raise
        except BaseException as exc:
            self.default_exception_handler({
                "message": "Unhandled error in exception handler", "exception": exc,
                "context": context})

    def default_exception_handler(self, context):
        import sys
        print(context.get("message"), file=sys.stderr)
        exception = context.get("exception")
        if exception is not None:
            print(f"{type(exception).__name__}: {exception}", file=sys.stderr)

    def stop(self):
        self._stopping = True

    def close(self):
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        self._closed = True
        self._ready.clear()
        self._scheduled.clear()
        executor, self._default_executor = self._default_executor, None
        if executor is not None:
            executor.shutdown(wait=False)

    def run_forever(self):
        import sys
        self._check_closed()
        self._check_running()
        before = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(self._asyncgen_first, self._asyncgen_dies)
        _own.running, self._is_running = self, True
        try:
            while True:
                self._run_once()
                if self._stopping:
                    break
        finally:
            self._stopping = self._is_running = False
            _own.running = None
            sys.set_asyncgen_hooks(*before)

    def run_until_complete(self, future):
        from _asyncio_futures import ensure_future, isfuture
        self._check_closed()
        self._check_running()
        is_new = not isfuture(future)
        future = ensure_future(future, loop=self)
        future.add_done_callback(_stop_loop)
        try:
            self.run_forever()
        except:
            if is_new and future.done() and not future.cancelled():
                future.exception()
            raise
        finally:
            future.remove_done_callback(_stop_loop)
        if not future.done():
            raise RuntimeError("Event loop stopped before Future completed.")
        return future.result()

    def _run_once(self):
        scheduled = self._scheduled
        if len(scheduled) > _MANY_TIMERS and self._cancelled_timers > len(scheduled) // 2:
            scheduled[:] = [each for each in scheduled if not each[2]._cancelled]
            heapq.heapify(scheduled)
            self._cancelled_timers = 0
        while scheduled and scheduled[0][2]._cancelled:
            heapq.heappop(scheduled)
            self._cancelled_timers -= 1
        if not self._ready and not self._stopping:
            if scheduled:
                delay = scheduled[0][0] - self.time()
                if delay > 0:
                    self._quiet.acquire(timeout=min(delay, _LONGEST_WAIT))
            elif _thread._count() == 0:
                raise RuntimeError("the event loop waits for something that cannot happen")
            else:
                self._quiet.acquire()
        end = self.time() + 1e-9
        while scheduled and scheduled[0][0] < end:
            self._ready.append(heapq.heappop(scheduled)[2])
        for _ in range(len(self._ready)):
            handle = self._ready.popleft()
            if not handle._cancelled:
                handle._run()
        handle = None

    def _check_running(self):
        if self.is_running():
            raise RuntimeError("This event loop is already running")
        if _get_running_loop() is not None:
            raise RuntimeError("Cannot run the event loop while another loop is running")

    def _check_closed(self):
        if self._closed:
            raise RuntimeError("Event loop is closed")

    def _asyncgen_first(self, agen):
        import weakref
        self._asyncgens[id(agen)] = weakref.ref(agen)

    def _asyncgen_dies(self, agen):
        self._asyncgens.pop(id(agen), None)
        if not self._closed:
            self.call_soon_threadsafe(self.create_task, agen.aclose())

    async def shutdown_asyncgens(self):
        agens = [agen for agen in (ref() for ref in self._asyncgens.values()) if agen is not None]
        self._asyncgens.clear()
        for agen in agens:
            try:
                await agen.aclose()
            except Exception as exc:
                message = f"an error occurred during closing of asynchronous generator {agen!r}"
                self.call_exception_handler({"message": message, "exception": exc})

    async def shutdown_default_executor(self, timeout=None):
        executor, self._default_executor = self._default_executor, None
        if executor is not None:
            executor.shutdown(wait=True)


AbstractEventLoop = BaseEventLoop = EventLoop


def _stop_loop(future):
    future.get_loop().stop()


def _get_running_loop():
    return _own.running


def get_running_loop():
    """The loop that runs in this thread."""
    loop = _get_running_loop()
    if loop is None:
        raise RuntimeError("no running event loop")
    return loop


def new_event_loop():
    """A new loop."""
    return EventLoop()


def set_event_loop(loop):
    """Sets the loop of this thread, or takes it away."""
    if not (loop is None or isinstance(loop, EventLoop)):
        raise TypeError("loop must be an instance of AbstractEventLoop or None, not "
                        f"'{type(loop).__name__}'")
    _own.current, _own.is_set = loop, True


def get_event_loop():
    """The loop that runs, else that of this thread; the main thread is given one at first."""
    loop = _own.running or _own.current
    if loop is not None:
        return loop
    if _own.is_set or _thread.get_ident() != _thread._get_main_thread_ident():
        import threading
        name = threading.current_thread().name
        raise RuntimeError(f"There is no current event loop in thread {name!r}.")
    set_event_loop(EventLoop())
    return _own.current
