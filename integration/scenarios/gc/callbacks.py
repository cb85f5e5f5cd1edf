# gc.callbacks are told when a collection starts and when it stops.
import gc
gc.disable()
gc.collect()
log = []


def watch(phase, info):
    log.append((phase, info["generation"], info["collected"], info["uncollectable"]))


gc.callbacks.append(watch)
gc.collect()
print(log)
log.clear()
for g in range(3):
    row = []
    row.append(row)
    del row
    gc.collect(g)
print(log)
log.clear()


def nested(phase, info):
    log.append(("nested", phase, gc.collect()))


gc.callbacks.append(nested)
row = []
row.append(row)
del row
print(gc.collect(), log)
gc.callbacks.remove(nested)
log.clear()


def once(phase, info):
    log.append("once " + phase)
    gc.callbacks.remove(once)


gc.callbacks.insert(0, once)
gc.collect()
gc.collect()
print(log, len(gc.callbacks))
gc.callbacks.clear()
log.clear()
gc.collect()
print(log)


def trash(phase, info):
    if phase == "start":
        row = []
        row.append(row)


gc.callbacks.append(trash)
print(gc.collect(), gc.collect())
gc.callbacks[:] = []
print(gc.collect())
