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
from dedup.candidates.minhash import CHUNK, shingles_of, tokens_of
from dedup.candidates.spelling import code_table
from dedup.compiled import kernel
from dedup.data import Candidates, Packed
from dedup.progress import NO_BAR, Bar, Step, counted, in_chunks, no_step

SEEN = 1 << 14  # marks for the hashes of one document: of 130 of another, one is marked by chance


class Sample(NamedTuple):
    """Document d's sampled shingle hashes are hashes[at[d] : at[d] + counts[d]], sorted (uint64, int64, int64)."""

    hashes: np.ndarray
    at: np.ndarray
    counts: np.ndarray


def find(
    packed: Packed, *, size: int, rate: float, floor: int, cap: int, window: int, shared: int, share: float, workers: int,
    folder: Path | None = None, step: Step = no_step,
) -> Candidates:  # fmt: skip
    """Pairs that share at least `shared` sampled shingles that stand in at most `cap` documents.

    `skipped` counts the shingles above the cap: phrases of the collection, which single out no pair. With `folder`, what
    grows with the collection lies in files there.
    """
    with step("runs of words", total=packed.count) as bar:
        sampled = sample(packed, size=size, rate=rate, floor=floor, workers=workers, folder=folder, bar=bar)
    meetings = postings.meet(*sampled, cap=cap, window=window, workers=workers, folder=folder, step=step)
    with ThreadPoolExecutor(max(workers, 1)) as pool, step("shared runs", total=meetings.groups, unit="part") as bar:
        given = pool.map(lambda group: _sharing(np.sort(meetings.of(group)), *sampled, shared, share), range(meetings.groups))
        found = list(counted(given, bar))
    pairs = np.concatenate([np.empty(0, np.int64), *found])
    return Candidates(pairs >> 32, pairs & 0xFFFFFFFF, "shared-shingles", meetings.over)


def sample(
    packed: Packed, *, size: int, rate: float, floor: int, workers: int, folder: Path | None = None, bar: Bar = NO_BAR
) -> Sample:
    """The shingles of every document with the lowest hashes: the share `rate` of all, and at least `floor`."""
    limit, order = np.uint64(min(int(rate * 2**64), 2**64 - 1)), packed.by_place
    counts = np.zeros(packed.count, np.int64)

    def one(first: int) -> np.ndarray:
        some = order[first : first + CHUNK]
        part: np.ndarray = _sample(packed.buffer, packed.start, packed.stop, some, code_table(), size, limit, floor, counts)
        return part

    with ThreadPoolExecutor(max(workers, 1)) as pool:
        parts = in_chunks(pool.map(one, range(0, packed.count, CHUNK)), bar, size=CHUNK, total=packed.count)
        hashes = postings.stored(parts, np.uint64, folder, "shingles")
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
    """The distinct pairs in sorted `keys` (left << 32 | right) that stand there often enough and share enough shingles.

    No slices of arrays in here: each would be counted as a reference for every key, which took half of the time.
    """
    short = counts < 8 * shared  # these may need fewer; few documents do, and most pairs meet only once
    out, found, start = np.empty(len(keys), np.int64), 0, 0
    seen, filled = np.zeros(SEEN, np.uint8), -1
    while start < len(keys):
        end, left, right = start + 1, keys[start] >> 32, keys[start] & 0xFFFFFFFF
        while end < len(keys) and keys[end] == keys[start]:
            end += 1
        if end - start >= shared or short[left] or short[right]:
            least = needed(min(counts[left], counts[right]), shared, share)
            if end - start >= min(least, shared):
                if filled != left:
                    _mark(seen, hashes, at, counts, filled, 0)
                    _mark(seen, hashes, at, counts, left, 1)
                    filled = left
                if _marked(seen, hashes, at[right], counts[right]) >= least and _in_common(hashes, at, counts, left, right) >= least:
                    out[found] = keys[start]
                    found += 1
        start = end
    return out[:found].copy()


@kernel()
def _mark(seen: Any, hashes: Any, at: Any, counts: Any, document: int, mark: int) -> None:
    """Set the marks of a document's hashes, by their lowest bits; -1 is no document."""
    for i in range(at[document], at[document] + counts[document] if document >= 0 else 0):
        seen[np.int64(hashes[i] & np.uint64(SEEN - 1))] = mark


@kernel()
def _marked(seen: Any, hashes: Any, first: int, count: int) -> int:
    """How many hashes are marked: as many as are in common, and a few by chance. Most pairs need no look beyond this."""
    marked = 0
    for i in range(first, first + count):
        marked += np.int64(seen[np.int64(hashes[i] & np.uint64(SEEN - 1))])
    return marked


@kernel()
def _in_common(hashes: Any, at: Any, counts: Any, left: int, right: int) -> int:
    """How many hashes two documents share, frequent ones too."""
    i, j, same = at[left], at[right], 0
    while i < at[left] + counts[left] and j < at[right] + counts[right]:
        one, other = hashes[i], hashes[j]
        same += np.int64(one == other)
        i += np.int64(one <= other)
        j += np.int64(other <= one)
    return same
