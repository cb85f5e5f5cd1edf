"""`__class__` in a method: the cell that `type.__new__` fills."""


class Meta(type):
    def __new__(cls, name, bases, namespace, **keywords):
        print(name, "has a cell:", "__classcell__" in namespace)
        made = super().__new__(cls, name, bases, namespace)
        print(name, "keeps it:", "__classcell__" in made.__dict__)
        # The methods work before the statement is over.
        print("asked early:", made.which().__name__)
        return made


class Plain(metaclass=Meta):
    @staticmethod
    def which():
        return __class__


class Late:
    def __init_subclass__(cls):
        print("made", cls.__name__, cls().which() is cls)


class Asked(Late):
    def which(self):
        return __class__


class Forgetful(type):
    def __new__(cls, name, bases, namespace):
        namespace = dict(namespace)
        namespace.pop("__classcell__", None)
        return super().__new__(cls, name, bases, namespace)


try:
    class Lost(metaclass=Forgetful):
        def which(self):
            return __class__
except RuntimeError as error:
    print(str(error).split(".")[-1])


class Twice(type):
    def __new__(cls, name, bases, namespace):
        first = super().__new__(cls, name, bases, namespace)
        super().__new__(cls, name + "Again", bases, namespace)
        return first


try:
    class Double(metaclass=Twice):
        def which(self):
            return __class__
except TypeError as error:
    print(str(error).replace("__main__.", ""))

try:
    type("Odd", (), {"__classcell__": 5})
except TypeError as error:
    print(error)


# The cell is filled when the metaclass computes the order.
class Early(type):
    def mro(cls):
        method = cls.__dict__.get("method")
        print(cls.__name__, method.__closure__[0].cell_contents is cls,
              "__classcell__" in cls.__dict__)
        return type.mro(cls)


class Ordered(metaclass=Early):
    def method(self):
        return __class__


print(Ordered().method())
