# Locks, conditions, events, semaphores, barriers and timers: what they answer alone, and between
# threads.
import threading

lock = threading.Lock()
print(lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01))
lock.release()
try:
    lock.release()
except RuntimeError as error:
    print("lock:", error)
for arguments in ((False, 1), (True, -2)):
    try:
        lock.acquire(*arguments)
    except ValueError:
        print("lock: bad arguments", arguments)

recursive = threading.RLock()
with recursive, recursive:
    taken = []
    other = threading.Thread(target=lambda: taken.append(recursive.acquire(blocking=False)))
    other.start()
    other.join()
    print("another thread gets it:", taken)
try:
    recursive.release()
except RuntimeError as error:
    print("rlock:", error)

count = 0


def add(times):
    global count
    for _ in range(times):
        with lock:
            seen = count
            count = seen + 1


adders = [threading.Thread(target=add, args=(500,)) for _ in range(4)]
for thread in adders:
    thread.start()
for thread in adders:
    thread.join()
print("counted:", count)

condition = threading.Condition()
items = []


def consume(into):
    while True:
        with condition:
            condition.wait_for(lambda: items)
            item = items.pop(0)
        if item is None:
            return
        into.append(item)


consumed = []
consumer = threading.Thread(target=consume, args=(consumed,))
consumer.start()
for item in [*"abc", None]:
    with condition:
        items.append(item)
        condition.notify()
consumer.join()
print("consumed:", consumed)
try:
    condition.notify()
except RuntimeError as error:
    print("condition:", error)
with condition:
    print("nobody tells:", condition.wait(0.01))

event = threading.Event()
waiting = [threading.Thread(target=event.wait) for _ in range(3)]
for thread in waiting:
    thread.start()
print("waiting:", sum(thread.is_alive() for thread in waiting), event.wait(0.01))
event.set()
for thread in waiting:
    thread.join()
print("set:", event.is_set(), event.wait())

slots = threading.BoundedSemaphore(2)
print([slots.acquire(blocking=False) for _ in range(3)])
slots.release(2)
try:
    slots.release()
except ValueError as error:
    print("semaphore:", error)

barrier = threading.Barrier(3, action=lambda: passed.append("action"))
passed = []
parties = [threading.Thread(target=lambda: passed.append(barrier.wait())) for _ in range(3)]
for thread in parties:
    thread.start()
for thread in parties:
    thread.join()
print(passed[0], sorted(passed[1:]), barrier.n_waiting, barrier.broken)
barrier.abort()
try:
    barrier.wait()
except threading.BrokenBarrierError:
    print("broken:", barrier.broken)

fired = []
soon = threading.Timer(0.01, fired.append, ["soon"])
never = threading.Timer(60, fired.append, ["never"])
soon.start()
never.start()
never.cancel()
soon.join()
never.join()
print(fired)

stop = False


def spin():
    turns = 0
    while not stop:
        turns += 1
    fired.append("stopped")


spinner = threading.Thread(target=spin)
spinner.start()
stop = True
spinner.join()
print("a loop without a wait gives way:", fired[-1])
