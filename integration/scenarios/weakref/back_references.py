# Weak links upwards make trees that counting alone can free.
import gc
import weakref
gc.disable()
gc.collect()


class Strong:
    alive = 0

    def __init__(self, parent=None):
        Strong.alive += 1
        self.kids = []
        self.parent = parent
        if parent is not None:
            parent.kids.append(self)

    def __del__(self):
        Strong.alive -= 1


class Weak(Strong):
    @property
    def parent(self):
        return self._parent() if self._parent else None

    @parent.setter
    def parent(self, p):
        self._parent = weakref.ref(p) if p is not None else None


def build(cls, depth, parent=None):
    node = cls(parent)
    if depth:
        for _ in range(2):
            build(cls, depth - 1, node)
    return node


for cls in (Strong, Weak):
    root = build(cls, 4)
    print(cls.__name__, Strong.alive, root.kids[0].kids[1].parent is root.kids[0])
    leaf = root.kids[0].kids[0]
    root = None
    print("dropped:", Strong.alive, leaf.parent is None)
    leaf = None
    print("collected:", gc.collect(), Strong.alive)
