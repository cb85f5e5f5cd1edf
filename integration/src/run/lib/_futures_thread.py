"""`ThreadPoolExecutor`: threads that run calls from a queue, as long as somebody holds it.

An item `None` in the queue wakes a thread that is to look whether its pool is still wanted.
"""

import queue
import sys
import threading
from itertools import count
from types import GenericAlias
from weakref import WeakKeyDictionary, ref

import _futures as _base

# The queue of each thread, for the end of the program.
_threads_queues = WeakKeyDictionary()
_shutdown = False
_global_shutdown_lock = threading.Lock()


def _python_exit():
    global _shutdown
    with _global_shutdown_lock:
        _shutdown = True
    running = list(_threads_queues.items())
    for _, items in running:
        items.put(None)
    for thread, _ in running:
        thread.join()


threading._register_atexit(_python_exit)


class _WorkItem:
    """A call with the future that gets its result."""

    def __init__(self, future, fn, args, kwargs):
        self.future, self.fn, self.args, self.kwargs = future, fn, args, kwargs

    def run(self):
        if self.future.set_running_or_notify_cancel():
            try:
                answer = self.fn(*self.args, **self.kwargs)
            except BaseException as failure:
                self.future.set_exception(failure)
                # The exception holds this frame, which is not to hold the future.
                self = None
            else:
                self.future.set_result(answer)

    __class_getitem__ = classmethod(GenericAlias)


def _report(heading):
    import traceback

    print(heading, file=sys.stderr)
    traceback.print_exc()


def _worker(pool_ref, items, initializer, initargs):
    """What each thread of a pool does; while it waits and runs, it does not hold the pool."""
    if initializer is not None:
        try:
            initializer(*initargs)
        except BaseException:
            _report("Exception in initializer:")
            pool = pool_ref()
            if pool is not None:
                pool._initializer_failed()
            return
    try:
        while True:
            try:
                item = items.get_nowait()
            except queue.Empty:
                pool = pool_ref()
                if pool is not None:
                    pool._idle_semaphore.release()
                del pool
                item = items.get()
            if item is None:
                if _is_over(pool_ref()):
                    # The next thread is to hear of it as well.
                    items.put(None)
                    return
            else:
                item.run()
            del item
    except BaseException:
        _report("Exception in worker")


def _is_over(pool):
    """Whether a pool needs no threads any more: the program ends, or the pool does."""
    if pool is None:
        return True
    if _shutdown:
        pool._shutdown = True
    return pool._shutdown


class BrokenThreadPool(_base.BrokenExecutor):
    """A thread could not be made ready."""


class ThreadPoolExecutor(_base.Executor):
    """Runs calls in threads of its own, which it starts when none of them is idle."""

    _counter = count().__next__

    def __init__(self, max_workers=None, thread_name_prefix="", initializer=None, initargs=()):
        if max_workers is None:
            max_workers = 8
        elif max_workers <= 0:
            raise ValueError("max_workers must be greater than 0")
        if not (initializer is None or callable(initializer)):
            raise TypeError("initializer must be a callable")
        self._max_workers = max_workers
        self._work_queue, self._idle_semaphore = queue.SimpleQueue(), threading.Semaphore(0)
        self._threads = set()
        self._broken = self._shutdown = False
        self._shutdown_lock = threading.Lock()
        self._thread_name_prefix = thread_name_prefix or f"ThreadPoolExecutor-{self._counter()}"
        self._initializer, self._initargs = initializer, initargs

    def submit(self, fn, /, *args, **kwargs):
        """The future of a call that a thread will make."""
        with self._shutdown_lock, _global_shutdown_lock:
            if self._broken:
                raise BrokenThreadPool(self._broken)
            if self._shutdown or _shutdown:
                what = "" if self._shutdown else "interpreter "
                raise RuntimeError(f"cannot schedule new futures after {what}shutdown")
            future = _base.Future()
            self._work_queue.put(_WorkItem(future, fn, args, kwargs))
            if not self._idle_semaphore.acquire(timeout=0):
                self._add_thread()
            return future

    def _add_thread(self):
        number = len(self._threads)
        if number >= self._max_workers:
            return
        items = self._work_queue
        # The threads hear of it when the pool dies.
        pool_ref = ref(self, lambda _, items=items: items.put(None))
        thread = threading.Thread(
            name=f"{self._thread_name_prefix}_{number}", target=_worker,
            args=(pool_ref, items, self._initializer, self._initargs))
        thread.start()
        self._threads.add(thread)
        _threads_queues[thread] = items

    def _waiting_futures(self):
        """Takes all calls out of the queue that no thread has begun with."""
        while True:
            try:
                item = self._work_queue.get_nowait()
            except queue.Empty:
                return
            if item is not None:
                yield item.future

    def _initializer_failed(self):
        with self._shutdown_lock:
            self._broken = "A thread initializer failed, the thread pool is not usable anymore"
            for future in self._waiting_futures():
                future.set_exception(BrokenThreadPool(self._broken))

    def shutdown(self, wait=True, *, cancel_futures=False):
        """Takes no more calls, and waits for those that it has taken."""
        with self._shutdown_lock:
            self._shutdown = True
            if cancel_futures:
                for future in self._waiting_futures():
                    future.cancel()
            self._work_queue.put(None)
        if wait:
            for thread in self._threads:
                thread.join()


BrokenThreadPool.__module__ = ThreadPoolExecutor.__module__ = "concurrent.futures.thread"
