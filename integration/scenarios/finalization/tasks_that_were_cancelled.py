# What a cancelled task holds dies with the error that has ended it.
import asyncio


class Noisy:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


async def child(name):
    noisy = Noisy(name)
    try:
        await asyncio.sleep(10)
    finally:
        print("leaving", noisy.name)


async def failing():
    raise ValueError("failed")


async def numbers():
    noisy = Noisy("numbers")
    try:
        yield 1
        yield 2
    finally:
        print("closed")


async def main():
    task = asyncio.create_task(child("first"))
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")
    await asyncio.sleep(0)
    print("behind")
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(failing())
            group.create_task(child("second"))
    except* ValueError as group:
        print(group.exceptions)
    async for number in numbers():
        break
    await asyncio.sleep(0)
    print("not closed before the next round")
    await asyncio.sleep(0)
    print("end")


asyncio.run(main())
