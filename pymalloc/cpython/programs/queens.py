"""Queens on a board, by generators."""

COUNT = 8


def permutations(items):
    if len(items) <= 1:
        yield tuple(items)
        return
    for index, item in enumerate(items):
        for rest in permutations(items[:index] + items[index + 1:]):
            yield (item, *rest)


def main(count):
    found = 0
    for columns in permutations(list(range(count))):
        if len({row + column for row, column in enumerate(columns)}) == count:
            if len({row - column for row, column in enumerate(columns)}) == count:
                found += 1
    return found
