"""Sums over bytes. Compression is missing."""

from binascii import crc32


class error(Exception):
    pass


def adler32(data, value=1, /):
    low, high = value & 0xFFFF, value >> 16
    for byte in bytes(data):
        low = (low + byte) % 65521
        high = (high + low) % 65521
    return high << 16 | low
