# Positional, keyword, default, star, keyword-only and positional-only.
def f(a, b=2, *args, c, d=4, **kw):
    return (a, b, args, c, d, sorted(kw.items()))


print(f(1, c=3))
print(f(1, 5, 6, 7, c=3, e=9))
print(f(*[1, 2, 3], **{"c": 4, "z": 5}))
print(f(*(1,), *[2, 3], c=0, **{"x": 1}, **{"y": 2}))


def g(a, b, /, c, *, d):
    return a + b + c + d


print(g(1, 2, 3, d=4), g(1, 2, c=3, d=4))
for call in (
    lambda: g(1, 2, 3, 4), lambda: g(1, 2, c=3), lambda: g(a=1, b=2, c=3, d=4),
    lambda: f(), lambda: f(1, a=2, c=3), lambda: f(1, b=2, c=3, **{"b": 4}),
):
    try:
        print(call())
    except TypeError:
        print("TypeError")


def many(**kw):
    return " ".join(f"{k}={v}" for k, v in kw.items())


print(many(z=1, a=2), many())
first, *middle, last = range(6)
print(first, middle, last)
(a, b), [c, *d] = (1, 2), "xyz"
print(a, b, c, d)
a, b = b, a
print(a, b)
*head, tail = "ab"
print(head, tail, [*range(3), *"ab"], {**{"a": 1}, "b": 2}, (*[1], 2))
try:
    x, y = 1, 2, 3
except ValueError as e:
    print(e)
try:
    x, y, z = 1, 2
except ValueError as e:
    print(e)
print((lambda *a, k=1: (a, k))(1, 2, k=3), (lambda: None)())
print(f.__name__, f.__defaults__, f.__kwdefaults__)
