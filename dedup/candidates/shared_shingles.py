"""Pairs that share rare word 3-grams: what finds translation variants.

A scaled MinHash (Broder's mod sampling; FracMinHash, Irber et al. 2022): the 3-grams with the lowest hashes stand for
all, so equal 3-grams are sampled in every document. Translation variants share about 17 % of their 3-grams, where banded
MinHash would drown in false candidates; few unrelated texts share three rare sampled ones and a part of the shorter one's.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from dedup.candidates.minhash import CHUNK, code_table, shingles_of, spread, tokens_of
from dedup.data import Candidates, Packed

FULL = 12  # a posting list up to this length is paired in full; in longer ones each document meets its next neighbours


@njit(nogil=True, cache=True)
def _sample(buffer: Any, start: Any, stop: Any, first: int, last: int, table: Any, size: int, limit: Any, floor: int, counts: Any) -> Any:
    """Sorted distinct sampled shingle hashes of documents first..last behind one another; `counts` gets their numbers."""
    room = 0
    for d in range(first, last):
        room = max(room, stop[d] - start[d])
    tokens, shingles = np.empty(room + 1, np.uint64), np.empty(room + 1, np.uint64)
    out, used = np.empty(1024, np.uint64), 0
    for d in range(first, last):
        count = tokens_of(buffer, start[d], stop[d], table, tokens)
        count = shingles_of(tokens, count, size, shingles)
        hashes = np.sort(shingles[:count])
        before, kept, previous = used, 0, np.uint64(0)
        for i in range(count):
            if i > 0 and hashes[i] == previous:
                continue
            previous = hashes[i]
            if hashes[i] > limit and kept >= floor:
                break
            if used == len(out):
                out = np.concatenate((out, np.empty(len(out), np.uint64)))
            out[used] = hashes[i]
            used += 1
            kept += 1
        counts[d] = used - before
    return out[:used].copy()


def sample(packed: Packed, *, size: int, rate: float, floor: int, workers: int) -> tuple[np.ndarray, np.ndarray]:
    """The sampled shingle hashes of every document, uint64, and how many each has, int64 (documents,)."""
    count = packed.count
    counts, limit = np.zeros(count, np.int64), np.uint64(min(int(rate * 2**64), 2**64 - 1))
    parts: dict[int, np.ndarray] = {}

    def one(first: int) -> None:
        last = min(first + CHUNK, count)
        parts[first] = _sample(packed.buffer, packed.start, packed.stop, first, last, code_table(), size, limit, floor, counts)

    spread(one, count, workers=workers, chunk=CHUNK)
    return np.concatenate([parts[f] for f in sorted(parts)]) if parts else np.empty(0, np.uint64), counts


@njit(nogil=True, cache=True)
def _posting_pairs(hashes: Any, documents: Any, cap: int, window: int, full: int, total: int, out: Any, write: bool) -> Any:
    """Pairs of every posting list up to `cap` long as left * total + right; counts them only when not `write`."""
    count, over, start = 0, 0, 0
    while start < len(hashes):
        end = start + 1
        while end < len(hashes) and hashes[end] == hashes[start]:
            end += 1
        if end - start > cap:
            over += 1
        else:
            reach = cap if end - start <= full else window
            for x in range(start, end):
                for y in range(x + 1, min(end, x + 1 + reach)):
                    if write:
                        out[count] = documents[x] * total + documents[y]
                    count += 1
        start = end
    return count, over


@njit(nogil=True, cache=True)
def _in_common(hashes: Any, at: Any, left: Any, right: Any, out: Any) -> None:
    """How many sampled shingles each pair shares, frequent ones too; a document's are sorted."""
    for p in range(len(left)):
        i, j, same = at[left[p]], at[right[p]], 0
        while i < at[left[p] + 1] and j < at[right[p] + 1]:
            if hashes[i] == hashes[j]:
                same += 1
                i += 1
                j += 1
            elif hashes[i] < hashes[j]:
                i += 1
            else:
                j += 1
        out[p] = same


def needed(sizes: np.ndarray, shared: int, share: float) -> np.ndarray:
    """How many sampled shingles a pair must share, by the smaller document's number of them: fewer for short texts.

    A long text shares a phrase or two with many others, so it must also be this `share` of them.
    """
    return np.maximum(np.minimum(shared, np.maximum(1, sizes // 8)), (share * sizes).astype(np.int64))


def find(
    packed: Packed, *, size: int, rate: float, floor: int, cap: int, window: int, shared: int, share: float, workers: int
) -> Candidates:
    """Pairs that share at least `shared` sampled shingles that stand in at most `cap` documents.

    `skipped` counts the shingles above the cap: phrases of the collection, which single out no pair.
    """
    hashes, counts = sample(packed, size=size, rate=rate, floor=floor, workers=workers)
    total = len(counts)
    order = np.argsort(hashes, kind="stable")
    documents = np.repeat(np.arange(total), counts)[order]
    pairs, times, over = _meetings(hashes[order], documents, total, cap, window)
    left, right = pairs // max(total, 1), pairs % max(total, 1)
    least = needed(np.minimum(counts[left], counts[right]), shared, share)
    met = times >= np.minimum(least, shared)
    left, right, least = left[met], right[met], least[met]
    common = np.empty(len(left), np.int64)
    _in_common(hashes, np.concatenate(([0], np.cumsum(counts))), left, right, common)
    return Candidates(left[common >= least], right[common >= least], "shared-shingles", over)


def _meetings(hashes: np.ndarray, documents: np.ndarray, total: int, cap: int, window: int) -> tuple[np.ndarray, np.ndarray, int]:
    """Pairs that meet in a posting list as left * total + right, how often each does, and the number of lists too long."""
    number, over = _posting_pairs(hashes, documents, cap, window, FULL, total, np.empty(0, np.int64), False)
    keys = np.empty(number, np.int64)
    _posting_pairs(hashes, documents, cap, window, FULL, total, keys, True)
    pairs, times = np.unique(keys, return_counts=True)
    return pairs, times, int(over)
