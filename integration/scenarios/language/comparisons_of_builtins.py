# Order and equality of numbers, text, rows, ranges and containers of themselves.
def show(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)


show(lambda: 1 < 2 < 3)
show(lambda: [1, 2] < [1, 2, 3])
show(lambda: (1, 'a') < (1, 2))
show(lambda: [1, [2]] == [1, [2]])
show(lambda: {1: [1]} == {1: [1]})
show(lambda: {1: 2} < {1: 3})
show(lambda: "a" < 1)
show(lambda: max([1, "a"]))
show(lambda: sorted([2, "a"]))
show(lambda: range(3) == range(0, 3, 1))
show(lambda: range(0) == range(5, 5))
show(lambda: range(3) < range(4))
show(lambda: slice(1, 2) == slice(1, 2))
show(lambda: b"a" < b"b")
show(lambda: b"a" == "a")
show(lambda: b"a" < "a")
show(lambda: object() == object())
nan = float("nan")
show(lambda: [nan] == [nan])
show(lambda: nan in [nan])
show(lambda: {nan: 1}[nan])
show(lambda: (nan,) == (nan,))
show(lambda: [nan].index(nan))
show(lambda: [float("nan")] == [nan])
a = []; a.append(a)
show(lambda: a)
show(lambda: a == a); b = [a]
show(lambda: a == b); d = {}; d[1] = d
show(lambda: d); tt = ([],); tt[0].append(tt)
show(lambda: tt)
