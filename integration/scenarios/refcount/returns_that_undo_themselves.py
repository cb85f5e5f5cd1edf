# Whatever an operation does, dropping its results restores the count.
import sys


class Thing:
    def __eq__(self, other):
        return self is other

    def __hash__(self):
        return 1

    def method(self, *args, **kwargs):
        return args, kwargs


t = Thing()
base = sys.getrefcount(t)


def raises():
    raise ValueError(t)


def swallow(f):
    try:
        f()
    except Exception:
        pass


operations = [
    lambda: [t, t][0], lambda: (t,) + (t,), lambda: {t: t}[t], lambda: {t, t}, lambda: [t] * 50,
    lambda: t.method(t, k=t), lambda: sorted([t], key=id), lambda: max([t], key=id), lambda: list(map(id, [t])),
    lambda: dict(zip("ab", [t, t])), lambda: [t].index(t), lambda: [t, 1].count(t), lambda: t in [1, t],
    lambda: [x for x in (t, t) if x is t], lambda: f"{t!r}", lambda: str(t) + repr(t), lambda: isinstance(t, Thing),
    lambda: getattr(t, "nothing", t), lambda: setattr(t, "me", None), lambda: vars(t), lambda: swallow(raises),
    lambda: swallow(lambda: [t].remove(1)), lambda: swallow(lambda: {}[t]), lambda: swallow(lambda: t + t),
    lambda: swallow(lambda: t(t)), lambda: swallow(lambda: t[t]), lambda: list(iter([t])), lambda: [*[t], t][::-1],
    lambda: [t].pop(), lambda: {1: t}.popitem(), lambda: {1: t}.get(2, t), lambda: {1: t}.setdefault(1, t),
    lambda: any([t]), lambda: t and t, lambda: t or 1, lambda: t is t, lambda: not t, lambda: (lambda x=t: x)(),
    lambda: type(t)(), lambda: hash(t), lambda: [[t]].copy(), lambda: next(x for x in [t]), lambda: enumerate([t]),
]
for i, op in enumerate(operations):
    for _ in range(20):
        op()
    left = sys.getrefcount(t) - base
    if left:
        print("operation", i, "left", left)
print(len(operations), sys.getrefcount(t) - base)
