# Finalizers and callbacks of weak references run in the thread that lets the last reference go, or
# that collects; what they wait for, the other threads may give meanwhile.
import gc
import threading
import weakref

gc.disable()
gc.collect()
main = threading.main_thread()


def where():
    return "main" if threading.current_thread() is main else "thread"


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print(f"  {self.name} dies in {where()}")


def run(target, *args):
    thread = threading.Thread(target=target, args=args)
    thread.start()
    thread.join()


box = [Noisy("the one in the box")]
watch = weakref.ref(box[0], lambda _: print(f"  called back in {where()}"))
run(box.clear)
print(watch())


def leave_a_cycle():
    cycle = Noisy("the one in a cycle")
    cycle.itself = cycle


run(leave_a_cycle)
print("main collects:", gc.collect())
leave_a_cycle()
run(lambda: print("a thread collects:", gc.collect()))

# A lock in a finalizer, held by another thread.
lock = threading.Lock()
entered, leave = threading.Event(), threading.Event()
log = []


class Locks:
    def __del__(self):
        log.append("wants the lock")
        with lock:
            log.append("has the lock")


def hold():
    with lock:
        entered.set()
        leave.wait()
        log.append("gives it back")


holder = threading.Thread(target=hold)
holder.start()
entered.wait()
dying = threading.Thread(target=Locks)
dying.start()
leave.set()
dying.join()
holder.join()
print(log)

# A collection that waits in a finalizer: another thread cannot begin one meanwhile.
asked, answered = threading.Event(), threading.Event()


class Waits:
    def __del__(self):
        asked.set()
        answered.wait()
        print("  the finalizer goes on in", where())


def make_and_collect():
    cycle = Waits()
    cycle.itself = cycle
    del cycle
    print("  found:", gc.collect())


collecting = threading.Thread(target=make_and_collect)
collecting.start()
asked.wait()
rest = [[]]
rest[0].append(rest)
del rest
print("main finds meanwhile:", gc.collect())
answered.set()
collecting.join()
print("and afterwards:", gc.collect())


# Deep nests that die in two threads at once.
class Link:
    def __init__(self, next):
        self.next = next

    def __del__(self):
        if self.next is None:
            ended.append(where())


ended = []


def nest_and_drop():
    chain = None
    for _ in range(5_000):
        chain = Link(chain)
    del chain


threads = [threading.Thread(target=nest_and_drop) for _ in range(3)]
for thread in threads:
    thread.start()
nest_and_drop()
for thread in threads:
    thread.join()
print(sorted(ended), gc.garbage)
