"""One vector a document, and which of many are nearest to it: what the two searches by vector share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from dedup.candidates.languages import UNKNOWN, readable
from dedup.candidates.postings import stored
from dedup.compiled import kernel
from dedup.data import Packed
from dedup.encoder import Encoder, unit
from dedup.progress import NO_BAR, Bar, counted

BLOCK = 2048  # documents compared at once: 2048 x 2048 float32 are 16 MB
ENCODED = 128  # documents that are encoded at once, a second at most
READ = 4000  # characters of a document that make its vector; sentences, not this vector, decide later
# Bytes of a text in which rewordings are looked for. A passage of a dozen verses has 1,700 and news 2,000 to 4,000: the
# rewordings of news share three rare 3-grams (see shared_shingles), and encoding all of it would cost a fifth of a run.
PASSAGE = 2048
SCALE = np.float32(1e5)  # cosines are compared to five digits: the last bits depend on the machine
NONE = -1  # row of a neighbour that is not there


def of(
    contents: Packed, language: np.ndarray, *, encoder: Callable[[], Encoder], folder: Path | None = None, bar: Bar = NO_BAR
) -> np.ndarray:
    """Unit vectors of the documents that may be searched by vector, float32 (documents, dimensions); zeros for all others.

    These are passages of a script that the encoder reads and, where there are two known languages, all documents of a known
    one. The encoder is loaded only if there are any. With `folder` the vectors are mapped from a file there.
    """
    several = len(np.unique(language[language != UNKNOWN])) > 1
    wanted = passages(contents, language) | (several & (language != UNKNOWN))
    if np.count_nonzero(wanted) < 2:
        return np.zeros((contents.count, 1), np.float32)
    cut = (np.arange(first, min(first + ENCODED, contents.count)) for first in range(0, contents.count, ENCODED))
    parts = counted((_block(contents, rows, wanted[rows], encoder()) for rows in cut), bar, each=len)
    return stored((part.ravel() for part in parts), np.float32, folder, "vectors").reshape(contents.count, -1)


def _block(contents: Packed, rows: np.ndarray, wanted: np.ndarray, encoder: Encoder) -> np.ndarray:
    found = unit(encoder.encode([text[:READ] for text in contents.texts(rows[wanted])]))
    out = np.zeros((len(rows), found.shape[1]), np.float32)
    out[wanted] = found
    return out


def passages(contents: Packed, language: np.ndarray) -> np.ndarray:
    """Which documents are short enough for rewordings to be looked for, and of a script that the encoder reads, bool."""
    size = contents.stop - contents.start
    return (size > 0) & (size <= PASSAGE) & readable(contents, language)


def nearest(vectors: np.ndarray, rows: np.ndarray, among: np.ndarray, count: int, *, within: float = np.inf) -> np.ndarray:
    """The `count` rows of `among` (ascending) nearest to each of `rows`, int64; ties to the smaller row, NONE where there are fewer.

    No row is its own neighbour. `within`: those whose cosine is lower than the nearest one's by more are left out.
    """
    best = np.full((len(rows), count), NONE, np.int64)
    score = np.full((len(rows), count), -np.inf, np.float32)
    own = vectors[rows]
    for first in range(0, len(among) if count else 0, BLOCK):
        block = among[first : first + BLOCK]
        _keep_best(own @ vectors[block].T, rows, block, best, score)
    if count:
        best[score < score[:, :1] - within * SCALE] = NONE
    return best


def pair_keys(rows: np.ndarray, nearest: np.ndarray, documents: int) -> np.ndarray:
    """The pairs of each row with its neighbours as smaller * documents + larger, int64, sorted and unique."""
    one, other = np.repeat(rows, nearest.shape[1]), nearest.ravel()
    there = other != NONE
    one, other = one[there], other[there]
    return np.unique(np.minimum(one, other) * documents + np.maximum(one, other))


@kernel()
def _keep_best(cosines: Any, rows: Any, among: Any, best: Any, score: Any) -> None:
    """Put what of this block is nearer than the last of a row's best into its place."""
    last = best.shape[1] - 1
    for i in range(cosines.shape[0]):
        for j in range(cosines.shape[1]):
            if cosines[i, j] * SCALE < score[i, last] or among[j] == rows[i]:
                continue
            value, k = np.float32(round(cosines[i, j] * SCALE)), last
            if value <= score[i, last]:
                continue
            while k > 0 and score[i, k - 1] < value:
                score[i, k], best[i, k] = score[i, k - 1], best[i, k - 1]
                k -= 1
            score[i, k], best[i, k] = value, among[j]
