#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes golden_blocks.txt: stored objects, made without a line of this project's Java.

Encryption is openssl's, gzip is zlib's, snappy and its framing are written out by hand below, and
CRC-32C is the textbook loop. The result is committed; this script is kept to show where it comes
from. Run: python3 golden_blocks.py > golden_blocks.txt
"""

import base64
import struct
import subprocess
import zlib

KEY = bytes(range(0x40, 0x60))
IV = bytes.fromhex("f0e1d2c3b4a5968778695a4b3c2d1e0f")
HEADER = b"\x07"  # the header byte's meaning is not public: any value must do
PREFIX = bytes.fromhex("00112233445566778899aabbccddeeff")


def openssl(cipher, key, data, iv=None, pad=True):
    command = ["openssl", "enc", "-" + cipher, "-K", key.hex()]
    if iv is not None:
        command += ["-iv", iv.hex()]
    if not pad:
        command += ["-nopad"]
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def encrypted(payload):
    return HEADER + IV + openssl("aes-256-cbc", KEY, payload, IV)


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


# --- snappy, by its format description


def varint(n):
    out = b""
    while n >= 0x80:
        out += bytes([n & 0x7F | 0x80])
        n >>= 7
    return out + bytes([n])


def literal(data):
    n = len(data) - 1
    if n < 60:
        return bytes([n << 2]) + data
    if n < 1 << 8:
        return bytes([60 << 2, n]) + data
    return bytes([61 << 2]) + struct.pack("<H", n) + data


def copy1(offset, length):  # 4 to 11 bytes, offset below 2048
    return bytes([(offset >> 8) << 5 | (length - 4) << 2 | 1, offset & 0xFF])


def copy2(offset, length):  # 1 to 64 bytes
    return bytes([(length - 1) << 2 | 2]) + struct.pack("<H", offset)


def copy4(offset, length):  # 1 to 64 bytes
    return bytes([(length - 1) << 2 | 3]) + struct.pack("<I", offset)


LONG = bytes((i * 7 + i // 13) & 0xFF for i in range(300))

# What the operations below give, written out as plain bytes.
CHUNK_1_PLAIN = b"Direct IO " + b"Direct IO" + b"!" + b"!" * 40 + LONG
CHUNK_1 = (
    varint(len(CHUNK_1_PLAIN))
    + literal(b"Direct IO ")
    + copy1(10, 9)
    + literal(b"!")
    + copy2(1, 40)
    + literal(LONG)
)
CHUNK_2_PLAIN = b"0123456789abcdef" * 5 + b"tail" + LONG[:100]
CHUNK_2 = (
    varint(len(CHUNK_2_PLAIN))
    + literal(b"0123456789abcdef")
    + copy4(16, 64)
    + literal(b"tail")
    + literal(LONG[:100])
)
SNAPPY_PLAIN = CHUNK_1_PLAIN + CHUNK_2_PLAIN
FRAMED = (
    b"\x82SNAPPY\x00"
    + struct.pack(">ii", 1, 1)
    + struct.pack(">i", len(CHUNK_1))
    + CHUNK_1
    + struct.pack(">i", len(CHUNK_2))
    + CHUNK_2
)

# --- gzip


def gzip(data, level=9):
    z = zlib.compressobj(level, zlib.DEFLATED, 31)
    return z.compress(data) + z.flush()


def gzip_with_every_header_field(data):
    head = bytes([0x1F, 0x8B, 8, 0x1E]) + struct.pack("<I", 1700000000) + bytes([2, 3])
    head += struct.pack("<H", 7) + b"AB\x03\x00xyz" + b"name.bin\x00" + b"a comment\x00"
    head += struct.pack("<H", zlib.crc32(head) & 0xFFFF)
    z = zlib.compressobj(6, zlib.DEFLATED, -15)
    body = z.compress(data) + z.flush()
    return head + body + struct.pack("<II", zlib.crc32(data), len(data))


TEXT = b"".join(b"line %d of a golden block\n" % i for i in range(20))
EVEN = bytes((i * i + 3 * i) & 0xFF for i in range(256))  # a multiple of 16: a whole padding block
LOOKS_LIKE_GZIP = gzip(b"a user's own archive")

PAYLOADS = [
    # name, compression in the listing, plain bytes, payload
    ("none", "NONE", TEXT, TEXT),
    ("none-multiple-of-16", "NONE", EVEN, EVEN),
    ("none-one-byte", "NONE", b"x", b"x"),
    ("none-looks-like-gzip", "NONE", LOOKS_LIKE_GZIP, LOOKS_LIKE_GZIP),
    ("none-looks-like-snappy", "NONE", FRAMED, FRAMED),
    ("gzip", "GZIP", TEXT, gzip(TEXT)),
    ("gzip-stored", "GZIP", EVEN, gzip(EVEN, 0)),
    ("gzip-every-header-field", "GZIP", TEXT, gzip_with_every_header_field(TEXT)),
    ("gzip-two-members", "GZIP", TEXT + EVEN, gzip(TEXT) + gzip(EVEN)),
    ("gzip-empty-member-last", "GZIP", TEXT, gzip(TEXT) + gzip(b"")),
    ("gzip-in-a-snappy-file", "SNAPPY", TEXT, gzip(TEXT)),
    ("snappy-framed", "SNAPPY", SNAPPY_PLAIN, FRAMED),
    ("snappy-framed-in-a-gzip-file", "GZIP", SNAPPY_PLAIN, FRAMED),
    ("snappy-raw", "SNAPPY", CHUNK_1_PLAIN, CHUNK_1),
    ("snappy-raw-with-far-copy", "SNAPPY", CHUNK_2_PLAIN, CHUNK_2),
    ("snappy-raw-in-a-gzip-file", "GZIP", CHUNK_2_PLAIN, CHUNK_2),
]


def record(**fields):
    for name, value in fields.items():
        print(name + "=" + str(value))
    print()


def wrapped(secret, text, pad=True):
    kek = base64.b64decode(secret)[:32].ljust(32, b"\0")
    return base64.b64encode(openssl("aes-256-ecb", kek, text, pad=pad)).decode()


def main():
    print("# Made by golden_blocks.py: see there.\n")
    quoted = b'"' + base64.b64encode(KEY) + b'"'
    secret30 = base64.b64encode(bytes(range(1, 31))).decode()
    secret40 = base64.b64encode(bytes(range(101, 141))).decode()
    record(wrapped="pkcs7-padding", secret=secret30, text=wrapped(secret30, quoted), key=KEY.hex())
    record(
        wrapped="zero-padding",
        secret=secret30,
        text=wrapped(secret30, quoted.ljust(64, b"\0"), pad=False),
        key=KEY.hex(),
    )
    record(wrapped="long-secret", secret=secret40, text=wrapped(secret40, quoted), key=KEY.hex())
    for name, compression, plain, payload in PAYLOADS:
        objects = [
            ("plain", "false", "false", payload),
            ("encrypted", "true", "false", encrypted(payload)),
            ("azure", "true", "true", PREFIX + encrypted(payload)),
        ]
        for shape, is_encrypted, azure, stored in objects:
            record(
                block=name + "/" + shape,
                compression=compression,
                encrypted=is_encrypted,
                azure=azure,
                crc32c="%08x" % crc32c(plain),
                plain=plain.hex(),
                object=stored.hex(),
            )


main()
