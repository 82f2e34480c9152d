"""Nearest documents by vector in every other language: pairs that share no words.

Exact search in blocks, so that the result depends on no order and no seed. Only languages that are there cost time: a
collection of one language is not encoded at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from dedup.candidates.languages import UNKNOWN
from dedup.candidates.postings import stored
from dedup.data import Candidates, Packed
from dedup.encoder import Encoder, unit

BLOCK = 2048  # documents compared at once: 2048 x 2048 float32 are 16 MB
READ = 4000  # characters of a document that make its vector; sentences, not this vector, decide later

# A language of so many times another's documents does not look for neighbours there, but is looked through from there: each
# of 19,000 English texts would find its three nearest among 400 German ones, which bring three each and miss nothing.
LOPSIDED = 32


def find(
    contents: Packed, language: np.ndarray, *, encoder: Callable[[], Encoder], neighbours: int, folder: Path | None = None
) -> Candidates:
    """Each document's nearest `neighbours` in every other language that is not much smaller (see LOPSIDED).

    `language`: int8 (documents,), see `languages.detect`. Documents of the unknown language are left out: the encoder has
    not learned it, so nearness there says nothing. The encoder is loaded only where there are two known languages.
    """
    present = np.unique(language[language != UNKNOWN]).tolist()
    if len(present) < 2:
        return Candidates(np.empty(0, np.int64), np.empty(0, np.int64), "neighbours")
    vectors = _vectors(contents, encoder(), folder)
    shown = np.any(vectors, axis=1)  # a text without pieces has a vector of zeros: no neighbours, and neighbour of none
    rows = {one: np.flatnonzero((language == one) & shown) for one in present}
    keys = [
        key
        for a in present
        for b in present
        if a != b and len(rows[a]) <= LOPSIDED * len(rows[b])
        for key in _between(vectors, rows[a], rows[b], neighbours)
    ]
    pairs = np.unique(np.concatenate(keys)) if keys else np.empty(0, np.int64)
    return Candidates(pairs // len(language), pairs % len(language), "neighbours")


def _vectors(contents: Packed, encoder: Encoder, folder: Path | None) -> np.ndarray:
    """The vectors of all documents, float32 (documents, dimensions), unit length, mapped from `folder` if one is given."""
    cut = (np.arange(first, min(first + BLOCK, contents.count)) for first in range(0, contents.count, BLOCK))
    parts = (unit(encoder.encode([text[:READ] for text in contents.texts(rows)])) for rows in cut)
    return stored((part.ravel() for part in parts), np.float32, folder, "vectors").reshape(contents.count, -1)


def _between(vectors: np.ndarray, left: np.ndarray, right: np.ndarray, count: int) -> Iterator[np.ndarray]:
    """Pair keys of each row of `left` with its nearest `count` rows of `right`."""
    for first in range(0, len(left), BLOCK):
        rows = left[first : first + BLOCK]
        nearest = _nearest(vectors, rows, right, count)
        a, b = np.repeat(rows, nearest.shape[1]), nearest.ravel()
        yield np.minimum(a, b) * len(vectors) + np.maximum(a, b)


def _nearest(vectors: np.ndarray, rows: np.ndarray, right: np.ndarray, count: int) -> np.ndarray:
    """The `count` rows of `right` nearest to each of `rows`, ties to the smaller row."""
    best = np.empty((len(rows), 0), np.int64)
    score = np.empty((len(rows), 0), np.float32)
    for first in range(0, len(right), BLOCK):
        block = right[first : first + BLOCK]
        score = np.hstack((score, (vectors[rows] @ vectors[block].T).round(5)))
        best = np.hstack((best, np.broadcast_to(block, (len(rows), len(block)))))
        order = np.argsort(-score, axis=1, kind="stable")[:, :count]
        score, best = np.take_along_axis(score, order, 1), np.take_along_axis(best, order, 1)
    return best
