# A coroutine runs when it is sent into, and what it awaits yields straight to the sender.
class Signal:
    def __init__(self, name):
        self.name = name

    def __await__(self):
        answer = yield self.name
        return answer


async def inner(n):
    try:
        first = await Signal(n)
        second = await Signal(n + 1)
        return first, second
    finally:
        print("inner ends")


async def outer():
    return ["outer", await inner(1)]


made = outer()
print(type(made).__name__, made.__name__, made.cr_running, made.cr_await)
print(made.send(None), made.cr_await.__name__)
print(made.send("one"))
try:
    made.send("two")
except StopIteration as end:
    print(end.value)
try:
    made.send(None)
except RuntimeError as error:
    print(error)

made = outer()
made.send(None)
try:
    made.throw(ValueError("thrown in"))
except ValueError as error:
    print(error)

made = outer()
made.send(None)
made.close()


async def awaits_a_number():
    await 5


async def stops():
    raise StopIteration(3)


async def iterates_a_list():
    async for x in [1]:
        pass


async def enters_a_number():
    async with 5:
        pass


for function in awaits_a_number, stops, iterates_a_list, enters_a_number:
    try:
        function().send(None)
    except (TypeError, RuntimeError) as error:
        print(type(error).__name__, error)

made = outer()
for use in iter, next, list:
    try:
        use(made)
    except TypeError as error:
        print(error)
made.close()


class Manager:
    def __init__(self, swallows):
        self.swallows = swallows

    async def __aenter__(self):
        return "entered"

    async def __aexit__(self, kind, error, traceback):
        print("left", kind and kind.__name__)
        return self.swallows


async def managed():
    async with Manager(True) as first, Manager(False):
        raise ValueError(first)
    for i in range(3):
        async with Manager(False):
            if i == 0:
                continue
            if i == 1:
                break
    async with Manager(False):
        return [await Value(n) for n in range(3)]


class Value:
    def __init__(self, n):
        self.n = n

    def __await__(self):
        return self.n
        yield


try:
    managed().send(None)
except StopIteration as end:
    print(end.value)
