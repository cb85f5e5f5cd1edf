"""Strings put together, split, changed and joined again."""

COUNT = 100_000


def main(count):
    total = 0
    recent = [""] * 300
    for index in range(count):
        line = f"{index}: a line of text, with {index * 17} in it"
        words = line.split(" ")
        upper = [word.upper() for word in words]
        joined = "-".join(reversed(upper))
        recent[index % 300] = joined.replace("TEXT", "words")
        total += len(joined.strip("0"))
    return total
