# Edit distance, partitions, change and Ackermann with a memo decorator.
def memo(f):
    table = {}

    def wrapper(*args):
        if args not in table:
            table[args] = f(*args)
        return table[args]
    wrapper.table = table
    return wrapper


@memo
def distance(a, b):
    if not a or not b:
        return len(a) + len(b)
    if a[0] == b[0]:
        return distance(a[1:], b[1:])
    return 1 + min(distance(a[1:], b), distance(a, b[1:]), distance(a[1:], b[1:]))


@memo
def partitions(n, largest):
    if n == 0:
        return 1
    if n < 0 or largest == 0:
        return 0
    return partitions(n, largest - 1) + partitions(n - largest, largest)


@memo
def change(amount, coins):
    if amount == 0:
        return 1
    if amount < 0 or not coins:
        return 0
    return change(amount - coins[0], coins) + change(amount, coins[1:])


@memo
def ackermann(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ackermann(m - 1, 1)
    return ackermann(m - 1, ackermann(m, n - 1))


print(distance("kitten", "sitting"), distance("flaw", "lawn"), distance("", "abc"))
print([partitions(n, n) for n in range(1, 12)], partitions(60, 60))
print(change(100, (50, 25, 10, 5, 1)))
print(ackermann(2, 10), len(ackermann.table) > 50)


def hanoi(n, a="A", b="B", c="C"):
    return hanoi(n - 1, a, c, b) + [(a, c)] + hanoi(n - 1, b, a, c) if n else []


moves = hanoi(5)
print(len(moves), moves[:3], moves[-1])


def subsets(xs):
    return [[]] if not xs else [s + t for s in subsets(xs[1:]) for t in ([], [xs[0]])]


print(len(subsets([1, 2, 3, 4])), sorted(map(sum, subsets([1, 2, 4]))))


def flatten(x):
    return [z for y in x for z in flatten(y)] if isinstance(x, (list, tuple)) else [x]


print(flatten([1, (2, [3, [4, ()]]), [[5]]]))
