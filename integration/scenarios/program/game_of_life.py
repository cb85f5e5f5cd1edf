# Cells that live and die, as a set of coordinates and as objects.
import gc
import weakref
gc.disable()
gc.collect()


def step(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    k = (x + dx, y + dy)
                    counts[k] = counts.get(k, 0) + 1
    return {k for k, n in counts.items() if n == 3 or (n == 2 and k in cells)}


def show(cells, w, h):
    return "\n".join("".join("#" if (x, y) in cells else "." for x in range(w)) for y in range(h))


glider = {(1, 0), (2, 1), (0, 2), (1, 2), (2, 2)}
cells = glider
for _ in range(4):
    cells = step(cells)
print(show(cells, 5, 5))
print(cells == {(x + 1, y + 1) for x, y in glider}, len(cells))
blinker = {(1, 0), (1, 1), (1, 2)}
print(step(step(blinker)) == blinker, sorted(step(blinker)))


class Cell:
    def __init__(self):
        self.alive = False
        self.near = []


def torus(n):
    grid = [[Cell() for _ in range(n)] for _ in range(n)]
    for y in range(n):
        for x in range(n):
            grid[y][x].near = [
                grid[(y + dy) % n][(x + dx) % n]
                for dy in (-1, 0, 1) for dx in (-1, 0, 1) if dx or dy
            ]
    return grid


grid = torus(6)
for x, y in glider:
    grid[y][x].alive = True
for _ in range(24):
    nxt = [[sum(c.alive for c in cell.near) in ((2, 3) if cell.alive else (3,)) for cell in row] for row in grid]
    for row, alive in zip(grid, nxt):
        for cell, a in zip(row, alive):
            cell.alive = a
print(sorted((x, y) for y in range(6) for x in range(6) if grid[y][x].alive) == sorted(glider))
w = weakref.ref(grid[0][0])
del grid, row, cell
print(w() is not None, gc.collect() == 72, w())
