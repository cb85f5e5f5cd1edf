# Sorting algorithms against sorted(), with stability.
def merge_sort(xs, key=lambda x: x):
    if len(xs) < 2:
        return list(xs)
    mid = len(xs) // 2
    left, right = merge_sort(xs[:mid], key), merge_sort(xs[mid:], key)
    out = []
    while left and right:
        out.append((right if key(right[0]) < key(left[0]) else left).pop(0))
    return out + left + right


def quick_sort(xs):
    if len(xs) < 2:
        return xs
    pivot, *rest = xs
    return quick_sort([x for x in rest if x < pivot]) + [pivot] + quick_sort([x for x in rest if x >= pivot])


def heap_sort(xs):
    heap = []
    for x in xs:
        heap.append(x)
        i = len(heap) - 1
        while i and heap[(i - 1) // 2] > heap[i]:
            heap[i], heap[(i - 1) // 2] = heap[(i - 1) // 2], heap[i]
            i = (i - 1) // 2
    out = []
    while heap:
        heap[0], heap[-1] = heap[-1], heap[0]
        out.append(heap.pop())
        i = 0
        while True:
            kids = [k for k in (2 * i + 1, 2 * i + 2) if k < len(heap)]
            if not kids:
                break
            k = min(kids, key=heap.__getitem__)
            if heap[k] >= heap[i]:
                break
            heap[i], heap[k] = heap[k], heap[i]
            i = k
    return out


data = [(i * 7919 + 13) % 211 for i in range(150)]
want = sorted(data)
print(merge_sort(data) == want, quick_sort(data) == want, heap_sort(data) == want)
pairs = [(d % 5, i) for i, d in enumerate(data)]
print(merge_sort(pairs, key=lambda p: p[0]) == sorted(pairs, key=lambda p: p[0]))
print(want[:5], want[-3:], sum(data))


def binary_search(xs, x):
    lo, hi = 0, len(xs)
    while lo < hi:
        mid = (lo + hi) // 2
        if xs[mid] < x:
            lo = mid + 1
        else:
            hi = mid
    return lo if lo < len(xs) and xs[lo] == x else -1


uniq = sorted(set(data))
print(all(uniq[binary_search(uniq, x)] == x for x in uniq), binary_search(uniq, 1000))
