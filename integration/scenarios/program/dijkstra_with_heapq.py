# Shortest paths and a task queue on a heap.
import heapq


def dijkstra(graph, start):
    dist, seen, heap = {start: 0}, set(), [(0, start)]
    back = {}
    while heap:
        d, u = heapq.heappop(heap)
        if u in seen:
            continue
        seen.add(u)
        for v, w in graph[u].items():
            if d + w < dist.get(v, float("inf")):
                dist[v] = d + w
                back[v] = u
                heapq.heappush(heap, (d + w, v))
    return dist, back


g = {"a": {"b": 7, "c": 3}, "b": {"d": 2}, "c": {"b": 1, "d": 8}, "d": {"e": 4}, "e": {}, "f": {"a": 1}}
dist, back = dijkstra(g, "a")
print(sorted(dist.items()))
path, node = [], "e"
while node:
    path.append(node)
    node = back.get(node)
print("->".join(reversed(path)))


class Task:
    def __init__(self, prio, name):
        self.prio, self.name = prio, name

    def __lt__(self, o):
        return (self.prio, self.name) < (o.prio, o.name)


q = [Task(p, n) for p, n in ((3, "low"), (1, "urgent"), (2, "mid"), (1, "also"))]
heapq.heapify(q)
heapq.heappush(q, Task(0, "now"))
print([heapq.heappop(q).name for _ in range(len(q))])
print(heapq.nsmallest(3, [5, 1, 4, 2]), heapq.nlargest(2, [5, 1, 4, 2]), list(heapq.merge([1, 4], [2, 3])))
h = [4, 7, 9]
print(heapq.heapreplace(h, 5), heapq.heappushpop(h, 1), h)
