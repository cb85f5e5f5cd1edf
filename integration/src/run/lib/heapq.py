"""A list as a heap: the smallest item first."""


def _check(heap, function, which=" 1"):
    if not isinstance(heap, list):
        raise TypeError(f"{function}() argument{which} must be list, not {type(heap).__name__}")


def heappush(heap, item, /):
    """Adds an item."""
    _check(heap, "heappush")
    heap.append(item)
    _sift_down(heap, 0, len(heap) - 1)


def heappop(heap, /):
    """Takes the smallest item out."""
    _check(heap, "heappop", "")
    if not heap:
        raise IndexError("index out of range")
    last = heap.pop()
    if not heap:
        return last
    smallest = heap[0]
    heap[0] = last
    _sift_up(heap, 0)
    return smallest


def heapreplace(heap, item, /):
    """Takes the smallest item out, then adds one."""
    _check(heap, "heapreplace")
    if not heap:
        raise IndexError("index out of range")
    smallest = heap[0]
    heap[0] = item
    _sift_up(heap, 0)
    return smallest


def heappushpop(heap, item, /):
    """Adds an item, then takes the smallest out."""
    _check(heap, "heappushpop")
    if heap and heap[0] < item:
        item, heap[0] = heap[0], item
        _sift_up(heap, 0)
    return item


def heapify(x, /):
    """Puts a list into the order of a heap."""
    _check(x, "heapify", "")
    for i in reversed(range(len(x) // 2)):
        _sift_up(x, i)


def _sift_down(heap, start, pos):
    """Moves an item towards the root until its parent is not greater."""
    item = heap[pos]
    while pos > start:
        parent_pos = (pos - 1) >> 1
        parent = heap[parent_pos]
        if not item < parent:
            break
        heap[pos] = parent
        pos = parent_pos
    heap[pos] = item


def _sift_up(heap, pos):
    """Moves the smaller children up to the leaves, then the item back to its place."""
    end = len(heap)
    start = pos
    item = heap[pos]
    child = 2 * pos + 1
    while child < end:
        right = child + 1
        if right < end and not heap[child] < heap[right]:
            child = right
        heap[pos] = heap[child]
        pos = child
        child = 2 * pos + 1
    heap[pos] = item
    _sift_down(heap, start, pos)


def merge(*iterables, key=None, reverse=False):
    """The items of sorted iterables in one order."""
    entries = []
    for order, iterable in enumerate(iterables):
        it = iter(iterable)
        try:
            value = next(it)
        except StopIteration:
            continue
        entries.append(_Entry(value if key is None else key(value), order, value, it, reverse))
    heapify(entries)
    while entries:
        entry = entries[0]
        yield entry.value
        try:
            value = next(entry.iterator)
        except StopIteration:
            heappop(entries)
            continue
        entry.value = value
        entry.key = value if key is None else key(value)
        heapreplace(entries, entry)


class _Entry:
    __slots__ = ("key", "order", "value", "iterator", "reverse")

    def __init__(self, key, order, value, iterator, reverse):
        self.key = key
        self.order = order
        self.value = value
        self.iterator = iterator
        self.reverse = reverse

    def __lt__(self, other):
        a, b = (other.key, self.key) if self.reverse else (self.key, other.key)
        if a < b:
            return True
        if b < a:
            return False
        return self.order < other.order


def nsmallest(n, iterable, key=None):
    """The `n` smallest items, smallest first."""
    return sorted(iterable, key=key)[:max(n, 0)]


def nlargest(n, iterable, key=None):
    """The `n` largest items, largest first."""
    return sorted(iterable, key=key, reverse=True)[:max(n, 0)]
