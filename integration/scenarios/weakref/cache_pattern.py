# An intern table and a cache that forget what nobody uses.
import weakref


class Symbol:
    table = weakref.WeakValueDictionary()
    made = 0

    def __new__(cls, name):
        found = cls.table.get(name)
        if found is not None:
            return found
        self = super().__new__(cls)
        self.name = name
        cls.table[name] = self
        cls.made += 1
        return self


a = Symbol("x")
b = Symbol("x")
c = Symbol("y")
print(a is b, a is c, Symbol.made, len(Symbol.table))
del a
print(len(Symbol.table), b.name)
del b
print(len(Symbol.table), sorted(Symbol.table))
d = Symbol("x")
print(Symbol.made)


class Tree:
    def __init__(self, value, parent=None):
        self.value = value
        self.parent = weakref.ref(parent) if parent else lambda: None
        self.kids = []
        if parent:
            parent.kids.append(self)

    def path(self):
        up = self.parent()
        return (up.path() if up else "") + "/" + self.value


root = Tree("usr")
leaf = Tree("bin", Tree("local", root))
print(leaf.path())
w = weakref.ref(root)
del root
print(w(), leaf.path())
