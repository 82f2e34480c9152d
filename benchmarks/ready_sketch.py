"""`dedup.candidates.sketch` without its tokens: the same sketches of shingle hashes that are given (a test compares the two)."""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.candidates.minhash import CHUNK, minima_of, mix64, permutations, shingles_of, spread, tokenise
from dedup.candidates.sketch import Sketches
from dedup.compiled import kernel
from dedup.data import Packed


@kernel()
def _of_shingles(flat: Any, starts: Any, first: int, last: int, a: Any, b: Any, rows: int, keys: Any, low: Any, empty: Any) -> None:
    minima = np.empty(len(a), np.uint32)
    for d in range(first, last):
        count = starts[d + 1] - starts[d]
        empty[d] = count == 0
        minima_of(flat[starts[d] : starts[d + 1]], count, a, b, minima)
        for k in range(len(a)):
            low[d, k] = np.uint8(minima[k])
        for band in range(keys.shape[0]):
            h = np.uint64(band + 1) * np.uint64(0x9E3779B97F4A7C15)
            for k in range(band * rows, band * rows + rows):
                h = mix64(h ^ np.uint64(minima[k]))
            keys[band, d] = h


def sketch(flat: np.ndarray, starts: np.ndarray, *, minima: int, bands: int, rows: int, seed: int, workers: int) -> Sketches:
    """Sketches of documents whose shingle hashes are flat[starts[d] : starts[d + 1]] (uint64, int64)."""
    count = len(starts) - 1
    keys, low, empty = np.empty((bands, count), np.uint64), np.empty((count, minima), np.uint8), np.empty(count, np.bool_)
    a, b = permutations(minima, seed)

    def one(first: int) -> None:
        _of_shingles(flat, starts, first, min(first + CHUNK, count), a, b, rows, keys, low, empty)

    spread(one, count, workers=workers, chunk=CHUNK)
    return Sketches(keys, low, empty)


def shingle_hashes(packed: Packed, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Shingle hashes of all documents one after another (uint64), and where each document's begin (int64, documents + 1)."""
    tokens, at = tokenise(packed)
    out = np.empty(len(tokens), np.uint64)
    starts = np.zeros(packed.count + 1, np.int64)
    for d in range(packed.count):
        starts[d + 1] = starts[d] + shingles_of(tokens[at[d] : at[d + 1]], at[d + 1] - at[d], size, out[starts[d] :])
    return out[: starts[-1]].copy(), starts
