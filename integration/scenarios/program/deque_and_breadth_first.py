# collections.deque: a queue for breadth-first search, a ring of fixed size.
import gc
import weakref
from collections import deque
gc.disable()
gc.collect()
MAZE = """#########
#S..#...#
#.#.#.#.#
#.#...#E#
#########"""
grid = MAZE.splitlines()
start = next((x, y) for y, r in enumerate(grid) for x, c in enumerate(r) if c == "S")
todo, dist = deque([start]), {start: 0}
while todo:
    x, y = todo.popleft()
    if grid[y][x] == "E":
        print("steps", dist[x, y])
        break
    for nx, ny in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
        if grid[ny][nx] != "#" and (nx, ny) not in dist:
            dist[nx, ny] = dist[x, y] + 1
            todo.append((nx, ny))
d = deque(range(5), maxlen=5)
d.append(5)
d.appendleft(-1)
d.rotate(2)
print(d, list(d), d[0], len(d), d.maxlen, 3 in d)
d.extend([7, 8])
print(d.pop(), d.popleft(), list(reversed(d)))
d.clear()
try:
    d.pop()
except IndexError as e:
    print(e)


class Job:
    pass


log = []
q = deque(maxlen=2)
for i in range(4):
    j = Job()
    q.append(j)
    weakref.finalize(j, log.append, i)
del j
print(log, len(q))
q.append(q)
print(log)
q.append(q)
print(log)
del q
print(gc.collect())
