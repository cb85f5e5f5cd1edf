"""Tuples as keys and as records, sorted and packed anew."""

COUNT = 75_000


def main(count):
    pairs = [(index * 7919 % 10007, str(index % 97), index) for index in range(count)]
    pairs.sort()
    swapped = {(second, first): third for first, second, third in pairs}
    total = 0
    for (second, first), third in swapped.items():
        a, b = third, first
        total += (a, b, second)[0]
    return total, len(list(zip(pairs, pairs[1:])))
