# versions: 3.13
# Tasks that are cancelled while they wait for a condition, a semaphore or a queue lose nothing
# that others wait for.
import asyncio


async def settle():
    for _ in range(10):
        await asyncio.sleep(0)


async def condition():
    news = asyncio.Condition()
    log = []

    async def waiter(name):
        try:
            async with news:
                await news.wait()
                log.append((name, "woken"))
        except asyncio.CancelledError:
            log.append((name, "cancelled", news.locked()))
            raise

    first, second, third = [asyncio.create_task(waiter(name)) for name in "abc"]
    await settle()
    async with news:
        first.cancel()
        await settle()
        # It waits for the lock again, and must have it before it ends.
        first.cancel()
        await settle()
        print(first.done())
    await settle()
    async with news:
        news.notify()
        second.cancel()
    await settle()
    print(log, first.cancelled(), second.cancelled(), third.done())
    third.cancel()


async def semaphore():
    places = asyncio.Semaphore(0)
    tasks = [asyncio.create_task(places.acquire()) for _ in range(4)]
    await settle()
    places.release()
    places.release()
    tasks[0].cancel()
    await settle()
    print([task.done() for task in tasks], places.locked())
    for task in tasks:
        task.cancel()


async def queue():
    items = asyncio.Queue()
    first, second = [asyncio.create_task(items.get()) for _ in range(2)]
    await settle()
    items.put_nowait("item")
    first.cancel()
    await settle()
    print(first.cancelled(), second.done() and second.result())

    items = asyncio.Queue(1)
    items.put_nowait(1)
    first, second = [asyncio.create_task(items.put(number)) for number in (2, 3)]
    await settle()
    print(items.get_nowait())
    first.cancel()
    await settle()
    print(first.cancelled(), second.done(), items.qsize())

    items = asyncio.Queue()
    getter = asyncio.create_task(items.get())
    await settle()
    items.shutdown()
    try:
        await getter
    except asyncio.QueueShutDown:
        print("shut down")


for part in (condition, semaphore, queue):
    print("--", part.__name__)
    asyncio.run(part())
