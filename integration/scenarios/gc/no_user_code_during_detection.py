# Detection reads objects directly: attribute hooks, comparisons, hashes and
# lengths that the program defines are never called by it.
import gc
gc.disable()
gc.collect()
calls = []


class Nosy:
    def __getattr__(self, name):
        calls.append("getattr " + name)
        raise AttributeError(name)

    def __getattribute__(self, name):
        calls.append("getattribute " + name)
        return object.__getattribute__(self, name)

    def __eq__(self, other):
        calls.append("eq")
        return True

    def __hash__(self):
        return 1

    def __len__(self):
        calls.append("len")
        return 0

    def __iter__(self):
        calls.append("iter")
        return iter(())

    def __repr__(self):
        calls.append("repr")
        return "nosy"


a, b = Nosy(), Nosy()
a.other, b.other = b, a
gc.collect()
del a, b
calls.clear()
print(gc.collect(), calls)
row = [Nosy()]
row.append(row)
row.append({Nosy(): row})
del row
print(gc.collect(), calls)


class Vanishing:
    def __getattr__(self, name):
        del self.link
        raise AttributeError(name)


v, w = Vanishing(), Vanishing()
v.link, w.link = w, v
del v, w
print(gc.collect(), gc.garbage)
