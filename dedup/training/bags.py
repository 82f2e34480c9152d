"""Bags of pieces as flat arrays, and the compiled loops that train their vectors: means, gradients, Adam on the rows in use."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any, NamedTuple

import numpy as np

from dedup.compiled import kernel

FIRST, SECOND, TINY = 0.9, 0.999, 1e-8  # Adam's decays of the mean gradient and of its square, and what keeps its root from zero


class Bags(NamedTuple):
    """The pieces of sentences behind one another, int32, and where each sentence's begin, int64 (sentences + 1)."""

    ids: np.ndarray
    at: np.ndarray


def bags(lists: Sequence[Sequence[int]]) -> Bags:
    """The lists of pieces, none of them empty, as flat arrays."""
    at = np.concatenate(([0], np.cumsum([len(ids) for ids in lists]))).astype(np.int64)
    return Bags(np.fromiter(chain.from_iterable(lists), np.int32, int(at[-1])), at)


def contrast(one: np.ndarray, other: np.ndarray, meaning: np.ndarray, temperature: float) -> tuple[float, np.ndarray, np.ndarray]:
    """The symmetric in-batch contrastive loss (Henderson et al. 2017) of rows that belong together, and its gradients by both sides.

    `one`, `other`: float32 (rows, dimensions), of any length: cosines are compared. Rows of one meaning are no negatives of each other.
    """
    (a, long), (b, wide) = _unit(one), _unit(other)
    chance = np.exp(_product(a, b.T) * np.float32(temperature) - np.float32(temperature))  # a cosine is at most one: nothing overflows
    own = _without_same(chance, meaning)
    rows, columns = chance.sum(axis=1), chance.sum(axis=0)
    loss = float(-np.log(own / rows).mean() - np.log(own / columns).mean()) / 2
    pull(chance, rows, columns, np.float32(temperature / (2 * len(a))))
    return loss, _through_unit(_product(chance, b), a, long), _through_unit(_product(chance.T, a), b, wide)


def _without_same(chance: np.ndarray, meaning: np.ndarray) -> np.ndarray:
    """Takes out, in place, what two different rows of one meaning would count; the diagonal."""
    own = chance.diagonal().copy()
    order = np.argsort(meaning, kind="stable")
    ends = np.flatnonzero(np.diff(meaning[order])) + 1
    for rows in np.split(order, ends):
        if len(rows) > 1:
            chance[np.ix_(rows, rows)] = 0
    np.fill_diagonal(chance, own)
    return own


def _unit(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    length = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return rows / length, length


def _through_unit(gradient: np.ndarray, unit: np.ndarray, length: np.ndarray) -> np.ndarray:
    """The gradient by rows before they were scaled to length one."""
    return (gradient - unit * (unit * gradient).sum(axis=1, keepdims=True)) / length


def _product(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Of matrices, by torch, which keeps to one thread within `encoder.one_thread`."""
    import torch

    return torch.mm(torch.from_numpy(one), torch.from_numpy(other)).numpy()


@kernel(fastmath=True)
def pull(chance: Any, rows: Any, columns: Any, scale: Any) -> None:
    """From e^(temperature (cosine - 1)) and its sums to the gradient of the loss by the cosines, in place."""
    for i in range(len(rows)):
        for j in range(len(columns)):
            chance[i, j] *= scale * (1 / rows[i] + 1 / columns[j])
        chance[i, i] -= 2 * scale


class Rows:
    """Piece vectors in training, float32 (pieces, dimensions), and what Adam remembers of them."""

    def __init__(self, vectors: np.ndarray):
        self.vectors = np.ascontiguousarray(vectors, np.float32).copy()
        self._gradient, self._mean, self._square = (np.zeros_like(self.vectors) for _ in range(3))
        self._touched, self._seen = np.empty(len(vectors), np.int32), np.zeros(len(vectors), np.bool_)
        self._used, self._steps = 0, 0

    def means(self, of: Bags, rows: np.ndarray) -> np.ndarray:
        """The mean vector of the pieces of these sentences, float32 (rows, dimensions)."""
        out = np.empty((len(rows), self.vectors.shape[1]), np.float32)
        mean_of(self.vectors, of.ids, of.at, rows, out)
        return out

    def give_back(self, of: Bags, rows: np.ndarray, gradient: np.ndarray) -> None:
        """Add the gradient of the sentences' means, float32 (rows, dimensions), to that of their pieces."""
        self._used = spread(gradient, of.ids, of.at, rows, self._gradient, self._seen, self._touched, self._used)

    def add(self, gradient: np.ndarray) -> None:
        """Add a gradient of all rows, float32 (rows, dimensions)."""
        self._gradient += gradient
        self._touched[:] = np.arange(len(self._touched))
        self._used = len(self._touched)

    def step(self, rate: float) -> None:
        """One step of Adam (Kingma & Ba 2015) on the pieces that were given a gradient; the others stay where they are."""
        self._steps += 1
        rate *= (1 - SECOND**self._steps) ** 0.5 / (1 - FIRST**self._steps)
        touched = self._touched[: self._used]
        adam(self.vectors, self._gradient, self._mean, self._square, touched, self._seen, np.float32(rate))
        self._used = 0


@kernel(fastmath=True)
def mean_of(vectors: Any, ids: Any, at: Any, rows: Any, out: Any) -> None:
    """The means of the vectors of the pieces of some sentences into the rows of `out`."""
    for k in range(len(rows)):
        first, last = at[rows[k]], at[rows[k] + 1]
        out[k] = 0
        for i in range(first, last):
            for d in range(out.shape[1]):
                out[k, d] += vectors[ids[i], d]
        part = np.float32(1 / max(last - first, 1))
        for d in range(out.shape[1]):
            out[k, d] *= part


@kernel(fastmath=True)
def spread(given: Any, ids: Any, at: Any, rows: Any, gradient: Any, seen: Any, touched: Any, used: int) -> int:
    """What `mean_of` gives back: each piece gets its part of its sentence's gradient; notes the pieces that were touched."""
    for k in range(len(rows)):
        first, last = at[rows[k]], at[rows[k] + 1]
        part = np.float32(1 / max(last - first, 1))
        for i in range(first, last):
            piece = ids[i]
            if not seen[piece]:
                seen[piece] = True
                touched[used] = piece
                used += 1
            for d in range(given.shape[1]):
                gradient[piece, d] += part * given[k, d]
    return used


@kernel(fastmath=True)
def adam(vectors: Any, gradient: Any, mean: Any, square: Any, touched: Any, seen: Any, rate: Any) -> None:
    """Move the touched rows; their gradients are zero again after it."""
    first, second, tiny = np.float32(FIRST), np.float32(SECOND), np.float32(TINY)
    one = np.float32(1)
    for k in range(len(touched)):
        row = touched[k]
        seen[row] = False
        for d in range(vectors.shape[1]):
            g = gradient[row, d]
            mean[row, d] = first * mean[row, d] + (one - first) * g
            square[row, d] = second * square[row, d] + (one - second) * g * g
            vectors[row, d] -= rate * mean[row, d] / (np.sqrt(square[row, d]) + tiny)
            gradient[row, d] = 0
