"""What LSH needs of a collection, in one pass over its bytes: band keys to find pairs by, and 8 bits a minimum to check them.

A full signature is 512 bytes a document at 128 minima; keys and low bits are 256, and may lie in a file.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numba import types

from dedup.candidates.minhash import CHUNK, minima_of, mix64, permutations, shingles_of, spread, tokens_of
from dedup.candidates.spelling import code_table
from dedup.compiled import bytes_in, i64_in, kernel, u32_in
from dedup.data import Packed
from dedup.progress import NO_BAR, Bar


class Sketches(NamedTuple):
    """keys: uint64 (bands, documents). low: uint8 (documents, minima), the lowest bits of each minimum.

    empty: bool (documents,), documents without a token, which have no key that means anything.
    """

    keys: np.ndarray
    low: np.ndarray
    empty: np.ndarray


@kernel(
    types.void(
        bytes_in, i64_in, i64_in, i64_in, u32_in, types.int64, u32_in, u32_in, types.int64,
        types.uint64[:, ::1], types.uint8[:, ::1], types.boolean[::1],
    ),
)  # fmt: skip
def _sketch(
    buffer: Any,
    start: Any,
    stop: Any,
    documents: Any,
    table: Any,
    size: int,
    a: Any,
    b: Any,
    rows: int,
    keys: Any,
    low: Any,
    empty: Any,
) -> None:
    room = 0
    for d in documents:
        room = max(room, stop[d] - start[d])
    tokens, shingles, minima = np.empty(room + 1, np.uint64), np.empty(room + 1, np.uint64), np.empty(len(a), np.uint32)
    for d in documents:
        count = shingles_of(tokens, tokens_of(buffer, start[d], stop[d], table, tokens), size, shingles)
        empty[d] = count == 0
        minima_of(shingles, count, a, b, minima)
        for k in range(len(a)):
            low[d, k] = np.uint8(minima[k])
        for band in range(keys.shape[0]):
            h = np.uint64(band + 1) * np.uint64(0x9E3779B97F4A7C15)
            for k in range(band * rows, band * rows + rows):
                h = mix64(h ^ np.uint64(minima[k]))
            keys[band, d] = h


def sketch(
    packed: Packed, *, shingle_size: int, minima: int, bands: int, rows: int, seed: int, workers: int, bar: Bar = NO_BAR,
    folder: Path | None = None,
) -> Sketches:  # fmt: skip
    """Sketches of all documents, the same minima as `minhash.signatures` has; arrays in `folder` where one is given."""
    count = packed.count
    keys = _array((bands, count), np.uint64, folder, "band-keys")
    low = _array((count, minima), np.uint8, folder, "low-bits")
    empty = np.empty(count, np.bool_)
    order, (a, b) = packed.by_place, permutations(minima, seed)

    def one(first: int) -> None:
        some = order[first : first + CHUNK]
        _sketch(packed.buffer, packed.start, packed.stop, some, code_table(), shingle_size, a, b, rows, keys, low, empty)

    spread(one, count, workers=workers, chunk=CHUNK, bar=bar)
    return Sketches(keys, low, empty)


def _array(shape: tuple[int, int], dtype: Any, folder: Path | None, name: str) -> np.ndarray:
    """An array in memory, or mapped from a new file of this name: pages of it are given back when memory is short."""
    if folder is None or 0 in shape:
        return np.empty(shape, dtype)
    return np.asarray(np.memmap(folder / name, dtype, "w+", shape=shape))
