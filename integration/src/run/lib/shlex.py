"""Command lines, taken apart and put together as a shell does."""


def _words(s, comments, posix):
    # `quote` is the quote that is open; a word is `None` before its first character.
    word, quote = None, None
    chars = iter(s)
    for char in chars:
        if quote is not None:
            if char == quote:
                quote = None
                word += "" if posix else char
            elif char == "\\" and quote == '"' and posix:
                following = next(chars, None)
                if following is None:
                    raise ValueError("No escaped character")
                word += following if following in '"\\' else "\\" + following
            else:
                word += char
        elif char in "'\"":
            quote = char
            word = (word or "") + ("" if posix else char)
        elif char == "\\" and posix:
            following = next(chars, None)
            if following is None:
                raise ValueError("No escaped character")
            word = (word or "") + following
        elif char in " \t\r\n":
            if word is not None:
                yield word
                word = None
        elif char == "#" and comments:
            for char in chars:
                if char == "\n":
                    break
            if word is not None:
                yield word
                word = None
        else:
            word = (word or "") + char
    if quote is not None:
        raise ValueError("No closing quotation")
    if word is not None:
        yield word


def split(s, comments=False, posix=True):
    """The words of a command line."""
    if s is None:
        raise ValueError("s argument must not be None")
    return list(_words(s, comments, posix))


def quote(s):
    """A word that a shell takes as it is."""
    if not s:
        return "''"
    if all(c.isascii() and (c.isalnum() or c in "@%+=:,./-_") for c in s):
        return s
    return "'" + s.replace("'", "'\"'\"'") + "'"


def join(split_command):
    return " ".join(map(quote, split_command))


class shlex:
    """The words one after the other."""

    def __init__(self, instream=None, infile=None, posix=False, punctuation_chars=False):
        self._left = _words(instream, True, posix)

    def get_token(self):
        return next(self._left, None)

    def __iter__(self):
        return self._left
