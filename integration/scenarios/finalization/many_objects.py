# Many finalizers: none is lost, none runs twice.
import gc
gc.disable()
gc.collect()


class Counted:
    made = 0
    died = {}

    def __init__(self, *links):
        self.n = Counted.made
        Counted.made += 1
        self.links = list(links)

    def __del__(self):
        Counted.died[self.n] = Counted.died.get(self.n, 0) + 1


def report(tag):
    print(tag, Counted.made, len(Counted.died), set(Counted.died.values()) <= {1})


for _ in range(500):
    Counted(Counted(), Counted(Counted()))
report("trees")
rows = []
for i in range(500):
    c = Counted(*rows[-3:])
    for r in rows[-2:]:
        r.links.append(c)
    rows.append(c)
del c, r
del rows[::2]
report("half the names gone")
gc.collect()
report("all still linked")
rows.clear()
report("no names")
gc.collect()
report("collected")
for _ in range(100):
    c = Counted()
    c.links.append(c)
    c = None
    gc.collect(0)
report("one by one")
