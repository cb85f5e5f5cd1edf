# versions: 3.12, 3.13
# Methods of OrderedDict take their arguments by name.
from collections import OrderedDict

d = OrderedDict(a=1, b=2)
print(d.pop(key="a"), d.pop(key="missing", default=3), d.setdefault(key="q", default=4), d)
try:
    d.pop(key="missing")
except KeyError as error:
    print("KeyError", error)
print(d.setdefault("r"), d.move_to_end(key="b", last=False), d.popitem(last=False))
print(OrderedDict.fromkeys(iterable="ab", value=3))
