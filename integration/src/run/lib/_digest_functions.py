"""MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4)."""

from math import isqrt


def _primes(count):
    found = []
    n = 2
    while len(found) < count:
        if all(n % p for p in found):
            found.append(n)
        n += 1
    return found


def _root_bits(n, root, bits):
    """The first bits behind the point of a square or a cube root."""
    if root == 2:
        return isqrt(n << 2 * bits) & (1 << bits) - 1
    low, high = 0, 1 << bits + 4
    target = n << 3 * bits
    while low < high:
        middle = (low + high + 1) // 2
        if middle**3 <= target:
            low = middle
        else:
            high = middle - 1
    return low & (1 << bits) - 1


def _padded(data, block, order):
    size = block // 8
    zeros = -(len(data) + 1 + size) % block
    return data + b"\x80" + bytes(zeros) + (8 * len(data)).to_bytes(size, order)


_SINES = None
_SHIFTS = ((7, 12, 17, 22), (5, 9, 14, 20), (4, 11, 16, 23), (6, 10, 15, 21))
_MASK = 0xFFFFFFFF


def _md5(data):
    global _SINES
    if _SINES is None:
        from math import sin
        _SINES = [int(abs(sin(i + 1)) * 2**32) for i in range(64)]
    a0, b0, c0, d0 = 0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476
    data = _padded(data, 64, "little")
    for start in range(0, len(data), 64):
        words = [int.from_bytes(data[at:at + 4], "little") for at in range(start, start + 64, 4)]
        a, b, c, d = a0, b0, c0, d0
        for i in range(64):
            if i < 16:
                f, g = b & c | ~b & d, i
            elif i < 32:
                f, g = d & b | ~d & c, (5 * i + 1) % 16
            elif i < 48:
                f, g = b ^ c ^ d, (3 * i + 5) % 16
            else:
                f, g = c ^ (b | ~d & _MASK), 7 * i % 16
            f = f + a + _SINES[i] + words[g] & _MASK
            shift = _SHIFTS[i // 16][i % 4]
            a, d, c, b = d, c, b, b + (f << shift | f >> 32 - shift) & _MASK
        a0, b0, c0, d0 = a0 + a & _MASK, b0 + b & _MASK, c0 + c & _MASK, d0 + d & _MASK
    return b"".join(part.to_bytes(4, "little") for part in (a0, b0, c0, d0))


def _sha1(data):
    state = [0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0]
    data = _padded(data, 64, "big")
    for start in range(0, len(data), 64):
        w = [int.from_bytes(data[at:at + 4], "big") for at in range(start, start + 64, 4)]
        for i in range(16, 80):
            x = w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16]
            w.append((x << 1 | x >> 31) & _MASK)
        a, b, c, d, e = state
        for i in range(80):
            if i < 20:
                f, k = b & c | ~b & d, 0x5A827999
            elif i < 40:
                f, k = b ^ c ^ d, 0x6ED9EBA1
            elif i < 60:
                f, k = b & c | b & d | c & d, 0x8F1BBCDC
            else:
                f, k = b ^ c ^ d, 0xCA62C1D6
            e, d, c, b, a = (d, c, (b << 30 | b >> 2) & _MASK, a,
                             (a << 5 | a >> 27) + f + e + k + w[i] & _MASK)
        state = [x + y & _MASK for x, y in zip(state, (a, b, c, d, e))]
    return b"".join(part.to_bytes(4, "big") for part in state)


def _sha2(bits, start, count, big, small):
    """A function of the family: word size, first state, words of the digest, rotations."""
    size, rounds = bits // 8, 64 if bits == 32 else 80
    mask = (1 << bits) - 1
    keys = None

    def turn(x, n):
        return x >> n | x << bits - n

    def compute(data):
        nonlocal keys
        if keys is None:
            keys = [_root_bits(p, 3, bits) for p in _primes(rounds)]
        state = start() if callable(start) else start
        (a1, a2, a3), (e1, e2, e3) = big
        (r1, r2, r3), (s1, s2, s3) = small
        data = _padded(data, size * 16, "big")
        for at in range(0, len(data), size * 16):
            w = [int.from_bytes(data[i:i + size], "big")
                 for i in range(at, at + size * 16, size)]
            for i in range(16, rounds):
                x, y = w[i - 15], w[i - 2]
                x = (turn(x, r1) ^ turn(x, r2)) & mask ^ x >> r3
                y = (turn(y, s1) ^ turn(y, s2)) & mask ^ y >> s3
                w.append(w[i - 16] + x + w[i - 7] + y & mask)
            a, b, c, d, e, f, g, h = state
            for key, word in zip(keys, w):
                x = ((turn(e, e1) ^ turn(e, e2) ^ turn(e, e3)) & mask) + (e & f ^ ~e & g)
                x += h + key + word
                y = ((turn(a, a1) ^ turn(a, a2) ^ turn(a, a3)) & mask) + (a & b ^ a & c ^ b & c)
                a, b, c, d, e, f, g, h = x + y & mask, a, b, c, d + x & mask, e, f, g
            state = [x + y & mask for x, y in zip(state, (a, b, c, d, e, f, g, h))]
        return b"".join(part.to_bytes(size, "big") for part in state)[:count]
    return compute


_BIG32, _SMALL32 = ((2, 13, 22), (6, 11, 25)), ((7, 18, 3), (17, 19, 10))
_BIG64, _SMALL64 = ((28, 34, 39), (14, 18, 41)), ((1, 8, 7), (19, 61, 6))
_LOW = (1 << 32) - 1
# Block size, digest size, function.
HASHES = {
    "md5": (64, 16, _md5),
    "sha1": (64, 20, _sha1),
    "sha224": (64, 28, _sha2(32, lambda: [_root_bits(p, 2, 64) & _LOW for p in _primes(16)[8:]],
                             28, _BIG32, _SMALL32)),
    "sha256": (64, 32, _sha2(32, lambda: [_root_bits(p, 2, 32) for p in _primes(8)],
                             32, _BIG32, _SMALL32)),
    "sha384": (128, 48, _sha2(64, lambda: [_root_bits(p, 2, 64) for p in _primes(16)[8:]],
                              48, _BIG64, _SMALL64)),
    "sha512": (128, 64, _sha2(64, lambda: [_root_bits(p, 2, 64) for p in _primes(8)],
                              64, _BIG64, _SMALL64)),
}
