"""An inverted file over vectors: each is compared with those around it, so that cost grows with their number, not its square.

Cells are the result of k-means from fixed beginnings over rows in the order of their contents: neither the order of the
input nor a seed matters (Sivic & Zisserman 2003; Jégou et al. 2011).
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dedup.candidates import vectors as encoded
from dedup.encoder import unit

CELL = 1024  # vectors in a cell, on average
NEAR = 8  # cells that a vector is looked for in: of 20,000 sentences in 30 languages 98.6 % of the translations are in them, 99.3 % in all
LARGEST = 16_384  # vectors looked through at once: of a larger cell, one that collects a template, each looks at a part
SAMPLE, ROUNDS = 16, 4  # vectors for each cell that k-means looks at, and how often


def searches(vectors: np.ndarray, rows: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Which of `rows` (ascending) look for neighbours among which: each asks once, among those that its cell is NEAR to."""
    middle = centres(vectors, rows)
    near = np.concatenate([_nearest_cells(vectors[some], middle) for some in _blocks(rows)])
    order = np.argsort(near.ravel(), kind="stable")
    place, bounds = order // near.shape[1], np.searchsorted(near.ravel()[order], np.arange(len(middle) + 1))
    for own, (first, last) in enumerate(zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)):
        for part in np.array_split(place[first:last], max(1, -(-(last - first) // LARGEST))):
            yield rows[part[near[part, 0] == own]], rows[part]


def centres(vectors: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Unit vectors that the cells lie around, float32 (cells, dimensions)."""
    count = max(NEAR, len(rows) // CELL)
    some = vectors[rows[:: max(1, len(rows) // (SAMPLE * count))]]
    middle = some[:: max(1, len(some) // count)][:count]
    for _ in range(ROUNDS):
        cell = np.concatenate([_nearest_cells(part, middle)[:, 0] for part in _blocks(some)])
        middle = _means(some, cell, middle)
    return middle


def _blocks(of: np.ndarray) -> Iterator[np.ndarray]:
    return (of[first : first + encoded.BLOCK] for first in range(0, len(of), encoded.BLOCK))


def _nearest_cells(some: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """The NEAR cells nearest to each vector, the nearest first, int64 (vectors, NEAR)."""
    both = np.concatenate((middle, some))
    return encoded.nearest(both, np.arange(len(middle), len(both)), np.arange(len(middle)), min(NEAR, len(middle)))


def _means(some: np.ndarray, cell: np.ndarray, middle: np.ndarray) -> np.ndarray:
    """The middle of what lies in each cell; that of an empty one stays."""
    order = np.argsort(cell, kind="stable")
    there, first = np.unique(cell[order], return_index=True)
    out = middle.copy()
    out[there] = unit(np.add.reduceat(some[order], first, axis=0))
    return out
