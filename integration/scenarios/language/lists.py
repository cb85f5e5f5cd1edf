# List methods, slices with steps, sorting with keys, comparison, copies.
a = [3, 1, 2]
a.append(5)
a.extend([4, 6])
a.insert(1, 9)
print(a, len(a), a.index(9), a.count(1), 9 in a)
a.remove(9)
print(a.pop(), a.pop(0), a)
a.sort()
print(a, sorted(a, reverse=True))
a.reverse()
print(a, a[1:3], a[::-1], a[-2:], a[10:], a[:-1])
words = ["pear", "fig", "apple", "kiwi"]
print(sorted(words), sorted(words, key=len), sorted(words, key=lambda w: (-len(w), w)))
words.sort(key=lambda w: w[-1], reverse=True)
print(words, min(words, key=len), max(words))
b = list(range(10))
b[2:5] = ["x"]
print(b)
b[::3] = [0] * len(b[::3])
print(b)
del b[1:4], b[0]
print(b)
b[1:1] = [7, 8]
b *= 2
print(b)
print([1, 2] + [3], [0] * 3, [1, 2] < [1, 3], [1] == [1.0], [] < [0], [[1]] == [[1]])
c = [[0] * 2] * 2
c[0][0] = 1
print(c, c[0] is c[1])
d = c.copy()
print(d is c, d[0] is c[0], d == c)
print(list(map(str, [1, 2])), list(filter(None, [0, 1, "", "a"])), list(zip([1, 2], "ab", (True, False))))
print(list(reversed([1, 2, 3])), [*enumerate("ab")], tuple([1, 2]), (1,) + (2,), (1, 2) * 2, (3, 1).index(1))
row = [1, 2, 3]
row[0], row[2] = row[2], row[0]
print(row, row[-1], [x for x in row if x > 1])
self_ref = [1]
self_ref.append(self_ref)
print(self_ref)
for bad in (lambda: row[9], lambda: row.remove(99), lambda: [].pop(), lambda: row.index(77), lambda: [1] < ["a"]):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, e)
it = iter(row)
print(next(it), list(it), next(it, "done"))
