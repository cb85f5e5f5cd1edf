# A reference to a bound method needs WeakMethod to outlive the expression.
import gc
import weakref
gc.disable()
gc.collect()


class Button:
    def __init__(self, name):
        self.name = name

    def click(self):
        return self.name + " clicked"


b = Button("ok")
plain = weakref.ref(b.click)
method = weakref.WeakMethod(b.click)
print(plain(), method()())
print(method == weakref.WeakMethod(b.click), method == weakref.WeakMethod(Button("x").click))
other = Button("cancel")
print(method == weakref.WeakMethod(other.click))
log = []
watched = weakref.WeakMethod(b.click, lambda r: log.append(r is watched))
del b
print(method(), log)
c = Button("cyc")
c.handler = c.click
m = weakref.WeakMethod(c.click)
del c
print(m() is not None)
gc.collect()
print(m())
try:
    weakref.WeakMethod(print)
except TypeError:
    print("TypeError")


class Signal:
    def __init__(self):
        self.slots = []

    def connect(self, m):
        self.slots.append(weakref.WeakMethod(m))

    def emit(self):
        self.slots = [s for s in self.slots if s() is not None]
        return [s()() for s in self.slots]


s = Signal()
x, y = Button("x"), Button("y")
s.connect(x.click)
s.connect(y.click)
print(s.emit())
del x
print(s.emit())
