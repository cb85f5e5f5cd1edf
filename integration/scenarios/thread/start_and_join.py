# A thread begins at start(), is alive until its call ends, and can be waited for; it lets go of
# its arguments when the call ends.
import gc
import threading
import time
import weakref


class Payload:
    pass


def describe(thread):
    return thread.name, thread.is_alive(), thread.daemon, thread.ident is not None


def work(payload, *, log):
    me = threading.current_thread()
    log.append((me.name, me.is_alive(), me is threading.main_thread()))
    log.append(threading.active_count())


gc.disable()
log = []
payload = Payload()
watch = weakref.ref(payload)
thread = threading.Thread(target=work, name="worker", args=(payload,), kwargs={"log": log})
del payload
print(describe(thread), watch() is not None)
thread.start()
thread.join()
print(describe(thread), log)
print("arguments are gone:", watch() is None)

for misuse in (thread.start, threading.current_thread().join, threading.Thread().join):
    try:
        misuse()
    except RuntimeError as error:
        print("RuntimeError:", error)

print([t.name for t in threading.enumerate()], threading.active_count())


class Counter(threading.Thread):
    def __init__(self, limit):
        super().__init__(daemon=True)
        self.limit = limit
        self.result = None

    def run(self):
        self.result = sum(range(self.limit))


counters = [Counter(n) for n in (10, 100, 1000)]
for counter in counters:
    counter.start()
for counter in counters:
    counter.join()
print([counter.result for counter in counters], counters[0].daemon)

watches = [weakref.ref(counter) for counter in counters]
del counter, counters
print("ended threads die with their last name:", [watch() for watch in watches])

named = threading.Thread(target=work)
print(named.name.startswith("Thread-"), named.name.endswith(" (work)"))

sleeper = threading.Thread(target=time.sleep, args=(0.2,))
sleeper.start()
sleeper.join(timeout=0.001)
print("still alive:", sleeper.is_alive())
sleeper.join()
print("alive after join:", sleeper.is_alive())

order = []


def nap(seconds, name):
    time.sleep(seconds)
    order.append(name)


naps = [
    threading.Thread(target=nap, args=pair)
    for pair in ((0.4, "late"), (0.0, "at once"), (0.2, "soon"))
]
for thread in naps:
    thread.start()
for thread in naps:
    thread.join()
print(order)
