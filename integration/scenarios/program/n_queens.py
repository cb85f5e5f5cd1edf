# Backtracking with sets, with a generator, with bits.
def solve(n):
    cols, up, down, placed = set(), set(), set(), []

    def place(row):
        if row == n:
            yield list(placed)
            return
        for c in range(n):
            if c in cols or row + c in up or row - c in down:
                continue
            cols.add(c)
            up.add(row + c)
            down.add(row - c)
            placed.append(c)
            yield from place(row + 1)
            placed.pop()
            cols.remove(c)
            up.remove(row + c)
            down.remove(row - c)
    return place(0)


def count(n, cols=0, left=0, right=0):
    full = (1 << n) - 1
    if cols == full:
        return 1
    total, free = 0, full & ~(cols | left | right)
    while free:
        bit = free & -free
        free ^= bit
        total += count(n, cols | bit, (left | bit) << 1, (right | bit) >> 1)
    return total


first = next(solve(6))
for c in first:
    print("." * c + "Q" + "." * (5 - c))
print([sum(1 for _ in solve(n)) for n in range(1, 7)])
print([count(n) for n in range(1, 8)])


def permutations(items):
    if not items:
        return [[]]
    return [[x] + rest for i, x in enumerate(items) for rest in permutations(items[:i] + items[i + 1:])]


safe = [p for p in permutations(list(range(5)))
        if len({c + r for r, c in enumerate(p)}) == len({c - r for r, c in enumerate(p)}) == 5]
print(len(safe), safe[0])
