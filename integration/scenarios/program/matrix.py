# A matrix class: arithmetic, transposition, power, determinant.
class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    @classmethod
    def identity(cls, n):
        return cls([[int(i == j) for j in range(n)] for i in range(n)])

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])

    def __getitem__(self, ij):
        i, j = ij
        return self.rows[i][j]

    def __setitem__(self, ij, v):
        i, j = ij
        self.rows[i][j] = v

    def __add__(self, o):
        return Matrix([a + b for a, b in zip(r, s)] for r, s in zip(self.rows, o.rows))

    def __matmul__(self, o):
        cols = list(zip(*o.rows))
        return Matrix([sum(a * b for a, b in zip(r, c)) for c in cols] for r in self.rows)

    def __pow__(self, n):
        result, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1:
                result = result @ base
            base = base @ base
            n >>= 1
        return result

    @property
    def T(self):
        return Matrix(zip(*self.rows))

    def det(self):
        if len(self.rows) == 1:
            return self.rows[0][0]
        return sum((-1) ** j * self[0, j] * self.minor(0, j).det() for j in range(len(self.rows)))

    def minor(self, i, j):
        return Matrix([r[:j] + r[j + 1:] for k, r in enumerate(self.rows) if k != i])

    def __eq__(self, o):
        return self.rows == o.rows

    def __str__(self):
        return "\n".join(" ".join(f"{v:>3}" for v in r) for r in self.rows)


m = Matrix([[1, 2], [3, 4]])
print(m @ m.T)
print((Matrix([[1, 1], [1, 0]]) ** 90)[0, 1])
print(Matrix([[2, 0, 1], [1, 3, 2], [1, 1, 4]]).det(), m.det(), m.shape)
m[0, 0] = 10
print(m + Matrix.identity(2))
print(m.T.T == m, m == m.T, m ** 0 == Matrix.identity(2))
