"""How much memory the program has since `start`. Where it came from is not recorded."""

from _tracemalloc import memory as _memory

_start = _peak = None


def start(nframe=1, /):
    """Begins to count."""
    global _start, _peak
    if nframe < 1:
        raise ValueError("the number of frames must be in range [1; 65535]")
    if _start is None:
        _start = _peak = _memory()


def stop():
    """Ends it, and forgets."""
    global _start, _peak
    _start = _peak = None


def is_tracing():
    return _start is not None


def get_traced_memory():
    """What is there now and was there at most, in bytes. The most is seen at calls only."""
    global _peak
    if _start is None:
        return 0, 0
    now = _memory()
    _peak = max(_peak, now)
    return max(now - _start, 0), max(_peak - _start, 0)


def reset_peak():
    global _peak
    if _start is not None:
        _peak = _memory()


def clear_traces():
    global _start, _peak
    if _start is not None:
        _start = _peak = _memory()


def get_traceback_limit():
    return 1


def get_tracemalloc_memory():
    return 0


def get_object_traceback(obj, /):
    return None


class Filter:
    def __init__(self, inclusive, filename_pattern, lineno=None, all_frames=False, domain=None):
        self.inclusive, self.filename_pattern, self.lineno = inclusive, filename_pattern, lineno


class Frame:
    """A line of a file."""

    def __init__(self, filename, lineno):
        self.filename, self.lineno = filename, lineno

    def __repr__(self):
        return f"<Frame filename={self.filename!r} lineno={self.lineno!r}>"

    def __str__(self):
        return f"{self.filename}:{self.lineno}"


class Traceback(tuple):
    def format(self, limit=None, most_recent_first=False):
        return [f'  File "{frame.filename}", line {frame.lineno}' for frame in self]

    def __str__(self):
        return str(self[0])


class Statistic:
    """How much memory came from a place."""

    def __init__(self, traceback, size, count):
        self.traceback, self.size, self.count = traceback, size, count

    def __str__(self):
        average = f", average={self.size // self.count} B" if self.count else ""
        return f"{self.traceback}: size={self.size} B, count={self.count}{average}"


class StatisticDiff(Statistic):
    """How much more memory came from a place."""

    def __init__(self, traceback, size, size_diff, count, count_diff):
        super().__init__(traceback, size, count)
        self.size_diff, self.count_diff = size_diff, count_diff

    def __str__(self):
        return (f"{self.traceback}: size={self.size} B ({self.size_diff:+} B), "
                f"count={self.count} ({self.count_diff:+})")


_UNKNOWN = Traceback((Frame("<unknown>", 0),))


class Snapshot:
    """What was there at one moment."""

    def __init__(self, size):
        self.size = size

    def filter_traces(self, filters):
        return self

    def statistics(self, key_type, cumulative=False):
        return [Statistic(_UNKNOWN, self.size, 1)] if self.size else []

    def compare_to(self, old_snapshot, key_type, cumulative=False):
        diff = self.size - old_snapshot.size
        return [StatisticDiff(_UNKNOWN, self.size, diff, 1, 0)]


def take_snapshot():
    if _start is None:
        raise RuntimeError("the tracemalloc module must be tracing memory allocations "
                           "to take a snapshot")
    return Snapshot(get_traced_memory()[0])
