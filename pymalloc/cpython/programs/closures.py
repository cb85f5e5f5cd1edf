"""Functions made by functions, generators, exceptions, keyword arguments."""

COUNT = 150_000


def adder(by, *, times=1):
    def add(value):
        return value + by * times

    return add


def pairs(items):
    for index, item in enumerate(items):
        yield index, item


class Refused(Exception):
    pass


def checked(value):
    if value % 5 == 0:
        raise Refused("not %d" % value)
    return value


def main(count):
    total = 0
    for index in range(count):
        add = adder(index, times=2)
        total += add(1) + sum(a for a, _ in pairs((index, add, None)))
        try:
            total += checked(index)
        except Refused as refused:
            total += len(refused.args)
        total += dict(a=index, b=total % 7, c=add)["a"]
    return total
