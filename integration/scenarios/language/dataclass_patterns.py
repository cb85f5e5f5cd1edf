# dataclasses: defaults, ordering, frozen ones, fields, replace.
from dataclasses import dataclass, field, asdict, astuple, replace, fields, FrozenInstanceError


@dataclass
class Item:
    name: str
    price: float = 1.0
    tags: list = field(default_factory=list)

    def total(self, n):
        return self.price * n


@dataclass(order=True, frozen=True)
class Version:
    major: int
    minor: int = 0


@dataclass
class Special(Item):
    bonus: int = 5

    def __post_init__(self):
        self.tags.append("special")


a, b = Item("pen"), Item("pen")
print(a, a == b, a is b, a.tags is b.tags, a.total(3))
a.tags.append("new")
print(a != b, asdict(a), astuple(b))
v = Version(3, 13)
print(v > Version(3, 9), max(Version(1), Version(1, 2)), len({v, Version(3, 13)}))
try:
    v.major = 4
except FrozenInstanceError as e:
    print(e)
print(replace(v, minor=14), [f.name for f in fields(Special)])
print(Special("cap", bonus=9))
try:
    Item()
except TypeError:
    print("TypeError")
