"""Dicts and sets keep the hashes of their keys: one filled from another asks for none."""


class Key(int):
    asked = 0

    def __hash__(self):
        Key.asked += 1
        return int.__hash__(self)


def count(what):
    before = Key.asked
    made = what()
    print(len(made), Key.asked - before)


table = dict.fromkeys(map(Key, range(10)))
other = dict(table)
group = set(table)
frozen = frozenset(group)
print(Key.asked)

for what in (
    lambda: dict.fromkeys(table),
    lambda: dict.fromkeys(group, 1),
    lambda: dict.fromkeys(frozen),
    lambda: {**table, **other},
    lambda: table | other,
    lambda: group | frozen,
    lambda: group & frozen,
    lambda: group - frozen,
    lambda: group ^ frozen,
    lambda: group.difference(table),
    lambda: group.union(table),
    lambda: frozen.intersection(),
    lambda: set(list(table)),
    lambda: dict.fromkeys(list(table)),
):
    count(what)
print(frozen.copy() is frozen, frozen.intersection() is frozen, frozen.union() is frozen)
