# What an object refers to, and what refers to it.
import gc
gc.disable()
gc.collect()
print(gc.get_referents([1, 2], {3: 4}, (0, 0, 0)))
print(gc.get_referents(), gc.get_referents(1, "a", 2.5))
a, b = ["a"], ["b"]
pair = [a, b]
print(gc.get_referents(pair))
print(gc.get_referents({"k": a}, (b,)))
print(gc.get_referents([]), gc.get_referents({}), gc.get_referents(()))


class Node:
    pass


n = Node()
n.left = a
n.right = b
found = gc.get_referents(n)
print(any(x is a for x in found) or any(x is n.__dict__ for x in found))


def f(x=a):
    return x


print(any(x == (a,) for x in gc.get_referents(f)))
target = ["target"]
holders = [[target], (target, 1), {"v": target}, {1: 2}]
refs = gc.get_referrers(target)
print([any(r is h for r in refs) for h in holders])
print(any(r is globals() for r in refs))
print(len(gc.get_referrers(["fresh"])) == 0)
it = iter(target)
print(any(r is it for r in gc.get_referrers(target)))
bag = frozenset([1, 2])
two = [bag], [target]
refs = gc.get_referrers(bag, target)
print(any(r is two[0] for r in refs), any(r is two[1] for r in refs))
