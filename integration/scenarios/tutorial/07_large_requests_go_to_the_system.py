# Only requests of up to 512 bytes come from the pools. Anything larger is
# handed to the system, and given back to it as soon as it is freed.
import sys

before = sys.getallocatedblocks()
small = [bytes([i]) * 100 for i in range(200)]
print("small ones are blocks of the pools:", sys.getallocatedblocks() - before >= 200)

before = sys.getallocatedblocks()
large = [bytes(5000) for _ in range(200)]
print("large ones are counted too:", sys.getallocatedblocks() - before >= 200)

# What shows the difference is the size of what comes back: a pool keeps its
# pages for the next small object, a large block is gone at once.
before = sys.getallocatedblocks()
large.clear()
print("freed at once:", before - sys.getallocatedblocks() >= 200)

huge = bytes(1_000_000)
print("and as large as you like:", len(huge))
