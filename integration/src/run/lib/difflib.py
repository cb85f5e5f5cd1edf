"""Differences between sequences and between texts."""

from _difflib_matcher import Match, SequenceMatcher, get_close_matches  # noqa: F401


def IS_LINE_JUNK(line, pat=None):
    """Whether a line is blank but for one `#`."""
    if pat is None:
        return line.strip() in ("", "#")
    return pat(line) is not None


def IS_CHARACTER_JUNK(ch, ws=" \t"):
    return ch in ws


class Differ:
    """Compares lines, and the characters of lines that are alike."""

    def __init__(self, linejunk=None, charjunk=None):
        self.linejunk = linejunk
        self.charjunk = charjunk

    def compare(self, a, b):
        """Lines that begin with `- `, `+ `, two spaces or `? `."""
        for tag, alo, ahi, blo, bhi in SequenceMatcher(self.linejunk, a, b).get_opcodes():
            if tag == "equal":
                yield from ("  " + line for line in a[alo:ahi])
            else:
                yield from self._changed(a[alo:ahi], b[blo:bhi])

    def _changed(self, old, new):
        """Lines that were replaced, around the pair of them that are most alike."""
        pair = self._closest(old, new) if old and new else None
        if pair is None:
            minus, plus = ["- " + line for line in old], ["+ " + line for line in new]
            # The shorter part stands first.
            yield from plus + minus if len(new) < len(old) else minus + plus
            return
        i, j = pair
        yield from self._changed(old[:i], new[:j])
        if old[i] == new[j]:
            yield "  " + old[i]
        else:
            yield from self._marked(old[i], new[j])
        yield from self._changed(old[i + 1:], new[j + 1:])

    def _closest(self, old, new):
        """The places of the two lines that are most alike without being equal; else of two equal
        ones, which must be junk."""
        matcher = SequenceMatcher(self.charjunk)
        best, found, equal = 0.74, None, None
        for j, line in enumerate(new):
            matcher.set_seq2(line)
            for i, other in enumerate(old):
                if other == line:
                    equal = equal or (i, j)
                    continue
                matcher.set_seq1(other)
                if (matcher.real_quick_ratio() > best and matcher.quick_ratio() > best
                        and matcher.ratio() > best):
                    best, found = matcher.ratio(), (i, j)
        return equal if best < 0.75 else found

    def _marked(self, old, new):
        """Two lines, each with a line of marks below the characters that differ."""
        below_old = below_new = ""
        for tag, i1, i2, j1, j2 in SequenceMatcher(self.charjunk, old, new).get_opcodes():
            below_old += {"replace": "^", "delete": "-", "equal": " "}.get(tag, "") * (i2 - i1)
            below_new += {"replace": "^", "insert": "+", "equal": " "}.get(tag, "") * (j2 - j1)
        for sign, line, marks in (("-", old, below_old), ("+", new, below_new)):
            yield f"{sign} {line}"
            # Tabs and other white space stay, so that the marks stand where they belong.
            marks = "".join(char if mark == " " and char.isspace() else mark
                            for char, mark in zip(line, marks)).rstrip()
            if marks:
                yield f"? {marks}\n"


def ndiff(a, b, linejunk=None, charjunk=IS_CHARACTER_JUNK):
    """The lines of `Differ`."""
    return Differ(linejunk, charjunk).compare(a, b)


def restore(delta, which):
    """The first or the second text of what `ndiff` gives."""
    try:
        mark = {1: "- ", 2: "+ "}[int(which)]
    except KeyError:
        raise ValueError(f"unknown delta choice (must be 1 or 2): {which!r}") from None
    for line in delta:
        if line[:2] in ("  ", mark):
            yield line[2:]


def _check_types(a, b, *others):
    for lines in (a, b):
        if lines and not isinstance(lines[0], str):
            raise TypeError(f"lines to compare must be str, not {type(lines[0]).__name__} "
                            f"({lines[0]!r})")
    for other in others:
        if not isinstance(other, str):
            raise TypeError(f"all arguments must be str, not: {other!r}")


def _heads(marks, files, dates, end):
    """The two lines that name the texts."""
    for mark, file, date in zip(marks, files, dates):
        yield f"{mark} {file}{chr(9) + date if date else ''}{end}"


def unified_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3,
                 lineterm="\n"):
    """Changes with n lines around them, old and new lines mixed."""
    _check_types(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)

    def place(start, stop):
        length = stop - start
        return f"{start + 1}" if length == 1 else f"{start + 1 if length else start},{length}"

    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            yield from _heads(("---", "+++"), (fromfile, tofile), (fromfiledate, tofiledate),
                              lineterm)
        first, last = group[0], group[-1]
        yield f"@@ -{place(first[1], last[2])} +{place(first[3], last[4])} @@{lineterm}"
        for tag, i1, i2, j1, j2 in group:
            if tag == "equal":
                yield from (" " + line for line in a[i1:i2])
                continue
            yield from ("-" + line for line in a[i1:i2])
            yield from ("+" + line for line in b[j1:j2])


def context_diff(a, b, fromfile="", tofile="", fromfiledate="", tofiledate="", n=3,
                 lineterm="\n"):
    """Changes with n lines around them, old lines before new ones."""
    _check_types(a, b, fromfile, tofile, fromfiledate, tofiledate, lineterm)

    def place(start, stop):
        length = stop - start
        first = start + 1 if length else start
        return f"{first},{first + length - 1}" if length > 1 else f"{first}"

    marks = {"insert": "+ ", "delete": "- ", "replace": "! ", "equal": "  "}
    started = False
    for group in SequenceMatcher(None, a, b).get_grouped_opcodes(n):
        if not started:
            started = True
            yield from _heads(("***", "---"), (fromfile, tofile), (fromfiledate, tofiledate),
                              lineterm)
        first, last = group[0], group[-1]
        yield "***************" + lineterm
        for sign, lines, low, high, left_out in (("***", a, 1, 2, "insert"),
                                                 ("---", b, 3, 4, "delete")):
            end = "****" if sign == "***" else "----"
            yield f"{sign} {place(first[low], last[high])} {end}{lineterm}"
            if any(code[0] not in ("equal", left_out) for code in group):
                for code in group:
                    if code[0] != left_out:
                        yield from (marks[code[0]] + line for line in lines[code[low]:code[high]])


def diff_bytes(dfunc, a, b, fromfile=b"", tofile=b"", fromfiledate=b"", tofiledate=b"", n=3,
               lineterm=b"\n"):
    """The same for lines of bytes."""
    def text(part):
        try:
            return part.decode("latin-1")
        except AttributeError:
            raise TypeError(
                f"all arguments must be bytes, not {type(part).__name__} ({part!r})") from None

    a, b = list(map(text, a)), list(map(text, b))
    heads = map(text, (fromfile, tofile, fromfiledate, tofiledate))
    for line in dfunc(a, b, *heads, n, text(lineterm)):
        yield line.encode("latin-1")
