# versions: 3.13
# A staticmethod or classmethod has a dict, a method forwards to its function, an object can have
# itself as its namespace; a collection counts what is an object.
import gc

gc.disable()


class Self(dict):
    def __init__(self, **names):
        super().__init__(**names)
        self.__dict__ = self


own = Self(a=1)
own.b = 2
print(own, own.a, own["b"], own.__dict__ is own)
gc.collect()
del own
print(gc.collect())


class Table:
    @staticmethod
    def static(n: int):
        "text"

    @classmethod
    def made(cls):
        pass

    def plain(self):
        pass

    plain.mark = "seen"


print(sorted(vars(Table)["static"].__dict__))
print(Table().plain.mark, Table.static.__doc__, Table.made.__name__)
gc.collect()
del Table
print(gc.collect())
error = ValueError()
error.args = (error,)
del error
print(gc.collect(), gc.collect())
