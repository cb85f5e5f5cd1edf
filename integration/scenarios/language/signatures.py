# inspect: the parameters of what can be called, and where generators and coroutines stand.
import functools
import inspect


def plain(a, b=2, *c, d, e: int = 5, **f) -> str:
    """
    What it does.

        In detail.
    """


def divided(a, /, b, *, c):
    pass


class Thing:
    """A thing."""

    def __init__(self, x, y=1):
        self.x = x

    def method(self, z):
        return z

    @classmethod
    def make(cls, w):
        return cls(w)


for target in (plain, divided, Thing, Thing(1).method, Thing.make, lambda q: q,
               functools.partial(plain, 1, d=3)):
    print(inspect.signature(target))
for parameter in inspect.signature(plain).parameters.values():
    print(parameter, parameter.kind.name, parameter.default is inspect.Parameter.empty)

bound = inspect.signature(plain).bind(1, d=2, z=3)
bound.apply_defaults()
print(bound.args, bound.kwargs, bound.arguments)
for arguments in ((), {}), ((1, 2, 3), {}), ((1, 2), {"c": 1, "q": 2}):
    try:
        inspect.signature(divided).bind(*arguments[0], **arguments[1])
    except TypeError as error:
        print(error)
print(inspect.getdoc(plain))


def generator():
    yield 1


async def coroutine():
    pass


made = generator()
print(inspect.getgeneratorstate(made))
next(made)
print(inspect.getgeneratorstate(made), inspect.getgeneratorlocals(made))
made.close()
print(inspect.getgeneratorstate(made))
made = coroutine()
print(inspect.getcoroutinestate(made), inspect.iscoroutine(made), inspect.isawaitable(made))
made.close()
print(inspect.getcoroutinestate(made))
print([name for name, _ in inspect.getmembers(Thing, inspect.isfunction)])
print(inspect.isgeneratorfunction(generator), inspect.iscoroutinefunction(coroutine),
      inspect.ismethod(Thing.make), inspect.isclass(Thing), inspect.isbuiltin(len))
