# Workers take jobs from a queue until they find a sentinel. What a job refers to dies when the
# job is done, and a weak index of the jobs empties itself.
import gc
import queue
import threading
import weakref

gc.disable()
gc.collect()


class Job:
    def __init__(self, number):
        self.number = number
        self.result = None

    def run(self):
        self.result = self.number**2
        return self.result


jobs = queue.Queue(maxsize=2)
index = weakref.WeakValueDictionary()
results = []
results_lock = threading.Lock()


def work():
    while True:
        job = jobs.get()
        if job is None:
            jobs.task_done()
            return
        with results_lock:
            results.append(job.run())
        del job
        jobs.task_done()


workers = [threading.Thread(target=work, name=f"worker {n}") for n in range(3)]
for worker in workers:
    worker.start()
for number in range(10):
    job = Job(number)
    index[number] = job
    jobs.put(job)
    del job
jobs.join()
print(sorted(results), "left in the index:", dict(index))
for _ in workers:
    jobs.put(None)
for worker in workers:
    worker.join()
print(jobs.empty(), [worker.is_alive() for worker in workers])

# A full queue makes the producer wait, an empty one the consumer.
log = []
pipe = queue.Queue(maxsize=1)


def produce():
    for number in range(4):
        pipe.put(number)
        log.append("put")
    pipe.put(None)


producer = threading.Thread(target=produce)
producer.start()
taken = list(iter(pipe.get, None))
producer.join()
print(taken, len(log), pipe.qsize())
try:
    pipe.get(timeout=0.01)
except queue.Empty:
    print("empty")
pipe.put("one")
try:
    pipe.put("two", timeout=0.01)
except queue.Full:
    print("full")

by_age = queue.PriorityQueue()
for pair in ((3, "c"), (1, "a"), (2, "b")):
    by_age.put(pair)
print([by_age.get()[1] for _ in range(3)])

simple = queue.SimpleQueue()


class PutsWhenItDies:
    def __del__(self):
        simple.put("from a finalizer")


def leave_a_cycle():
    cycle = PutsWhenItDies()
    cycle.itself = cycle


thread = threading.Thread(target=leave_a_cycle)
thread.start()
thread.join()
print(simple.empty(), gc.collect() > 0, simple.get())
