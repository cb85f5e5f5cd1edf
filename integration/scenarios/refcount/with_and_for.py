# A with statement and a loop keep hidden references while they run.
import weakref
log = []


class Resource:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        log.append("enter " + self.name)
        return self

    def __exit__(self, *exc):
        log.append("exit " + self.name)
        return False

    def __del__(self):
        log.append("del " + self.name)


with Resource("anonymous"):
    log.append("body")
log.append("after")
with Resource("named") as r:
    w = weakref.ref(r)
    del r
    log.append(w() is not None)
log.append(w() is None)
for line in log:
    print(line)
log.clear()
for r in [Resource("one"), Resource("two")]:
    log.append("loop " + r.name)
del r
for line in log:
    print(line)
log.clear()
with Resource("a") as a, Resource("b") as b:
    pass
a = b = None
print(log)
