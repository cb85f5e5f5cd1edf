# A pool that hands out connections, takes them back and closes the lost ones.
import gc
import weakref
gc.disable()
gc.collect()
log = []


class Connection:
    next_id = 0

    def __init__(self):
        Connection.next_id += 1
        self.id = Connection.next_id
        self.open = True

    def close(self):
        self.open = False
        log.append(f"close {self.id}")

    def __del__(self):
        if self.open:
            self.close()


class Lease:
    def __init__(self, pool, conn):
        self.pool, self.conn = pool, conn

    def __enter__(self):
        return self.conn

    def __exit__(self, *exc):
        self.pool.release(self.conn)
        self.conn = None


class Pool:
    def __init__(self, limit):
        self.limit = limit
        self.idle = []
        self.busy = weakref.WeakSet()

    def lease(self):
        if self.idle:
            conn = self.idle.pop()
        elif len(self.busy) < self.limit:
            conn = Connection()
        else:
            raise RuntimeError("pool exhausted")
        self.busy.add(conn)
        return Lease(self, conn)

    def release(self, conn):
        self.busy.discard(conn)
        self.idle.append(conn)


pool = Pool(2)
with pool.lease() as a, pool.lease() as b:
    print(a.id, b.id, len(pool.busy))
    try:
        pool.lease()
    except RuntimeError as e:
        print(e)
print(len(pool.idle), len(pool.busy))
del a, b
lost = pool.lease()
print(lost.conn.id, len(pool.busy))
del lost
print("dropped without release:", log, len(pool.busy))
cyc = pool.lease()
cyc.conn.owner = cyc
del cyc
print(len(pool.busy), log)
gc.collect()
print(len(pool.busy), log)
print(pool.lease().conn.id)
del pool
print(log)
