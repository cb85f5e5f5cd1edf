# An asynchronous generator awaits between its values; each step of it is awaited itself.
class Pause:
    def __await__(self):
        yield


def drive(coroutine):
    steps = 0
    while True:
        try:
            coroutine.send(None)
            steps += 1
        except StopIteration as end:
            return end.value, steps


async def count(n):
    try:
        for i in range(n):
            await Pause()
            got = yield i
            if got:
                print("got", got)
    finally:
        print("count ends")


async def loops():
    found = []
    async for x in count(3):
        found.append(x)
    else:
        found.append("else")
    async for x in count(3):
        if x == 1:
            break
    found.append([y async for y in count(4) if y % 2])
    found.append({y: y * y async for y in count(3)})
    found.append([(a, b) async for a in count(2) for b in "xy"])
    made = (y + 10 async for y in count(2))
    found.append(type(made).__name__)
    found.append([y async for y in made])
    return found


print(drive(loops()))


async def steps():
    agen = count(5)
    print(await agen.__anext__(), await agen.asend("hello"), agen.ag_running)
    try:
        await agen.athrow(KeyError("k"))
    except KeyError as error:
        print("out", error)
    try:
        await agen.__anext__()
    except StopAsyncIteration:
        print("ended")
    print(await anext(agen, "default"))
    agen = count(5)
    await anext(agen)
    await agen.aclose()
    await agen.aclose()
    step = count(1).__anext__()
    await step
    try:
        await step
    except RuntimeError as error:
        print(error)


print(drive(steps()))


async def stubborn():
    while True:
        try:
            yield 1
        except GeneratorExit:
            pass


async def closes():
    agen = stubborn()
    await anext(agen)
    try:
        await agen.aclose()
    except RuntimeError as error:
        print(error)


drive(closes())


class Countdown:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        await Pause()
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


async def by_hand():
    return [n async for n in Countdown(3)]


print(drive(by_hand()))
