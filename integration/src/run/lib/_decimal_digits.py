"""Whole numbers and their decimal digits, however many: `str` and `int` refuse long ones."""

_MOST = 4000


def size(number):
    """How many digits a number has."""
    if number < 10**18:
        return len(str(number))
    # The digits that a number of these bits has at least, less one.
    least = int((number.bit_length() - 1) * 0.3010299956639812)
    return least + 1 + (number >= 10**(least + 1))


def digits_of(number):
    """A number as text."""
    length = size(number)
    if length <= _MOST:
        return str(number)
    high, low = divmod(number, 10**(length // 2))
    return digits_of(high) + digits_of(low).rjust(length // 2, "0")


def number_of(digits):
    """The number of a text."""
    if len(digits) <= _MOST:
        return int(digits)
    half = len(digits) // 2
    return number_of(digits[:-half]) * 10**half + number_of(digits[-half:])


def is_power_of_ten(number):
    return number == 10**(size(number) - 1)
