"""Pairs that share rare word 3-grams: what finds translation variants.

A scaled MinHash (Broder's mod sampling; FracMinHash, Irber et al. 2022): the 3-grams with the lowest hashes stand for
all, so equal 3-grams are sampled in every document. Translation variants share about 17 % of their 3-grams, where banded
MinHash would drown in false candidates; few unrelated texts share three rare sampled ones and a part of the shorter one's.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dedup.candidates import postings
from dedup.candidates.minhash import CHUNK, code_table, shingles_of, tokens_of
from dedup.compiled import kernel
from dedup.data import Candidates, Packed


class Sample(NamedTuple):
    """Document d's sampled shingle hashes are hashes[at[d] : at[d] + counts[d]], sorted (uint64, int64, int64)."""

    hashes: np.ndarray
    at: np.ndarray
    counts: np.ndarray


def find(
    packed: Packed, *, size: int, rate: float, floor: int, cap: int, window: int, shared: int, share: float, workers: int,
    folder: Path | None = None,
) -> Candidates:  # fmt: skip
    """Pairs that share at least `shared` sampled shingles that stand in at most `cap` documents.

    `skipped` counts the shingles above the cap: phrases of the collection, which single out no pair. With `folder`, what
    grows with the collection lies in files there.
    """
    sampled = sample(packed, size=size, rate=rate, floor=floor, workers=workers, folder=folder)
    meetings = postings.meet(*sampled, cap=cap, window=window, workers=workers, folder=folder)
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        found = list(pool.map(lambda group: _sharing(np.sort(meetings.of(group)), *sampled, shared, share), range(meetings.groups)))
    pairs = np.concatenate([np.empty(0, np.int64), *found])
    return Candidates(pairs >> 32, pairs & 0xFFFFFFFF, "shared-shingles", meetings.over)


def sample(packed: Packed, *, size: int, rate: float, floor: int, workers: int, folder: Path | None = None) -> Sample:
    """The shingles of every document with the lowest hashes: the share `rate` of all, and at least `floor`."""
    limit, order = np.uint64(min(int(rate * 2**64), 2**64 - 1)), packed.by_place
    counts = np.zeros(packed.count, np.int64)

    def one(first: int) -> np.ndarray:
        some = order[first : first + CHUNK]
        part: np.ndarray = _sample(packed.buffer, packed.start, packed.stop, some, code_table(), size, limit, floor, counts)
        return part

    with ThreadPoolExecutor(max(workers, 1)) as pool:
        hashes = postings.stored(pool.map(one, range(0, packed.count, CHUNK)), np.uint64, folder, "shingles")
    at = np.empty(packed.count, np.int64)
    at[order] = np.cumsum(counts[order]) - counts[order]
    return Sample(hashes, at, counts)


@kernel()
def _sample(buffer: Any, start: Any, stop: Any, documents: Any, table: Any, size: int, limit: Any, floor: int, counts: Any) -> Any:
    """Sorted distinct sampled shingle hashes of these documents behind one another; `counts` gets their numbers."""
    room = 0
    for d in documents:
        room = max(room, stop[d] - start[d])
    tokens, shingles, low = np.empty(room + 1, np.uint64), np.empty(room + 1, np.uint64), np.empty(room + 1, np.uint64)
    out, used = np.empty(1024, np.uint64), 0
    for d in documents:
        count = shingles_of(tokens, tokens_of(buffer, start[d], stop[d], table, tokens), size, shingles)
        few = 0
        for i in range(count):
            low[few] = shingles[i]
            few += np.int64(shingles[i] <= limit)
        kept = _distinct(low, few)
        if kept < floor:
            kept = min(floor, _distinct(shingles, count))
            low, shingles = shingles, low
        while used + kept > len(out):
            out = np.concatenate((out, np.empty(len(out), np.uint64)))
        out[used : used + kept] = low[:kept]
        counts[d] = kept
        used += kept
    return out[:used].copy()


@kernel()
def _distinct(values: Any, count: int) -> int:
    """Sort the first `count` values and leave each once; returns how many."""
    ordered, kept = np.sort(values[:count]), 0
    for i in range(count):
        if i == 0 or ordered[i] != ordered[i - 1]:
            values[kept] = ordered[i]
            kept += 1
    return kept


@kernel()
def needed(size: int, shared: int, share: float) -> int:
    """How many sampled shingles a pair must share if the smaller document has `size`: fewer for short texts.

    A long text shares a phrase or two with many others, so it must also be this `share` of them.
    """
    return max(min(shared, max(1, size // 8)), int(share * size))


@kernel()
def _sharing(keys: Any, hashes: Any, at: Any, counts: Any, shared: int, share: float) -> Any:
    """The distinct pairs in sorted `keys` (left << 32 | right) that stand there often enough and share enough shingles."""
    short = counts < 8 * shared  # these may need fewer; few documents do, and most pairs meet only once
    out, found, start = np.empty(1024, np.int64), 0, 0
    table, filled = np.zeros(_slots(np.max(counts) if len(counts) else 0), np.uint64), -1
    while start < len(keys):
        end, left, right = start + 1, keys[start] >> 32, keys[start] & 0xFFFFFFFF
        while end < len(keys) and keys[end] == keys[start]:
            end += 1
        if end - start >= shared or short[left] or short[right]:
            if filled != left:
                table[: _slots(counts[left])] = 0
                _fill(table, hashes[at[left] : at[left] + counts[left]])
                filled = left
            least = needed(min(counts[left], counts[right]), shared, share)
            other = hashes[at[right] : at[right] + counts[right]]
            if end - start >= min(least, shared) and _in_common(table, _slots(counts[left]), other) >= least:
                out = out if found < len(out) else np.concatenate((out, out))
                out[found] = keys[start]
                found += 1
        start = end
    return out[:found].copy()


@kernel()
def _slots(count: int) -> int:
    """Size of a table that so many hashes fill to a quarter at most, a power of two."""
    slots = 16
    while slots < 4 * count:
        slots *= 2
    return slots


@kernel()
def _fill(table: Any, hashes: Any) -> None:
    mask = np.uint64(_slots(len(hashes)) - 1)
    for h in hashes:
        slot = h & mask
        while table[slot] != np.uint64(0):
            slot = (slot + np.uint64(1)) & mask
        table[slot] = h


@kernel()
def _in_common(table: Any, slots: int, hashes: Any) -> int:
    """How many of the hashes stand in the table, frequent shingles too. Faster than a merge: the lookups do not wait for each other."""
    mask, same = np.uint64(slots - 1), 0
    for h in hashes:
        slot = h & mask
        while table[slot] != np.uint64(0) and table[slot] != h:
            slot = (slot + np.uint64(1)) & mask
        same += np.int64(table[slot] == h)
    return same
