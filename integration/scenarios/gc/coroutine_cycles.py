# Coroutines and asynchronous generators are collected like generators: a suspended one is closed.
import gc
import weakref

gc.disable()
gc.collect()
log = []


class Signal:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        answer = yield self.value
        return answer


class Tag:
    pass


async def holds(tag):
    try:
        await Signal(0)
    finally:
        log.append("holds ends")


tag = Tag()
watch = weakref.ref(tag)
made = holds(tag)
made.send(None)
del tag
print(watch() is not None)
del made
print(watch(), log)


async def knows_itself():
    me = await Signal(0)
    try:
        await Signal(me)
    finally:
        log.append("knows_itself ends")


made = knows_itself()
made.send(None)
made.send(made)
print(gc.is_tracked(made), any(o is made for o in gc.get_objects()))
del made
print(log[1:])
print(gc.collect(), log[1:])


async def values(tag):
    try:
        yield tag
        yield tag
    finally:
        log.append("values ends")


tag = Tag()
watch = weakref.ref(tag)
agen = values(tag)
step = agen.__anext__()
try:
    step.send(None)
except StopIteration as end:
    print(end.value is tag)
    del end
del tag, step
print(watch() is not None, log[2:])
agen.ag_frame.f_locals["tag"].agen = agen
del agen
print(log[2:])
print(gc.collect() > 0, log[2:], watch())


class Waiter:
    def __init__(self):
        self.task = self.wait()

    async def wait(self):
        await Signal(self)


waiter = Waiter()
waiter.task.send(None)
watch = weakref.ref(waiter)
del waiter
print(watch() is not None)
print(gc.collect() > 0, watch())
