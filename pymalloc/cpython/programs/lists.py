"""Lists that grow, are cut, copied and joined."""

COUNT = 200_000


def main(count):
    kept = [[] for _ in range(500)]
    total = 0
    for index in range(count):
        items = [index] * (index % 13)
        items.append(index)
        items.extend(range(index % 7))
        total += len(items[1:]) + len([item + 300 for item in items])
        kept[index % 500].append(items)
        if len(kept[index % 500]) > 8:
            kept[index % 500] = kept[index % 500][4:]
    return total
