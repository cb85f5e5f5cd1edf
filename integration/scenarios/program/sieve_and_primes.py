# Primes three ways, and what follows from them.
def sieve(n):
    flags = [True] * (n + 1)
    flags[:2] = [False, False]
    for i in range(2, int(n ** 0.5) + 1):
        if flags[i]:
            flags[i * i::i] = [False] * len(flags[i * i::i])
    return [i for i, f in enumerate(flags) if f]


def endless():
    composites = {}
    n = 2
    while True:
        if n not in composites:
            yield n
            composites[n * n] = [n]
        else:
            for p in composites.pop(n):
                composites.setdefault(n + p, []).append(p)
        n += 1


def chained():
    def numbers(n):
        while True:
            yield n
            n += 1

    def without(p, it):
        return (n for n in it if n % p)
    it = numbers(2)
    while True:
        p = next(it)
        yield p
        it = without(p, it)


def take(n, it):
    return [next(it) for _ in range(n)]


small = sieve(2000)
print(len(small), small[-1], small[:10])
print(take(50, endless()) == small[:50], take(25, chained()) == small[:25])


def factors(n):
    out = {}
    for p in small:
        while n % p == 0:
            out[p] = out.get(p, 0) + 1
            n //= p
    if n > 1:
        out[n] = 1
    return out


print(factors(360), factors(2 ** 20 * 997), factors(600851475143))
print(sum(small), [p for p, q in zip(small, small[1:]) if q - p == 2][:8])
print(pow(2, 996, 997), all(pow(a, 996, 997) == 1 for a in range(1, 30)))
