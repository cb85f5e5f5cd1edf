"""Decimal numbers as text."""

import re
from _decimal_digits import digits_of, number_of, size

_NUMBER = re.compile(r"""\s*(?P<sign>[-+])?(?:
    (?P<whole>\d*)(?:\.(?P<part>\d*))?(?:[eE](?P<exp>[-+]?\d+))?
    |(?P<inf>inf(?:inity)?)|(?P<signal>s)?(?P<nan>nan)(?P<diag>\d*))\s*""",
                     re.VERBOSE | re.IGNORECASE)


def parse(text):
    """Sign, digits and exponent; nothing for what is no number."""
    found = _NUMBER.fullmatch(text.replace("_", ""))
    if found is None:
        return None
    sign = int(found["sign"] == "-")
    if found["inf"]:
        return sign, 0, "F"
    if found["nan"]:
        return sign, number_of(found["diag"] or "0"), "N" if found["signal"] else "n"
    whole, part = found["whole"] or "", found["part"] or ""
    if not whole and not part:
        return None
    return sign, number_of(whole + part), int(found["exp"] or 0) - len(part)


def _pointed(digits, point):
    """The digits with the point behind that many of them, and the zeros that it takes."""
    if point <= 0:
        return "0." + "0" * -point + digits
    if point >= len(digits):
        return digits + "0" * (point - len(digits))
    return f"{digits[:point]}.{digits[point:]}"


def show(number, context, engineering=False):
    """The number as `str` shows it."""
    sign = "-" if number._sign else ""
    if number._exp == "F":
        return sign + "Infinity"
    if number._exp in ("n", "N"):
        kind = "sNaN" if number._exp == "N" else "NaN"
        return sign + kind + (digits_of(number._digits) if number._digits else "")
    digits, exp = digits_of(number._digits), number._exp
    left = exp + len(digits)
    if exp <= 0 and left > -6:
        point = left
    elif not engineering:
        point = 1
    elif digits == "0":
        point = (left + 1) % 3 - 1
    else:
        point = (left - 1) % 3 + 1
    text = _pointed(digits, point)
    if left != point:
        text += f"{'eE'[context.capitals]}{left - point:+d}"
    return sign + text


_SPEC = re.compile(r"""(?:(?P<fill>.)?(?P<align>[<>=^]))?(?P<sign>[-+ ])?(?P<z>z)?(?P<alt>\#)?
    (?P<zero>0)?(?P<width>\d+)?(?P<group>[,_])?(?:\.(?P<prec>\d+))?(?P<type>[eEfFgGn%])?""",
                   re.VERBOSE | re.DOTALL)


def form(number, spec, context):
    """The number by a format specification."""
    found = _SPEC.fullmatch(spec)
    if found is None:
        raise ValueError("invalid format string")
    kind = found["type"]
    prec = None if found["prec"] is None else int(found["prec"])
    if kind == "%" and number.is_finite():
        number = number._of(number._sign, number._digits, number._exp + 2)
    body = _body(number, kind, prec, context)
    if kind == "%":
        body += "%"
    negative = body.startswith("-")
    body = body.removeprefix("-")
    if found["z"] and not any(c in "123456789" for c in body):
        negative = False
    sign = "-" if negative else found["sign"] if found["sign"] in ("+", " ") else ""
    whole = re.match(r"\d*", body)[0]
    rest = body[len(whole):]
    fill, align = found["fill"] or " ", found["align"] or ">"
    width = int(found["width"] or 0)
    if found["zero"] and not found["align"] and number.is_finite():
        fill, align = "0", "="
    if found["group"]:
        least = width - len(sign) - len(rest) if fill == "0" and align == "=" else 0
        whole = _grouped(whole, found["group"], least)
    text = whole + rest
    missing = max(0, width - len(sign) - len(text))
    if align == "=":
        return sign + fill * missing + text
    left = {"<": 0, ">": missing, "^": missing // 2}[align]
    return fill * left + sign + text + fill * (missing - left)


def _body(number, kind, prec, context):
    if not number.is_finite():
        return show(number, context)
    rounding = context.rounding
    if prec is not None:
        if kind in ("f", "F", "%"):
            number = number._round_to(-prec, rounding)
        elif kind in ("e", "E"):
            number = _significant(number, prec + 1, rounding)
        elif size(number._digits) > max(prec, 1):
            number = _significant(number, max(prec, 1), rounding)
    sign = "-" if number._sign else ""
    digits, exp = digits_of(number._digits), number._exp
    left = exp + len(digits)
    if kind in ("f", "F", "%"):
        if exp > 0:
            digits, exp = digits + "0" * exp if number._digits else "0", 0
            left = len(digits)
        point = left
    elif kind in ("e", "E"):
        if not number._digits and prec is not None:
            digits = "0" * (prec + 1)
            left = exp + 1 + prec
        point = 1
    else:
        point = left if exp <= 0 and left > -6 else 1
    text = _pointed(digits, point)
    if left != point or kind in ("e", "E"):
        letter = "E" if kind in ("E", "G") or kind is None and context.capitals else "e"
        text += f"{letter}{left - point:+d}"
    return sign + text


def _significant(number, count, rounding):
    length = size(number._digits)
    made = number._round_to(number._exp + length - count, rounding)
    if size(made._digits) > count:
        made = made._round_to(made._exp + 1, rounding)
    return made


def _grouped(digits, mark, least):
    parts = []
    while len(digits) > 3:
        digits, last = digits[:-3], digits[-3:]
        parts.insert(0, last)
    parts.insert(0, digits)
    text = mark.join(parts)
    while len(text) < least:
        first = text.split(mark)[0]
        text = ("0" + mark if len(first) == 3 else "0") + text
        if len(text) == least and text.startswith("0" + mark) and len(first) == 3:
            break
    return text
