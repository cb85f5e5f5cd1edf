# A request over 512 bytes does not come from a pool: the system's allocator
# answers it. Pools are 16 KiB, so an address shifted by 14 names its pool.
import sys


def pool_of(obj):
    return id(obj) >> 14


small = [bytes(100) for _ in range(200)]
before = sys.getallocatedblocks()
large = [bytes(5000) for _ in range(200)]
print("large ones are counted as blocks too:", sys.getallocatedblocks() - before >= 200)

pools = {pool_of(b) for b in small}
print("200 small ones share a few pools:", len(pools) < 20)
spread = {pool_of(b) for b in large}
print("200 large ones are spread out:", len(spread) >= 50)
print("and lie in none of those pools:", pools.isdisjoint(spread))
print("they hold what was asked for:", sum(len(b) for b in large))

text = "ab" * 100000
print(len(text), text[:4], text[-4:])
longer = text + "c"
print(len(longer), longer is text, longer[:-1] == text)
del text, longer, small, large
print("given back:", sys.getallocatedblocks() < before)
