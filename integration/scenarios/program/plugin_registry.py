# Handlers by decorator, hooks by weak method, reload of a plugin class.
import gc
import weakref
gc.disable()
gc.collect()


class Registry:
    def __init__(self):
        self.handlers = {}
        self.hooks = []

    def on(self, event, priority=0):
        def deco(f):
            self.handlers.setdefault(event, []).append((priority, f))
            self.handlers[event].sort(key=lambda pf: -pf[0])
            return f
        return deco

    def hook(self, method):
        self.hooks.append(weakref.WeakMethod(method, self.hooks.remove))

    def fire(self, event, *args, **kwargs):
        results = [f(*args, **kwargs) for _, f in self.handlers.get(event, ())]
        results += [h()(event) for h in self.hooks]
        return results


reg = Registry()


@reg.on("save")
def write(name, mode="w"):
    return f"write {name} {mode}"


@reg.on("save", priority=10)
def check(name, **kw):
    return f"check {name} {sorted(kw)}"


class Plugin:
    made = 0

    def __init__(self):
        Plugin.made += 1
        self.n = Plugin.made
        reg.hook(self.notice)

    def notice(self, event):
        return f"plugin {self.n} saw {event}"


p, q = Plugin(), Plugin()
print(reg.fire("save", "f.txt", mode="a"))
del p
print(reg.fire("none"), len(reg.hooks))
q.me = q
del q
print(len(reg.hooks), gc.collect(), len(reg.hooks))


def load(version):
    class Dynamic:
        def run(self):
            return version
    return Dynamic


cls = load(1)
old = weakref.ref(cls)
obj = cls()
cls = load(2)
gc.collect()
print(obj.run(), cls().run(), old() is type(obj))
del obj
gc.collect()
print(old())
