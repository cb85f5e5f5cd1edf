"""Objects pickled and made again."""

import pickle

COUNT = 180


class Part:
    def __init__(self, number):
        self.number = number
        self.name = "part %d" % number
        self.sizes = (number, number + 1.5)


def main(count):
    parts = [Part(number) for number in range(500)]
    parts.append({part.name: part for part in parts})
    total = 0
    for _ in range(count):
        again = pickle.loads(pickle.dumps(parts, protocol=4))
        total += len(again) + again[3].number
    return total
