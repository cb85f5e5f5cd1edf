"""Lines beside each other, with marks under the characters that differ."""

from difflib import SequenceMatcher


def IS_CHARACTER_JUNK(ch, ws=" \t"):
    return ch in ws


class Differ:
    """Compares rows of lines."""

    def __init__(self, linejunk=None, charjunk=None):
        self.linejunk, self.charjunk = linejunk, charjunk

    def compare(self, a, b):
        for tag, alo, ahi, blo, bhi in SequenceMatcher(self.linejunk, a, b).get_opcodes():
            if tag == "replace":
                yield from self._replace(a, alo, ahi, b, blo, bhi)
            elif tag == "delete":
                yield from self._dump("-", a, alo, ahi)
            elif tag == "insert":
                yield from self._dump("+", b, blo, bhi)
            else:
                yield from self._dump(" ", a, alo, ahi)

    def _dump(self, tag, x, lo, hi):
        for i in range(lo, hi):
            yield f"{tag} {x[i]}"

    def _replace(self, a, alo, ahi, b, blo, bhi):
        best, place, same = 0.74999, None, None
        matcher = SequenceMatcher(self.charjunk)
        for j in range(blo, bhi):
            matcher.set_seq2(b[j])
            for i in range(alo, ahi):
                if a[i] == b[j]:
                    same = (i, j) if same is None else same
                    continue
                matcher.set_seq1(a[i])
                if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best and \
                        matcher.ratio() > best:
                    best, place = matcher.ratio(), (i, j)
        if place is None:
            if same is None:
                yield from self._plain(a, alo, ahi, b, blo, bhi)
                return
            place = same
        else:
            same = None
        i, j = place
        yield from self._around(a, alo, i, b, blo, j)
        if same is None:
            yield from self._marked(matcher, a[i], b[j])
        else:
            yield "  " + a[i]
        yield from self._around(a, i + 1, ahi, b, j + 1, bhi)

    def _around(self, a, alo, ahi, b, blo, bhi):
        if alo < ahi and blo < bhi:
            yield from self._replace(a, alo, ahi, b, blo, bhi)
        elif alo < ahi:
            yield from self._dump("-", a, alo, ahi)
        else:
            yield from self._dump("+", b, blo, bhi)

    def _plain(self, a, alo, ahi, b, blo, bhi):
        rows = (("-", a, alo, ahi), ("+", b, blo, bhi))
        for row in rows if bhi - blo >= ahi - alo else reversed(rows):
            yield from self._dump(*row)

    def _marked(self, matcher, old, new):
        marks_old = marks_new = ""
        matcher.set_seqs(old, new)
        for tag, i1, i2, j1, j2 in matcher.get_opcodes():
            if tag == "equal":
                marks_old += " " * (i2 - i1)
                marks_new += " " * (j2 - j1)
            else:
                mark_old, mark_new = ("^", "^") if tag == "replace" else ("-", "+")
                marks_old += mark_old * (i2 - i1)
                marks_new += mark_new * (j2 - j1)
        for sign, line, marks in (("-", old, marks_old), ("+", new, marks_new)):
            yield f"{sign} {line}"
            kept = "".join(c if m == " " and c.isspace() else m for c, m in zip(line, marks))
            if kept.rstrip():
                yield f"? {kept.rstrip()}\n"


def ndiff(a, b, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """The lines of both, with marks."""
    return Differ(linejunk, charjunk).compare(a, b)


def restore(delta, which):
    """The lines of one of both."""
    for line in delta:
        if line[:2] in ("  ", {1: "- ", 2: "+ "}[int(which)]):
            yield line[2:]
