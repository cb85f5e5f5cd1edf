"""`argparse`: the text of help and usage."""

import os
import re
import textwrap

SUPPRESS, OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE = "==SUPPRESS==", "?", "*", "+"
PARSER, REMAINDER = "A...", "..."


def _columns():
    environ = getattr(os, "environ", {})
    try:
        return int(environ.get("COLUMNS", "")) or 80
    except ValueError:
        return 80


class _Section:
    """The parts of a section: functions that make their text."""

    def __init__(self, parent=None, heading=None):
        self.parent, self.heading, self.parts = parent, heading, []


class HelpFormatter:
    """Collects what help consists of, and lays it out."""

    def __init__(self, prog, indent_increment=2, max_help_position=24, width=None):
        self._prog = prog
        self._indent_increment = indent_increment
        self._width = _columns() - 2 if width is None else width
        self._max_help_position = min(
            max_help_position, max(self._width - 20, indent_increment * 2))
        self._current_indent = self._level = self._action_max_length = 0
        self._root_section = self._current_section = _Section()

    def _indent(self):
        self._current_indent += self._indent_increment

    def _dedent(self):
        self._current_indent -= self._indent_increment

    def start_section(self, heading):
        self._indent()
        section = _Section(self._current_section, heading)
        self._current_section.parts.append(lambda: self._section(section))
        self._current_section = section

    def end_section(self):
        self._current_section = self._current_section.parent
        self._dedent()

    def _section(self, section):
        nested = section.parent is not None
        if nested:
            self._indent()
        body = "".join(part() for part in section.parts)
        if nested:
            self._dedent()
        if not body:
            return ""
        heading = ""
        if section.heading is not SUPPRESS and section.heading is not None:
            heading = f"{' ' * self._current_indent}{section.heading}:\n"
        return f"\n{heading}{body}\n"

    def add_text(self, text):
        if text is not SUPPRESS and text is not None:
            self._current_section.parts.append(lambda: self._format_text(text))

    def add_usage(self, usage, actions, groups, prefix=None):
        if usage is not SUPPRESS:
            self._current_section.parts.append(
                lambda: self._format_usage(usage, actions, groups, prefix))

    def add_argument(self, action):
        if action.help is SUPPRESS:
            return
        lengths = [len(self._format_action_invocation(action)) + self._current_indent]
        self._indent()
        lengths += [len(self._format_action_invocation(each)) + self._current_indent
                    for each in action._get_subactions()]
        self._dedent()
        self._action_max_length = max(self._action_max_length, *lengths)
        self._current_section.parts.append(lambda: self._format_action(action))

    def add_arguments(self, actions):
        for action in actions:
            self.add_argument(action)

    def format_help(self):
        text = "".join(part() for part in self._root_section.parts)
        if text:
            text = re.sub(r"\n\n\n+", "\n\n", text).strip("\n") + "\n"
        return text

    def _format_usage(self, usage, actions, groups, prefix):
        prefix = "usage: " if prefix is None else prefix
        if usage is not None:
            usage = usage % {"prog": self._prog}
        elif not actions:
            usage = self._prog
        else:
            options = self._get_actions_usage_parts(
                [action for action in actions if action.option_strings], groups)
            places = self._get_actions_usage_parts(
                [action for action in actions if not action.option_strings], groups)
            usage = " ".join([self._prog, *options, *places])
            room = max(self._width - self._current_indent, 11)
            if len(prefix) + len(usage) > room:
                usage = self._broken_usage(prefix, options, places, room)
        return f"{prefix}{usage}\n\n"

    def _broken_usage(self, prefix, options, places, room):
        """A usage that needs several lines: the options, then the positions."""
        prog = self._prog

        def lines_of(parts, indent, first=None):
            lines, line = [], []
            length = (len(indent) if first is None else len(first)) - 1
            for part in parts:
                if length + 1 + len(part) > room and line:
                    lines.append(indent + " ".join(line))
                    line, length = [], len(indent) - 1
                line.append(part)
                length += len(part) + 1
            if line:
                lines.append(indent + " ".join(line))
            if first is not None:
                lines[0] = lines[0][len(indent):]
            return lines

        if len(prefix) + len(prog) <= 0.75 * room:
            indent = " " * (len(prefix) + len(prog) + 1)
            if options:
                lines = lines_of([prog, *options], indent, prefix) + lines_of(places, indent)
            else:
                lines = lines_of([prog, *places], indent, prefix)
        else:
            indent = " " * len(prefix)
            lines = lines_of(options + places, indent)
            if len(lines) > 1:
                lines = lines_of(options, indent) + lines_of(places, indent)
            lines.insert(0, prog)
        return "\n".join(lines)

    def _get_actions_usage_parts(self, actions, groups):
        """The parts of a usage; those of a group have bars between them and stay together."""
        shown = [action for action in actions if action.help is not SUPPRESS]
        grouped = {}
        for group in groups:
            members = group._group_actions
            at = actions.index(members[0]) if members and members[0] in actions else None
            if at is not None and actions[at:at + len(members)] == members:
                visible = [each for each in members if each.help is not SUPPRESS]
                grouped.update((each, (group, visible)) for each in visible)
        parts = []
        for action in shown:
            group, members = grouped.get(action, (None, None))
            part = self._usage_of(action, group is not None)
            if group is not None:
                opening, closing = "[]"
                if group.required:
                    opening, closing = "()" if len(members) > 1 else ("", "")
                if action is members[0]:
                    part = opening + part
                part += closing if action is members[-1] else " |"
            parts.append(part)
        return parts

    def _usage_of(self, action, grouped):
        if not action.option_strings:
            part = self._format_args(action, self._get_default_metavar_for_positional(action))
            if grouped and part[0] == "[" and part[-1] == "]":
                part = part[1:-1]
            return part
        if action.nargs == 0:
            part = action.format_usage()
        else:
            default = self._get_default_metavar_for_optional(action)
            part = f"{action.option_strings[0]} {self._format_args(action, default)}"
        return part if action.required or grouped else f"[{part}]"

    def _format_text(self, text):
        if "%(prog)" in text:
            text = text % {"prog": self._prog}
        indent = " " * self._current_indent
        return self._fill_text(text, max(self._width - self._current_indent, 11), indent) + "\n\n"

    def _format_action(self, action):
        """The lines of an argument and of those below it."""
        position = min(self._action_max_length + 2, self._max_help_position)
        width = max(self._width - position, 11)
        room = position - self._current_indent - 2
        indent = " " * self._current_indent
        header = indent + self._format_action_invocation(action)
        lines = []
        if action.help and action.help.strip():
            lines = self._split_lines(self._expand_help(action), width)
        if not action.help:
            text = header + "\n"
        elif len(header) - len(indent) <= room:
            first = lines.pop(0) if lines else ""
            text = header.ljust(position) + first + "\n"
        else:
            text = header + "\n"
        text += "".join(" " * position + line + "\n" for line in lines)
        self._indent()
        text += "".join(self._format_action(each) for each in action._get_subactions())
        self._dedent()
        return text

    def _format_action_invocation(self, action):
        if not action.option_strings:
            default = self._get_default_metavar_for_positional(action)
            return " ".join(self._metavar_formatter(action, default)(1))
        names = ", ".join(action.option_strings)
        if action.nargs == 0:
            return names
        default = self._get_default_metavar_for_optional(action)
        return f"{names} {self._format_args(action, default)}"

    def _metavar_formatter(self, action, default_metavar):
        if action.metavar is not None:
            name = action.metavar
        elif action.choices is not None:
            name = "{" + ",".join(map(str, action.choices)) + "}"
        else:
            name = default_metavar

        def names(size):
            found = name if isinstance(name, tuple) else (name,) * size
            if len(found) != size and (action.nargs != ZERO_OR_MORE or len(found) != 2):
                raise TypeError("length of metavar tuple does not match nargs")
            return found

        return names

    def _format_args(self, action, default_metavar):
        names, nargs = self._metavar_formatter(action, default_metavar), action.nargs
        if nargs is None:
            return names(1)[0]
        if nargs == OPTIONAL:
            return f"[{names(1)[0]}]"
        if nargs == ZERO_OR_MORE:
            name = names(1)
            return f"[{name[0]} [{name[1]} ...]]" if len(name) == 2 else f"[{name[0]} ...]"
        if nargs == ONE_OR_MORE:
            first, second = names(2)
            return f"{first} [{second} ...]"
        if nargs == REMAINDER:
            return "..."
        if nargs == PARSER:
            return f"{names(1)[0]} ..."
        if nargs == SUPPRESS:
            return ""
        if not isinstance(nargs, int):
            raise ValueError("invalid nargs value")
        return " ".join(map(str, names(nargs)))

    def _expand_help(self, action):
        values = {**vars(action), "prog": self._prog}
        values = {name: getattr(value, "__name__", value) for name, value in values.items()
                  if value is not SUPPRESS}
        if values.get("choices") is not None:
            values["choices"] = ", ".join(map(str, values["choices"]))
        return self._get_help_string(action) % values

    def _split_lines(self, text, width):
        return textwrap.wrap(re.sub(r"\s+", " ", text).strip(), width)

    def _fill_text(self, text, width, indent):
        text = re.sub(r"\s+", " ", text).strip()
        return textwrap.fill(text, width, initial_indent=indent, subsequent_indent=indent)

    def _get_help_string(self, action):
        return action.help

    def _get_default_metavar_for_optional(self, action):
        return action.dest.upper()

    def _get_default_metavar_for_positional(self, action):
        return action.dest


class RawDescriptionHelpFormatter(HelpFormatter):
    """Leaves descriptions as they are."""

    def _fill_text(self, text, width, indent):
        return "".join(indent + line for line in text.splitlines(keepends=True))


class RawTextHelpFormatter(RawDescriptionHelpFormatter):
    """Leaves all texts as they are."""

    def _split_lines(self, text, width):
        return text.splitlines()


class ArgumentDefaultsHelpFormatter(HelpFormatter):
    """Tells defaults."""

    def _get_help_string(self, action):
        text = action.help or ""
        if ("%(default)" not in text and action.default is not SUPPRESS
                and (action.option_strings or action.nargs in (OPTIONAL, ZERO_OR_MORE))):
            text += " (default: %(default)s)"
        return text


class MetavarTypeHelpFormatter(HelpFormatter):
    """Names arguments after their types."""

    def _get_default_metavar_for_optional(self, action):
        return action.type.__name__

    _get_default_metavar_for_positional = _get_default_metavar_for_optional


for _class in list(globals().values()):
    if isinstance(_class, type) and _class.__module__ == __name__:
        _class.__module__ = "argparse"
