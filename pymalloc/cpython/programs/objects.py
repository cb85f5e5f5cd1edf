"""Instances with attributes, made and dropped; some live for a while."""

COUNT = 250_000


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def moved(self, by):
        return Point(self.x + by, self.y - by)


class Slotted:
    __slots__ = ("left", "right")

    def __init__(self, left, right):
        self.left = left
        self.right = right


def main(count):
    alive = [None] * 1000
    total = 0
    for index in range(count):
        point = Point(index, -index).moved(3)
        alive[index * 7 % 1000] = Slotted(point, point.moved(1))
        total += point.x
    return total
