# Cooperative tasks that exchange messages through channels.
import gc
import weakref
gc.disable()
gc.collect()


class Channel:
    def __init__(self, size):
        self.size, self.items = size, []


class Scheduler:
    def __init__(self):
        self.ready = []
        self.log = []

    def spawn(self, gen):
        self.ready.append(gen)

    def run(self):
        while self.ready:
            task = self.ready.pop(0)
            try:
                task.send(None)
            except StopIteration:
                continue
            self.ready.append(task)


def producer(s, ch, name, n):
    for i in range(n):
        while len(ch.items) >= ch.size:
            yield
        ch.items.append((name, i))
        s.log.append(f"{name}>{i}")
        yield
    ch.items.append(None)


def consumer(s, ch, producers):
    total = 0
    while producers:
        while not ch.items:
            yield
        item = ch.items.pop(0)
        if item is None:
            producers -= 1
            continue
        total += item[1]
        s.log.append(f"<{item[0]}{item[1]}")
    s.log.append(f"total {total}")


s = Scheduler()
ch = Channel(2)
s.spawn(producer(s, ch, "a", 3))
s.spawn(producer(s, ch, "b", 2))
s.spawn(consumer(s, ch, 2))
s.run()
print(" ".join(s.log))


def forever(s):
    try:
        while True:
            yield
    finally:
        closed.append(1)


closed = []
s.spawn(forever(s))
s.ready[0].send(None)
w = weakref.ref(s)
del s
print(w() is not None, closed)
gc.collect()
print(w(), closed)
