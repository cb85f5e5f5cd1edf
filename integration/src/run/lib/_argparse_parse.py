"""How `argparse` takes a command line apart."""

from argparse import (ArgumentError, ArgumentTypeError, PARSER, REMAINDER, SUPPRESS, _SubParsers)


def _is_number(text):
    try:
        float(text)
    except ValueError:
        return False
    return True


def _find(parser, arg):
    """The option that an argument names, and the value that is part of the argument."""
    if not arg.startswith("-") or arg == "-":
        return None
    if arg in parser._options:
        return parser._options[arg], arg, None
    name, mark, value = arg.partition("=")
    if mark and name in parser._options:
        return parser._options[name], name, value
    if arg.startswith("--") and parser.allow_abbrev:
        near = [option for option in parser._options if option.startswith(name)]
        if len(near) > 1:
            raise ArgumentError(
                None, f"ambiguous option: {arg} could match {', '.join(near)}")
        if near:
            return parser._options[near[0]], near[0], value if mark else None
    elif not arg.startswith("--") and arg[:2] in parser._options:
        return parser._options[arg[:2]], arg[:2], arg[2:]
    if _is_number(arg) and not any(_is_number(option) for option in parser._options):
        return None
    if " " in arg:
        return None
    return None, arg, None


def _value(action, text):
    if action.type is None:
        value = text
    else:
        try:
            value = action.type(text)
        except ArgumentTypeError as e:
            raise ArgumentError(action, str(e)) from None
        except (TypeError, ValueError):
            name = getattr(action.type, "__name__", repr(action.type))
            raise ArgumentError(action, f"invalid {name} value: {text!r}") from None
    _check_choice(action, value)
    return value


def _check_choice(action, value):
    if action.choices is not None and value not in action.choices:
        shown = ", ".join(map(repr, action.choices))
        raise ArgumentError(action, f"invalid choice: {value!r} (choose from {shown})")


def _values(action, texts):
    if isinstance(action, _SubParsers):
        _check_choice(action, texts[0])
        return texts
    if action.nargs is None:
        return _value(action, texts[0])
    if action.nargs == "?":
        if texts:
            return _value(action, texts[0])
        value = action.const if action.option_strings else action.default
        return _value(action, value) if isinstance(value, str) else value
    if action.nargs == "*" and not texts and not action.option_strings:
        return action.default if action.default is not None else []
    return [_value(action, text) for text in texts]


def _bounds(action):
    """How many values an argument takes, at least and at most."""
    return {None: (1, 1), "?": (0, 1), "*": (0, None), "+": (1, None), REMAINDER: (0, None),
            PARSER: (1, None)}.get(action.nargs, (action.nargs, action.nargs))


def parse(parser, args, namespace):
    """Puts the values into the namespace; answers what nobody takes."""
    positionals = [action for action in parser._actions if not action.option_strings]
    seen, extras, at = set(), [], 0
    only_positional = False

    def run(action, texts, option=None):
        for group in parser._groups:
            if group.exclusive and action in group.actions:
                for other in group.actions:
                    if other is not action and other in seen:
                        raise ArgumentError(action, f"not allowed with argument {other.shown()}")
        if option is not None or texts:
            seen.add(action)
        action(parser, namespace, _values(action, texts), option)

    def is_value(index):
        return only_positional or args[index] != "--" and _find(parser, args[index]) is None

    while at < len(args):
        arg = args[at]
        if arg == "--" and not only_positional:
            only_positional = True
            at += 1
            continue
        found = None if only_positional else _find(parser, arg)
        if found is not None:
            action, option, value = found
            at += 1
            if action is None:
                extras.append(arg)
                continue
            least, most = _bounds(action)
            if value is not None and most == 0:
                if option.startswith("--"):
                    raise ArgumentError(action, f"ignored explicit argument {value!r}")
                # Several letters behind one dash.
                run(action, [], option)
                args.insert(at, "-" + value)
                continue
            texts = [] if value is None else [value]
            while value is None and at < len(args) and (most is None or len(texts) < most) and (
                    is_value(at)):
                texts.append(args[at])
                at += 1
            if len(texts) < least:
                expected = {None: "one argument", "+": "at least one argument"}.get(
                    action.nargs, f"{least} argument{'' if least == 1 else 's'}")
                raise ArgumentError(action, f"expected {expected}")
            run(action, texts, option)
            continue
        start = at
        while at < len(args) and is_value(at):
            at += 1
        if positionals and positionals[0].nargs in (PARSER, REMAINDER):
            at = len(args)
        row = args[start:at]
        more = any(is_value(i) for i in range(at, len(args)))
        while positionals and row:
            least, most = _bounds(positionals[0])
            behind = sum(_bounds(action)[0] for action in positionals[1:])
            if len(row) < least:
                break
            count = len(row) - behind if most is None else min(most, len(row) - behind)
            count = max(count, least)
            if count == 0 and more:
                break
            run(positionals.pop(0), row[:count])
            row = row[count:]
        if row and not positionals:
            extras.extend(row)
        elif row:
            break
    missing = [action for action in positionals if action.required]
    for action in positionals:
        if not action.required and not isinstance(action, _SubParsers):
            run(action, [])
    missing += [action for action in parser._actions
                if action.option_strings and action.required and action not in seen]
    if missing:
        names = ", ".join(action.shown() if action.shown() != SUPPRESS else
                          "{" + ",".join(action.choices) + "}" for action in missing)
        parser.error(f"the following arguments are required: {names}")
    for group in parser._groups:
        if group.exclusive and group.required and not seen & set(group.actions):
            names = " ".join(action.shown() for action in group.actions)
            parser.error(f"one of the arguments {names} is required")
    for action in parser._actions:
        if action not in seen and isinstance(action.default, str) and action.type is not None and \
                getattr(namespace, action.dest, None) is action.default:
            setattr(namespace, action.dest, _value(action, action.default))
    return extras
