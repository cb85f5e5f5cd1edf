# A generator expression may await in an ordinary function: it is an asynchronous generator.
import asyncio


async def double(n):
    return 2 * n


async def numbers():
    yield 1
    yield 2


def awaiting():
    return (await double(i) for i in range(3))


def going():
    return (i + 1 async for i in numbers())


print(type(awaiting()).__name__, type(going()).__name__)


async def main():
    print([x async for x in awaiting()], [x async for x in going()])


asyncio.run(main())
