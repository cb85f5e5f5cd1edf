# hashlib, hmac, base64, binascii and zlib: digests, keys, and bytes as text.
import base64
import binascii
import hashlib
import hmac
import zlib


def attempt(action):
    try:
        print(action())
    except (TypeError, ValueError) as e:
        print(type(e).__name__, isinstance(e, binascii.Error), e)


for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b",
             "blake2s"):
    digest = hashlib.new(name, b"some ")
    before = digest.copy()
    digest.update(b"bytes")
    print(digest.name, digest.digest_size, digest.block_size, digest.hexdigest())
    print(before.hexdigest() == hashlib.new(name, b"some ").hexdigest(), name in vars(hashlib))
print(hashlib.blake2b(b"x", digest_size=8, key=b"key", salt=b"salt", person=b"p").hexdigest())
print(hashlib.sha256(bytearray(b"x")).digest() == hashlib.sha256(memoryview(b"x")).digest())
attempt(lambda: hashlib.sha256("text"))
attempt(lambda: hashlib.new("none"))

print(hmac.new(b"key", b"message", "sha256").hexdigest())
print(hmac.compare_digest(hmac.digest(b"k", b"m", "md5"), hmac.new(b"k", b"m", "md5").digest()))
print(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 2000, 20).hex())

for data in (b"", b"a", b"ab", b"abc", b"\xff\xfe binary \x00"):
    texts = [base64.b64encode(data), base64.urlsafe_b64encode(data), base64.b32encode(data),
             base64.b16encode(data), base64.b85encode(data), base64.a85encode(data)]
    print(*texts)
    print(base64.b64decode(texts[0]) == base64.b32decode(texts[2]) == base64.b16decode(texts[3])
          == base64.b85decode(texts[4]) == base64.a85decode(texts[5]) == data)
attempt(lambda: base64.b64decode("abc"))
attempt(lambda: base64.b64decode("a"))
attempt(lambda: base64.b64decode("YW Jj\n"))
attempt(lambda: base64.b64decode("YW Jj", validate=True))
attempt(lambda: base64.b64encode("text"))

print(binascii.hexlify(b"\x01\xab", "-"), binascii.unhexlify("01ab"))
attempt(lambda: binascii.unhexlify("0"))
attempt(lambda: binascii.unhexlify("xy"))
print(zlib.crc32(b"hello"), zlib.crc32(b"lo", zlib.crc32(b"hel")), zlib.adler32(b"hello" * 9999))
