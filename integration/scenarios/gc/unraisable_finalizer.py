# An exception in a finalizer goes to the hook; the collection goes on.
import gc
import sys
gc.disable()
gc.collect()
seen = []


def hook(u):
    seen.append((type(u.exc_value).__name__, str(u.exc_value)))


sys.unraisablehook = hook


class Bad:
    def __init__(self, name):
        self.name = name
        self.me = self

    def __del__(self):
        raise RuntimeError(self.name)


for name in "abc":
    Bad(name)
print(gc.collect(), seen)
seen.clear()


class Worse:
    def __del__(self):
        return {}["missing"]


w = Worse()
del w
print(seen)
seen.clear()
gc.callbacks.append(lambda phase, info: 1 / 0)
row = []
row.append(row)
del row
print(gc.collect(), [s[0] for s in seen])
gc.callbacks.clear()
sys.unraisablehook = sys.__unraisablehook__
print("restored")
