"""`argparse`: one command line being taken apart.

Each argument is a letter: `O` for an option, `-` for `--`, `A` for all others. How many of them an
argument takes is what a regular expression over these letters finds.
"""

import re
from _argparse_actions import ArgumentError, ArgumentTypeError, _name
from _argparse_help import ONE_OR_MORE, OPTIONAL, PARSER, REMAINDER, SUPPRESS, ZERO_OR_MORE

_PATTERNS = {None: "(-*A-*)", OPTIONAL: "(-*A?-*)", ZERO_OR_MORE: "(-*[A-]*)",
             ONE_OR_MORE: "(-*A[A-]*)", REMAINDER: "([AO-]*)", PARSER: "(-*A[-AO]*)",
             SUPPRESS: "(-*)"}


def _pattern(action):
    """What the arguments of an action look like."""
    nargs = action.nargs
    pattern = _PATTERNS.get(nargs) or f"(-*{'-*'.join('A' * nargs)}-*)"
    # Options take no `--`.
    return pattern.replace("-*", "").replace("-", "") if action.option_strings else pattern


class Run:
    """The state while one command line is parsed."""

    def __init__(self, parser, strings, namespace):
        self.parser, self.strings, self.namespace = parser, strings, namespace
        self.extras, self.seen, self.seen_values, self.warned = [], set(), set(), set()
        self.conflicts = {}
        for group in parser._mutually_exclusive_groups:
            for action in group._group_actions:
                others = [each for each in group._group_actions if each is not action]
                self.conflicts.setdefault(action, []).extend(others)
        self.options, letters = {}, []
        rest = iter(strings)
        for at, text in enumerate(rest):
            if text == "--":
                letters.append("-" + "A" * len(list(rest)))
                break
            option = parser._parse_optional(text)
            if option is not None:
                self.options[at] = option
            letters.append("A" if option is None else "O")
        self.letters = "".join(letters)
        self.positionals = parser._get_positional_actions()

    def run(self):
        """Takes options and positions in turn; answers what is left."""
        at, last = 0, max(self.options, default=-1)
        while at <= last:
            following = min(place for place in self.options if place >= at)
            if at != following:
                end = self._take_positionals(at)
                if end > at:
                    at = end
                    continue
            if at not in self.options:
                self.extras += self.strings[at:following]
                at = following
            at = self._take_option(at)
        end = self._take_positionals(at)
        self.extras += self.strings[end:]
        self._check_required()
        return self.namespace, self.extras

    def _take(self, action, strings, option=None):
        self.seen.add(action)
        if action.deprecated and (option or action) not in self.warned:
            self.warned.add(option or action)
            what = f"option {option!r}" if option else f"argument {_name(action)!r}"
            self.parser._warning(f"{what} is deprecated")
        values = self._values(action, strings)
        if values is not action.default:
            self.seen_values.add(action)
            for other in self.conflicts.get(action, ()):
                if other in self.seen_values:
                    raise ArgumentError(action, f"not allowed with argument {_name(other)}")
        if values is not SUPPRESS:
            action(self.parser, self.namespace, values, option)

    def _count(self, action, letters):
        """How many arguments an action takes."""
        match = re.match(_pattern(action), letters)
        if match is not None:
            return len(match[1])
        expected = {None: "expected one argument", OPTIONAL: "expected at most one argument",
                    ONE_OR_MORE: "expected at least one argument"}.get(action.nargs)
        if expected is None:
            s = "" if action.nargs == 1 else "s"
            expected = f"expected {action.nargs} argument{s}"
        raise ArgumentError(action, expected)

    def _take_option(self, at):
        """An option with its arguments, or several in one word such as `-abc`."""
        action, name, sep, explicit = self.options[at]
        taken, end = [], at + 1
        while True:
            if action is None:
                self.extras.append(self.strings[at])
                return at + 1
            if explicit is None:
                count = self._count(action, self.letters[at + 1:])
                end = at + 1 + count
                taken.append((action, self.strings[at + 1:end], name))
                break
            count, chars = self._count(action, "A"), self.parser.prefix_chars
            if count == 0 and name[1] not in chars and explicit != "":
                if sep or explicit[0] in chars:
                    raise ArgumentError(action, f"ignored explicit argument {explicit!r}")
                taken.append((action, [], name))
                name = name[0] + explicit[0]
                if name not in self.parser._option_string_actions:
                    self.extras.append(name[0] + explicit)
                    break
                action = self.parser._option_string_actions[name]
                explicit = explicit[1:]
                sep = ""
                if not explicit:
                    sep = explicit = None
                elif explicit[0] == "=":
                    sep, explicit = "=", explicit[1:]
            elif count == 1:
                taken.append((action, [explicit], name))
                break
            else:
                raise ArgumentError(action, f"ignored explicit argument {explicit!r}")
        for action, strings, name in taken:
            self._take(action, strings, name)
        return end

    def _take_positionals(self, at):
        """As many positions as what follows is enough for."""
        letters, counts = self.letters[at:], []
        for size in range(len(self.positionals), 0, -1):
            match = re.match("".join(map(_pattern, self.positionals[:size])), letters)
            if match is not None:
                counts = [len(group) for group in match.groups()]
                break
        done, self.positionals = self.positionals[:len(counts)], self.positionals[len(counts):]
        for action, count in zip(done, counts):
            self._take(action, self.strings[at:at + count])
            at += count
        return at

    def _value(self, action, text):
        """A text converted to the type of an argument."""
        convert = self.parser._registry_get("type", action.type, action.type)
        if not callable(convert):
            raise TypeError(f"{convert!r} is not callable")
        try:
            return convert(text)
        except ArgumentTypeError as e:
            raise ArgumentError(action, str(e))
        except (TypeError, ValueError):
            name = getattr(action.type, "__name__", repr(action.type))
            raise ArgumentError(action, f"invalid {name} value: {text!r}")

    def _check(self, action, value):
        choices = action.choices
        if choices is None:
            return
        if isinstance(choices, str):
            choices = iter(choices)
        if value not in choices:
            known = ", ".join(map(repr, action.choices))
            raise ArgumentError(action, f"invalid choice: {value!r} (choose from {known})")

    def _values(self, action, strings):
        """The value that an action gets for its texts."""
        nargs, is_option = action.nargs, bool(action.option_strings)
        if not is_option and nargs not in (PARSER, REMAINDER) and "--" in strings:
            strings = list(strings)
            strings.remove("--")
        if not strings and nargs == OPTIONAL:
            value = action.const if is_option else action.default
            if isinstance(value, str):
                value = self._value(action, value)
                self._check(action, value)
            return value
        if not strings and nargs == ZERO_OR_MORE and not is_option:
            if action.default is None:
                return strings
            self._check(action, action.default)
            return action.default
        if nargs == SUPPRESS:
            return SUPPRESS
        values = [self._value(action, text) for text in strings]
        if nargs != REMAINDER:
            for value in values[:1] if nargs == PARSER else values:
                self._check(action, value)
        return values[0] if len(values) == 1 and nargs in (None, OPTIONAL) else values

    def _check_required(self):
        missing, namespace = [], self.namespace
        for action in self.parser._actions:
            if action in self.seen:
                continue
            if action.required:
                missing.append(_name(action))
            elif (isinstance(action.default, str) and hasattr(namespace, action.dest)
                    and getattr(namespace, action.dest) is action.default):
                setattr(namespace, action.dest, self._value(action, action.default))
        if missing:
            raise ArgumentError(
                None, f"the following arguments are required: {', '.join(missing)}")
        for group in self.parser._mutually_exclusive_groups:
            if group.required and not self.seen_values.intersection(group._group_actions):
                names = [_name(each) for each in group._group_actions if each.help is not SUPPRESS]
                raise ArgumentError(None, f"one of the arguments {' '.join(names)} is required")
