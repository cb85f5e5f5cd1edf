# Operations on immutable objects that have nothing to do give the object itself.
text = "hello there"[:]
same = [
    text[:], str(text), text + "", "" + text, text * 1, text.strip(), text.replace("z", "y"),
    f"{text}", f"{text!s}", "%s" % text, "".join([text]),
]
print([value is text for value in same])
changed = [text.lower() + "", text[:-1] + text[-1], f" {text}".strip()]
print([value is text for value in changed], [value == text for value in changed])

pair = (1, [2])
print([value is pair for value in (pair[:], tuple(pair), pair + (), () + pair, pair * 1)])
data = bytes([1, 2, 3])
print([value is data for value in (data[:], bytes(data), data * 1)])
frozen = frozenset([1, 2])
print([value is frozen for value in (frozenset(frozen), frozen.copy())])
number, real = int("5000"), float("2.5")
print([value is number for value in (int(number), +number, abs(number))])
print([value is real for value in (float(real), +real)])

# Small values are there once.
letter, empty = b"a", [str(), tuple(), bytes()]
print(bytes([97]) is letter, chr(104) is text[0], int("256") is int("256"), int("257") is int("257"))
print([made is known for made, known in zip(empty, ["", (), b""])])
items = [1, 2]
print(items[:] is items, list(items) is items, items * 1 is items)
