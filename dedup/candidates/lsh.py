"""MinHash LSH: documents whose signatures agree in all rows of a band share a bucket (Leskovec et al., MMDS, ch. 3)."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np
from numba import njit

from dedup.candidates.minhash import MODEL
from dedup.candidates.sketch import Sketches
from dedup.data import Candidates

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


@njit(nogil=True, cache=True)
def _agreeing(low: Any, a: int, b: int) -> int:
    """How many minima agree in their lowest bits."""
    same = 0
    for k in range(low.shape[1]):
        same += np.int64(low[a, k] == low[b, k])
    return same


@njit(nogil=True, cache=True)
def _bucket_pairs(keys: Any, order: Any, low: Any, least: int, window: int, left: Any, right: Any, linked: Any) -> int:
    """Pairs inside each run of equal keys: every member with the next `window`, and with the run's first member.

    `linked` marks the members of larger runs: they met their neighbours and the first member only.
    """
    count, start = 0, 0
    while start < len(keys):
        end = start + 1
        while end < len(keys) and keys[end] == keys[start]:
            end += 1
        for x in range(start, end):
            for y in range(x + 1, min(end, x + 1 + window)):
                if _agreeing(low, order[x], order[y]) >= least:
                    left[count], right[count] = min(order[x], order[y]), max(order[x], order[y])
                    count += 1
            if x - start > window:
                linked[order[x]] = True
                if _agreeing(low, order[start], order[x]) >= least:
                    left[count], right[count] = min(order[start], order[x]), max(order[start], order[x])
                    count += 1
        start = end
    return count


def find(sketches: Sketches, *, jaccard: float, window: int, workers: int) -> Candidates:
    """Pairs in one bucket of any band whose estimated Jaccard reaches `jaccard`; documents without a token match nothing.

    A bucket larger than the window costs linear time: its members meet their neighbours and one representative, and
    `skipped` counts the documents so linked in any band, each once. Nothing is dropped.
    """
    documents = len(sketches.low)
    least = int(np.ceil(agreement(jaccard) * sketches.low.shape[1] - 1e-9))
    linked = np.zeros(documents, np.bool_)
    with ThreadPoolExecutor(max(workers, 1)) as pool:
        found = list(pool.map(lambda keys: _in_band(keys, sketches, least, window, linked), sketches.keys))
    pairs = np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
    left, right = pairs // max(documents, 1), pairs % max(documents, 1)
    return Candidates(left, right, "minhash", int(linked.sum()), estimated_jaccard(sketches.low, left, right))


def _in_band(keys: np.ndarray, sketches: Sketches, least: int, window: int, linked: np.ndarray) -> np.ndarray:
    """Pairs of one band as left * documents + right, int64."""
    order = np.argsort(keys, kind="stable")
    order = order[~sketches.empty[order]]
    keys = keys[order]
    same = keys[1:] == keys[:-1]
    shared = np.concatenate((same, [False])) | np.concatenate(([False], same)) if len(keys) else np.zeros(0, bool)
    keys, order = keys[shared], order[shared]
    left, right = np.empty((2, len(keys) * (window + 1)), np.int64)
    count = _bucket_pairs(keys, order, sketches.low, least, window, left, right, linked)
    return left[:count] * len(sketches.low) + right[:count]


def agreement(jaccard: float) -> float:
    """Share of minima that agree in their lowest bits at this Jaccard: equal ones, and others by chance (Li & König 2010)."""
    return jaccard + (1 - jaccard) / (1 << BITS)


def estimated_jaccard(low: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Jaccard of each pair from the share of minima that agree in their lowest bits, float64 (pairs,) in 0..1."""
    step = 65_536
    parts = [(low[left[i : i + step]] == low[right[i : i + step]]).mean(axis=1) for i in range(0, len(left), step)]
    share = np.concatenate(parts) if parts else np.empty(0)
    return np.clip((share - 1 / (1 << BITS)) / (1 - 1 / (1 << BITS)), 0, 1)
