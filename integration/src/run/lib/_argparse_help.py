"""The usage and the help of a command line."""

import textwrap

_SUPPRESS, _WIDTH, _COLUMN = "==SUPPRESS==", 78, 24


def _metavar(action):
    if action.metavar is not None:
        return action.metavar
    if action.choices is not None:
        return "{" + ",".join(map(str, action.choices)) + "}"
    return action.dest.upper() if action.option_strings else action.dest


def _args(action):
    name = _metavar(action)
    first = name[0] if isinstance(name, tuple) else name
    if action.nargs is None:
        return first
    if isinstance(action.nargs, int):
        names = name if isinstance(name, tuple) else (name,) * action.nargs
        return " ".join(names)
    return {"?": f"[{first}]", "*": f"[{first} ...]", "+": f"{first} [{first} ...]",
            "...": "...", "A...": f"{first} ..."}[action.nargs]


def _part(action):
    if not action.option_strings:
        return _args(action)
    if action.kind == "boolean":
        text = " | ".join(action.option_strings)
    else:
        text = action.option_strings[0]
        if action.nargs != 0:
            text += " " + _args(action)
    return text if action.required else f"[{text}]"


def usage_of(parser):
    if parser.usage is not None:
        return f"usage: {parser.usage % {'prog': parser.prog}}\n"
    shown = [action for action in parser._actions if action.help != _SUPPRESS]
    options = [action for action in shown if action.option_strings]
    parts, told = [], set()
    for action in options:
        group = next((g for g in parser._groups if g.exclusive and action in g.actions), None)
        if action in told:
            continue
        if group is None:
            parts.append(_part(action))
            continue
        told.update(group.actions)
        inner = " | ".join(_part(a).strip("[]") if not a.required else _part(a)
                           for a in group.actions)
        parts.append(f"({inner})" if group.required else f"[{inner}]")
    positional = [_part(action) for action in shown if not action.option_strings]
    start = f"usage: {parser.prog}"
    line = " ".join([start, *parts, *positional])
    if len(line) <= _WIDTH:
        return line + "\n"
    indent = " " * (len(start) + 1)
    lines, here = [], start
    for row in (parts, positional):
        for part in row:
            if len(here) + 1 + len(part) > _WIDTH and here != start and here.strip():
                lines.append(here)
                here = indent + part
            else:
                here = f"{here} {part}" if here.strip() else indent + part
        if row is parts and positional:
            lines.append(here)
            here = ""
    return "\n".join([*lines, here]) + "\n"


def _names(action):
    if not action.option_strings:
        return _metavar(action) if not isinstance(_metavar(action), tuple) else action.dest
    if action.nargs == 0:
        return ", ".join(action.option_strings)
    return ", ".join(action.option_strings) + " " + _args(action)


def _help(parser, action):
    values = {name: getattr(value, "__name__", value) for name, value in vars(action).items()}
    if isinstance(values.get("choices"), (list, tuple, dict)):
        values["choices"] = ", ".join(map(str, values["choices"]))
    return action.help % {**values, "prog": parser.prog}


def _row(name, text, column):
    name = "  " + name
    if not text:
        return name + "\n"
    lines = textwrap.wrap(text, max(_WIDTH - column, 11))
    head = name.ljust(column) if len(name) <= column - 2 else name + "\n" + " " * column
    return head + ("\n" + " " * column).join(lines) + "\n"


def help_of(parser):
    sections = []
    titled = [group for group in parser._groups if group.title]
    inside = {action for group in titled for action in group.actions}
    shown = [a for a in parser._actions if a.help != _SUPPRESS and a not in inside]
    groups = [("positional arguments", None, [a for a in shown if not a.option_strings]),
              ("options", None, [a for a in shown if a.option_strings])]
    groups += [(group.title, group.description, group.actions) for group in titled]
    names = [_names(action) for _, _, actions in groups for action in actions]
    column = min(max([len(name) + 4 for name in names], default=0), _COLUMN)
    for title, description, actions in groups:
        if not actions:
            continue
        text = f"{title}:\n" + (f"  {description}\n\n" if description else "")
        for action in actions:
            text += _row(_names(action), _help(parser, action) if action.help else "", column)
            for name, about in getattr(action, "helps", ()):
                if about is not None:
                    text += _row("  " + name, about, column)
        sections.append(text)
    top = [usage_of(parser)]
    if parser.description:
        top.append(textwrap.fill(parser.description % {"prog": parser.prog}, _WIDTH) + "\n")
    if parser.epilog:
        sections.append(textwrap.fill(parser.epilog % {"prog": parser.prog}, _WIDTH) + "\n")
    return "\n".join(top + sections)
