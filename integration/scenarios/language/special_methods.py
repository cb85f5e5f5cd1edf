# Objects that take part in operators, truth, length, containment and calls.
class Vec:
    def __init__(self, *xs):
        self.xs = xs

    def __repr__(self):
        return f"Vec{self.xs!r}"

    def __eq__(self, o):
        return isinstance(o, Vec) and self.xs == o.xs

    def __hash__(self):
        return hash(self.xs)

    def __add__(self, o):
        if not isinstance(o, Vec):
            return NotImplemented
        return Vec(*(a + b for a, b in zip(self.xs, o.xs)))

    def __mul__(self, k):
        return Vec(*(a * k for a in self.xs))

    __rmul__ = __mul__

    def __neg__(self):
        return self * -1

    def __sub__(self, o):
        return self + -o

    def __iadd__(self, o):
        self.xs = (self + o).xs
        return self

    def __len__(self):
        return len(self.xs)

    def __bool__(self):
        return any(self.xs)

    def __getitem__(self, i):
        return self.xs[i]

    def __contains__(self, x):
        return x in self.xs

    def __call__(self, f):
        return Vec(*map(f, self.xs))

    def __abs__(self):
        return sum(x * x for x in self.xs) ** 0.5


a, b = Vec(1, 2), Vec(3, 4)
print(a + b, a - b, 2 * a, a * 3, -a, abs(b))
print(a == Vec(1, 2), a != b, len({a, Vec(1, 2), b}), len(a))
print(bool(Vec(0, 0)), 2 in a, a[0], a[-1], a[:1], list(a), a(str))
c = a
a += b
print(c, a is c)
try:
    a + 1
except TypeError as e:
    print(e)
