"""Text in lines of a width."""


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
    placeholder = kwargs.get("placeholder", " [...]")
    text = " ".join(text.split())
    if len(text) <= width:
        return text
    kept, room = [], width - len(placeholder)
    for word in text.split():
        if len(" ".join([*kept, word])) > room:
            break
        kept.append(word)
    if not kept:
        if len(placeholder.lstrip()) > width:
            raise ValueError("placeholder too large for max width")
        return placeholder.lstrip()
    return " ".join(kept) + placeholder


class TextWrapper:
    """Breaks paragraphs into lines."""

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True,
                 replace_whitespace=True, break_long_words=True, drop_whitespace=True,
                 break_on_hyphens=True, tabsize=8, fix_sentence_endings=False, max_lines=None,
                 placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.break_long_words = break_long_words
        self.break_on_hyphens = break_on_hyphens
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _words(self, text):
        words = []
        for word in text.split():
            start = 0
            if self.break_on_hyphens:
                for at in range(1, len(word) - 1):
                    before, after = word[at - 1], word[at + 1]
                    if word[at] == "-" and before.isalpha() and after.isalpha():
                        words.append((word[start:at + 1], start > 0))
                        start = at + 1
            words.append((word[start:], start > 0))
        return words

    def wrap(self, text):
        """The lines of a paragraph."""
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        lines, line, empty = [], self.initial_indent, True
        for word, is_joined in self._words(text):
            while True:
                room = self.width - len(line)
                gap = "" if empty or is_joined else " "
                if len(gap) + len(word) <= room:
                    line += gap + word
                    empty = False
                    break
                if not empty:
                    lines.append(line)
                    line, empty = self.subsequent_indent, True
                    continue
                if len(word) > room and self.break_long_words and room > 0:
                    lines.append(line + word[:room])
                    word = word[room:]
                    line = self.subsequent_indent
                    continue
                line += word
                empty = False
                break
        if not empty:
            lines.append(line)
        if self.max_lines is not None and len(lines) > self.max_lines:
            lines = lines[:self.max_lines]
            last = lines[-1]
            while last and len(last) + len(self.placeholder) > self.width:
                last = last.rpartition(" ")[0]
            lines[-1] = last + self.placeholder if last else self.placeholder.lstrip()
        return lines

    def fill(self, text):
        """The paragraph as one text."""
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """The lines of a paragraph."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """A paragraph in lines, as one text."""
    return TextWrapper(width=width, **kwargs).fill(text)
