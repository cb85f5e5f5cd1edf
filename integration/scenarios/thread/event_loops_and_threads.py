# Calls that would stop an event loop run in threads, and are awaited; a loop may run in each
# thread, and be given work by others. What such calls refer to dies when they are done.
import asyncio
import gc
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor

gc.disable()
main = threading.main_thread()


class Payload:
    pass


def slow(answer, *, seconds=0.1):
    time.sleep(seconds)
    return answer, threading.current_thread() is main


async def tick(ticks):
    while True:
        ticks.append("tick")
        await asyncio.sleep(0.005)


async def in_threads():
    ticks = []
    ticker = asyncio.create_task(tick(ticks))
    print(await asyncio.to_thread(slow, "answer"), len(ticks) > 1)
    ticker.cancel()
    print(await asyncio.gather(*(asyncio.to_thread(slow, n, seconds=0.001) for n in range(3))))
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_workers=1) as pool:
        print(await loop.run_in_executor(pool, slow, "own pool"))
        payload = Payload()
        watch = weakref.ref(payload)
        await loop.run_in_executor(pool, id, payload)
        del payload
        # The same thread, which has let go of the call before by then.
        await loop.run_in_executor(pool, int)
        print("the argument is gone:", watch() is None)
    try:
        await asyncio.to_thread(lambda: 1 / 0)
    except ZeroDivisionError as error:
        print("raised:", error)


asyncio.run(in_threads())


async def add(left, right):
    await asyncio.sleep(0.001)
    return left + right


async def fail():
    raise ValueError("in the loop")


def serve(loop):
    asyncio.set_event_loop(loop)
    loop.run_forever()


loop = asyncio.new_event_loop()
thread = threading.Thread(target=serve, args=(loop,))
thread.start()
print(asyncio.run_coroutine_threadsafe(add(1, 2), loop).result())
try:
    asyncio.run_coroutine_threadsafe(fail(), loop).result()
except ValueError as error:
    print("raised:", error)
try:
    asyncio.get_running_loop()
except RuntimeError as error:
    print("main:", error)
print("loop runs:", loop.is_running())
loop.call_soon_threadsafe(loop.stop)
thread.join()
print("loop runs:", loop.is_running())
loop.close()

results = []
threads = [
    threading.Thread(target=lambda n=n: results.append(asyncio.run(add(n, n)))) for n in range(3)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(results))
