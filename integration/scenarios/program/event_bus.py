# Subscribers held strongly and weakly, a bus that outlives some of them.
import gc
import weakref
gc.disable()
gc.collect()


class Bus:
    def __init__(self):
        self.strong = {}
        self.weak = {}

    def subscribe(self, topic, fn):
        self.strong.setdefault(topic, []).append(fn)
        return lambda: self.strong[topic].remove(fn)

    def subscribe_weakly(self, topic, method):
        refs = self.weak.setdefault(topic, [])
        refs.append(weakref.WeakMethod(method, refs.remove))

    def publish(self, topic, **data):
        n = 0
        for fn in list(self.strong.get(topic, [])):
            fn(topic, data)
            n += 1
        for ref in list(self.weak.get(topic, [])):
            fn = ref()
            if fn is not None:
                fn(topic, data)
                n += 1
        return n


class Screen:
    count = 0

    def __init__(self, name):
        self.name, self.lines = name, []
        Screen.count += 1

    def show(self, topic, data):
        self.lines.append(f"{topic}: " + ", ".join(f"{k}={data[k]!r}" for k in sorted(data)))

    def __del__(self):
        Screen.count -= 1


bus = Bus()
tv, phone = Screen("tv"), Screen("phone")
cancel = bus.subscribe("news", tv.show)
bus.subscribe_weakly("news", phone.show)
bus.subscribe("news", lambda t, d: log.append((t, len(d))))
log = []
print(bus.publish("news", title="hi", n=1), bus.publish("other"))
print(tv.lines, phone.lines, log)
del phone
print(Screen.count, bus.publish("news", x=None))
del tv
print("the bus holds it:", Screen.count)
cancel()
print("cancelled, but cancel itself holds it:", Screen.count)
del cancel
print(Screen.count, bus.publish("news"))
screen = Screen("loop")
screen.unsubscribe = bus.subscribe("tick", screen.show)
watch = weakref.ref(bus)
del bus, screen
print(Screen.count, gc.collect() > 5, Screen.count, watch())
