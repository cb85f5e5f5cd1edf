"""Check sums. Compression is missing."""

from binascii import adler32, crc32  # noqa: F401

error = type("error", (Exception,), {"__module__": "zlib"})
