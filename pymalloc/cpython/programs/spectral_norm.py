"""The norm of a matrix that is computed on the fly."""

COUNT = 220


def element(i, j):
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(vector, transposed):
    size = range(len(vector))
    if transposed:
        return [sum(element(j, i) * vector[j] for j in size) for i in size]
    return [sum(element(i, j) * vector[j] for j in size) for i in size]


def main(count):
    vector = [1.0] * count
    for _ in range(6):
        other = times(times(vector, False), True)
        vector = times(times(other, False), True)
    return sum(a * b for a, b in zip(vector, other)) ** 0.5
