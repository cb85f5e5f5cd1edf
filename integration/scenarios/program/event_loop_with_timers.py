# Timers in a sorted list, callbacks that reschedule and cancel each other.
import gc
import weakref
gc.disable()
gc.collect()


class Timer:
    def __init__(self, loop, when, fn, args):
        self.loop, self.when, self.fn, self.args = loop, when, fn, args
        self.cancelled = False

    def cancel(self):
        self.cancelled = True
        self.fn = self.args = None

    def __lt__(self, other):
        return self.when < other.when


class Loop:
    def __init__(self):
        self.now = 0
        self.timers = []

    def call_at(self, when, fn, *args):
        t = Timer(self, when, fn, args)
        self.timers.append(t)
        self.timers.sort()
        return t

    def call_later(self, delay, fn, *args):
        return self.call_at(self.now + delay, fn, *args)

    def run(self, until):
        while self.timers and self.timers[0].when <= until:
            t = self.timers.pop(0)
            self.now = t.when
            if not t.cancelled:
                t.fn(*t.args)


class Blinker:
    def __init__(self, loop, period):
        self.loop, self.period, self.count = loop, period, 0
        self.timer = loop.call_later(period, self.blink)

    def blink(self):
        self.count += 1
        trace.append((self.loop.now, self.period))
        self.timer = self.loop.call_later(self.period, self.blink)

    def stop(self):
        self.timer.cancel()


trace = []
loop = Loop()
fast, slow = Blinker(loop, 2), Blinker(loop, 5)
loop.call_at(7, fast.stop)
loop.call_at(3, lambda: trace.append("three"))
loop.run(12)
print(trace)
print(fast.count, slow.count, len(loop.timers))
watch = [weakref.ref(o) for o in (loop, fast, slow)]
del fast, slow
print([w() is not None for w in watch], gc.collect() > 0)
print([w() is not None for w in watch])
del loop
print(gc.collect() > 0, [w() for w in watch])
