"""Words of a text counted, sorted and grouped."""

import collections

COUNT = 400_000


def main(count):
    words = ["w%d" % (index * index % 7919) for index in range(count)]
    counted = collections.Counter(words)
    groups = collections.defaultdict(list)
    for word, number in counted.items():
        groups[number, len(word)].append(word)
    ordered = sorted(((-len(group), key, sorted(group)) for key, group in groups.items()))
    recent = collections.OrderedDict()
    for word in words:
        recent.pop(word, None)
        recent[word] = len(word)
        if len(recent) > 1000:
            recent.popitem(last=False)
    return len(ordered), len(recent)
