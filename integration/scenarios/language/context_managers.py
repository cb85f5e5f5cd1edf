# with: order of exits, suppressing, several managers, ExitStack-like nesting.
class Ctx:
    def __init__(self, name, swallow=False):
        self.name, self.swallow = name, swallow

    def __enter__(self):
        print("enter", self.name)
        return self.name

    def __exit__(self, kind, value, tb):
        print("exit", self.name, kind.__name__ if kind else None, value)
        return self.swallow


with Ctx("a") as a, Ctx("b") as b:
    print(a, b)
with Ctx("quiet", True):
    raise ValueError("swallowed")
try:
    with Ctx("outer"), Ctx("inner"):
        raise KeyError("through")
except KeyError as e:
    print("caught", e)


def early():
    with Ctx("f"):
        return "value"


print(early())
for i in range(3):
    with Ctx(i):
        if i == 1:
            break


class Failing(Ctx):
    def __exit__(self, *exc):
        raise RuntimeError("exit failed")


try:
    with Failing("x"):
        raise ValueError("first")
except RuntimeError as e:
    print(e, repr(e.__context__))
with (
    Ctx("p") as p,
    Ctx("q") as q,
):
    print(p + q)
