"""MinHash LSH: documents whose signatures agree in all rows of a band share a bucket (Leskovec et al., MMDS, ch. 3)."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np

from dedup.candidates.minhash import MODEL
from dedup.candidates.postings import list_end
from dedup.candidates.sketch import Sketches
from dedup.compiled import kernel
from dedup.data import Candidates
from dedup.progress import NO_BAR, Bar

MOST = 16  # pairs that a document keeps, unless others keep theirs with it
TOGETHER = 8  # bands whose pairs are held before they are united
BITS = 8  # of each minimum that are kept for checking: two that differ agree in them once in 256


def bands_and_rows(jaccard: float, minima: int) -> tuple[int, int]:
    """Bands and rows with the fewest expected errors at this Jaccard threshold, as datasketch chooses them.

    What it chooses for the default settings lies in the package (see minhash.permutations).
    """
    shipped = json.loads(MODEL.read_text(encoding="utf8"))
    if (jaccard, minima) == (shipped["jaccard"], len(shipped["a"])):
        return shipped["bands"], shipped["rows"]
    return datasketch_bands(jaccard, minima)


@cache
def datasketch_bands(jaccard: float, minima: int) -> tuple[int, int]:
    """The same, asked of datasketch itself; it refuses to choose a single band, the best for a threshold of 1 and few minima."""
    from datasketch import MinHashLSH

    try:
        lsh = MinHashLSH(threshold=jaccard, num_perm=minima)
    except ValueError:
        return 1, minima
    return int(lsh.b), int(lsh.r)


@kernel()
def _agreeing(low: Any, a: int, b: int) -> int:
    """How many minima agree in their lowest bits."""
    same = 0
    for k in range(low.shape[1]):
        same += np.int64(low[a, k] == low[b, k])
    return same


def _entries(keys: np.ndarray, empty: np.ndarray, bits: int) -> np.ndarray:
    """Upper bits of the key and number of the document in one value, for each document that has a token; sorted, uint64."""
    shift = np.uint64(bits)
    return np.sort(((keys >> shift << shift) | np.arange(len(keys), dtype=np.uint64))[~empty])


def _room(entries: np.ndarray, bits: int, window: int) -> np.ndarray:
    """Room for all pairs of the buckets, int64: each member of a bucket meets at most `window` others and the first one."""
    bucket = entries >> np.uint64(bits)
    sizes = np.diff(np.flatnonzero(bucket[1:] != bucket[:-1]), prepend=-1, append=len(bucket) - 1)
    several = sizes[sizes > 1]
    return np.empty(int((several * np.minimum(several, window + 1)).sum()), np.int64)


@kernel()
def _bucket_pairs(entries: Any, bits: int, low: Any, least: int, window: int, linked: Any, out: Any) -> int:
    """Pairs inside each bucket as left << 32 | right: every member with the next `window`, and with the bucket's first.

    They are put into `out`; returns how many. `linked` marks the members of larger buckets: they met their neighbours and
    the first member only.
    """
    count, start, mask = 0, 0, np.uint64((1 << bits) - 1)
    while start < len(entries):
        end = list_end(entries, start, bits)
        for x in range(start, end if end - start > 1 else start):
            one = np.int64(entries[x] & mask)
            for y in range(x + 1, min(end, x + 1 + window)):
                other = np.int64(entries[y] & mask)
                out[count] = one << 32 | other
                count += np.int64(_agreeing(low, one, other) >= least)
            if x - start > window:
                first = np.int64(entries[start] & mask)
                linked[one] = True
                out[count] = first << 32 | one
                count += np.int64(_agreeing(low, first, one) >= least)
        start = end
    return count


def find(sketches: Sketches, *, jaccard: float, window: int, workers: int, bar: Bar = NO_BAR) -> Candidates:
    """Pairs in one bucket of any band whose estimated Jaccard reaches `jaccard`; documents without a token match nothing.

    A bucket larger than the window costs linear time: its members meet their neighbours and one representative, and
    `skipped` counts the documents so linked in any band, each once. No bucket is dropped; of its pairs a document keeps
    the MOST nearest; `bar` counts bands. Buckets are told apart by the upper bits of the key that leave room for the document's number (44
    for a million), so that one fast sort orders both.
    """
    documents = len(sketches.low)
    least, bits = int(np.ceil(agreement(jaccard) * sketches.low.shape[1] - 1e-9)), max(documents - 1, 1).bit_length()
    linked, pairs = np.zeros(documents, np.bool_), np.empty(0, np.int64)

    def one(keys: np.ndarray) -> np.ndarray:
        entries = _entries(keys, sketches.empty, bits)
        out = _room(entries, bits, window)
        return out[: _bucket_pairs(entries, bits, sketches.low, least, window, linked, out)].copy()

    with ThreadPoolExecutor(max(workers, 1)) as pool:
        for first in range(0, len(sketches.keys), TOGETHER):  # most bands find the same pairs: never those of all at once
            some = sketches.keys[first : first + TOGETHER]
            pairs = np.unique(np.concatenate([pairs, *pool.map(one, some)]))
            bar.update(len(some))
    left, right = pairs >> 32, pairs & 0xFFFFFFFF
    jaccard_of = estimated_jaccard(sketches.low, left, right)
    kept = nearest(left, right, jaccard_of, most=MOST)
    return Candidates(left[kept], right[kept], "minhash", int(linked.sum()), jaccard_of[kept])


def nearest(left: np.ndarray, right: np.ndarray, jaccard: np.ndarray, *, most: int) -> np.ndarray:
    """Which pairs are among the `most` of greatest Jaccard of either document, bool (pairs,); ties go to smaller rows.

    A document that shares a page with thousands meets others of them in every band, and needs few of them to belong there.
    """
    one, other, score = np.concatenate((left, right)), np.concatenate((right, left)), np.tile(jaccard, 2)
    order = np.lexsort((other, -score, one))
    starts = np.flatnonzero(np.diff(one[order], prepend=-1))
    rank = np.empty(len(one), np.int64)
    rank[order] = np.arange(len(one)) - np.repeat(starts, np.diff(starts, append=len(one)))
    among: np.ndarray = rank < most
    return among[: len(left)] | among[len(left) :]


def agreement(jaccard: float) -> float:
    """Share of minima that agree in their lowest bits at this Jaccard: equal ones, and others by chance (Li & König 2010)."""
    return jaccard + (1 - jaccard) / (1 << BITS)


def estimated_jaccard(low: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Jaccard of each pair from the share of minima that agree in their lowest bits, float64 (pairs,) in 0..1."""
    step = 65_536
    parts = [(low[left[i : i + step]] == low[right[i : i + step]]).mean(axis=1) for i in range(0, len(left), step)]
    share = np.concatenate(parts) if parts else np.empty(0)
    return np.clip((share - 1 / (1 << BITS)) / (1 - 1 / (1 << BITS)), 0, 1)
