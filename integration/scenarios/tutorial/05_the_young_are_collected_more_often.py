# Most objects die young, so generation 0 is collected often, generation 1
# after every few of those, generation 2 after every few of these.
import gc

gc.collect()
gc.set_threshold(50, 5, 3)


def runs():
    return [s["collections"] for s in gc.get_stats()]


def make_garbage(n):
    for _ in range(n):
        pair = []
        pair.append(pair)


before = runs()
make_garbage(2000)
young, middle, old = [b - a for a, b in zip(before, runs())]
print("collections ran without being asked for:", young > 0)
print("young more often than middle:", young > middle)
print("middle more often than old:", middle > old)

gc.disable()
before = runs()
make_garbage(1000)
print("disabled, none ran:", runs() == before)
print("what is left is found on request:", gc.collect() >= 1000)
gc.enable()

# A threshold of zero switches the automatic collections off too.
gc.set_threshold(0)
before = runs()
make_garbage(1000)
print("threshold 0, none ran:", runs() == before, gc.isenabled())
