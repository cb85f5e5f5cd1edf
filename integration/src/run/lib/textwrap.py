"""Text in lines of a width.

A text is cut into pieces: words, parts of words that end with a hyphen, dashes, and what is blank.
Each line takes as many pieces as it has room for.
"""

_BLANK = "\t\n\x0b\x0c\r "
_TO_SPACES = str.maketrans(_BLANK, " " * len(_BLANK))


def dedent(text):
    """Takes the indentation away that all lines have."""
    margin = None
    lines = ["" if not line.strip(" \t") else line for line in text.split("\n")]
    for line in lines:
        if not line:
            continue
        indent = line[:len(line) - len(line.lstrip(" \t"))]
        if margin is None:
            margin = indent
        else:
            common = 0
            while common < min(len(margin), len(indent)) and margin[common] == indent[common]:
                common += 1
            margin = margin[:common]
    return "\n".join(line[len(margin):] if line else line for line in lines) if margin else \
        "\n".join(lines)


def indent(text, prefix, predicate=None):
    """Puts a prefix in front of lines."""
    if predicate is None:
        predicate = str.strip
    lines = text.splitlines(True)
    return "".join(prefix + line if predicate(line) else line for line in lines)


def shorten(text, width, **kwargs):
    """Text of one line, cut at a word."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.split()))


def _is_word(char):
    return char.isalnum() or char == "_"


def _is_letter(char):
    return _is_word(char) and not char.isdecimal()


def _may_precede_dash(char):
    return _is_word(char) or char in "!\"'&.,?"


def _breaks_behind(text, at):
    """Whether a line may end with the hyphen at a place: between parts of two letters or more."""
    before, after = text[max(0, at - 3):at], text[at + 1:at + 4]
    whole = len(before) > 1 and all(map(_is_letter, before[-2:])) or (
        len(before) == 3 and _is_letter(before[0]) and before[1] == "-"
        and _may_precede_dash(before[2]))
    if not whole or not after or not _is_letter(after[0]):
        return False
    return _is_letter(after[1:2] if after[1:2] != "-" else after[2:3])


def _end_of_dash(text, at):
    """Where a dash of several hyphens ends that stands between two words; else the same place."""
    if not (at and text[at] == "-" and _may_precede_dash(text[at - 1])):
        return at
    end = at
    while text[end:end + 1] == "-":
        end += 1
    return end if end - at > 1 and _is_word(text[end:end + 1]) else at


def _end_of_word(text, at):
    while at < len(text) and text[at] not in _BLANK:
        at += 1
    return at


def _end_of_part(text, start):
    """The same, where a word also ends with a hyphen, and before a dash."""
    at = start + 1
    while at < len(text) and text[at] not in _BLANK:
        if text[at] == "-" and _breaks_behind(text, at):
            return at + 1
        if _end_of_dash(text, at) > at:
            break
        at += 1
    return at


class TextWrapper:
    """Breaks paragraphs into lines."""

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True,
                 replace_whitespace=True, fix_sentence_endings=False, break_long_words=True,
                 drop_whitespace=True, break_on_hyphens=True, tabsize=8, *, max_lines=None,
                 placeholder=" [...]"):
        self.width = width
        self.initial_indent, self.subsequent_indent = initial_indent, subsequent_indent
        self.expand_tabs, self.tabsize = expand_tabs, tabsize
        self.replace_whitespace, self.drop_whitespace = replace_whitespace, drop_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words, self.break_on_hyphens = break_long_words, break_on_hyphens
        self.max_lines, self.placeholder = max_lines, placeholder

    def _pieces(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate(_TO_SPACES)
        pieces, at = [], 0
        while at < len(text):
            start = at
            if text[at] in _BLANK:
                at = len(text) - len(text[at:].lstrip(_BLANK))
            elif not self.break_on_hyphens:
                at = _end_of_word(text, at)
            elif (end := _end_of_dash(text, at)) > at:
                at = end
            else:
                at = _end_of_part(text, at)
            pieces.append(text[start:at])
        if self.fix_sentence_endings:
            for at in range(1, len(pieces) - 1):
                if pieces[at] == " " and _ends_sentence(pieces[at - 1]):
                    pieces[at] = "  "
        return pieces

    def wrap(self, text):
        """The lines of a paragraph."""
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines, left = [], self._pieces(text)
        # The piece that comes next stands at the end.
        left.reverse()
        while left:
            indent = self.subsequent_indent if lines else self.initial_indent
            room = self.width - len(indent)
            if lines and self._drops(left[-1]):
                left.pop()
            line = self._take_line(left, room)
            if not line:
                continue
            is_over = not left or len(left) == 1 and self._drops(left[0])
            if (self.max_lines is None or len(lines) + 1 < self.max_lines
                    or is_over and sum(map(len, line)) <= room):
                lines.append(indent + "".join(line))
            else:
                self._cut(lines, line, indent, room)
                break
        return lines

    def _drops(self, piece):
        return self.drop_whitespace and not piece.strip()

    def _take_line(self, left, room):
        """Takes the pieces of one line."""
        line, size = [], 0
        while left and size + len(left[-1]) <= room:
            size += len(left[-1])
            line.append(left.pop())
        if left and len(left[-1]) > room:
            if self.break_long_words:
                line.append(self._broken(left, 1 if room < 1 else room - size))
            elif not line:
                line.append(left.pop())
        if line and self._drops(line[-1]):
            line.pop()
        return line

    def _broken(self, left, size):
        """What fits of a piece that no line has room for, if possible up to a hyphen."""
        piece = left.pop()
        hyphen = piece.rfind("-", 0, size) if self.break_on_hyphens and len(piece) > size else -1
        if hyphen > 0 and piece[:hyphen].strip("-"):
            size = hyphen + 1
        left.append(piece[size:])
        return piece[:size]

    def _cut(self, lines, line, indent, room):
        """Ends the last line that is allowed with the placeholder."""
        while line:
            if line[-1].strip() and sum(map(len, line)) + len(self.placeholder) <= room:
                lines.append(indent + "".join(line) + self.placeholder)
                return
            line.pop()
        before = lines[-1].rstrip() if lines else None
        if before is not None and len(before) + len(self.placeholder) <= self.width:
            lines[-1] = before + self.placeholder
        else:
            lines.append(indent + self.placeholder.lstrip())

    def fill(self, text):
        """The paragraph as one text."""
        return "\n".join(self.wrap(text))


def _ends_sentence(piece):
    piece = piece[:-1] if piece[-1:] in ("'", '"') else piece
    return piece[-1:] in (".", "!", "?") and piece[-2:-1].isascii() and piece[-2:-1].islower()


def wrap(text, width=70, **kwargs):
    """The lines of a paragraph."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """A paragraph in lines, as one text."""
    return TextWrapper(width=width, **kwargs).fill(text)
