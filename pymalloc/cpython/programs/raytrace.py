"""Rays and spheres: small objects of floats, and what they compute."""

COUNT = 480


class Vector:
    __slots__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        self.x, self.y, self.z = x, y, z

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y, self.z + other.z)

    def __sub__(self, other):
        return Vector(self.x - other.x, self.y - other.y, self.z - other.z)

    def scaled(self, by):
        return Vector(self.x * by, self.y * by, self.z * by)

    def dot(self, other):
        return self.x * other.x + self.y * other.y + self.z * other.z

    def unit(self):
        return self.scaled(1.0 / self.dot(self) ** 0.5)


class Sphere:
    def __init__(self, centre, radius):
        self.centre = centre
        self.radius = radius

    def hit(self, origin, direction):
        to = self.centre - origin
        along = to.dot(direction)
        square = self.radius * self.radius - to.dot(to) + along * along
        if square < 0:
            return None
        distance = along - square**0.5
        return distance if distance > 0.001 else None


def colour(spheres, origin, direction, depth):
    nearest = None
    for sphere in spheres:
        distance = sphere.hit(origin, direction)
        if distance is not None and (nearest is None or distance < nearest[0]):
            nearest = (distance, sphere)
    if nearest is None or depth == 0:
        return Vector(0.2, 0.3, abs(direction.y))
    point = origin + direction.scaled(nearest[0])
    normal = (point - nearest[1].centre).unit()
    reflected = direction - normal.scaled(2 * direction.dot(normal))
    return colour(spheres, point, reflected, depth - 1).scaled(0.8) + Vector(0.1, 0, 0.1)


def main(count):
    spheres = [Sphere(Vector(n - 2.0, (n % 3) - 1.0, 6.0 + n), 1.0) for n in range(6)]
    origin = Vector(0.0, 0.0, 0.0)
    total = 0.0
    for y in range(count):
        for x in range(60):
            direction = Vector(x / 30 - 1, y % 60 / 30 - 1, 1.5).unit()
            total += colour(spheres, origin, direction, 3).x
    return total
