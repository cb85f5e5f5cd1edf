"""Texts with places to fill: `$name` and `{name}`."""

import re


class Template:
    """A text with `$name`, `${name}` and `$$`."""

    delimiter = "$"
    idpattern = "(?a:[_a-z][_a-z0-9]*)"

    def __init__(self, template):
        self.template = template

    def _places(self):
        mark = re.escape(self.delimiter)
        name = self.idpattern
        return re.finditer(
            f"{mark}(?:(?P<escaped>{mark})|(?P<named>{name})|{{(?P<braced>{name})}}|(?P<invalid>))",
            self.template, re.IGNORECASE)

    def _fill(self, mapping, kws, safe):
        mapping = {**mapping, **kws} if kws else mapping
        out, at = [], 0
        for found in self._places():
            out.append(self.template[at:found.start()])
            at = found.end()
            name = found["named"] or found["braced"]
            if found["escaped"] is not None:
                out.append(self.delimiter)
            elif name is None:
                if not safe:
                    before = self.template[:found.start()].splitlines(keepends=True) or [""]
                    line = max(1, len(before) - (0 if not before[-1].endswith("\n") else -1))
                    column = found.start() - len("".join(before[:line - 1])) + 1
                    raise ValueError(f"Invalid placeholder in string: line {line}, col {column}")
                out.append(found[0])
            elif safe:
                out.append(str(mapping[name]) if name in mapping else found[0])
            else:
                out.append(str(mapping[name]))
        return "".join(out) + self.template[at:]

    def substitute(self, mapping={}, /, **kws):
        """The text, filled; a name that is missing is an error."""
        return self._fill(mapping, kws, False)

    def safe_substitute(self, mapping={}, /, **kws):
        """The text, filled as far as the names are there."""
        return self._fill(mapping, kws, True)

    def get_identifiers(self):
        names = (found["named"] or found["braced"] for found in self._places())
        return list(dict.fromkeys(name for name in names if name))

    def is_valid(self):
        return all(found["invalid"] is None for found in self._places())


class Formatter:
    """`str.format`, with parts that derived classes replace."""

    def format(self, format_string, /, *args, **kwargs):
        return self.vformat(format_string, args, kwargs)

    def vformat(self, format_string, args, kwargs):
        used = set()
        text = self._vformat(format_string, args, kwargs, used, 2, 0)[0]
        self.check_unused_args(used, args, kwargs)
        return text

    def _vformat(self, format_string, args, kwargs, used, depth, auto):
        if depth < 0:
            raise ValueError("Max string recursion exceeded")
        out = []
        for literal, field, spec, conversion in self.parse(format_string):
            out.append(literal)
            if field is None:
                continue
            first = re.match(r"[^.\[]*", field)[0]
            if first == "":
                if auto is False:
                    raise ValueError("cannot switch from manual field specification to "
                                     "automatic field numbering")
                field, auto = str(auto) + field, auto + 1
            elif first.isdigit():
                if auto:
                    raise ValueError("cannot switch from automatic field numbering to "
                                     "manual field specification")
                auto = False
            obj, name = self.get_field(field, args, kwargs)
            used.add(name)
            obj = self.convert_field(obj, conversion)
            spec, auto = self._vformat(spec, args, kwargs, used, depth - 1, auto)
            out.append(self.format_field(obj, spec))
        return "".join(out), auto

    def parse(self, format_string):
        """`(literal, field, specification, conversion)` of each part."""
        literal, at = "", 0
        while at < len(format_string):
            char = format_string[at]
            at += 1
            if char in "{}" and format_string[at:at + 1] == char:
                literal += char
                at += 1
            elif char == "}":
                raise ValueError("Single '}' encountered in format string")
            elif char != "{":
                literal += char
            else:
                start, depth = at, 1
                while depth:
                    if at >= len(format_string):
                        raise ValueError("expected '}' before end of string")
                    depth += {"{": 1, "}": -1}.get(format_string[at], 0)
                    at += 1
                field, _, spec = format_string[start:at - 1].partition(":")
                field, mark, conversion = field.partition("!")
                yield literal, field, spec, conversion if mark else None
                literal = ""
        if literal:
            yield literal, None, None, None

    def get_field(self, field_name, args, kwargs):
        first = re.match(r"[^.\[]*", field_name)[0]
        name = int(first) if first.isdigit() else first
        obj = self.get_value(name, args, kwargs)
        for dot, item in re.findall(r"\.([^.\[]+)|\[([^\]]*)\]", field_name[len(first):]):
            if dot:
                obj = getattr(obj, dot)
            else:
                obj = obj[int(item) if item.isdigit() else item]
        return obj, name

    def get_value(self, key, args, kwargs):
        return args[key] if isinstance(key, int) else kwargs[key]

    def check_unused_args(self, used_args, args, kwargs):
        pass

    def format_field(self, value, format_spec):
        return format(value, format_spec)

    def convert_field(self, value, conversion):
        if conversion is None:
            return value
        if conversion not in "sra":
            raise ValueError(f"Unknown conversion specifier {conversion!s}")
        return {"s": str, "r": repr, "a": ascii}[conversion](value)


Template.__module__ = Formatter.__module__ = "string"
