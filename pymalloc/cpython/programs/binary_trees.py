"""Trees built, summed up and dropped, beside one that lives on."""

COUNT = 160


class Tree:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def make(depth):
    if depth == 0:
        return Tree(None, None)
    return Tree(make(depth - 1), make(depth - 1))


def check(tree):
    if tree.left is None:
        return 1
    return 1 + check(tree.left) + check(tree.right)


def main(count):
    alive = make(14)
    total = sum(check(make(11)) for _ in range(count))
    return total + check(alive)
