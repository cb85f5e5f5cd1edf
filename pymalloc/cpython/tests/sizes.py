"""Blocks that grow and shrink over the limits of the size classes, and those of zero bytes."""

import ctypes

api = ctypes.pythonapi
for domain in ("PyMem", "PyObject"):
    malloc = getattr(api, f"{domain}_Malloc")
    calloc = getattr(api, f"{domain}_Calloc")
    realloc = getattr(api, f"{domain}_Realloc")
    free = getattr(api, f"{domain}_Free")
    malloc.restype = calloc.restype = realloc.restype = ctypes.c_void_p
    malloc.argtypes = [ctypes.c_size_t]
    calloc.argtypes = [ctypes.c_size_t, ctypes.c_size_t]
    realloc.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
    free.argtypes = [ctypes.c_void_p]

    empty = [malloc(0), malloc(0), calloc(0, 8), calloc(8, 0), realloc(None, 0)]
    print(domain, "zero bytes are distinct blocks:", None not in empty and len(set(empty)) == 5)
    for block in empty:
        free(block)
    free(None)

    block = malloc(1)
    ctypes.memset(block, 65, 1)
    kept = True
    have = 1
    for size in (16, 17, 500, 512, 513, 4096, 100_000, 513, 512, 511, 200, 1, 600, 20):
        block = realloc(block, size)
        both = min(have, size)
        kept = kept and ctypes.string_at(block, both) == b"A" * both and block % 16 == 0
        ctypes.memset(block, 65, size)
        have = size
    block = realloc(block, 0)
    print(domain, "contents are kept, blocks aligned:", kept and block is not None)
    free(block)

    zeroed = [calloc(count, size) for count, size in ((3, 5), (1, 512), (8, 64), (8, 65), (1, 70_000))]
    lengths = (15, 512, 512, 520, 70_000)
    print(domain, "calloc is zero:", all(
        ctypes.string_at(block, length) == bytes(length) for block, length in zip(zeroed, lengths)
    ))
    for block in zeroed:
        free(block)
    print(domain, "products that overflow:", calloc(2**62, 8), malloc(2**63))

text = ""
for index in range(5_000):
    text += chr(97 + index % 26)
items = []
for index in range(5_000):
    items.append(index)
    if index % 3 == 0:
        items.pop()
print(len(text), hash(text) == hash(text[:]), sum(items))
