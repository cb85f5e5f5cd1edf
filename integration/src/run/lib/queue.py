"""Queues between threads: one lock, and a condition for each kind of news."""

import heapq
from collections import deque
from threading import Condition, Lock, Semaphore
from time import monotonic
from types import GenericAlias


class Empty(Exception):
    """Nothing is in the queue."""


class Full(Exception):
    """No place is in the queue."""


class ShutDown(Exception):
    """The queue has been shut down."""


class Queue:
    """The oldest item first. A subclass may keep the items elsewhere: `_init` to `_get`."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._init(maxsize)
        self.mutex = lock = Lock()
        self.not_empty, self.not_full = Condition(lock), Condition(lock)
        self.all_tasks_done = Condition(lock)
        self.unfinished_tasks = 0
        self.is_shutdown = False

    def _init(self, maxsize):
        self.queue = deque()

    def _qsize(self):
        return len(self.queue)

    def _put(self, item):
        self.queue.append(item)

    def _get(self):
        return self.queue.popleft()

    def _may_put(self):
        if self.is_shutdown:
            raise ShutDown
        return not 0 < self.maxsize <= self._qsize()

    def _may_get(self):
        if self._qsize():
            return True
        if self.is_shutdown:
            raise ShutDown
        return False

    def _pass(self, ready, news, block, timeout, failure):
        """Waits for news until `ready()`, with the lock held; `failure` if that takes too long."""
        now = ready()
        if not block:
            timeout = 0
        elif timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        end = None if timeout is None else monotonic() + timeout
        while not now:
            left = None if end is None else end - monotonic()
            if left is not None and left <= 0:
                raise failure
            news.wait(left)
            now = ready()

    def put(self, item, block=True, timeout=None):
        """Brings an item, once there is a place for it."""
        with self.not_full:
            if self.is_shutdown:
                raise ShutDown
            if self.maxsize > 0 and (timeout is not None or self._qsize() >= self.maxsize):
                self._pass(self._may_put, self.not_full, block, timeout, Full)
            self._put(item)
            self.unfinished_tasks += 1
            self.not_empty.notify()

    def get(self, block=True, timeout=None):
        """Takes an item, once there is one."""
        with self.not_empty:
            if timeout is not None or not self._qsize():
                self._pass(self._may_get, self.not_empty, block, timeout, Empty)
            item = self._get()
            self.not_full.notify()
            return item

    def put_nowait(self, item):
        return self.put(item, False)

    def get_nowait(self):
        return self.get(False)

    def qsize(self):
        with self.mutex:
            return self._qsize()

    def empty(self):
        return self.qsize() == 0

    def full(self):
        return 0 < self.maxsize <= self.qsize()

    def task_done(self):
        """One of the items that were taken has been dealt with."""
        with self.mutex:
            if self.unfinished_tasks <= 0:
                raise ValueError("task_done() called too many times")
            if self.unfinished_tasks == 1:
                self.all_tasks_done.notify_all()
            self.unfinished_tasks -= 1

    def join(self):
        """Waits until all items have been dealt with."""
        with self.mutex:
            while self.unfinished_tasks:
                self.all_tasks_done.wait()

    def shutdown(self, immediate=False):
        """Lets nobody put anything in; `immediate` empties the queue as well."""
        with self.mutex:
            self.is_shutdown = True
            if immediate:
                while self._qsize():
                    self._get()
                    self.unfinished_tasks = max(self.unfinished_tasks - 1, 0)
                self.all_tasks_done.notify_all()
            for news in (self.not_empty, self.not_full):
                news.notify_all()

    __class_getitem__ = classmethod(GenericAlias)


class PriorityQueue(Queue):
    """The smallest item first."""

    def _init(self, maxsize):
        self.queue = []

    def _put(self, item):
        heapq.heappush(self.queue, item)

    def _get(self):
        return heapq.heappop(self.queue)


class LifoQueue(Queue):
    """The newest item first."""

    def _init(self, maxsize):
        self.queue = []

    def _get(self):
        return self.queue.pop()


class SimpleQueue:
    """The oldest item first, without a limit; a finalizer may put something in at any time."""

    def __init__(self):
        self._items = deque()
        self._ready = Semaphore(0)

    def put(self, item, block=True, timeout=None):
        self._items.append(item)
        self._ready.release()

    def get(self, block=True, timeout=None):
        if not block:
            timeout = None
        elif timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if self._ready.acquire(block, timeout):
            return self._items.popleft()
        raise Empty

    def put_nowait(self, item):
        self.put(item)

    def get_nowait(self):
        return self.get(False)

    def qsize(self):
        return len(self._items)

    def empty(self):
        return not self._items

    __class_getitem__ = classmethod(GenericAlias)


Empty.__module__ = SimpleQueue.__module__ = "_queue"
_PySimpleQueue = SimpleQueue
