# Which name a piece of code sees: local, enclosing, global, builtin, class.
x = "global"


def outer():
    x = "enclosing"

    def inner():
        return x

    class C:
        x = "class"
        seen = x

        def m(self):
            return x
    return inner(), C.seen, C().m(), C.x


print(outer(), x)


def shadow():
    len = lambda _: "shadowed"
    return len([1])


print(shadow(), len([1]))


def unbound():
    try:
        print(x)
    except UnboundLocalError:
        print("UnboundLocalError")
    x = 1


unbound()


def set_global():
    global x, made_here
    x = "changed"
    made_here = 5


set_global()
print(x, made_here)


def chain():
    v = 0

    def a():
        nonlocal v
        v += 1

        def b():
            nonlocal v
            v += 10
            return v
        return b()
    return a(), v


print(chain())
fs = []
for i in range(3):
    fs.append(lambda: i)
print([f() for f in fs], i)
print([f() for f in [lambda j=j: j for j in range(3)]])
if True:
    in_block = "blocks make no scope"
print(in_block)
print((lambda f: f(f, 5))(lambda s, n: 1 if n == 0 else n * s(s, n - 1)))
