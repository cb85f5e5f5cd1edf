# Regular expressions: a tokenizer, replacements, groups, and how long their objects live.
import gc
import re
import weakref

TOKEN = re.compile(r"""
    (?P<number>\d+(?:\.\d*)?)   # 1, 1.5
  | (?P<name>[A-Za-z_]\w*)      # price
  | (?P<sign>[-+*/()=])
  | (?P<space>\s+)
""", re.VERBOSE)


def tokens(text):
    at = 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"nothing fits at {at}: {text[at]!r}")
        if match.lastgroup != "space":
            yield match.lastgroup, match.group()
        at = match.end()


print(list(tokens("price = 3.5 * (count + 12)")))
try:
    print(list(tokens("a ? b")))
except ValueError as error:
    print(error)

text = "alpha=1, beta=22; gamma=333"
print(re.findall(r"(\w+)=(\d+)", text), re.findall(r"\d+", text))
print(re.sub(r"\d+", lambda m: str(int(m.group()) * 2), text))
print(re.sub(r"(?P<key>\w+)=(?P<value>\d+)", r"\g<value>:\1", text))
print(re.split(r"[,;]\s*", text), re.split(r"([,;])", "a,b;c", maxsplit=1))
print(re.subn("a", "b", "banana", 2))

match = re.search(r"(?P<first>\w+)(?P<second>-\w+)?", "  word")
print(match.group("first"), match["second"], match.groups("none"), match.groupdict())
print(match.span(), match.start("first"), match.span("second"), match)
print(re.match(r"((a)(b))c", "abc").lastindex, re.match("(a)|(b)", "b").lastindex)
print(re.fullmatch(r"\d+", "12x"), re.match("^b", "ab"), re.compile("b").match("ab", 1))

print(re.findall(r"\d*", "12a3"), re.findall("a|", "aab"), re.sub("x*", "-", "abxd"))
print(re.split("", "ab"), [m.span() for m in re.finditer("a*", "baac")])
print(re.findall(r"^.", "a\nb", re.MULTILINE), re.findall(".$", "a\nb\n"))
print(re.findall(r"(?<=\$)\d+", "$5 6 $7"), re.findall(r"\w+(?!\w|=)", "a= bb c"))
print(re.findall(r"(\w)\1", "aabbcd"), re.match("a{,2}", "aaa").group(), re.match("a{x", "a{x"))
print(re.match(r"(?i:A)b", "ab"), re.search(r"(?s)a.b", "a\nb").span(), re.escape("a.b*c"))
print([m.span() for m in re.finditer("\u00e9\\w", "a\u00e9b \u00e9c")])

for wrong in "(", ")", "[a", "*a", r"\q", "(?P<a>x)(?P<a>y)":
    try:
        re.compile(wrong)
    except re.error as error:
        print(type(error).__mro__[1].__name__, wrong)

gc.collect()
match = re.match("(.)", "x")
watch = weakref.ref(match.re)
print(watch() is match.re, re.compile("(.)") is match.re)
