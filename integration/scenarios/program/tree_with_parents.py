# A file tree whose nodes know their parents: moved, pruned, walked.
import gc
import weakref
gc.disable()
gc.collect()


class Entry:
    alive = 0

    def __init__(self, name, size=0):
        Entry.alive += 1
        self.name, self.size = name, size
        self.parent = None
        self.children = {}

    def add(self, child):
        if child.parent is not None:
            del child.parent.children[child.name]
        child.parent = self
        self.children[child.name] = child
        return child

    def total(self):
        return self.size + sum(c.total() for c in self.children.values())

    def walk(self, depth=0):
        yield depth, self
        for name in sorted(self.children):
            yield from self.children[name].walk(depth + 1)

    def path(self):
        return (self.parent.path() + "/" if self.parent else "") + self.name

    def find(self, path):
        node = self
        for part in path.split("/"):
            node = node.children[part]
        return node

    def __del__(self):
        Entry.alive -= 1


root = Entry("root")
for d in ("bin", "lib", "usr"):
    sub = root.add(Entry(d, 1))
    for i in range(3):
        sub.add(Entry(f"{d}{i}", 10 * (i + 1)))
del sub
print(root.total(), Entry.alive)
for depth, e in root.walk():
    if depth < 2 or e.size > 20:
        print("  " * depth + e.name, e.total())
del e
print(root.find("usr/usr2").path())
root.find("bin").add(root.find("usr/usr2"))
print(root.find("bin/usr2").path(), root.find("usr").total())
w = weakref.ref(root.children.pop("lib"))
print(w().path(), Entry.alive)
w().parent = None
print(w().total(), gc.collect(), w(), Entry.alive)
try:
    root.find("lib/lib0")
except KeyError as e:
    print("no", e)
del root
print(gc.collect() > 0, Entry.alive)
