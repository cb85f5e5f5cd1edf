# `except*` takes the exceptions of a group that match, and what nobody takes goes on.
def show(function):
    try:
        function()
    except BaseException as error:
        inner = getattr(error, "exceptions", None)
        print(function.__name__, type(error).__name__, error, inner)
    else:
        print(function.__name__, "ends")


def nested():
    return ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("n", [ValueError(3)])])


def some_are_taken():
    try:
        raise nested()
    except* ValueError as group:
        print("values", repr(group))
    finally:
        print("finally")


def all_are_taken():
    try:
        raise nested()
    except* ValueError:
        print("values")
    except* (TypeError, KeyError) as group:
        print("types", group.exceptions)
    else:
        print("never")


def one_alone():
    try:
        raise ValueError("alone")
    except* ValueError as group:
        print(type(group).__name__, group.exceptions)


def not_taken():
    try:
        raise OSError("other")
    except* ValueError:
        print("never")


def a_handler_raises():
    try:
        raise nested()
    except* ValueError:
        raise KeyError("new")
    except* TypeError:
        raise


def raised_again():
    try:
        raise nested()
    except* ValueError:
        raise


def nothing_raised():
    try:
        pass
    except* ValueError:
        print("never")
    else:
        print("else")


for function in (some_are_taken, all_are_taken, one_alone, not_taken, a_handler_raises,
                 raised_again, nothing_raised):
    show(function)


class Coded(ExceptionGroup):
    def __new__(cls, message, exceptions, code):
        self = super().__new__(cls, message, exceptions)
        self.code = code
        return self

    def derive(self, exceptions):
        return Coded(self.message, exceptions, self.code)


coded = Coded("coded", [ValueError(1), KeyError(2)], 7)
coded.add_note("a note")
match, rest = coded.split(ValueError)
print(type(match).__name__, match.code, match.exceptions, rest.exceptions, match.__notes__)
print(coded.subgroup(lambda e: isinstance(e, KeyError)).exceptions, coded.subgroup(OSError))
print(type(BaseExceptionGroup("b", [ValueError()])).__name__)
print(type(BaseExceptionGroup("b", [KeyboardInterrupt()])).__name__)
print([c.__name__ for c in ExceptionGroup.__mro__])
for arguments in ("m", []), ("m", [1]), ("m", 5):
    try:
        ExceptionGroup(*arguments)
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
