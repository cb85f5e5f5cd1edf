# A frame's locals die when it ends, in the order they were first assigned.
log = []


class T:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        log.append(self.name)


def ordered(arg):
    c = T("c")
    a = T("a")
    b = T("b")
    log.append("body")


ordered(T("arg"))
print(log)
log.clear()


def early(flag):
    x = T("x")
    if flag:
        return 1
    y = T("y")
    return 2


early(True)
print(log)
log.clear()
early(False)
print(log)
log.clear()


def raising():
    z = T("z")
    raise ValueError


try:
    raising()
except ValueError:
    log.append("handler")
log.append("after")
print(log)
log.clear()


def looping():
    for i in range(3):
        t = T(f"t{i}")
        log.append(f"i{i}")
    log.append("end")


looping()
print(log)
log.clear()


def rec(n):
    t = T(n)
    if n:
        rec(n - 1)


rec(3)
print(log)
