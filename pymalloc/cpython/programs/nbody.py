"""Planets that attract each other: nothing but floats."""

COUNT = 50_000


class Body:
    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x, self.y, self.z = x, y, z
        self.vx, self.vy, self.vz = vx, vy, vz
        self.mass = mass


def advance(pairs, bodies, dt):
    for a, b in pairs:
        dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
        square = dx * dx + dy * dy + dz * dz + 0.01
        force = dt / (square * square**0.5)
        a.vx -= dx * b.mass * force
        a.vy -= dy * b.mass * force
        a.vz -= dz * b.mass * force
        b.vx += dx * a.mass * force
        b.vy += dy * a.mass * force
        b.vz += dz * a.mass * force
    for body in bodies:
        body.x += dt * body.vx
        body.y += dt * body.vy
        body.z += dt * body.vz


def main(count):
    bodies = [
        Body(float(n), n * 0.5 - 1, 0.1 * n, 0.01 * n, -0.02 * n, 0.003, 1.0 / (n + 1))
        for n in range(5)
    ]
    pairs = [(a, b) for i, a in enumerate(bodies) for b in bodies[i + 1:]]
    for _ in range(count):
        advance(pairs, bodies, 0.01)
    return sum(body.x for body in bodies)
