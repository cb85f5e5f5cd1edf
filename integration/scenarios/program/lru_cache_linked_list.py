# A least-recently-used cache: a dict and a doubly linked ring with a sentinel.
import gc
import weakref
gc.disable()
gc.collect()


class Node:
    __slots__ = ("key", "value", "prev", "next", "__weakref__")

    def __init__(self, key=None, value=None):
        self.key, self.value = key, value
        self.prev = self.next = self


class LRU:
    def __init__(self, size):
        self.size = size
        self.map = {}
        self.root = Node()
        self.hits = self.misses = 0

    def _unlink(self, n):
        n.prev.next, n.next.prev = n.next, n.prev

    def _front(self, n):
        r = self.root
        n.prev, n.next = r, r.next
        r.next.prev = n
        r.next = n

    def get(self, key, default=None):
        n = self.map.get(key)
        if n is None:
            self.misses += 1
            return default
        self.hits += 1
        self._unlink(n)
        self._front(n)
        return n.value

    def put(self, key, value):
        if key in self.map:
            self._unlink(self.map.pop(key))
        elif len(self.map) >= self.size:
            old = self.root.prev
            self._unlink(old)
            del self.map[old.key]
        n = self.map[key] = Node(key, value)
        self._front(n)

    def keys(self):
        out, n = [], self.root.next
        while n is not self.root:
            out.append(n.key)
            n = n.next
        return out


c = LRU(3)
for i, k in enumerate("abcad"):
    c.put(k, i)
    c.get("a")
print(c.keys(), c.hits, c.misses, c.get("b", "evicted"))
w = weakref.ref(c.map["a"])
for k in "xyz":
    c.put(k, k)
print(c.keys(), w() is None)
first, ring = weakref.ref(c.root), weakref.ref(c.map["z"])
del c, k
print(first() is not None, gc.collect(), first(), ring())
