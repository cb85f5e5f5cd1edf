# A suspended generator holds its frame; in a cycle the collector closes it.
import gc
import weakref
gc.disable()
gc.collect()
log = []


class Thing:
    def __init__(self):
        self.gen = self.run()
        next(self.gen)

    def run(self):
        try:
            while True:
                yield self
        finally:
            log.append("closed")


t = Thing()
w = weakref.ref(t)
del t
print(w() is not None, log)
print(gc.collect(), log, w())
log.clear()


def holder():
    box = []
    yield box
    try:
        yield box
    except GeneratorExit:
        log.append("exit")
        raise


g = holder()
next(g).append(g)
next(g)
del g
print(log)
gc.collect()
print(log)
log.clear()
g = holder()
box = next(g)
box.append(g)
del g, box
print("suspended before the try:", gc.collect(), log)


def finished():
    box = []
    yield box


g = finished()
box = next(g)
box.append(g)
print(next(g, "done"))
w = weakref.ref(g)
del g
print(w() is not None)
del box
print(w() is None, gc.collect())
