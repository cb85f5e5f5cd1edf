# Words, lines, frequencies and wrapping of a text.
TEXT = """The object is freed when its count reaches zero.
A cycle keeps its own count above zero,
so the collector looks for objects that only
the objects of the same cycle refer to.
The count is kept in the object, the cycle is found by the collector."""


def words(text):
    for raw in text.lower().split():
        w = raw.strip(".,;:!?")
        if w:
            yield w


freq = {}
for w in words(TEXT):
    freq[w] = freq.get(w, 0) + 1
ranked = sorted(freq.items(), key=lambda kv: (-kv[1], kv[0]))
for w, n in ranked[:6]:
    print(f"{w:<10}{'#' * n} {n}")
print(len(freq), sum(freq.values()), len(TEXT.splitlines()), len(TEXT))


def wrap(text, width):
    lines, line = [], ""
    for w in text.split():
        if line and len(line) + 1 + len(w) > width:
            lines.append(line)
            line = w
        else:
            line = f"{line} {w}" if line else w
    return lines + [line]


for line in wrap(TEXT, 30)[:4]:
    print("|" + line.ljust(30) + "|")
by_length = {}
for w in sorted(freq):
    by_length.setdefault(len(w), []).append(w)
for n in sorted(by_length, reverse=True)[:3]:
    print(n, ",".join(by_length[n]))


def caesar(s, k):
    out = []
    for c in s:
        if c.isalpha():
            base = ord("a") if c.islower() else ord("A")
            out.append(chr((ord(c) - base + k) % 26 + base))
        else:
            out.append(c)
    return "".join(out)


secret = caesar("Mark and Sweep!", 13)
print(secret, caesar(secret, 13), caesar("xyz", 3))
print("".join(c for c in TEXT if c in "aeiou")[:20], "level" == "level"[::-1])
