# match with literals, sequences, mappings, classes, guards and captures.
class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


def describe(v):
    match v:
        case 0 | 1:
            return "bit"
        case int() if v < 0:
            return "negative"
        case int(n):
            return f"int {n}"
        case "yes" | "no" as word:
            return f"word {word}"
        case str():
            return "text"
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [x, *rest]:
            return f"first {x}, {len(rest)} more"
        case {"type": "circle", "r": r}:
            return f"circle {r}"
        case {"type": t, **others}:
            return f"{t} with {sorted(others)}"
        case Point(0, y):
            return f"on the axis at {y}"
        case Point(x=x, y=y) if x == y:
            return "diagonal"
        case Point():
            return "point"
        case None:
            return "nothing"
        case _:
            return "other"


for v in (0, 1, -4, 12, "yes", "hm", [], [5], (1, 2, 3), {"type": "circle", "r": 2},
          {"type": "square", "side": 3}, Point(0, 8), Point(3, 3), Point(1, 2), None, 2.5):
    print(describe(v))
