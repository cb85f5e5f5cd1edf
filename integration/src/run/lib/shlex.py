"""Text split into words as a shell does it."""

import re
from collections import deque
from io import StringIO
import sys

_UNSAFE = re.compile(r"[^\w@%+=:,./-]", re.ASCII)


class shlex:
    """Reads words one by one; what counts as what can be changed through the attributes."""

    def __init__(self, instream=None, infile=None, posix=False, punctuation_chars=False):
        self.instream = StringIO(instream) if isinstance(instream, str) else instream or sys.stdin
        self.infile = infile if instream is not None else None
        self.posix = posix
        self.eof = None if posix else ""
        self.commenters = "#"
        self.wordchars = "abcdfeghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
        if posix:
            self.wordchars += "".join(map(chr, [*range(0xDF, 0xF7), *range(0xF8, 0x100),
                                                *range(0xC0, 0xD7), *range(0xD8, 0xDF)]))
        self.whitespace = " \t\r\n"
        self.whitespace_split = False
        self.quotes = "'\""
        self.escape = "\\"
        self.escapedquotes = '"'
        # The state is `None` at the end, a kind of character, or the quote or escape that is open.
        self.state = " "
        self.pushback = deque()
        self.lineno = 1
        self.debug = 0
        self.token = ""
        self.source = None
        if not punctuation_chars:
            punctuation_chars = ""
        elif punctuation_chars is True:
            punctuation_chars = "();<>|&"
        self._punctuation_chars = punctuation_chars
        self._pushed_chars = deque()
        if punctuation_chars:
            self.wordchars += "~-./*?="
            self.wordchars = "".join(c for c in self.wordchars if c not in punctuation_chars)

    @property
    def punctuation_chars(self):
        return self._punctuation_chars

    def push_token(self, tok):
        self.pushback.appendleft(tok)

    def get_token(self):
        """The next word, or `eof`."""
        return self.pushback.popleft() if self.pushback else self.read_token()

    def _next_char(self):
        if self._pushed_chars:
            return self._pushed_chars.pop()
        char = self.instream.read(1)
        if char == "\n":
            self.lineno += 1
        return char

    def _skip_comment(self):
        self.instream.readline()
        self.lineno += 1

    def read_token(self):
        """Reads the next word."""
        quoted, before = False, " "
        while True:
            char = self._next_char()
            if self.state is None:
                self.token = ""
                break
            if self.state == " ":
                if self._begin(char):
                    break
                before = "a"
            elif self.state in self.quotes:
                quoted = True
                if not char:
                    raise ValueError("No closing quotation")
                if char == self.state:
                    if not self.posix:
                        self.token += char
                        self.state = " "
                        break
                    self.state = "a"
                elif self.posix and char in self.escape and self.state in self.escapedquotes:
                    before, self.state = self.state, char
                else:
                    self.token += char
            elif self.state in self.escape:
                if not char:
                    raise ValueError("No escaped character")
                if before in self.quotes and char not in (self.state, before):
                    self.token += self.state
                self.token += char
                self.state = before
            elif self._go_on(char, quoted):
                break
            elif self.state in self.escape:
                before = "a"
        word, self.token = self.token, ""
        return None if self.posix and not quoted and word == "" else word

    def _begin(self, char):
        """Between words; answers whether a word has ended."""
        if not char:
            self.state = None
            return True
        if char in self.whitespace:
            return bool(self.token)
        if char in self.commenters:
            self._skip_comment()
        elif self.posix and char in self.escape:
            self.state = char
        elif char in self.wordchars:
            self.token, self.state = char, "a"
        elif char in self._punctuation_chars:
            self.token, self.state = char, "c"
        elif char in self.quotes:
            if not self.posix:
                self.token = char
            self.state = char
        elif self.whitespace_split:
            self.token, self.state = char, "a"
        else:
            self.token = char
            return True
        return False

    def _go_on(self, char, quoted):
        """In a word (`a`) or in punctuation (`c`); answers whether it has ended."""
        if not char:
            self.state = None
            return True
        if char in self.whitespace:
            self.state = " "
            return bool(self.token) or self.posix and quoted
        if char in self.commenters:
            self._skip_comment()
            if self.posix:
                self.state = " "
                return bool(self.token) or quoted
        elif self.state == "c":
            if char in self._punctuation_chars:
                self.token += char
            else:
                if char not in self.whitespace:
                    self._pushed_chars.append(char)
                self.state = " "
                return True
        elif self.posix and char in self.quotes:
            self.state = char
        elif self.posix and char in self.escape:
            self.state = char
        elif (char in self.wordchars or char in self.quotes
                or self.whitespace_split and char not in self._punctuation_chars):
            self.token += char
        else:
            if self._punctuation_chars:
                self._pushed_chars.append(char)
            else:
                self.pushback.appendleft(char)
            self.state = " "
            return bool(self.token) or self.posix and quoted
        return False

    def error_leader(self, infile=None, lineno=None):
        return f'"{infile or self.infile}", line {lineno or self.lineno}: '

    def __iter__(self):
        return self

    def __next__(self):
        word = self.get_token()
        if word == self.eof:
            raise StopIteration
        return word


def split(s, comments=False, posix=True):
    """The words of a command line."""
    if s is None:
        raise ValueError("s argument must not be None")
    lex = shlex(s, posix=posix)
    lex.whitespace_split = True
    if not comments:
        lex.commenters = ""
    return list(lex)


def join(split_command):
    """The command line of words."""
    return " ".join(map(quote, split_command))


def quote(s):
    """A word that a shell reads as it is."""
    if not s:
        return "''"
    if _UNSAFE.search(s) is None:
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"
