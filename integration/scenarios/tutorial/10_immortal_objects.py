# versions: 3.12, 3.13
# None, True, small numbers and the like are never freed: taking a reference
# to them does not change their count.
import sys


def moved_by(obj, times):
    before = sys.getrefcount(obj)
    row = [obj] * times
    return sys.getrefcount(obj) - before


print("None:", moved_by(None, 1000))
print("True:", moved_by(True, 1000))
print("7:", moved_by(7, 1000))
print("empty tuple:", moved_by((), 1000))
print("empty string:", moved_by("", 1000))
print("int:", moved_by(int, 1000))
print("a list is mortal:", moved_by([], 1000))
print("a big number is mortal:", moved_by(int("123456789012"), 1000))
seven, minus_five = 7, -5
print("the same small number everywhere:", seven is int("7"), minus_five is int("-5"))
print("a count nobody reaches by counting:", sys.getrefcount(None) > 1000000)
