# The plain reference stands first, the others newest first.
import weakref


class C:
    pass


c = C()
cb1 = weakref.ref(c, lambda r: None)
plain = weakref.ref(c)
cb2 = weakref.ref(c, lambda r: None)
names = {id(cb1): "cb1", id(plain): "plain", id(cb2): "cb2"}
print([names[id(r)] for r in weakref.getweakrefs(c)])
proxy = weakref.proxy(c)
print(weakref.getweakrefcount(c), len(weakref.getweakrefs(c)))
del cb1
print([names.get(id(r), "proxy") for r in weakref.getweakrefs(c)])
del proxy
print(weakref.getweakrefcount(c))
del plain
print([names[id(r)] for r in weakref.getweakrefs(c)])
plain = weakref.ref(c)
print(weakref.getweakrefs(c)[0] is plain, weakref.ref(c) is plain)


class Sub(weakref.ref):
    pass


s = Sub(c)
print([type(r).__name__ for r in weakref.getweakrefs(c)])
print(Sub(c) is s, weakref.ref(c) is plain)
del c
print(plain(), s(), cb2())
