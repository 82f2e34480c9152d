"""Tokens, shingles and MinHash signatures in one pass over the UTF-8 bytes.

The signature of a document is bit-identical to datasketch 2's `affine32` scheme (32-bit hashes, `a * h + b` in uint32)
over the same shingle hashes: the upper 32 bits of each 64-bit shingle hash. datasketch supplies the permutations.
"""

from __future__ import annotations

import json
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numba import types

from dedup.candidates.spelling import LETTER, ONE_TOKEN, SILENCED, SILENT, SILENT_E, SILENT_S, code_table
from dedup.compiled import bytes_in, kernel, u32_in, u64_in
from dedup.data import Packed
from dedup.progress import NO_BAR, Bar

TOKENISER_VERSION = 3  # written with everything stored: other tokens would make other signatures
UNICODE_VERSION = unicodedata.unidata_version  # so is this: a newer Python folds characters that an older one does not know
MODEL = Path(__file__).parent.parent / "models" / "minhash.json"  # what datasketch answers to the default settings
SHIFT, SILENCEABLE = np.uint32(SILENCED), np.uint32(SILENT_E | SILENT_S)
CHUNK = 256  # documents a task; small enough for two workers to end together, large enough to amortise the call


@cache
def permutations(minima: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """datasketch's multipliers and addends for this many minima, uint32 (minima,) each.

    Those of the default settings lie in the package: datasketch loads scipy, which takes longer than 20,000 documents.
    """
    shipped = json.loads(MODEL.read_text(encoding="utf8"))
    if seed == shipped["seed"] and minima == len(shipped["a"]):
        return np.array(shipped["a"], np.uint32), np.array(shipped["b"], np.uint32)
    return datasketch_permutations(minima, seed)


def datasketch_permutations(minima: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """The same, asked of datasketch itself."""
    from datasketch import MinHash

    a, b = MinHash(num_perm=minima, seed=seed, scheme="affine32").permutations
    return np.ascontiguousarray(a), np.ascontiguousarray(b)


@kernel(types.uint64(types.uint64), inline="always")
def mix64(h: Any) -> Any:
    """The 64-bit finaliser of MurmurHash3 (Appleby 2011)."""
    h ^= h >> np.uint64(33)
    h *= np.uint64(0xFF51AFD7ED558CCD)
    h ^= h >> np.uint64(33)
    h *= np.uint64(0xC4CEB9FE1A85EC53)
    return h ^ (h >> np.uint64(33))


@kernel(types.uint32(types.uint32), inline="always")
def mix32(h: Any) -> Any:
    """The 32-bit finaliser of MurmurHash3, datasketch's pre-mix. Numba widens uint32 products, hence the casts."""
    h ^= h >> np.uint32(16)
    h = np.uint32(h * np.uint32(0x85EBCA6B))
    h ^= h >> np.uint32(13)
    h = np.uint32(h * np.uint32(0xC2B2AE35))
    return np.uint32(h ^ (h >> np.uint32(16)))


@kernel(types.int64(bytes_in, types.int64, types.int64, u32_in, types.uint64[::1]))
def tokens_of(buffer: Any, start: int, end: int, table: Any, out: Any) -> int:
    """Token hashes of buffer[start:end] into `out`; returns how many. `out` needs room for end - start."""
    word, inside, count, p = np.uint64(0), False, 0, start
    before = np.uint32(0)  # the flags of what the last letter of the word silences
    step, last = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xFF51AFD7ED558CCD)
    while p < end:
        c = np.uint32(buffer[p])
        if c < np.uint32(0x80):  # without branches: where a word ends cannot be predicted
            f = table[c]
            out[count] = (word * last) ^ (word >> np.uint64(29))
            count += np.int64(inside & (f == np.uint32(0)))
            inside = f != np.uint32(0)
            silent = (before & f) != np.uint32(0)
            spelled = word * step + np.uint64(f & LETTER) if inside else np.uint64(0)
            word = word if silent else spelled
            before = before if silent else (f << SHIFT) & SILENCEABLE
            p += 1
            continue
        if c < np.uint32(0xE0):
            c = ((c & np.uint32(31)) << np.uint32(6)) | (buffer[p + 1] & np.uint32(63))
            p += 2
        elif c < np.uint32(0xF0):
            c = ((c & np.uint32(15)) << np.uint32(12)) | ((buffer[p + 1] & np.uint32(63)) << np.uint32(6))
            c |= buffer[p + 2] & np.uint32(63)
            p += 3
        else:
            c = ((c & np.uint32(7)) << np.uint32(18)) | ((buffer[p + 1] & np.uint32(63)) << np.uint32(12))
            c |= ((buffer[p + 2] & np.uint32(63)) << np.uint32(6)) | (buffer[p + 3] & np.uint32(63))
            p += 4
        f = table[c]
        if f == SILENT or (before & f) != np.uint32(0):
            continue
        if f != np.uint32(0) and f < ONE_TOKEN:
            word = word * step + np.uint64(f & LETTER)
            before, inside = (f << SHIFT) & SILENCEABLE, True
            continue
        if inside:
            out[count] = (word * last) ^ (word >> np.uint64(29))
            count += 1
            word, before, inside = np.uint64(0), np.uint32(0), False
        if f != np.uint32(0):
            word = np.uint64(f & LETTER) * step
            out[count] = (word * last) ^ (word >> np.uint64(29))
            count += 1
            word = np.uint64(0)
    if inside:
        out[count] = (word * last) ^ (word >> np.uint64(29))
        count += 1
    return count


@kernel(types.int64(u64_in, types.int64, types.int64, types.uint64[::1]))
def shingles_of(tokens: Any, count: int, size: int, out: Any) -> int:
    """Hashes of all runs of `size` tokens into `out`; a shorter text is one shingle, an empty one has none."""
    if count == 0:
        return 0
    width = min(size, count)
    step = np.uint64(0x9FB21C651E98DF25)
    for i in range(count - width + 1):
        h = np.uint64(width)
        for j in range(width):
            h = h * step + tokens[i + j]
        out[i] = mix64(h)
    return count - width + 1


@kernel(types.void(u64_in, types.int64, u32_in, u32_in, types.uint32[::1]))
def minima_of(shingles: Any, count: int, a: Any, b: Any, out: Any) -> None:
    """Minima of a * h + b over the shingles, for every permutation; 2**32 - 1 where there are none."""
    lanes = 64  # this many minima stay in registers while the shingles stream past: 8 vectors of AVX2
    low, mul, add = np.empty(lanes, np.uint32), np.empty(lanes, np.uint32), np.empty(lanes, np.uint32)
    for first in range(0, len(a), lanes):
        width = min(lanes, len(a) - first)
        for k in range(lanes):
            low[k] = np.uint32(0xFFFFFFFF)
            mul[k] = a[first + k] if k < width else np.uint32(1)
            add[k] = b[first + k] if k < width else np.uint32(0)
        for i in range(count):
            h = mix32(np.uint32(shingles[i] >> np.uint64(32)))
            for k in range(lanes):
                low[k] = min(low[k], np.uint32(mul[k] * h + add[k]))
        for k in range(width):
            out[first + k] = low[k]


@kernel()
def _sign(buffer: Any, start: Any, stop: Any, first: int, last: int, table: Any, size: int, a: Any, b: Any, out: Any) -> None:
    room = 0
    for d in range(first, last):
        room = max(room, stop[d] - start[d])
    tokens, shingles = np.empty(room + 1, np.uint64), np.empty(room + 1, np.uint64)
    for d in range(first, last):
        count = tokens_of(buffer, start[d], stop[d], table, tokens)
        minima_of(shingles, shingles_of(tokens, count, size, shingles), a, b, out[d])


def signatures(packed: Packed, *, shingle_size: int, minima: int, seed: int, workers: int, bar: Bar = NO_BAR) -> np.ndarray:
    """MinHash signatures of all documents, uint32 (documents, minima).

    The estimate of two documents' Jaccard is the share of equal minima (Broder 1997). Rows of empty documents hold
    only 2**32 - 1; `lsh.find` never pairs them.
    """
    count = packed.count
    out = np.empty((count, minima), np.uint32)
    a, b = permutations(minima, seed)

    def sign(first: int) -> None:
        _sign(packed.buffer, packed.start, packed.stop, first, min(first + CHUNK, count), code_table(), shingle_size, a, b, out)

    spread(sign, count, workers=workers, chunk=CHUNK, bar=bar)
    return out


def spread(task: Any, count: int, *, workers: int, chunk: int, bar: Bar = NO_BAR) -> None:
    """Call task(first) for every chunk of 0..count on a thread pool; the kernels release the GIL."""
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        for first, _ in zip(range(0, count, chunk), pool.map(task, range(0, count, chunk)), strict=True):
            bar.update(min(chunk, count - first))


@kernel()
def _tokenise(buffer: Any, start: Any, stop: Any, first: int, last: int, table: Any, out: Any, room: Any, counts: Any) -> None:
    for d in range(first, last):
        counts[d] = tokens_of(buffer, start[d], stop[d], table, out[room[d] : room[d + 1]])


def tokenise(packed: Packed, *, table: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Token hashes of all texts behind one another (uint64), and where each text's begin (int64, texts + 1).

    `table` says what a word is made of: that of `code_table` if none is given.
    """
    count, table = packed.count, code_table() if table is None else table
    room = np.concatenate(([0], np.cumsum(packed.stop - packed.start)))
    tokens, counts = np.empty(int(room[-1]) + 1, np.uint64), np.zeros(count, np.int64)
    _tokenise(packed.buffer, packed.start, packed.stop, 0, count, table, tokens, room, counts)
    starts = np.concatenate(([0], np.cumsum(counts)))
    return _compact(tokens, room, starts), starts


@kernel()
def _compact(tokens: Any, room: Any, starts: Any) -> Any:
    out = np.empty(starts[-1], np.uint64)
    for d in range(len(starts) - 1):
        n = starts[d + 1] - starts[d]
        out[starts[d] : starts[d] + n] = tokens[room[d] : room[d] + n]
    return out


def pack(texts: list[str]) -> Packed:
    """Texts as one UTF-8 buffer. Arrow columns need no copy: see `normalise.packed`."""
    encoded = [t.encode() for t in texts]
    offsets = np.concatenate(([0], np.cumsum([len(e) for e in encoded], dtype=np.int64))).astype(np.int64)
    return Packed(np.frombuffer(b"".join(encoded) or b"\0", np.uint8), offsets[:-1], offsets[1:])
