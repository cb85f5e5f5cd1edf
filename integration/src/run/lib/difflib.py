"""How two rows differ."""

from collections import namedtuple
from heapq import nlargest

Match = namedtuple("Match", "a b size")


class SequenceMatcher:
    """Finds what two rows have in common: the longest part first, then what is around it."""

    def __init__(self, isjunk=None, a="", b="", autojunk=True):
        self.isjunk, self.autojunk = isjunk, autojunk
        self.a = self.b = None
        self.set_seqs(a, b)

    def set_seqs(self, a, b):
        self.set_seq1(a)
        self.set_seq2(b)

    def set_seq1(self, a):
        self.a, self._blocks, self._codes = a, None, None

    def set_seq2(self, b):
        self.b, self._blocks, self._codes = b, None, None
        places = {}
        for at, item in enumerate(b):
            places.setdefault(item, []).append(at)
        self.bjunk = {item for item in places if self.isjunk and self.isjunk(item)}
        self.bpopular = set()
        if self.autojunk and len(b) >= 200:
            most = len(b) // 100 + 1
            self.bpopular = {item for item, at in places.items() if len(at) > most}
        for item in self.bjunk | self.bpopular:
            del places[item]
        self.b2j = places

    def find_longest_match(self, alo=0, ahi=None, blo=0, bhi=None):
        a, b, junk = self.a, self.b, self.bjunk
        ahi = len(a) if ahi is None else ahi
        bhi = len(b) if bhi is None else bhi
        start_a, start_b, size = alo, blo, 0
        lengths = {}
        for i in range(alo, ahi):
            new = {}
            for j in self.b2j.get(a[i], ()):
                if j < blo:
                    continue
                if j >= bhi:
                    break
                k = new[j] = lengths.get(j - 1, 0) + 1
                if k > size:
                    start_a, start_b, size = i - k + 1, j - k + 1, k
            lengths = new
        for wanted in (False, True):
            while (start_a > alo and start_b > blo and (b[start_b - 1] in junk) == wanted
                   and a[start_a - 1] == b[start_b - 1]):
                start_a, start_b, size = start_a - 1, start_b - 1, size + 1
            while (start_a + size < ahi and start_b + size < bhi
                   and (b[start_b + size] in junk) == wanted
                   and a[start_a + size] == b[start_b + size]):
                size += 1
        return Match(start_a, start_b, size)

    def get_matching_blocks(self):
        if self._blocks is not None:
            return self._blocks
        left, found = [(0, len(self.a), 0, len(self.b))], []
        while left:
            alo, ahi, blo, bhi = left.pop()
            i, j, k = match = self.find_longest_match(alo, ahi, blo, bhi)
            if k:
                found.append(match)
                if alo < i and blo < j:
                    left.append((alo, i, blo, j))
                if i + k < ahi and j + k < bhi:
                    left.append((i + k, ahi, j + k, bhi))
        blocks = []
        for i, j, k in sorted(found):
            last = blocks[-1] if blocks else Match(-1, -1, 0)
            if (last.a + last.size, last.b + last.size) == (i, j):
                blocks[-1] = last._replace(size=last.size + k)
            else:
                blocks.append(Match(i, j, k))
        blocks.append(Match(len(self.a), len(self.b), 0))
        self._blocks = blocks
        return blocks

    def get_opcodes(self):
        if self._codes is not None:
            return self._codes
        i = j = 0
        codes = []
        for ai, bj, size in self.get_matching_blocks():
            tag = {(True, True): "replace", (True, False): "delete",
                   (False, True): "insert"}.get((i < ai, j < bj))
            if tag:
                codes.append((tag, i, ai, j, bj))
            i, j = ai + size, bj + size
            if size:
                codes.append(("equal", ai, i, bj, j))
        self._codes = codes
        return codes

    def get_grouped_opcodes(self, n=3):
        codes = self.get_opcodes() or [("equal", 0, 1, 0, 1)]
        codes = list(codes)
        if codes[0][0] == "equal":
            tag, i1, i2, j1, j2 = codes[0]
            codes[0] = tag, max(i1, i2 - n), i2, max(j1, j2 - n), j2
        if codes[-1][0] == "equal":
            tag, i1, i2, j1, j2 = codes[-1]
            codes[-1] = tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)
        group = []
        for tag, i1, i2, j1, j2 in codes:
            if tag == "equal" and i2 - i1 > 2 * n:
                group.append((tag, i1, min(i2, i1 + n), j1, min(j2, j1 + n)))
                yield group
                group = []
                i1, j1 = max(i1, i2 - n), max(j1, j2 - n)
            group.append((tag, i1, i2, j1, j2))
        if group and not (len(group) == 1 and group[0][0] == "equal"):
            yield group

    def ratio(self):
        length = len(self.a) + len(self.b)
        same = sum(block.size for block in self.get_matching_blocks())
        return 2.0 * same / length if length else 1.0

    def quick_ratio(self):
        counts, same = {}, 0
        for item in self.b:
            counts[item] = counts.get(item, 0) + 1
        for item in self.a:
            if counts.get(item, 0) > 0:
                same += 1
                counts[item] -= 1
        length = len(self.a) + len(self.b)
        return 2.0 * same / length if length else 1.0

    def real_quick_ratio(self):
        length = len(self.a) + len(self.b)
        return 2.0 * min(len(self.a), len(self.b)) / length if length else 1.0


def get_close_matches(word, possibilities, n=3, cutoff=0.6):
    """The words that are most like a word."""
    if n <= 0:
        raise ValueError(f"n must be > 0: {n!r}")
    matcher = SequenceMatcher()
    matcher.set_seq2(word)
    found = []
    for other in possibilities:
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() >= cutoff and matcher.quick_ratio() >= cutoff and \
                matcher.ratio() >= cutoff:
            found.append((matcher.ratio(), other))
    return [other for _, other in nlargest(n, found)]


def _range(start, stop, context=False):
    length = stop - start
    if context:
        start += bool(length)
        return f"{start}" if length <= 1 else f"{start},{start + length - 1}"
    if length == 1:
        return f"{start + 1}"
    return f"{start + bool(length)},{length}"


def unified_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    """The lines that differ, with lines around them."""
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            for mark, name, date in (("---", fromfile, fromfiledate), ("+++", tofile, tofiledate)):
                yield f"{mark} {name}{chr(9) + date if date else ''}{lineterm}"
        first, last = group[0], group[-1]
        yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@{lineterm}"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (" " + line for line in a[i1:i2])
                continue
            if tag != "insert":
                yield from ("-" + line for line in a[i1:i2])
            if tag != "delete":
                yield from ("+" + line for line in b[j1:j2])


def context_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3, lineterm="\n"):
    """The lines of both that differ, with lines around them."""
    marks = {"insert": "+ ", "delete": "- ", "replace": "! ", "equal": "  "}
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            for mark, name, date in (("***", fromfile, fromfiledate), ("---", tofile, tofiledate)):
                yield f"{mark} {name}{chr(9) + date if date else ''}{lineterm}"
        first, last = group[0], group[-1]
        yield "***************" + lineterm
        yield f"*** {_range(first[1], last[2], True)} ****{lineterm}"
        if any(tag in ("replace", "delete") for tag, *_ in group):
            for tag, i1, i2, _, _ in group:
                if tag != "insert":
                    yield from (marks[tag] + line for line in a[i1:i2])
        yield f"--- {_range(first[3], last[4], True)} ----{lineterm}"
        if any(tag in ("replace", "insert") for tag, *_ in group):
            for tag, _, _, j1, j2 in group:
                if tag != "delete":
                    yield from (marks[tag] + line for line in b[j1:j2])


from _difflib_lines import Differ, ndiff, restore
