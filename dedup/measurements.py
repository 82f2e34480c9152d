"""What is measured of many pairs: rows that stay where they are, in memory or in a file, however pairs are put in order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import mkstemp
from typing import Any

import numpy as np

BLOCK = 1 << 14  # pairs that are looked at together: with all that is measured of them about 10 MB
IN_MEMORY = 1 << 20  # bytes up to which a table is not worth a file


class Measurements:
    """Rows of measurements, float64 (pairs, columns), asked like an array: `[k]`, `[rows]`, `[:, column]`.

    `parts`: arrays of so many columns, one behind the other; pair k has row `order[k]` of all of them.
    """

    def __init__(self, parts: tuple[np.ndarray, ...], order: np.ndarray):
        self._parts, self._order = parts, order

    @property
    def shape(self) -> tuple[int, int]:
        """Pairs and columns."""
        return len(self._order), self._parts[0].shape[1]

    def __len__(self) -> int:
        return len(self._order)

    def __getitem__(self, key: Any) -> np.ndarray:
        rows, columns = key if isinstance(key, tuple) else (key, slice(None))
        order, first = np.asarray(self._order[rows]), 0
        found = np.empty((order.size, *self._parts[0][:0, columns].shape[1:]))
        for part in self._parts:
            here = np.flatnonzero((order >= first) & (order < first + len(part)))
            found[here] = part[:, columns][order.reshape(-1)[here] - first]
            first += len(part)
        return found.reshape((*order.shape, *found.shape[1:]))

    def and_these(self, more: Measurements) -> Measurements:
        """These pairs, and others behind them."""
        behind = more._order + sum(map(len, self._parts))
        return Measurements((*self._parts, *more._parts), np.concatenate((self._order, behind)))

    def take(self, rows: np.ndarray) -> Measurements:
        """The pairs of these numbers, in their order."""
        return Measurements(self._parts, self._order[rows])

    def replaced(self, rows: np.ndarray, by: Measurements) -> Measurements:
        """The same, but for the pairs of these numbers."""
        number = np.arange(len(self))
        number[rows] = len(self) + np.arange(len(rows))
        return self.and_these(by).take(number)


def of(rows: np.ndarray | Measurements) -> Measurements:
    """An array as Measurements."""
    return rows if isinstance(rows, Measurements) else Measurements((rows,), np.arange(len(rows)))


def table(rows: int, columns: int, folder: Path | None) -> np.ndarray:
    """A new array, float64 (rows, columns), whatever is in it; a large one lies in a file of the folder, if there is one."""
    if folder is None or rows * columns * 8 <= IN_MEMORY:
        return np.empty((rows, columns))
    number, name = mkstemp(prefix="measurements-", dir=folder)
    os.close(number)
    return np.asarray(np.memmap(name, np.float64, "w+", shape=(rows, columns)))


def blocks(count: int) -> Iterator[slice]:
    """Slices of at most BLOCK that so many pairs fall into."""
    for first in range(0, count, BLOCK):
        yield slice(first, min(first + BLOCK, count))
