# versions: 3.12, 3.13
# Type parameters of classes, functions and aliases: their names, when they are evaluated, and
# that they do not keep objects alive.
import gc
import weakref

gc.disable()


class Box[T]:
    def __init__(self, value: T) -> None:
        self.value = value

    def get(self) -> T:
        return self.value

    def paired[U](self, other: U) -> tuple[T, U]:
        return self.value, other


class Named[T: int, *Ts, **P](Box[T]):
    type Row = list[T]


def first[T](items: list[T], /, default: T = None, *, strict=False) -> T:
    return items[0] if items else default


def limited[T: (int, str)](x: T) -> T:
    return x


type Pair[A, B] = tuple[A, B]
type Tree = list[Tree] | int
type Leaf = int | str

print(Box.__type_params__, Box.paired.__type_params__, Named.__type_params__)
print(Named.__orig_bases__, Box[int], Named[int, str].__origin__)
print(first.__type_params__, first([], 7), first([1]), first.__kwdefaults__, first.__qualname__)
print(limited.__type_params__[0].__constraints__, Named.__type_params__[0].__bound__)
print(Pair, Pair.__type_params__, Pair[int, str], Pair.__value__, Named.Row.__value__)
print(Tree.__value__, Leaf.__value__)
print(Box(1).paired("x"), Box.get.__annotations__, Box.paired.__qualname__)


def make():
    class Local[T]:
        def clone(self) -> "Local[T]":
            return Local()

    return Local


Local = make()
print(Local.__qualname__, Local.clone.__qualname__)
box = Box[list](None)
box.value = box
watch = weakref.ref(box)
del box
print(watch() is not None, gc.collect() > 0, watch())
del Local
gc.collect()
try:
    type Broken = missing
    print(Broken.__value__)
except NameError as error:
    print(error)
