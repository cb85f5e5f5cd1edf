# A finalizer runs once per object. It may store a new reference to its object
# and so bring it back; the second death is silent.
import gc

gc.disable()
gc.collect()
saved = []


class Phoenix:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("finalizer of", self.name)
        saved.append(self)


# By counting.
p = Phoenix("counted")
del p
print("back again:", saved[0].name, gc.is_finalized(saved[0]))
saved.clear()
print("second death was silent")

# By the collector: the object was part of a cycle.
p = Phoenix("collected")
p.me = p
del p
print("found dead:", gc.collect())
print("back again:", saved[0].name)
saved.clear()
print("found dead this time:", gc.collect())
