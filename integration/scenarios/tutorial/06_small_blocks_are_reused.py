# Requests of up to 512 bytes are rounded up to steps of 16 and served from
# pools of equal blocks. A freed block is the next one handed out.
import sys


def size_class(n):
    # The arithmetic of the rounding: class 0 is 1..16 bytes, class 31 ends at 512.
    return (n - 1) >> 4


print([size_class(n) for n in (1, 16, 17, 32, 33, 511, 512)])


class Point:
    __slots__ = ("x", "y")


a = Point()
address = id(a)
del a
b = Point()
print("the freed block came back:", id(b) == address)

c = Point()
print("a block in use does not:", id(c) != id(b))

first = bytes(40)
address = id(first)
del first
other = bytes(400)
print("another size comes from another pool:", id(other) != address)

# Blocks in use, as the interpreter itself counts them.
row = [None] * 1000
before = sys.getallocatedblocks()
for i in range(1000):
    row[i] = Point()
print("1000 blocks more:", sys.getallocatedblocks() - before >= 1000)
for i in range(1000):
    row[i] = None
print("and given back:", abs(sys.getallocatedblocks() - before) < 100)
