"""Locks and queues between tasks.

Who waits does so for a future of its own, in a queue. To be woken is not to have what was waited
for: who is cancelled after it was woken wakes the next one instead.
"""

import heapq
from collections import deque

import _asyncio_loop as loops
from _asyncio_futures import CancelledError


class _Waiters:
    """Tasks that wait for their turn."""

    def __init__(self):
        self._waiters = deque()

    async def _wait_turn(self):
        future = loops.get_running_loop().create_future()
        self._waiters.append(future)
        try:
            await future
        finally:
            self._waiters.remove(future)

    def _wake(self, count=1):
        for future in self._waiters:
            if count <= 0:
                break
            if not future.done():
                future.set_result(True)
                count -= 1


class _Entered:
    """`async with lock`"""

    async def __aenter__(self):
        await self.acquire()

    async def __aexit__(self, exc_type, exc, tb):
        self.release()


class Lock(_Entered, _Waiters):
    """One task at a time."""

    def __init__(self):
        super().__init__()
        self._locked = False

    def locked(self):
        return self._locked

    async def acquire(self):
        if not self._locked and all(w.cancelled() for w in self._waiters):
            self._locked = True
            return True
        try:
            await self._wait_turn()
        except CancelledError:
            if not self._locked:
                self._wake()
            raise
        self._locked = True
        return True

    def release(self):
        if not self._locked:
            raise RuntimeError("Lock is not acquired.")
        self._locked = False
        self._wake()


class Event(_Waiters):
    """A flag that tasks wait for."""

    def __init__(self):
        super().__init__()
        self._value = False

    def is_set(self):
        return self._value

    def set(self):
        if not self._value:
            self._value = True
            self._wake(len(self._waiters))

    def clear(self):
        self._value = False

    async def wait(self):
        if not self._value:
            await self._wait_turn()
        return True


class Condition(_Entered, _Waiters):
    """Waits for news under a lock."""

    def __init__(self, lock=None):
        super().__init__()
        self._lock = Lock() if lock is None else lock
        self.locked = self._lock.locked
        self.acquire = self._lock.acquire
        self.release = self._lock.release

    async def wait(self):
        if not self.locked():
            raise RuntimeError("cannot wait on un-acquired lock")
        self.release()
        try:
            try:
                await self._wait_turn()
            finally:
                await self._acquire_again()
        except BaseException:
            # It may have been woken: the news is left to another one.
            self._wake()
            raise
        return True

    async def _acquire_again(self):
        """Takes the lock back; it is only cancelled when it has it."""
        cancelled = None
        while True:
            try:
                await self.acquire()
                break
            except CancelledError as error:
                cancelled = error
        if cancelled is not None:
            try:
                raise cancelled
            finally:
                cancelled = None

    async def wait_for(self, predicate):
        result = predicate()
        while not result:
            await self.wait()
            result = predicate()
        return result

    def notify(self, n=1):
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        self._wake(n)

    def notify_all(self):
        self.notify(len(self._waiters))


class Semaphore(_Entered, _Waiters):
    """A number of tasks at a time."""

    def __init__(self, value=1):
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        super().__init__()
        self._value = value

    def locked(self):
        return self._value == 0 or any(not w.cancelled() for w in self._waiters)

    async def acquire(self):
        if not self.locked():
            self._value -= 1
            return True
        future = loops.get_running_loop().create_future()
        self._waiters.append(future)
        try:
            await future
        except CancelledError:
            if future.done() and not future.cancelled():
                # It was woken with its part of the value.
                self._value += 1
            raise
        finally:
            self._waiters.remove(future)
            self._share()
        return True

    def release(self):
        self._value += 1
        self._share()

    def _share(self):
        """Wakes as many as there is something for, and takes it away for them."""
        for future in self._waiters:
            if not self._value:
                break
            if not future.done():
                self._value -= 1
                future.set_result(True)


class BoundedSemaphore(Semaphore):
    """A semaphore that is not released more often than acquired."""

    def __init__(self, value=1):
        super().__init__(value)
        self._bound = value

    def release(self):
        if self._value >= self._bound:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()


class QueueEmpty(Exception):
    """Nothing is in the queue."""


class QueueFull(Exception):
    """No place is in the queue."""


class QueueShutDown(Exception):
    """The queue has been shut down."""


class Queue:
    """Items from some tasks to others."""

    def __init__(self, maxsize=0):
        self._maxsize = maxsize
        self._getters = _Waiters()
        self._putters = _Waiters()
        self._unfinished = 0
        self._finished = Event()
        self._finished.set()
        self._is_shutdown = False
        self._init(maxsize)

    def _init(self, maxsize):
        self._queue = deque()

    def _get(self):
        return self._queue.popleft()

    def _put(self, item):
        self._queue.append(item)

    @property
    def maxsize(self):
        return self._maxsize

    def qsize(self):
        return len(self._queue)

    def empty(self):
        return not self._queue

    def full(self):
        return 0 < self._maxsize <= self.qsize()

    async def put(self, item):
        while self.full():
            await self._wait(self._putters, lambda: not self.full())
        return self.put_nowait(item)

    async def _wait(self, waiters, ready):
        if self._is_shutdown:
            raise QueueShutDown
        try:
            await waiters._wait_turn()
        except BaseException:
            if ready():
                # What it may have been woken for is there for another one.
                waiters._wake()
            raise

    def put_nowait(self, item):
        if self._is_shutdown:
            raise QueueShutDown
        if self.full():
            raise QueueFull
        self._put(item)
        self._unfinished += 1
        self._finished.clear()
        self._getters._wake()

    async def get(self):
        while self.empty():
            await self._wait(self._getters, lambda: not self.empty())
        return self.get_nowait()

    def get_nowait(self):
        if self.empty():
            raise QueueShutDown if self._is_shutdown else QueueEmpty
        item = self._get()
        self._putters._wake()
        return item

    def task_done(self):
        if self._unfinished <= 0:
            raise ValueError("task_done() called too many times")
        self._unfinished -= 1
        if self._unfinished == 0:
            self._finished.set()

    async def join(self):
        if self._unfinished > 0:
            await self._finished.wait()

    def shutdown(self, immediate=False):
        """Lets nobody put anything in; `immediate` empties the queue as well."""
        self._is_shutdown = True
        if immediate:
            while not self.empty():
                self._get()
                if self._unfinished > 0:
                    self._unfinished -= 1
            if self._unfinished == 0:
                self._finished.set()
        for waiters in (self._getters, self._putters):
            waiters._wake(len(waiters._waiters))


class PriorityQueue(Queue):
    """The smallest item first."""

    def _init(self, maxsize):
        self._queue = []

    def _put(self, item):
        heapq.heappush(self._queue, item)

    def _get(self):
        return heapq.heappop(self._queue)


class LifoQueue(Queue):
    """The newest item first."""

    def _get(self):
        return self._queue.pop()
