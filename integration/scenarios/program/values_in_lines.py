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
words = [f"word{i}" for i in range(20)]
numbers = dict.fromkeys(words, 1234567)
values = [
    collections.OrderedDict(numbers), collections.defaultdict(list, {w: [w] for w in words}),
    collections.Counter(words), collections.deque(words), collections.deque(words, maxlen=99),
    collections.ChainMap(numbers, {"a": 1}), collections.UserDict(numbers),
    collections.UserList(words), collections.UserString("long text " * 20), Row(words, 3),
    Record(12345, words), types.SimpleNamespace(a=words, b=1), types.MappingProxyType(numbers),
    b"bytes " * 30, bytearray(b"bytes " * 30), "text with words " * 12,
    {"key": "text with words " * 12}, {1: 2, "a": 3, None: 4, (1,): 5}, set(words),
    frozenset(words), [[1, [2, [3, [4]]]]], (1,), tuple(words), [{"a": 1, "b": [1, 2, 3] * 10}] * 3,
]
options = [
    {}, {"width": 30}, {"indent": 4}, {"compact": True}, {"depth": 1}, {"sort_dicts": False},
    {"underscore_numbers": True},
]
for value in values:
    for chosen in options:
        pprint.pprint(value, **chosen)

text = ("The quick  brown fox -- it jumped over the well-known lazy dog-house; e.g. a-b-c-d and "
        "x--y,\t'quoted--dash' 1-2-3 half-baked.  Then supercalifragilistic-expialidocious.")
options = [
    {}, {"drop_whitespace": False}, {"break_on_hyphens": False}, {"break_long_words": False},
    {"fix_sentence_endings": True}, {"max_lines": 2}, {"max_lines": 1, "placeholder": "..."},
    {"initial_indent": "* ", "subsequent_indent": "    "},
    {"expand_tabs": False, "replace_whitespace": False},
]
for width in (5, 11, 20, 40):
    for chosen in options:
        try:
            print(textwrap.wrap(text, width, **chosen))
        except ValueError as e:
            print(e)
    print(textwrap.shorten(text, width + 10))
