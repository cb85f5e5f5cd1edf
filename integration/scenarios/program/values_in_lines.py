# versions: 3.13
# How values of all kinds, and paragraphs of text, are laid out in lines of a width.
import collections
import dataclasses
import pprint
import textwrap
import types


@dataclasses.dataclass
class Record:
    number: int
    names: list
    hidden: str = dataclasses.field(default="x", repr=False)


Row = collections.namedtuple("Row", "alpha beta")
words = ["alpha", "beta", "gamma"]
numbers = dict.fromkeys(words, 1234567)
for value in (
    collections.OrderedDict(numbers), collections.defaultdict(list, {w: [w] for w in words}),
    collections.Counter(words), collections.deque(words, maxlen=99),
    collections.ChainMap(numbers, {"a": 1}), collections.UserDict(numbers),
    collections.UserList(words), collections.UserString("long text " * 4), Row(words, 3),
    Record(12345, words), types.SimpleNamespace(a=words, b=1), types.MappingProxyType(numbers),
    bytearray(b"bytes " * 6), "text with words " * 3, {1: 2, "a": 3, None: 4, (1,): 5},
    frozenset(words), (1,),
):
    pprint.pprint(value, width=30)
nested = {"b": [1, [2, [3, [4]]]], "a": [1234567] * 9}
for chosen in (
    {}, {"indent": 4}, {"compact": True}, {"depth": 2}, {"sort_dicts": False},
    {"underscore_numbers": True},
):
    pprint.pprint(nested, width=40, **chosen)

text = ("The quick  brown fox -- it jumped over the well-known lazy dog-house; e.g. a-b-c-d and "
        "x--y,\t'quoted--dash' 1-2-3 half-baked.  Then supercalifragilistic-expialidocious.")
options = [
    {}, {"drop_whitespace": False}, {"break_on_hyphens": False}, {"break_long_words": False},
    {"fix_sentence_endings": True}, {"max_lines": 2}, {"max_lines": 1, "placeholder": "..."},
    {"initial_indent": "* ", "subsequent_indent": "    "},
    {"expand_tabs": False, "replace_whitespace": False},
]
for width in (11, 40):
    for chosen in options:
        try:
            print(textwrap.wrap(text, width, **chosen))
        except ValueError as e:
            print(e)
    print(textwrap.shorten(text, width + 10))
