# Wrong uses and the errors they give.
class C:
    def m(self, a):
        return a


c = C()
row = [1, 2]
text = "abc"
for use in (
    lambda: c.m(), lambda: c.m(1, 2), lambda: C.m(1), lambda: c.nothing, lambda: c(), lambda: c[0],
    lambda: c + 1, lambda: c < c, lambda: len(c), lambda: iter(c), lambda: next(row), lambda: row["a"],
    lambda: text[0](), lambda: {[]: 1}, lambda: {row}, lambda: hash(row), lambda: row + text,
    lambda: text.join([1]), lambda: int([]), lambda: float("x"), lambda: chr(-1), lambda: sum("ab"),
    lambda: max([]), lambda: isinstance(1, 2), lambda: range(1.5), lambda: [1, 2, 3].index(9),
    lambda: dict([1]), lambda: zip(1), lambda: sorted([1, "a"]), lambda: "x" * "y", lambda: 5 in 5,
):
    try:
        use()
        print("no error")
    except Exception as e:
        print(type(e).__name__)
try:
    text[0] = "z"
except TypeError as e:
    print(e)
try:
    (1, 2)[0] = 5
except TypeError as e:
    print(e)
try:
    del c.missing
except AttributeError:
    print("AttributeError on del")
try:
    raise 5
except TypeError as e:
    print(e)
try:
    raise ValueError from 5
except TypeError as e:
    print(e)
