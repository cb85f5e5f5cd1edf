# Finalizers that run at exit still see the module's names.
TOTAL = [0]


def bump(n):
    TOTAL[0] += n
    return TOTAL[0]


class Account:
    def __init__(self, n):
        self.n = n

    def __del__(self):
        print("closing", self.n, bump(self.n), len(TOTAL))


first = Account(10)
print("running", bump(1))
