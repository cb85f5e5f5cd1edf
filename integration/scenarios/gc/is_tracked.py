# Only objects that can be part of a cycle are tracked.
import gc


class Plain:
    pass


class Empty:
    __slots__ = ()


class MyInt(int):
    pass


class MyStr(str):
    __slots__ = ()


def function():
    yield


for name, obj in [
    ("int", 1), ("float", 1.5), ("str", "s"), ("bytes", b"b"), ("bytearray", bytearray(2)),
    ("None", None), ("True", True), ("ellipsis", ...), ("object", object()), ("range", range(3)),
    ("empty tuple", ()), ("list", []), ("list of int", [1]), ("set", set()),
    ("frozenset", frozenset([1])), ("instance", Plain()), ("no slots", Empty()),
    ("int subclass", MyInt(3)), ("class", Plain), ("int class", int), ("function", function),
    ("builtin", len), ("generator", function()), ("method", Plain().__init__), ("module", gc),
    ("slice", slice(1)), ("iterator", iter([])), ("exception", ValueError()),
    ("property", property()), ("lambda", lambda: 0), ("zip", zip()), ("map", map(len, [])),
]:
    print(name, gc.is_tracked(obj))
