# Shallow and deep copies, with cycles and shared parts.
import copy


class Node:
    def __init__(self, v):
        self.v = v
        self.links = []


a, b = Node("a"), Node("b")
a.links += [b, b]
b.links.append(a)
s = copy.copy(a)
print(s is a, s.links is a.links, s.v)
d = copy.deepcopy(a)
print(d is a, d.links[0] is d.links[1], d.links[0].links[0] is d, d.links[0] is b)
row = [1, [2, 3], {"k": [4]}]
shallow, deep = copy.copy(row), copy.deepcopy(row)
row[1].append(9)
row[2]["k"].append(9)
print(shallow, deep)
row = [0]
row.append(row)
c = copy.deepcopy(row)
print(c[1] is c, c is row)
t = (1, "x")
print(copy.copy(t) is t, copy.deepcopy(t) is t)


class Custom:
    def __copy__(self):
        return "copied"

    def __deepcopy__(self, memo):
        return "deep"


print(copy.copy(Custom()), copy.deepcopy([Custom()]))
