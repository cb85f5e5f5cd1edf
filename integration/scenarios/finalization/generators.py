# Dropping a suspended generator runs its finally blocks and with exits.
log = []


class Ctx:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        log.append("+" + self.name)
        return self

    def __exit__(self, t, v, tb):
        log.append("-" + self.name + (":" + t.__name__ if t else ""))


def gen():
    with Ctx("outer"):
        try:
            with Ctx("inner"):
                yield 1
                yield 2
        finally:
            log.append("finally")


g = gen()
next(g)
del g
print(log)
log.clear()
g = gen()
del g
print(log)
g = gen()
for x in g:
    pass
print(log)
log.clear()
for x in gen():
    break
print(log)
log.clear()


def outer():
    try:
        yield from gen()
    finally:
        log.append("outer finally")


g = outer()
next(g)
g = None
print(log)
log.clear()


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        log.append("ignored")
        yield 2


g = stubborn()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e, log)
