# Generators: send, throw, close, return values, yield from, expressions.
def averager():
    total = n = 0
    mean = None
    while True:
        x = yield mean
        if x is None:
            return total
        total += x
        n += 1
        mean = total / n


g = averager()
next(g)
print(g.send(10), g.send(20), g.send(3))
try:
    g.send(None)
except StopIteration as e:
    print("returned", e.value)


def delegate():
    result = yield from averager()
    yield f"total {result}"


g = delegate()
next(g)
g.send(5)
print(g.send(None))


def guarded():
    while True:
        try:
            yield "waiting"
        except ValueError as e:
            yield f"caught {e}"
        finally:
            events.append("finally")


events = []
g = guarded()
print(next(g), g.throw(ValueError("v")), next(g), events)
g.close()
print(events, list(g))
try:
    g.throw(KeyError("after close"))
except KeyError as e:
    print("KeyError", e)


def walk(tree):
    if isinstance(tree, list):
        for t in tree:
            yield from walk(t)
    else:
        yield tree


print(list(walk([1, [2, [3, [4]], 5], [[6]]])))


def numbers():
    n = 0
    while True:
        yield n
        n += 1


def take(n, it):
    return [x for x, _ in zip(it, range(n))]


evens = (n for n in numbers() if n % 2 == 0)
squares = (n * n for n in evens)
print(take(5, squares))


def bad():
    yield 1
    raise StopIteration("inside")


try:
    list(bad())
except RuntimeError as e:
    print("RuntimeError", e)
try:
    averager().send(1)
except TypeError as e:
    print(e)
print(sum(x for x in range(10) if x % 3), max((len(w), w) for w in ["a", "ccc", "bb"]))
first, *rest = (c.upper() for c in "abc")
print(first, rest)
