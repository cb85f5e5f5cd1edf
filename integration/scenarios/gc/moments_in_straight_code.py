# versions: 3.13
# The first call at a place may be followed by a collection that later ones, in a loop, are not.
import gc

gc.disable()
gc.collect()
gc.set_threshold(5, 2, 2)
log = []


def told(phase, info):
    if phase == "start":
        log.append((len(keep), info["generation"]))


keep = []
gc.callbacks.append(told)
gc.enable()
keep.append([])
keep.append([])
keep.append([])
keep.append([])
keep.append([])
keep.append([])
keep.append([])
gc.disable()
print("straight:", log)
log.clear()
gc.enable()
for _ in range(30):
    keep.append([])
gc.disable()
print("loop:", log)
gc.callbacks.clear()


# What calls allocate for a moment is counted, too.
def counted(call):
    gc.collect()
    call()
    return gc.get_count()[0]


class Point:
    def __init__(self, x=0):
        self.x = x


point = Point()
log = []
log.append(("print", counted(lambda: print("printed", "twice"))))
log.append(("repr", counted(lambda: repr([point.x]))))
log.append(("threshold", counted(lambda: gc.set_threshold(700, 10, 10))))
log.append(("update", counted(lambda: {}.update(a=1))))
log.append(("format", counted(lambda: "{} {}".format(1, 2))))
log.append(("join", counted(lambda: "-".join(str(n) for n in range(2)))))
log.append(("max", counted(lambda: max(1, 2, 3))))
log.append(("class", counted(lambda: Point(1))))
log.append(("property", counted(lambda: property(print))))
log.append(("referrers", counted(lambda: gc.get_referrers(point))))
print(log)
