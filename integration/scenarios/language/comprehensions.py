# List, set, dict and generator comprehensions, nested and with conditions.
print([x * y for x in range(1, 4) for y in range(x, 4)])
print([[r * c for c in range(3)] for r in range(3)])
print({w: len(w) for w in "the quick brown fox".split()})
print(sorted({n % 7 for n in range(50)}))
print([("even" if n % 2 == 0 else "odd") for n in range(4)])
print([n for n in range(40) if n % 2 == 0 if n % 5 == 0])
matrix = [[1, 2, 3], [4, 5, 6]]
print([list(row) for row in zip(*matrix)], [x for row in matrix for x in row])
print({v: k for k, v in {"a": 1, "b": 2}.items()})
print(sum(1 for c in "mississippi" if c == "s"))
x = "outer"
print([x for x in range(3)], x)
print([y := 5, y * 2], y)
print([last := n for n in range(3)], last)
print([f(2) for f in (lambda v: v + 1, lambda v: v * v, str)])
print(dict(zip("abc", range(3))), list(enumerate("ab", 1)))
print(any(n > 3 for n in [1, 2]), all(n for n in [1, 2]), any([]), all([]))
pairs = {(i, j): i + j for i in range(2) for j in range(2)}
print(pairs)
print([i for i in (j for j in range(5)) if i not in (1, 3)])
