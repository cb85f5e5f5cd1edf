# The members of a flag come in the order of their definition, and so do the parts of a union.
import enum


class Access(enum.Flag):
    READ = 4
    WRITE = 2
    RUN = 1
    BOTH = READ | WRITE


print(list(Access), Access.RUN | Access.READ, list(Access.BOTH), Access(7), ~Access.READ)
print(list(reversed(Access)), len(Access), Access.RUN in Access.BOTH, Access.WRITE in Access.BOTH)


class Colour(enum.Flag):
    NONE = 0
    BLUE = 2
    RED = 1


print(list(Colour), Colour.RED | Colour.BLUE, Colour(0), bool(Colour.NONE))
