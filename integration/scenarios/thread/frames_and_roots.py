# What the frames of waiting threads hold is alive for the collector, and their frames can be seen.
import gc
import sys
import threading
import weakref

gc.disable()
gc.collect()


class Node:
    pass


inside, go_on = threading.Event(), threading.Event()
watches = []


def inner(node):
    local = [Node()]
    local[0].up = local
    watches.append(weakref.ref(node))
    watches.append(weakref.ref(local[0]))
    inside.set()
    go_on.wait()
    return local[0].up is local


def outer():
    node = Node()
    node.itself = node
    print("kept:", inner(node))


thread = threading.Thread(target=outer)
thread.start()
inside.wait()
print("garbage:", gc.collect(), [watch() is not None for watch in watches])

frames = sys._current_frames()
print(len(frames), frames[threading.get_ident()] is sys._getframe())
names = []
frame = frames[thread.ident]
while frame is not None:
    names.append(frame.f_code.co_name)
    frame = frame.f_back
print(names[names.index("inner"):names.index("outer") + 1])
del frame, frames

go_on.set()
thread.join()
print("garbage:", gc.collect() > 0, [watch() for watch in watches])


# A generator that one thread has begun, another goes on with; two at once are refused.
def steps():
    yield threading.current_thread() is threading.main_thread()
    inside.set()
    go_on.wait()
    yield threading.current_thread() is threading.main_thread()


inside.clear()
go_on.clear()
generator = steps()
answers = [next(generator)]
thread = threading.Thread(target=lambda: answers.append(next(generator)))
thread.start()
inside.wait()
try:
    next(generator)
except ValueError as error:
    print("ValueError:", error)
go_on.set()
thread.join()
print(answers)
