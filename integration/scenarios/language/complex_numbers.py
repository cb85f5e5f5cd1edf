# Complex numbers: literals, arithmetic with other numbers, text, and how long they live.
import gc
import sys

z = 3 + 4j
print(z, repr(1j), -z, z.real, z.imag, abs(z), z.conjugate(), bool(0j), type(z))
print(z + 1, 1.5 - z, z * z, z / 2, 1 / z, z ** 2, z ** -1, 2 ** 1j, z ** 0.5)
print(z == 3 + 4j, z != 3, 5 + 0j == 5, hash(5 + 0j) == hash(5), hash(z) == hash(3 + 4j))
print(complex(), complex(1), complex(1, -0.0), complex("1+2j"), complex("-j"), complex(1j, 1j))
print(f"{z:.2f} {z:>10} {z:e} [{1j}]", str(1e20j), complex("nan"), complex(0, float("inf")))
for wrong in (lambda: z < 1, lambda: complex("1 + 2j"), lambda: z // 2, lambda: z / 0j,
              lambda: complex([]), lambda: int(z)):
    try:
        wrong()
    except (TypeError, ValueError, ZeroDivisionError) as error:
        print(type(error).__name__, error)


class Impedance(complex):
    def __complex__(self):
        return complex(self.real, self.imag)

    def phase(self):
        return "leads" if self.imag > 0 else "lags"


part = Impedance(50, -20)
print(part, part.phase(), part + 1, type(part + 1), isinstance(part, complex))
match z:
    case 3 + 4j:
        print("matched")
print(gc.is_tracked(z), sys.getrefcount(z) < 100, sum([1j, 2, 0.5]), sorted([3j, 1j], key=abs))
