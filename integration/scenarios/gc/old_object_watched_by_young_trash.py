# A callback must not bring young trash back through a weak reference to it.
import gc
import weakref
gc.disable()
gc.collect()
log = []


class C:
    pass


def callback(ref):
    log.append(young_ref())


for gen in (0, 1, 2):
    old = C()
    gc.collect()
    trash = C()
    trash.me = trash
    trash.holds = old
    young_ref = weakref.ref(trash)
    watch = weakref.ref(old, callback)
    del old, trash
    print(gen, gc.collect(gen), log, watch())
    log.clear()


class Closer:
    def __del__(self):
        log.append(("closer", young_ref()))


closer = Closer()
gc.collect()
trash = C()
trash.me = trash
trash.closer = closer
young_ref = weakref.ref(trash)
del closer, trash
print(gc.collect(0), log)
