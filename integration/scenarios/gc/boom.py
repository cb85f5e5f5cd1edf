# Objects whose attribute lookup has side effects: the collector never causes it.
import gc
gc.disable()
gc.collect()


class Fuse:
    def __init__(self, limit):
        self.limit = limit
        self.asked = 0

    def __getattr__(self, name):
        self.asked += 1
        if self.asked >= self.limit:
            del self.partner
        raise AttributeError(name)


for limit in (1, 2, 5):
    a, b = Fuse(limit), Fuse(limit)
    a.partner, b.partner = b, a
    gc.collect()
    print(a.asked, b.asked, hasattr(a, "missing"), a.asked)
    del a, b
    print(gc.collect(), len(gc.garbage))


class Trigger:
    def __getattr__(self, name):
        print("asked for", name)
        return None


t = Trigger()
t.me = t
print(t.anything)
del t
print(gc.collect(), gc.garbage == [])
