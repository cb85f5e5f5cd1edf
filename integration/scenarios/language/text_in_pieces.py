# A text that is built piece by piece, with and without other owners.


def build(pieces, keep):
    text = ""
    kept = []
    for n in range(pieces):
        text += "ab" if n % 2 else "\u00e4"
        if n % keep == 0:
            kept.append(text)
    return text, kept


text, kept = build(3000, 250)
print(len(text), hash(text) == hash("\u00e4ab" * 1500), text == "\u00e4ab" * 1500)
print([len(part) for part in kept], all(text.startswith(part) for part in kept))

text, kept = build(50_000, 10**9)
print(len(text), kept)


def twice(text, times):
    for _ in range(times):
        text = text + text
        text += "."
    return text


first = "x" * 600
print(len(twice(first, 8)), len(first), first == "x" * 600)


def through_a_cell():
    text = "y" * 1000

    def more():
        nonlocal text
        text += "z"
        return text

    return [len(more()) for _ in range(3)]


print(through_a_cell())
