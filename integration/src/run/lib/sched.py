"""Events that happen at their times, in the order of their times and priorities."""

from collections import namedtuple
import heapq
from itertools import count
import threading
from time import monotonic, sleep

__all__ = ["scheduler"]
_nothing = object()

Event = namedtuple("Event", "time, priority, sequence, action, argument, kwargs")


class scheduler:
    """A queue of events, over a clock and a way to wait for it."""

    def __init__(self, timefunc=monotonic, delayfunc=sleep):
        self._queue = []
        self._lock = threading.RLock()
        self._numbers = count()
        self.timefunc = timefunc
        self.delayfunc = delayfunc

    def enterabs(self, time, priority, action, argument=(), kwargs=_nothing):
        """Adds an event at a time; answers what cancels it."""
        kwargs = {} if kwargs is _nothing else kwargs
        with self._lock:
            event = Event(time, priority, next(self._numbers), action, argument, kwargs)
            heapq.heappush(self._queue, event)
        return event

    def enter(self, delay, priority, action, argument=(), kwargs=_nothing):
        """Adds an event that is so much later than now."""
        return self.enterabs(self.timefunc() + delay, priority, action, argument, kwargs)

    def cancel(self, event):
        with self._lock:
            self._queue.remove(event)
            heapq.heapify(self._queue)

    def empty(self):
        with self._lock:
            return not self._queue

    def run(self, blocking=True):
        """Runs events until there is none; without waiting, tells when the next one is due."""
        while True:
            with self._lock:
                if not self._queue:
                    return None
                event, now = self._queue[0], self.timefunc()
                is_early = event.time > now
                if not is_early:
                    heapq.heappop(self._queue)
            if not is_early:
                event.action(*event.argument, **event.kwargs)
                self.delayfunc(0)
            elif blocking:
                self.delayfunc(event.time - now)
            else:
                return event.time - now

    @property
    def queue(self):
        """What is to come, in its order."""
        with self._lock:
            return sorted(self._queue)
