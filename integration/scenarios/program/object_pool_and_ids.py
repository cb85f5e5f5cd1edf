# Objects made and dropped in waves: addresses are reused, never while in use.
import gc
gc.disable()
gc.collect()


class P:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


a = P(1, 2)
old = id(a)
del a
b = P(3, 4)
print(id(b) == old, b.x)
live = [P(i, -i) for i in range(500)]
print(len({id(p) for p in live}) == 500)
first = {id(p) for p in live}
live = None
again = [P(i, i) for i in range(500)]
print(len(first & {id(p) for p in again}) > 100)
ok = True
table = {}
for i in range(3000):
    k = (i * 31) % 97
    p = table.pop(k, None)
    if p is not None and (p.x != k or (p.y * 31) % 97 != k):
        ok = False
    table[k] = P(k, i)
    for q in (1, 2, 3):
        if q in table and table[q].x != q:
            ok = False
    if i % 3 == 0:
        table.pop((k + 1) % 97, None)
print(ok, len(table) > 10)
strings = ["s" * (i % 700) for i in range(2000)]
print(sum(map(len, strings)), all(s == "s" * (i % 700) for i, s in enumerate(strings)))
del strings[::2]
strings += [str(i) * 3 for i in range(1000)]
print(len(strings), strings[0] == "s", strings[-1])
blobs = [bytearray(n) for n in (0, 1, 8, 16, 17, 511, 512, 513, 5000, 100000)]
for i, blob in enumerate(blobs):
    blob.extend(b"x" * i)
print([len(b) for b in blobs], sum(b.count(b"x") for b in blobs))
