"""Names that fit a pattern with `*`, `?` and `[...]`."""

import re


def translate(pat):
    """The pattern as a regular expression."""
    out, at = [], 0
    while at < len(pat):
        char = pat[at]
        at += 1
        end = pat.find("]", at + 1 + pat.startswith("!", at)) if char == "[" else -1
        if char == "*":
            out.append(".*")
        elif char == "?":
            out.append(".")
        elif end > 0:
            body = pat[at:end].replace("\\", "\\\\")
            at = end + 1
            out.append(f"[^{body[1:]}]" if body.startswith("!") else f"[{body}]")
        else:
            out.append(re.escape(char))
    return f"(?s:{''.join(out)})\\Z"


def fnmatchcase(name, pat):
    return re.match(translate(pat), name) is not None


fnmatch = fnmatchcase


def filter(names, pat):
    match = re.compile(translate(pat)).match
    return [name for name in names if match(name)]
