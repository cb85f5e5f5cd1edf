# Objects as bytes and back: `pickle` in all its protocols, cycles, hooks of classes, and what cannot
# be pickled.
import copy
import copyreg
import gc
import io
import pickle
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from enum import Enum

Point = namedtuple("Point", "x y")


class Rank(Enum):
    PAWN = 1
    QUEEN = 9


class Player:
    def __init__(self, name, friends=()):
        self.name = name
        self.friends = list(friends)

    def __repr__(self):
        return f"Player({self.name!r}, {len(self.friends)})"


class Position:
    __slots__ = ("square", "rank", "cache")

    def __init__(self, square, rank):
        self.square, self.rank, self.cache = square, rank, lambda: None

    def __getstate__(self):
        return self.square, self.rank

    def __setstate__(self, state):
        self.square, self.rank = state
        self.cache = None


class Money:
    def __init__(self, cents):
        self.cents = cents


class Temperature(float):
    unit = "C"


class Circle:
    def __init__(self, r):
        self.r = r

    def __reduce__(self):
        return Circle, (self.r,), {"loaded": True}


copyreg.pickle(Money, lambda money: (Money, (money.cents,)))
ann = Player("Ann")
bob = Player("Bob", [ann])
ann.friends.append(bob)
game = {
    "players": [ann, bob], "at": Position("e4", Rank.QUEEN), "pot": Money(250), "seed": 2**70,
    "log": deque([1, 2.5, None], maxlen=5), "seen": {1, 2}, "marks": frozenset("a"),
    "box": Point(1, (2, 3)), "count": Counter("abca"), "by": defaultdict(list, a=[1]),
    "order": OrderedDict(b=1, a=2), "warm": Temperature(21.5), "circle": Circle(2),
    "raw": b"\x00\xff", "text": "größe\n", "flag": True, "error": ValueError("bad", 3),
    "range": range(1, 9, 2), "class": Player, "function": len, "buffer": bytearray(b"xy"),
}
for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
    if protocol < 2:
        game["at"] = None
    else:
        game["at"] = Position("e4", Rank.QUEEN)
    loaded = pickle.loads(pickle.dumps(game, protocol))
    a, b = loaded["players"]
    print(protocol, a, a.friends[0] is b, b.friends[0] is a, loaded["pot"].cents, loaded["box"],
          loaded["warm"], loaded["circle"].loaded, loaded["by"]["new"], loaded["error"].args)
print(loaded["at"].square, loaded["at"].rank is Rank.QUEEN, loaded["at"].cache, loaded["seed"])
print({k: loaded[k] for k in ("log", "seen", "marks", "count", "raw", "text", "range")})
print(loaded["class"] is Player, loaded["function"] is len, loaded["buffer"], type(loaded["warm"]))
print(pickle.dumps([1, "a", (2.5, None)], 2), pickle.dumps({"k": [b"x"]}), pickle.dumps(-300, 0))
shared = [1]
one, two = pickle.loads(pickle.dumps((shared, shared)))
print(one is two, len(gc.get_referrers(one)) > 0)
file = io.BytesIO()
pickle.dump("first", file)
pickle.dump(["second"], file)
file.seek(0)
print(pickle.load(file), pickle.load(file))
for wrong in (lambda: pickle.dumps(lambda: 1), lambda: pickle.load(file),
              lambda: pickle.loads(b"nonsense"), lambda: pickle.dumps(x for x in ())):
    try:
        wrong()
    except Exception as error:
        print(type(error).__name__)


class ById(pickle.Pickler):
    def persistent_id(self, obj):
        return obj.name if isinstance(obj, Player) else None


class FromId(pickle.Unpickler):
    def persistent_load(self, pid):
        return {"Ann": ann, "Bob": bob}[pid]


file = io.BytesIO()
ById(file).dump({"winner": ann})
file.seek(0)
print(FromId(file).load()["winner"] is ann)
print(bob.__getstate__()["name"], object().__reduce_ex__(2)[1:], copy.copy(Circle(3)).loaded)
del ann, bob, a, b, loaded, game, one, two
