# Workers on an event loop: queues, locks, cancellation, timeouts, and what tasks keep alive.
import asyncio
import gc
import weakref


async def worker(name, queue, done):
    while True:
        item = await queue.get()
        if item is None:
            break
        done.append((name, item))
        queue.task_done()
        await asyncio.sleep(0)


async def share_work():
    queue, done = asyncio.Queue(maxsize=2), []
    tasks = [asyncio.create_task(worker(f"w{i}", queue, done)) for i in range(2)]
    for item in range(5):
        await queue.put(item)
    await queue.join()
    for _ in tasks:
        await queue.put(None)
    await asyncio.gather(*tasks)
    print(sorted(item for _, item in done), {name for name, _ in done} == {"w0", "w1"})


async def cancel():
    async def sleeper():
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            print("cancelled inside")
            raise

    task = asyncio.create_task(sleeper())
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled outside", task.cancelled())
    try:
        await asyncio.wait_for(asyncio.sleep(60), 0.01)
    except TimeoutError:
        print("too slow")


async def gather():
    async def fails():
        raise ValueError("fails")

    async def works(n):
        await asyncio.sleep(0)
        return n

    print(await asyncio.gather(works(1), works(2)))
    print(await asyncio.gather(fails(), works(3), return_exceptions=True))
    try:
        await asyncio.gather(fails(), works(4))
    except ValueError as error:
        print(error)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(works(5))
            group.create_task(fails())
    except* ValueError as errors:
        print(errors.exceptions)


async def keep():
    class Thing:
        pass

    async def hold(thing):
        await asyncio.sleep(0)
        return thing

    thing = Thing()
    watch = weakref.ref(thing)
    task = asyncio.create_task(hold(thing))
    del thing
    await task
    print(watch() is not None)
    del task
    gc.collect()
    print(watch() is None)


async def synchronise():
    lock, event, log = asyncio.Lock(), asyncio.Event(), []

    async def enter(name):
        async with lock:
            log.append(name)
            await asyncio.sleep(0)
            log.append(name)

    async def wait():
        await event.wait()
        return "woken"

    waiting = asyncio.create_task(wait())
    await asyncio.gather(enter("a"), enter("b"))
    event.set()
    print(log, await waiting)


async def main():
    for step in share_work, cancel, gather, keep, synchronise:
        await step()
    return "end"


print(asyncio.run(main()))
