# Comparison from two methods, the others derived.
from functools import total_ordering


@total_ordering
class Version:
    def __init__(self, text):
        self.parts = tuple(int(p) for p in text.split("."))

    def __eq__(self, o):
        return self.parts == o.parts

    def __lt__(self, o):
        return self.parts < o.parts

    def __str__(self):
        return ".".join(map(str, self.parts))


vs = [Version(t) for t in ("3.10", "3.9", "3.13.1", "2")]
print(*sorted(vs), max(vs), vs[0] >= vs[1])
