# threading.local: attributes of one thread. They die when their thread ends, in that thread, and
# the collector finds the cycles that go through them.
import gc
import threading
import weakref

gc.disable()


class Tracked:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(f"  {self.name} dies in {threading.current_thread() is threading.main_thread()=}")


local = threading.local()
local.value = Tracked("the main thread's")


def use(name):
    print(hasattr(local, "value"), sorted(vars(local)))
    local.value = Tracked(name)
    print(local.value.name)


for number in range(2):
    thread = threading.Thread(target=use, args=(f"thread {number}'s",))
    thread.start()
    thread.join()
    print("joined", local.value.name)


class Cache(threading.local):
    size = 3

    def __init__(self, prefix):
        self.prefix = prefix
        self.entries = weakref.WeakValueDictionary()
        print("  a cache begins")

    def key(self, number):
        return f"{self.prefix}{number % self.size}"


cache = Cache("k")
print(cache.key(4), cache.__dict__.keys() == {"prefix", "entries"})


def use_cache():
    print(cache.key(5), len(cache.entries))
    cache.prefix = "other"
    cache.entries["x"] = kept = Tracked("what a thread's cache knows")
    print(cache.key(1), len(cache.entries))
    del kept
    print(len(cache.entries))


thread = threading.Thread(target=use_cache)
thread.start()
thread.join()
print(cache.key(0))

try:
    threading.local(1)
except TypeError as error:
    print("TypeError:", error)
try:
    local.missing
except AttributeError as error:
    print("AttributeError:", error)
del local.value
print(vars(local))

# An object of threading.local in a cycle of its own attributes.
local.itself = local
watch = weakref.ref(local)
gc.collect()
del local
print("held by its own attribute:", watch() is not None)
print("collected:", gc.collect() > 0, watch() is None)

# The attributes of a thread that runs are let go with the object.
ready, done = threading.Event(), threading.Event()
shared = threading.local()


def hold():
    shared.value = Tracked("a running thread's")
    ready.set()
    done.wait()


thread = threading.Thread(target=hold)
thread.start()
ready.wait()
print("the object goes")
del shared
print("the thread goes")
done.set()
thread.join()
