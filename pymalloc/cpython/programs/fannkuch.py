"""Pancakes: permutations of small integers, list slices."""

COUNT = 200_000


def flips(order):
    count = 0
    order = list(order)
    while (first := order[0]) != 0:
        order[: first + 1] = order[first::-1]
        count += 1
    return count


def main(count):
    order = list(range(9))
    turns = [0] * 9
    most = 0
    for _ in range(count):
        most = max(most, flips(order))
        place = 1
        while place < 9:
            order.insert(place, order.pop(0))
            turns[place] += 1
            if turns[place] <= place:
                break
            turns[place] = 0
            place += 1
        else:
            order = list(range(9))
    return most
