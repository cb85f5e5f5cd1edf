# versions: 3.13
# Automatic collections run at the very allocation that CPython runs them at: behind a call, at
# the end of a loop's turn, where a function begins.
import gc

log = []
keep = []


def watch(phase, info):
    if phase == "stop":
        log.append((info["generation"], info["collected"], len(keep)))


class Loop:
    pass


class Made:
    def __init__(self, n):
        self.n = n
        self.me = self


def run(label, make):
    keep.clear()
    log.clear()
    gc.collect()
    gc.callbacks.append(watch)
    for n in range(3000):
        make(n)
    gc.callbacks.remove(watch)
    print(label, log[:3], len(log))


def plain(n):
    loop = Loop()
    loop.me = loop
    keep.append(n)


def made(n):
    Made(n)
    keep.append(n)


def pair(n):
    keep.append({n: [n]})


gc.set_threshold(100, 5, 2)
run("lists", lambda n: keep.append([]))
run("pairs", pair)
run("plain", plain)
run("made", made)
turns = 0
log.clear()
keep.clear()
gc.collect()
gc.callbacks.append(watch)
while len(log) < 2:
    turns += 1
    keep.append([])
gc.callbacks.remove(watch)
print(turns, log)
