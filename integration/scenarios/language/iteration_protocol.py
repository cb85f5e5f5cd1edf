# __iter__ and __next__, __getitem__ iteration, iter with a sentinel.
class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n + 1


print(list(Countdown(3)), sum(Countdown(4)), max(Countdown(5)), 2 in Countdown(3))
a, b, c = Countdown(3)
print(a, b, c, [*Countdown(2)])


class Squares:
    def __init__(self, n):
        self.n = n

    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError(i)
        return i * i

    def __len__(self):
        return self.n


s = Squares(4)
print(list(s), list(reversed(s)), 9 in s, tuple(zip(s, "ab")))


class Range2:
    def __init__(self, *items):
        self.items = items

    def __iter__(self):
        for i in self.items:
            yield i * 2

    def __reversed__(self):
        return iter("rev")


r = Range2(1, 2)
print(list(r), list(r), list(reversed(r)), dict(enumerate(r)))
data = [1, 2, 0, 5]
print(list(iter(lambda: data.pop(), 0)), data)
it = iter([1, 2])
print(iter(it) is it, next(it), next(it), next(it, None))
try:
    next(it)
except StopIteration:
    print("StopIteration")
try:
    iter(5)
except TypeError as e:
    print(e)
print(list(range(5, 0, -2)), range(3, 10)[2], len(range(0, 10, 3)), 7 in range(10), range(5)[1:3])
