"""A small operating system: tasks with queues of packets, and a scheduler."""

COUNT = 12

IDLE, WORKER, HANDLER, DEVICE = range(4)


class Packet:
    def __init__(self, kind, number):
        self.kind = kind
        self.number = number
        self.data = [0] * 4
        self.link = None


class Task:
    def __init__(self, system, name, priority):
        self.system = system
        self.name = name
        self.priority = priority
        self.queue = []
        self.held = False
        self.handled = 0

    def take(self):
        return self.queue.pop(0) if self.queue else None


class Idle(Task):
    def step(self):
        self.system.clock -= 1
        word = self.system.clock * 1103515245 + 12345 & 0x7FFFFFFF
        self.system.send(WORKER if word & 1 else HANDLER, Packet(word & 3, word))


class Worker(Task):
    def step(self):
        packet = self.take()
        if packet is None:
            self.held = True
            return
        self.handled += 1
        packet.data = [(packet.number + index) % 26 for index in range(4)]
        self.system.send(HANDLER, packet)


class Handler(Task):
    def __init__(self, *rest):
        super().__init__(*rest)
        self.pending = None

    def step(self):
        packet = self.take()
        if packet is None:
            self.held = True
            return
        self.handled += sum(packet.data) % 3
        packet.link, self.pending = self.pending, packet
        if packet.number & 7 == 0:
            self.pending = None
        self.system.send(DEVICE, Packet(packet.kind, packet.number >> 1))


class Device(Task):
    def step(self):
        packet = self.take()
        if packet is None:
            self.held = True
            return
        self.handled += packet.number & 1


class System:
    def __init__(self, clock):
        self.clock = clock
        self.tasks = [
            Idle(self, "idle", 0),
            Worker(self, "worker", 10),
            Handler(self, "handler", 20),
            Device(self, "device", 30),
        ]

    def send(self, name, packet):
        task = self.tasks[name]
        task.queue.append(packet)
        task.held = False

    def run(self):
        while self.clock > 0:
            ready = [task for task in self.tasks if not task.held]
            max(ready, key=lambda task: task.priority).step()
        return [task.handled for task in self.tasks]


def main(count):
    return [System(2_500).run() for _ in range(count)]
