# An object without a name lives as long as the expression that uses it.
log = []


class T:
    def __init__(self, n):
        self.n = n

    def value(self):
        log.append(f"use {self.n}")
        return self.n

    def chain(self):
        return T(self.n + 1)

    def __add__(self, o):
        return T(self.n + o.n)

    def __del__(self):
        log.append(f"del {self.n}")


def flush():
    print(", ".join(log))
    log.clear()


T(1).value()
flush()
T(1).chain().chain().value()
flush()
x = T(10) + T(20) + T(30)
flush()
print(len([T(1), T(2)]))
flush()
print([T(i).value() for i in range(3)])
flush()
x = (T(5), T(6))[1]
flush()
x = T(7) if T(8).value() else None
flush()
x = T(0).value() or T(9).n
flush()


def f(a, b):
    log.append("in f")
    return b


f(T(1), T(2)).value()
flush()
f(b=T(3), a=T(4))
flush()
{T(1).n: T(2).n}
flush()
y = lambda: T(99).value()
y()
flush()
assert T(11).value() == 11
flush()
for i in range(T(2).value()):
    log.append(f"i{i}")
flush()
_, a = T(1), T(2)
_ = a = None
flush()
