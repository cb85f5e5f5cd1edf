# concurrent.futures.ThreadPoolExecutor: calls that run in the threads of a pool, and what their
# futures keep alive.
import gc
import threading
import time
import weakref
from concurrent.futures import (
    FIRST_COMPLETED,
    CancelledError,
    ThreadPoolExecutor,
    TimeoutError,
    as_completed,
    wait,
)


def square(number):
    return number * number


def slow(seconds, answer):
    time.sleep(seconds)
    return answer


with ThreadPoolExecutor(max_workers=3) as pool:
    print(list(pool.map(square, range(6))))
    futures = [pool.submit(square, number) for number in range(4)]
    print(sorted(future.result() for future in as_completed(futures)))
    failing = pool.submit(lambda: 1 / 0)
    print(repr(failing.exception()))
    try:
        failing.result()
    except ZeroDivisionError as error:
        print("raised again:", error)
    naps = [pool.submit(slow, seconds, name) for seconds, name in ((0.2, "b"), (0.01, "a"))]
    print([future.result() for future in as_completed(naps)])
    done, rest = wait([pool.submit(slow, 0.2, 1), pool.submit(square, 2)],
                      return_when=FIRST_COMPLETED)
    print(len(done), len(rest))
try:
    pool.submit(square, 1)
except RuntimeError as error:
    print("RuntimeError:", error)

with ThreadPoolExecutor(max_workers=1) as pool:
    begun, go_on = threading.Event(), threading.Event()

    def hold():
        begun.set()
        go_on.wait()

    running = pool.submit(hold)
    begun.wait()
    waiting = pool.submit(square, 3)
    print(running.running(), waiting.cancel(), waiting.cancelled(), running.cancel())
    try:
        running.result(timeout=0.01)
    except TimeoutError:
        print("not yet")
    go_on.set()
    try:
        waiting.result()
    except CancelledError:
        print("cancelled")
    pool.submit(square, 4).add_done_callback(lambda future: print("done:", future.result()))


class Payload:
    pass


gc.disable()
payload = Payload()
watch = weakref.ref(payload)
with ThreadPoolExecutor(max_workers=2) as pool:
    future = pool.submit(lambda thing: type(thing).__name__, payload)
    print(future.result())
    del payload
    pool.submit(int).result()
print("the argument is gone:", watch() is None)

pool = ThreadPoolExecutor(max_workers=2, initializer=lambda: None)
print(pool.submit(square, 9).result())
threads = list(pool._threads)
watch = weakref.ref(pool)
del pool
for thread in threads:
    thread.join()
print("threads end with their pool:", watch() is None, [t.is_alive() for t in threads])

late = ThreadPoolExecutor(max_workers=1)
late.submit(lambda: (time.sleep(0.02), print("the program waits for this")))
print("main ends")
