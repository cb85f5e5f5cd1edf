# list[int], int | str and classes that answer brackets themselves.
import types


def show(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


class N: pass
show(lambda: list[int])
show(lambda: dict[str, int])
show(lambda: tuple[int, ...])
show(lambda: tuple[()])
show(lambda: type[int])
show(lambda: list[N])
show(lambda: list[list[int]])
show(lambda: int | None)
show(lambda: None | int)
show(lambda: int | str | int)
show(lambda: int | int)
show(lambda: list[int] | None)
show(lambda: (int | str) | list[int])
show(lambda: int | 3)
show(lambda: N | None)
show(lambda: isinstance(3, int | str))
show(lambda: isinstance(3.0, int | str))
show(lambda: isinstance(None, int | None))
show(lambda: issubclass(bool, int | str))
show(lambda: isinstance([], list[int]))
show(lambda: list[int]([1]))
show(lambda: list[int] == list[int])
show(lambda: (int | str) == (str | int))
show(lambda: hash(int | str) == hash(str | int))
show(lambda: list[int].__origin__)
show(lambda: list[int].__args__)
show(lambda: (int | None).__args__)
class L(list[int]): pass
show(lambda: L([1]))
show(lambda: L.__mro__)
show(lambda: L[int])
show(lambda: int[0])
show(lambda: N[0])
show(lambda: frozenset[int])
show(lambda: types.GenericAlias)
show(lambda: types.UnionType)
show(lambda: type(int | str) is types.UnionType)
class G:
    def __class_getitem__(cls, k): return (cls.__name__, k)
show(lambda: G[1, 2])
class M(type):
    def __getitem__(cls, k): return k + 1
    def __len__(cls): return 3
    def __contains__(cls, x): return x == 1
    def __iter__(cls): return iter("abc")
    def __repr__(cls): return "<M>"
    def __eq__(cls, o): return "eq"
    def __hash__(cls): return 5
    def __bool__(cls): return False
    def __add__(cls, o): return "add"
    def __call__(cls, *a): return "call"
class X(metaclass=M): pass
show(lambda: X[1])
show(lambda: len(X))
show(lambda: 1 in X)
show(lambda: list(X))
show(lambda: X)
show(lambda: X == 1)
show(lambda: hash(X))
show(lambda: bool(X))
show(lambda: X + 1)
show(lambda: X())
class Dunder:
    def __getattr__(self, n): raise AttributeError(n)
show(lambda: len(Dunder()))
show(lambda: Dunder() + 1)
show(lambda: Dunder()[0])
d = Dunder(); d.__len__ = lambda: 5
show(lambda: len(d))
class Cls:
    __add__ = lambda s, o: "cls"
    __len__ = staticmethod(lambda: 7)
    class _C:
        def __call__(self, *a): return len(a)
    __mul__ = _C()
    __neg__ = classmethod(lambda c: c.__name__)
show(lambda: Cls() + 1)
show(lambda: len(Cls()))
show(lambda: Cls() * 3)
show(lambda: -Cls())
