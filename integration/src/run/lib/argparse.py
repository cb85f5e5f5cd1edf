"""Arguments of a command line.

What an argument does with its values is an action, in `_argparse_actions`; how one command line is
taken apart is in `_argparse_run`, and the text of help in `_argparse_help`.
"""

import os.path
import re
import sys
from _argparse_actions import (  # noqa: F401
    ACTIONS, Action, ArgumentError, ArgumentTypeError, BooleanOptionalAction, FileType, Namespace,
    _SubParsersAction)
from _argparse_help import (  # noqa: F401
    ArgumentDefaultsHelpFormatter, HelpFormatter, MetavarTypeHelpFormatter, ONE_OR_MORE, OPTIONAL,
    PARSER, REMAINDER, RawDescriptionHelpFormatter, RawTextHelpFormatter, SUPPRESS, ZERO_OR_MORE)
from _argparse_run import Run


class _Arguments:
    """What a parser and its groups have in common."""

    def __init__(self):
        self.actions, self.by_option, self.defaults = [], {}, {}
        self.exclusive = []
        self.registries = {"action": dict(ACTIONS), "type": {None: lambda text: text}}
        # Whether an option looks like a negative number: then such numbers are options.
        self.has_numbers = False


_NEGATIVE = re.compile(r"-\d+|-\d*\.\d+")


class _ActionsContainer:
    """What arguments can be added to: a parser, or a group in one."""

    def __init__(self, arguments, **settings):
        self._arguments = arguments
        self._action_groups = []
        # description, prefix_chars, argument_default and conflict_handler
        vars(self).update(settings)
        if self.conflict_handler not in ("error", "resolve"):
            raise ValueError(f"invalid conflict_resolution value: {self.conflict_handler!r}")

    _actions = property(lambda self: self._arguments.actions)
    _option_string_actions = property(lambda self: self._arguments.by_option)
    _mutually_exclusive_groups = property(lambda self: self._arguments.exclusive)
    _defaults = property(lambda self: self._arguments.defaults)

    def register(self, registry_name, value, object):
        """Gives a type or an action a name."""
        self._arguments.registries.setdefault(registry_name, {})[value] = object

    def _registry_get(self, registry_name, value, default=None):
        known = self._arguments.registries[registry_name]
        return known[value] if value in known else default

    def set_defaults(self, **kwargs):
        """Values for what the command line does not say."""
        self._defaults.update(kwargs)
        for action in self._actions:
            action.default = kwargs.get(action.dest, action.default)

    def get_default(self, dest):
        of_actions = (each.default for each in self._actions
                      if each.dest == dest and each.default is not None)
        return next(of_actions, self._defaults.get(dest))

    def add_argument(self, *args, **kwargs):
        """An argument: a name, or option strings."""
        is_position = not args or len(args) == 1 and args[0][0] not in self.prefix_chars
        if is_position:
            if args and "dest" in kwargs:
                raise ValueError("dest supplied twice for positional argument")
            kwargs = self._get_positional_kwargs(*args, **kwargs)
        else:
            kwargs = self._get_optional_kwargs(*args, **kwargs)
        default = self._defaults.get(kwargs["dest"], self.argument_default)
        if default is not None or kwargs["dest"] in self._defaults:
            kwargs.setdefault("default", default)
        name = kwargs.pop("action", None)
        make = self._registry_get("action", name, name)
        if not callable(make):
            raise ValueError(f'unknown action "{make}"')
        action = make(**kwargs)
        convert = self._registry_get("type", action.type, action.type)
        if not callable(convert):
            raise ValueError(f"{convert!r} is not callable")
        self._check_metavar(action)
        return self._add_action(action)

    def _check_metavar(self, action):
        """A parser finds out whether the help can show the argument."""

    def add_argument_group(self, *args, **kwargs):
        self._action_groups += [_ArgumentGroup(self, *args, **kwargs)]
        return self._action_groups[-1]

    def add_mutually_exclusive_group(self, **kwargs):
        self._mutually_exclusive_groups.append(_MutuallyExclusiveGroup(self, **kwargs))
        return self._mutually_exclusive_groups[-1]

    def _add_action(self, action):
        known = self._option_string_actions
        taken = [(name, known[name]) for name in action.option_strings if name in known]
        if taken and self.conflict_handler == "error":
            s = "" if len(taken) == 1 else "s"
            names = ", ".join(name for name, _ in taken)
            raise ArgumentError(action, f"conflicting option string{s}: {names}")
        for name, other in taken:
            other.option_strings.remove(name)
            del known[name]
            if not other.option_strings:
                other.container._remove_action(other)
        self._actions.append(action)
        action.container = self
        for name in action.option_strings:
            known[name] = action
            if _NEGATIVE.fullmatch(name):
                self._arguments.has_numbers = True
        return action

    def _remove_action(self, action):
        self._actions.remove(action)

    def _get_positional_kwargs(self, dest=None, **kwargs):
        if "required" in kwargs:
            raise TypeError("'required' is an invalid argument for positionals")
        nargs = kwargs.get("nargs")
        may_be_none = nargs in (OPTIONAL, REMAINDER, SUPPRESS)
        if nargs == ZERO_OR_MORE:
            may_be_none = "default" in kwargs
        if dest is None:
            dest = kwargs.pop("dest")
        return {**kwargs, "required": not may_be_none, "dest": dest, "option_strings": []}

    def _get_optional_kwargs(self, *args, **kwargs):
        chars = self.prefix_chars
        for name in args:
            if name[0] not in chars:
                raise ValueError(f"invalid option string {name!r}: must start with a character "
                                 f"{chars!r}")
        dest = kwargs.pop("dest", None)
        if dest is None:
            long = [name for name in args if len(name) > 1 and name[1] in chars]
            dest = (long or args)[0].lstrip(chars)
            if not dest:
                raise ValueError(f"dest= is required for options like {args[0]!r}")
            dest = dest.replace("-", "_")
        return {**kwargs, "dest": dest, "option_strings": list(args)}


class _ArgumentGroup(_ActionsContainer):
    """Arguments with a heading of their own in the help."""

    def __init__(self, container, title=None, description=None, **kwargs):
        settings = {name: kwargs.get(name, getattr(container, name))
                    for name in ("prefix_chars", "argument_default", "conflict_handler")}
        super().__init__(container._arguments, description=description, **settings)
        self.title, self._container, self._group_actions = title, container, []

    def _adder(self):
        """What adds an argument to all of them."""
        return super()._add_action

    def _add_action(self, action):
        self._group_actions.append(action := self._adder()(action))
        return action

    def _remove_action(self, action):
        for actions in (self._actions, self._group_actions):
            actions.remove(action)


class _MutuallyExclusiveGroup(_ArgumentGroup):
    """Arguments of which only one may be given; they are shown where its container shows them."""

    def __init__(self, container, required=False):
        super().__init__(container)
        self.required = required

    def _adder(self):
        return self._container._add_action

    def _add_action(self, action):
        if action.required:
            raise ValueError("mutually exclusive arguments must be optional")
        return super()._add_action(action)


class ArgumentParser(_ActionsContainer):
    """Takes a command line apart."""

    _positionals = _optionals = _subparsers = None

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=[],
                 formatter_class=HelpFormatter, prefix_chars="-", fromfile_prefix_chars=None,
                 argument_default=None, conflict_handler="error", add_help=True,
                 allow_abbrev=True, exit_on_error=True):
        super().__init__(
            _Arguments(), prog=os.path.basename(sys.argv[0]) if prog is None else prog,
            usage=usage, description=description, epilog=epilog, formatter_class=formatter_class,
            prefix_chars=prefix_chars, fromfile_prefix_chars=fromfile_prefix_chars,
            argument_default=argument_default, conflict_handler=conflict_handler,
            add_help=add_help, allow_abbrev=allow_abbrev, exit_on_error=exit_on_error)
        self._positionals, self._optionals = map(
            self.add_argument_group, ("positional arguments", "options"))
        if add_help:
            mark = "-" if "-" in prefix_chars else prefix_chars[0]
            self.add_argument(mark + "h", mark * 2 + "help", action="help", default=SUPPRESS,
                              help="show this help message and exit")
        for parent in parents:
            if not isinstance(parent, ArgumentParser):
                raise TypeError("parents must be a list of ArgumentParser")
            self._adopt(parent)

    def _check_metavar(self, action):
        try:
            self._get_formatter()._format_args(action, None)
        except TypeError:
            raise ValueError("length of metavar tuple does not match nargs")

    def _adopt(self, parent):
        """Takes over the arguments of another parser."""
        self._defaults.update(parent._defaults)
        groups = {}
        for group in parent._action_groups:
            own = {each.title: each for each in self._action_groups}.get(group.title)
            own = own or self.add_argument_group(group.title, group.description)
            groups.update((action, own) for action in group._group_actions)
        for group in parent._mutually_exclusive_groups:
            own = self.add_mutually_exclusive_group(required=group.required)
            groups.update((action, own) for action in group._group_actions)
        for action in parent._actions:
            groups.get(action, self)._add_action(action)

    def __repr__(self):
        names = ("prog", "usage", "description", "formatter_class", "conflict_handler", "add_help")
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__name__}({parts})"

    def add_subparsers(self, **kwargs):
        """Parsers of which the command line names one."""
        if self._subparsers:
            raise ArgumentError(None, "cannot have multiple subparser arguments")
        headed = {name: kwargs.pop(name) for name in ("title", "description") if name in kwargs}
        place = self._positionals
        if headed:
            place = self.add_argument_group(**{"title": "subcommands", **headed})
        self._subparsers = place
        kwargs.pop("action", None)
        if kwargs.get("prog") is None:
            kwargs["prog"] = self._usage_of(self._get_positional_actions(), "").strip()
        make = self._registry_get("action", "parsers")
        return place._add_action(make(**{"parser_class": type(self), "option_strings": [],
                                         **kwargs}))

    def _add_action(self, action):
        group = self._optionals if action.option_strings else self._positionals
        return super()._add_action(action) if group is None else group._add_action(action)

    def _get_positional_actions(self):
        return [action for action in self._actions if not action.option_strings]

    def parse_args(self, args=None, namespace=None):
        """The values of all arguments; ends the program if something is wrong."""
        namespace, left = self.parse_known_args(args, namespace)
        if left:
            text = f"unrecognized arguments: {' '.join(left)}"
            if not self.exit_on_error:
                raise ArgumentError(None, text)
            self.error(text)
        return namespace

    def parse_known_args(self, args=None, namespace=None):
        """The same, with the arguments that were not known."""
        args = sys.argv[1:] if args is None else list(args)
        namespace = Namespace() if namespace is None else namespace
        pairs = [(action.dest, action.default) for action in self._actions]
        for dest, default in pairs + list(self._defaults.items()):
            if SUPPRESS not in (dest, default) and not hasattr(namespace, dest):
                setattr(namespace, dest, default)
        if self.fromfile_prefix_chars:
            args = self._with_files(args)
        try:
            namespace, left = Run(self, args, namespace).run()
        except ArgumentError as e:
            if not self.exit_on_error:
                raise
            self.error(str(e))
        left += vars(namespace).pop("_unrecognized_args", [])
        return namespace, left

    def _with_files(self, args):
        """Arguments with the lines of the files they name."""
        found = []
        for arg in args:
            if not arg or arg[0] not in self.fromfile_prefix_chars:
                found.append(arg)
                continue
            try:
                with open(arg[1:]) as file:
                    lines = [each for line in file.read().splitlines()
                             for each in self.convert_arg_line_to_args(line)]
            except OSError as e:
                raise ArgumentError(None, str(e))
            found += self._with_files(lines)
        return found

    def convert_arg_line_to_args(self, arg_line):
        return [arg_line]

    def _parse_optional(self, text):
        """Action, name, separator and value of an argument that is an option; else `None`."""
        actions = self._option_string_actions
        if not text or text[0] not in self.prefix_chars:
            return None
        if text in actions:
            return actions[text], text, None, None
        if len(text) == 1:
            return None
        name, sep, value = text.partition("=")
        if sep and name in actions:
            return actions[name], name, sep, value
        found = self._abbreviated(text)
        if len(found) > 1:
            names = ", ".join(each[1] for each in found)
            raise ArgumentError(None, f"ambiguous option: {text} could match {names}")
        if found:
            return found[0]
        is_number = _NEGATIVE.fullmatch(text) and not self._arguments.has_numbers
        if is_number or " " in text:
            return None
        return None, text, None, None

    def _abbreviated(self, text):
        """The options that a text may be the beginning of, or that have their value in it."""
        actions = self._option_string_actions
        if text[1] in self.prefix_chars:
            name, sep, value = text.partition("=")
            if not self.allow_abbrev:
                return []
            sep, value = (sep, value) if sep else (None, None)
            return [(actions[each], each, sep, value) for each in actions
                    if each.startswith(name)]
        found = []
        for each in actions:
            if each == text[:2]:
                found.append((actions[each], each, "", text[2:]))
            elif each.startswith(text):
                found.append((actions[each], each, None, None))
        return found

    def _get_formatter(self):
        return self.formatter_class(prog=self.prog)

    def _usage_of(self, actions, prefix=None):
        text = self._get_formatter()
        text.add_usage(self.usage, actions, self._mutually_exclusive_groups, prefix)
        return text.format_help()

    def format_usage(self):
        return self._usage_of(self._actions)

    def format_help(self):
        text = self._get_formatter()
        text.add_usage(self.usage, self._actions, self._mutually_exclusive_groups)
        text.add_text(self.description)
        for group in self._action_groups:
            text.start_section(group.title)
            text.add_text(group.description)
            text.add_arguments(group._group_actions)
            text.end_section()
        text.add_text(self.epilog)
        return text.format_help()

    def print_usage(self, file=None):
        self._print_message(self.format_usage(), file or sys.stdout)

    def print_help(self, file=None):
        self._print_message(self.format_help(), file or sys.stdout)

    def _print_message(self, message, file=None):
        if message:
            (file or sys.stderr).write(message)

    def exit(self, status=0, message=None):
        if message:
            self._print_message(message, sys.stderr)
        sys.exit(status)

    def _warning(self, message):
        self._print_message(f"{self.prog}: warning: {message}\n", sys.stderr)

    def error(self, message):
        """Tells what is wrong, and ends the program with status 2."""
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\n")
