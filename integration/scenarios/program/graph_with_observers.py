# A spreadsheet-like graph: cells observe each other through weak references.
import gc
import weakref
gc.disable()
gc.collect()
log = []


class Cell:
    def __init__(self, name, value=0, formula=None, sources=()):
        self.name = name
        self._value = value
        self.formula = formula
        self.sources = list(sources)
        self.observers = []
        for s in self.sources:
            s.observers.append(weakref.ref(self, s.forget))
        if formula:
            self.recompute()

    def forget(self, ref):
        self.observers.remove(ref)
        log.append("forgot one of " + self.name)

    @property
    def value(self):
        return self._value

    @value.setter
    def value(self, v):
        if v != self._value:
            self._value = v
            for r in list(self.observers):
                cell = r()
                if cell is not None:
                    cell.recompute()

    def recompute(self):
        self.value = self.formula(*[s.value for s in self.sources])


a, b = Cell("a", 2), Cell("b", 3)
total = Cell("total", formula=lambda x, y: x + y, sources=(a, b))
double = Cell("double", formula=lambda t: t * 2, sources=[total])
print(total.value, double.value)
a.value = 10
print(total.value, double.value, len(a.observers), len(total.observers))
del double
print(log, len(total.observers))
b.value = 1
print(total.value)
loop = Cell("loop", formula=max, sources=(a, total))
loop.self = loop
print(len(a.observers))
del loop
print(len(a.observers), gc.collect(), len(a.observers))
del total
print(log, a.observers, b.observers)
