# A deterministic simulation: a linear congruential generator drives a heap of
# objects that link, unlink and die; the collector cleans up on the way.
import gc
gc.disable()
gc.collect()


class Rng:
    def __init__(self, seed):
        self.state = seed

    def __call__(self, n):
        self.state = (self.state * 1103515245 + 12345) % 2 ** 31
        return (self.state >> 8) % n


class Agent:
    born = died = 0

    def __init__(self):
        Agent.born += 1
        self.name = Agent.born
        self.friends = []

    def __del__(self):
        Agent.died += 1


rng = Rng(42)
world = [Agent() for _ in range(50)]
freed_by_collector = 0
for tick in range(2000):
    action = rng(10)
    if action < 4 and len(world) > 1:
        a, b = world[rng(len(world))], world[rng(len(world))]
        a.friends.append(b)
        b.friends.append(a)
    elif action < 7 and world:
        world.pop(rng(len(world)))
    elif action < 9:
        world.append(Agent())
    elif world:
        world[rng(len(world))].friends.clear()
    if tick % 250 == 249:
        a = b = None
        dead = Agent.died
        gc.collect()
        freed_by_collector += Agent.died - dead
        print(tick, len(world), Agent.born, Agent.died, Agent.born - Agent.died)
print("by the collector:", freed_by_collector > 0)
world.clear()
gc.collect()
print(Agent.born == Agent.died)
