# Enumerations.
from enum import Enum, IntEnum, auto


class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3
    CRIMSON = 1

    def warm(self):
        return self is Color.RED


class Size(IntEnum):
    S = auto()
    M = auto()
    L = auto()


print(Color.RED, Color.RED.name, Color.RED.value, repr(Color.GREEN))
print(Color(2), Color["BLUE"], Color.CRIMSON is Color.RED, [c.name for c in Color])
print(Color.RED.warm(), Color.BLUE.warm(), len(Color), Color.RED in Color)
print(Size.M > Size.S, Size.L + 1, sorted(Size, reverse=True)[0].name, Size(1).name)
print({Color.RED: "stop"}[Color.RED], Color.RED == 1, Size.S == 1, isinstance(Color.RED, Color))
for bad in (lambda: Color(9), lambda: Color["PINK"]):
    try:
        bad()
    except (ValueError, KeyError) as e:
        print(type(e).__name__, e)
