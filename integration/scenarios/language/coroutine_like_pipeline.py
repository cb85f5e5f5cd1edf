# A pipeline and a round-robin scheduler made of generators.
def coroutine(f):
    def start(*args):
        g = f(*args)
        next(g)
        return g
    return start


@coroutine
def sink(out):
    while True:
        out.append((yield))


@coroutine
def keep(pred, target):
    while True:
        x = yield
        if pred(x):
            target.send(x)


@coroutine
def scale(k, target):
    try:
        while True:
            target.send((yield) * k)
    except GeneratorExit:
        target.close()


out = []
pipe = scale(3, keep(lambda v: v % 2, sink(out)))
for i in range(6):
    pipe.send(i)
pipe.close()
print(out)
try:
    pipe.send(1)
except StopIteration:
    print("closed")


def task(name, n):
    for i in range(n):
        trace.append(f"{name}{i}")
        yield
    return name


trace = []
ready = [task("a", 3), task("b", 1), task("c", 2)]
done = []
while ready:
    t = ready.pop(0)
    try:
        next(t)
        ready.append(t)
    except StopIteration as e:
        done.append(e.value)
print(trace, done)
