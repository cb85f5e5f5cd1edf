# Bases whose objects are laid out differently do not go together.


class A:
    __slots__ = ("a",)


class B:
    __slots__ = ("b",)


class C(A):
    __slots__ = ("c",)


class Free:
    pass


def attempt(*bases, **namespace):
    try:
        made = type("Made", bases, namespace)
    except TypeError as error:
        print([base.__name__ for base in bases], error)
    else:
        print([base.__name__ for base in bases], "made", made.__base__.__name__)


attempt(A, B)
attempt(A, Free)
attempt(Free, A)
attempt(C, A)
attempt(C, B)
attempt(A, int)
attempt(int, str)
attempt(Free, int)
attempt(int, __slots__=("x",))
attempt(tuple, __slots__=("x",))
attempt(bytes, __slots__=("x",))
attempt(str, __slots__=("x",))
attempt(int, __slots__=())
attempt(Exception, A)
attempt(KeyError, ValueError)
