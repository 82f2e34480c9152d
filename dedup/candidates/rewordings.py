"""Nearest passages by vector in any language, their own too: short texts in other words or another order, short translations.

What two short texts have in common may be too little for three words in a row, and too little to tell a language by: so
no language is asked for. Of single sentences in 30 languages, 20,000 of them, 99 % of the translations are among the eight
nearest of either; the three nearest in each language would be up to 90 pairs for the same share.

Up to EXACT passages are all compared. Of more, each looks through those that its cell is among the NEAR nearest of (an
inverted file, Jégou et al. 2011), so that cost grows with their number times the size of NEAR cells. Cells are the result of
k-means from fixed beginnings over rows in the order of their contents: neither the order of the input nor a seed matters.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dedup.candidates import cells
from dedup.candidates import vectors as encoded
from dedup.data import Candidates, Packed
from dedup.progress import Bar, Step, no_step

# Bytes of a short text: some 80 words of Latin letters, half as many of Cyrillic, 170 characters of Han. Longer texts are searched
# for rewordings by fewer neighbours: where 3-grams and other languages find nothing, one of the two nearest is it.
SHORT = 512
EXACT = 32_768  # passages up to which all are compared: half a TFLOP, some seconds


def find(vectors: np.ndarray, contents: Packed, *, neighbours: int, passage_neighbours: int, step: Step = no_step) -> Candidates:
    """Each short text's nearest `neighbours` among all passages, and `passage_neighbours` of a longer one up to PASSAGE bytes.

    `vectors`: see `vectors.of`; what has none there is nobody's neighbour.
    """
    size = contents.stop - contents.start
    rows = np.flatnonzero(np.any(vectors, axis=1) & (size <= encoded.PASSAGE))
    searches = cells.searches(vectors, rows) if len(rows) > EXACT else iter([(rows, rows)])
    keys = [np.empty(0, np.int64)]
    with step("rewordings", total=len(rows)) as bar:
        for asking, among in searches:
            is_short = size[asking] <= SHORT
            keys.extend(_keys(vectors, asking[is_short], among, neighbours, bar))
            keys.extend(_keys(vectors, asking[~is_short], among, passage_neighbours, bar))
    pairs = np.unique(np.concatenate(keys))
    return Candidates(pairs // max(len(size), 1), pairs % max(len(size), 1), "rewordings")


def short(contents: Packed) -> np.ndarray:
    """Which documents are short, bool (documents,)."""
    return contents.stop - contents.start <= SHORT


def _keys(vectors: np.ndarray, rows: np.ndarray, among: np.ndarray, count: int, bar: Bar) -> Iterator[np.ndarray]:
    for first in range(0, len(rows) if count else 0, encoded.BLOCK):
        some = rows[first : first + encoded.BLOCK]
        yield encoded.pair_keys(some, encoded.nearest(vectors, some, among, count), len(vectors))
        bar.update(len(some))
