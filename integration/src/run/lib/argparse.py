"""Arguments of a command line."""

import os
import sys
from _argparse_help import usage_of, help_of

SUPPRESS, OPTIONAL, ZERO_OR_MORE, ONE_OR_MORE = "==SUPPRESS==", "?", "*", "+"
REMAINDER, PARSER = "...", "A..."


class ArgumentError(Exception):
    def __init__(self, argument, message):
        self.argument_name = None if argument is None else argument.shown()
        self.message = message

    def __str__(self):
        if self.argument_name is None:
            return self.message
        return f"argument {self.argument_name}: {self.message}"


class ArgumentTypeError(Exception):
    pass


class Namespace:
    """What was given."""

    def __init__(self, **kwargs):
        self.__dict__.update(kwargs)

    def __repr__(self):
        return f"Namespace({', '.join(f'{k}={v!r}' for k, v in self.__dict__.items())})"

    def __eq__(self, other):
        return vars(self) == vars(other) if isinstance(other, Namespace) else NotImplemented

    def __contains__(self, key):
        return key in self.__dict__


class HelpFormatter:
    pass


RawTextHelpFormatter = RawDescriptionHelpFormatter = ArgumentDefaultsHelpFormatter = HelpFormatter


class Action:
    """An argument: its names, and what becomes of its values."""

    def __init__(self, option_strings, dest, nargs=None, const=None, default=None, type=None,
                 choices=None, required=False, help=None, metavar=None, kind="store",
                 version=None):
        self.option_strings, self.dest, self.nargs, self.const = option_strings, dest, nargs, const
        self.default, self.type, self.choices, self.required = default, type, choices, required
        self.help, self.metavar, self.kind, self.version = help, metavar, kind, version

    def shown(self):
        if self.option_strings:
            return "/".join(self.option_strings)
        if self.metavar is None and isinstance(self, _SubParsers):
            return self.dest
        return self.metavar or self.dest

    def __call__(self, parser, namespace, values, option_string=None):
        kind, name = self.kind, self.dest
        if kind == "store":
            setattr(namespace, name, values)
        elif kind in ("store_const", "store_true", "store_false"):
            setattr(namespace, name, self.const)
        elif kind in ("append", "append_const", "extend"):
            found = list(getattr(namespace, name, None) or [])
            if kind == "extend":
                found.extend(values)
            else:
                found.append(values if kind == "append" else self.const)
            setattr(namespace, name, found)
        elif kind == "count":
            setattr(namespace, name, (getattr(namespace, name, None) or 0) + 1)
        elif kind == "boolean":
            setattr(namespace, name, not option_string.startswith("--no-"))
        elif kind == "help":
            parser.print_help()
            parser.exit()
        elif kind == "version":
            print(self.version % {"prog": parser.prog})
            parser.exit()


class BooleanOptionalAction(Action):
    def __init__(self, option_strings, dest, **kwargs):
        both = []
        for option in option_strings:
            both.append(option)
            if option.startswith("--"):
                both.append("--no-" + option[2:])
        super().__init__(both, dest, nargs=0, kind="boolean", **kwargs)


class _SubParsers(Action):
    """The commands of a program."""

    def __init__(self, parser, dest, required, metavar, help):
        super().__init__([], dest, PARSER, required=required, metavar=metavar, help=help)
        self.parser, self.choices, self.helps = parser, {}, []

    def add_parser(self, name, *, help=None, aliases=(), **kwargs):
        made = type(self.parser)(prog=f"{self.parser.prog} {name}", **kwargs)
        for known in (name, *aliases):
            self.choices[known] = made
        self.helps.append((name, help))
        return made

    def __call__(self, parser, namespace, values, option_string=None):
        name, *rest = values
        if self.dest != SUPPRESS:
            setattr(namespace, self.dest, name)
        found, extras = self.choices[name].parse_known_args(rest, None)
        vars(namespace).update(vars(found))
        namespace.__dict__.setdefault("_extras", []).extend(extras)


class _Group:
    def __init__(self, parser, title=None, description=None, required=False, exclusive=False):
        self.parser, self.title, self.description = parser, title, description
        self.required, self.exclusive, self.actions = required, exclusive, []

    def add_argument(self, *names, **kwargs):
        action = self.parser.add_argument(*names, **kwargs)
        self.actions.append(action)
        return action


class ArgumentParser:
    """Knows the arguments of a program."""

    def __init__(self, prog=None, usage=None, description=None, epilog=None, parents=(),
                 formatter_class=HelpFormatter, prefix_chars="-", fromfile_prefix_chars=None,
                 argument_default=None, conflict_handler="error", add_help=True, allow_abbrev=True,
                 exit_on_error=True):
        self.prog = prog or os.path.basename(sys.argv[0])
        self.usage, self.description, self.epilog = usage, description, epilog
        self.allow_abbrev, self.exit_on_error = allow_abbrev, exit_on_error
        self.argument_default = argument_default
        self._actions, self._groups, self._defaults = [], [], {}
        self._options = {}
        if add_help:
            self.add_argument("-h", "--help", action="help", default=SUPPRESS,
                              help="show this help message and exit")
        for parent in parents:
            for action in parent._actions:
                if action.kind != "help":
                    self._add(action)

    def add_argument(self, *names, action="store", **kwargs):
        options = [name for name in names if name.startswith("-")]
        dest = kwargs.pop("dest", None)
        if options:
            if dest is None:
                long = [name for name in options if name.startswith("--")]
                dest = (long or options)[0].lstrip("-").replace("-", "_")
        elif dest is None:
            dest = names[0]
        kwargs.setdefault("default", self.argument_default)
        if action in ("store_true", "store_false"):
            kwargs["const"] = action == "store_true"
            if kwargs["default"] is None:
                kwargs["default"] = action == "store_false"
        if action in ("store_true", "store_false", "store_const", "append_const", "count", "help",
                      "version"):
            kwargs["nargs"] = 0
        if action == "version":
            kwargs.update(default=SUPPRESS)
            kwargs.setdefault("help", "show program's version number and exit")
        if isinstance(action, str):
            made = Action(options, dest, kind=action, **kwargs)
        else:
            made = action(options, dest, **kwargs)
        if not options and made.nargs not in ("?", "*", PARSER):
            made.required = True
        return self._add(made)

    def _add(self, action):
        for option in action.option_strings:
            if option in self._options:
                raise ArgumentError(action, f"conflicting option string: {option}")
            self._options[option] = action
        self._actions.append(action)
        return action

    def add_argument_group(self, title=None, description=None):
        group = _Group(self, title, description)
        self._groups.append(group)
        return group

    def add_mutually_exclusive_group(self, *, required=False):
        group = _Group(self, required=required, exclusive=True)
        self._groups.append(group)
        return group

    def add_subparsers(self, *, title=None, description=None, dest=SUPPRESS, required=False,
                       metavar=None, help=None, **kwargs):
        return self._add(_SubParsers(self, dest, required, metavar, help))

    def set_defaults(self, **kwargs):
        self._defaults.update(kwargs)
        for action in self._actions:
            if action.dest in kwargs:
                action.default = kwargs[action.dest]

    def get_default(self, dest):
        for action in self._actions:
            if action.dest == dest and action.default is not None:
                return action.default
        return self._defaults.get(dest)

    def format_usage(self):
        return usage_of(self)

    def format_help(self):
        return help_of(self)

    def print_usage(self, file=None):
        (file or sys.stdout).write(self.format_usage())

    def print_help(self, file=None):
        (file or sys.stdout).write(self.format_help())

    def exit(self, status=0, message=None):
        if message:
            sys.stderr.write(message)
        sys.exit(status)

    def error(self, message):
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: error: {message}\n")

    def parse_args(self, args=None, namespace=None):
        found, extras = self.parse_known_args(args, namespace)
        if extras:
            self.error(f"unrecognized arguments: {' '.join(extras)}")
        return found

    def parse_known_args(self, args=None, namespace=None):
        from _argparse_parse import parse
        args = list(sys.argv[1:] if args is None else args)
        namespace = Namespace() if namespace is None else namespace
        for action in self._actions:
            if action.dest != SUPPRESS and action.default is not SUPPRESS and \
                    not hasattr(namespace, action.dest):
                setattr(namespace, action.dest, action.default)
        for name, value in self._defaults.items():
            if not hasattr(namespace, name):
                setattr(namespace, name, value)
        try:
            extras = parse(self, args, namespace)
        except ArgumentError as e:
            if not self.exit_on_error:
                raise
            self.error(str(e))
        return namespace, extras + namespace.__dict__.pop("_extras", [])


class FileType:
    def __init__(self, mode="r", bufsize=-1, encoding=None, errors=None):
        self._mode, self._encoding = mode, encoding

    def __call__(self, name):
        if name == "-":
            return sys.stdin if "r" in self._mode else sys.stdout
        import io
        try:
            return io.open(name, self._mode, encoding=self._encoding)
        except OSError as e:
            raise ArgumentTypeError(f"can't open '{name}': {e}") from None
