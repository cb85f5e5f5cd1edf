# What was registered with atexit lives until all of it has been called; what is registered
# meanwhile is not called.
import atexit
import weakref


class Watched:
    pass


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


def first(noisy):
    print("first", noisy.name)


def second(noisy):
    print("second", noisy.name)
    atexit.register(print, "never")
    atexit.unregister(unwanted)


def unwanted():
    print("never")


atexit.register(first, Noisy("kept by the first"))
atexit.register(unwanted)
atexit.register(second, noisy=Noisy("kept by the second"))
watched = Watched()
watched.itself = watched
weakref.finalize(watched, print, "finalize")
print("end")
