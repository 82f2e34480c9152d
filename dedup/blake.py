"""BLAKE2b-128 (RFC 7693) of many texts as a kernel: hashlib's waits for Python's lock at every text, which two threads fight for."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import types

from dedup.candidates.minhash import bytes_in, i64_in
from dedup.compiled import kernel, word_at

BLOCK = 128  # bytes that are mixed in at a time
ROUNDS = 12
START = tuple(
    np.uint64(word)
    for word in (
        0x6A09E667F3BCC908, 0xBB67AE8584CAA73B, 0x3C6EF372FE94F82B, 0xA54FF53A5F1D36F1,
        0x510E527FADE682D1, 0x9B05688C2B3E6C1F, 0x1F83D9ABFB41BD6B, 0x5BE0CD19137E2179,
    )
)  # fmt: skip
PARAMETERS = np.uint64(0x01010010)  # one leaf, no key, a digest of 16 bytes
SIGMA = np.array(  # the order of the sixteen words of a block in each round; the last two are as the first two
    [
        [int(word, 16) for word in order]
        for order in (
            "0123456789abcdef", "ea489fd61c02b753", "b8c052fdae367194", "7931dcbe265a40f8", "905724afe1bc683d",
            "2c6a0b834d75fe19", "c51fed4a0763928b", "db7ec13950f4862a", "6fe9b308c2d714a5", "a2847615fb9e3cd0",
        )
    ]
)[[*range(10), 0, 1]]  # fmt: skip
SEVENS, TENS, ONES = (np.uint64(byte * 0x0101010101010101) for byte in (0x7F, 0x0A, 1))
FOLD = np.uint64(10 ^ 32)


@kernel()
def _folded(word: Any) -> Any:
    """Eight bytes with each line break as a space."""
    other = word ^ TENS
    here = ~(((other & SEVENS) + SEVENS) | other)  # the high bit of each byte that was a line break
    return word ^ (((here >> np.uint64(7)) & ONES) * FOLD)


@kernel()
def _last_block(buffer: Any, p: Any, end: Any, block: Any) -> None:
    """What is left of a text, and zeros behind it."""
    for i in range(16):
        block[i] = np.uint64(0)
    for i in range(end - p):
        c = np.uint64(buffer[p + i])
        block[i >> 3] |= (np.uint64(32) if c == np.uint64(10) else c) << np.uint64(8 * (i & 7))


@kernel()
def _turned(x: Any, bits: int) -> Any:
    return (x >> np.uint64(bits)) | (x << np.uint64(64 - bits))


@kernel()
def _quarter(a: Any, b: Any, c: Any, d: Any, x: Any, y: Any) -> Any:
    a = a + b + x
    d = _turned(d ^ a, 32)
    c = c + d
    b = _turned(b ^ c, 24)
    a = a + b + y
    d = _turned(d ^ a, 16)
    c = c + d
    return a, _turned(b ^ c, 63), c, d


@kernel()
def _mix(h: Any, m: Any, count: Any, last: Any) -> None:
    """Mix a block into the state, in place. `count`: bytes so far; `last`: all bits set for the last block, else none."""
    v0, v1, v2, v3, v4, v5, v6, v7 = h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7]
    v8, v9, va, vb, vc, vd, ve, vf = START
    vc, ve = vc ^ count, ve ^ last
    for r in range(ROUNDS):  # in variables, not an array: they stay in registers
        s = SIGMA[r]
        v0, v4, v8, vc = _quarter(v0, v4, v8, vc, m[s[0]], m[s[1]])
        v1, v5, v9, vd = _quarter(v1, v5, v9, vd, m[s[2]], m[s[3]])
        v2, v6, va, ve = _quarter(v2, v6, va, ve, m[s[4]], m[s[5]])
        v3, v7, vb, vf = _quarter(v3, v7, vb, vf, m[s[6]], m[s[7]])
        v0, v5, va, vf = _quarter(v0, v5, va, vf, m[s[8]], m[s[9]])
        v1, v6, vb, vc = _quarter(v1, v6, vb, vc, m[s[10]], m[s[11]])
        v2, v7, v8, vd = _quarter(v2, v7, v8, vd, m[s[12]], m[s[13]])
        v3, v4, v9, ve = _quarter(v3, v4, v9, ve, m[s[14]], m[s[15]])
    for i, word in enumerate((v0 ^ v8, v1 ^ v9, v2 ^ va, v3 ^ vb, v4 ^ vc, v5 ^ vd, v6 ^ ve, v7 ^ vf)):
        h[i] ^= word


@kernel(types.void(bytes_in, i64_in, i64_in, types.uint64[:, ::1]))
def digests(buffer: Any, start: Any, stop: Any, out: Any) -> None:
    """The digest of each text, line breaks as spaces, as two words that are little end first: uint64 (texts, 2)."""
    block, state = np.empty(16, np.uint64), np.empty(8, np.uint64)
    for d in range(len(start)):
        for i in range(8):
            state[i] = START[i]
        state[0] ^= PARAMETERS
        p, end = start[d], stop[d]
        while end - p > BLOCK:
            for i in range(16):
                block[i] = _folded(word_at(buffer, p + 8 * i))
            p += BLOCK
            _mix(state, block, np.uint64(p - start[d]), np.uint64(0))
        _last_block(buffer, p, end, block)
        _mix(state, block, np.uint64(end - start[d]), ~np.uint64(0))
        out[d] = state[:2]
