# weakref.finalize calls a function when an object goes, once, and keeps it.
import gc
import weakref
gc.disable()
gc.collect()
log = []


class C:
    pass


c = C()
f = weakref.finalize(c, log.append, "gone")
print(f.alive, f.peek()[0] is c, f.peek()[2])
del c
print(log, f.alive, f.peek(), f())
log.clear()
c = C()
f = weakref.finalize(c, lambda *a, **k: (a, sorted(k.items())), 1, 2, x=3)
print(f(), f.alive, f())
f = weakref.finalize(c, log.append, "detached")
print(f.detach() is not None, f.alive)
del c
print(log)
c = C()
c.me = c
weakref.finalize(c, log.append, "by the collector")
del c
print(log)
gc.collect()
print(log)
log.clear()
c = C()
fs = [weakref.finalize(c, log.append, i) for i in range(3)]
del c
print(log, [f.alive for f in fs])
c = C()
f = weakref.finalize(c, print, "at exit: second")
g = weakref.finalize(c, print, "at exit: first")
h = weakref.finalize(c, print, "never")
h.atexit = False
print(f.atexit, h.atexit)
