# try with else and finally, raise from, contexts, groups of handlers.
def risky(kind):
    if kind == "value":
        raise ValueError("bad value")
    if kind == "key":
        return {}["missing"]
    if kind == "zero":
        return 1 // 0
    return "fine"


for kind in ("value", "key", "zero", "ok"):
    try:
        r = risky(kind)
    except ValueError as e:
        print("ValueError:", e, e.args)
    except (KeyError, IndexError) as e:
        print("lookup:", repr(e))
    except ArithmeticError as e:
        print(type(e).__name__, e)
    else:
        print("else", r)
    finally:
        print("finally", kind)


class AppError(Exception):
    def __init__(self, code, text="app failed"):
        super().__init__(text)
        self.code = code


try:
    try:
        risky("key")
    except KeyError as e:
        raise AppError(42) from e
except AppError as e:
    print(e, e.code, repr(e.__cause__), e.__suppress_context__)
try:
    try:
        risky("zero")
    except ZeroDivisionError:
        raise AppError(7, "second")
except AppError as e:
    print(e, repr(e.__context__), e.__cause__)
try:
    try:
        raise KeyError(1)
    except KeyError:
        raise IndexError(2) from None
except IndexError as e:
    print(e.__cause__, e.__suppress_context__, repr(e.__context__))


def order():
    try:
        return "try"
    finally:
        print("finally before return")


def override():
    for i in range(3):
        try:
            continue
        finally:
            if i == 1:
                break
    return i


print(order(), override())
try:
    try:
        raise ValueError("again")
    except ValueError:
        raise
except ValueError as e:
    print("re-raised", e)
try:
    assert 1 + 1 == 3, "arithmetic"
except AssertionError as e:
    print("assert:", e)
three, pair = 3, (1, 2)
for bad in (
    lambda: [][1], lambda: None.x, lambda: int("q"), lambda: unknown, lambda: 1 + "a",
    lambda: "a" + 1, lambda: len(3), lambda: three(2), lambda: three.x, lambda: three[0],
    lambda: "abc"[10], lambda: pair["x"], lambda: {}["k"], lambda: [1].nope, lambda: -"s",
):
    try:
        bad()
    except Exception as e:
        print(type(e).__name__, "-", e)
print(issubclass(KeyError, LookupError), isinstance(OSError(), Exception), str(KeyError("k")), str(ValueError()))
print(repr(ValueError("a", 1)), ValueError("a", 1).args, str(ValueError("a", 1)))
