"""MinHash LSH: documents whose signatures agree in all rows of a band share a bucket (Leskovec et al., MMDS, ch. 3)."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numba import njit

from dedup.candidates.minhash import mix64
from dedup.data import Candidates


@cache
def bands_and_rows(jaccard: float, minima: int) -> tuple[int, int]:
    """Bands and rows with the fewest expected errors at this Jaccard threshold, as datasketch chooses them."""
    from datasketch import MinHashLSH

    lsh = MinHashLSH(threshold=jaccard, num_perm=minima)
    return int(lsh.b), int(lsh.r)


@njit(nogil=True, cache=True)
def band_keys(signatures: Any, band: int, rows: int) -> Any:
    """One 64-bit key a document for this band: equal rows, equal key."""
    out = np.empty(len(signatures), np.uint64)
    for d in range(len(signatures)):
        h = np.uint64(band + 1) * np.uint64(0x9E3779B97F4A7C15)
        for k in range(band * rows, band * rows + rows):
            h = mix64(h ^ np.uint64(signatures[d, k]))
        out[d] = h
    return out


@njit(nogil=True, cache=True)
def _agreement(signatures: Any, a: int, b: int) -> float:
    same = 0
    for k in range(signatures.shape[1]):
        if signatures[a, k] == signatures[b, k]:
            same += 1
    return same / signatures.shape[1]


@njit(nogil=True, cache=True)
def _bucket_pairs(keys: Any, order: Any, signatures: Any, jaccard: float, window: int, left: Any, right: Any) -> Any:
    """Pairs inside each run of equal keys: every member with the next `window`, and with the run's first member."""
    count, linked, start = 0, 0, 0
    while start < len(keys):
        end = start + 1
        while end < len(keys) and keys[end] == keys[start]:
            end += 1
        for x in range(start, end):
            for y in range(x + 1, min(end, x + 1 + window)):
                if _agreement(signatures, order[x], order[y]) >= jaccard:
                    left[count], right[count] = min(order[x], order[y]), max(order[x], order[y])
                    count += 1
            if x - start > window:
                linked += 1
                if _agreement(signatures, order[start], order[x]) >= jaccard:
                    left[count], right[count] = min(order[start], order[x]), max(order[start], order[x])
                    count += 1
        start = end
    return count, linked


def find(signatures: np.ndarray, empty: np.ndarray, *, jaccard: float, window: int) -> Candidates:
    """Pairs whose estimated Jaccard reaches `jaccard`, from buckets of the bands that datasketch's optimiser picks.

    `signatures` is uint32 (documents, minima); `empty` marks the documents without a token, which match nothing. A
    bucket larger than the window costs linear time: its members meet their neighbours and one representative, and
    `skipped` counts the members so linked. Nothing is dropped.
    """
    bands, rows = bands_and_rows(jaccard, signatures.shape[1])
    found = [_in_band(signatures, empty, band, rows, jaccard, window) for band in range(bands)]
    pairs = np.unique(np.concatenate([keys for keys, _ in found])) if found else np.empty(0, np.int64)
    left, right = pairs // max(len(signatures), 1), pairs % max(len(signatures), 1)
    linked = sum(count for _, count in found)
    return Candidates(left, right, "minhash", linked, estimated_jaccard(signatures, left, right))


def _in_band(
    signatures: np.ndarray, empty: np.ndarray, band: int, rows: int, jaccard: float, window: int
) -> tuple[np.ndarray, int]:
    keys = band_keys(signatures, band, rows)
    order = np.argsort(keys, kind="stable")
    order = order[~empty[order]]
    keys = keys[order]
    same = keys[1:] == keys[:-1]
    shared = np.concatenate((same, [False])) | np.concatenate(([False], same)) if len(keys) else np.zeros(0, bool)
    keys, order = keys[shared], order[shared]
    left, right = np.empty((2, len(keys) * (window + 1)), np.int64)
    count, linked = _bucket_pairs(keys, order, signatures, jaccard, window, left, right)
    return left[:count] * len(signatures) + right[:count], linked


def estimated_jaccard(signatures: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Share of equal minima of each pair, float64 (pairs,)."""
    step = 65_536
    parts = [(signatures[left[i : i + step]] == signatures[right[i : i + step]]).mean(axis=1) for i in range(0, len(left), step)]
    return np.concatenate(parts) if parts else np.empty(0)
