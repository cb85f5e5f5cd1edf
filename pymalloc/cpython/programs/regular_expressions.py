"""Lines searched, taken apart and rewritten."""

import re

COUNT = 25_000

LINE = re.compile(r"(?P<date>\d{4}-\d\d-\d\d) (?P<level>[A-Z]+) \[(\w+)\] (?P<text>.*)")
WORD = re.compile(r"[a-z]+")
NUMBER = re.compile(r"\d+")


def main(count):
    total = 0
    for index in range(count):
        line = "2024-05-%02d WARN [worker%d] took %d ms for request %d" % (
            index % 28 + 1, index % 9, index * 3, index,
        )
        found = LINE.match(line)
        total += len(found.groupdict()) + len(found.group("text"))
        total += sum(len(word) for word in WORD.findall(line))
        total += len(NUMBER.sub(lambda match: "<" + match.group() + ">", line))
        total += len(re.split(r"\s+", line))
    return total
