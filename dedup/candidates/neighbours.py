"""Nearest documents by vector in every other language: pairs that share no words.

Exact search in blocks, so that the result depends on no order and no seed. Only languages that are there cost time: a
collection of one language is not searched at all.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from dedup.candidates import vectors as encoded
from dedup.candidates.languages import UNKNOWN
from dedup.data import Candidates
from dedup.progress import Bar, Step, no_step

# A language of so many times another's documents does not look for neighbours there, but is looked through from there: each
# of 19,000 English texts would find its nearest among 400 German ones, which bring theirs and miss nothing.
LOPSIDED = 32
# Cosine below that of the nearest one: a translation stands out from what is behind it, and of several all are near. On news in eleven
# languages the three nearest are 64,000 pairs and bring .975 of the true ones, up to eight within .05 are 42,000 and bring .982.
WITHIN = 0.05


def find(
    vectors: np.ndarray, language: np.ndarray, short: np.ndarray, *, neighbours: int, step: Step = no_step
) -> Candidates:
    """Each document's nearest one in every other language that is not much smaller (see LOPSIDED), and up to `neighbours` WITHIN its reach.

    `vectors`: see `vectors.of`. `language`: int8 (documents,), see `languages.detect`. Documents of the unknown language are
    left out: the encoder has not learned it, so nearness there says nothing. `short`, bool: those that are looked through,
    but look for their neighbours elsewhere (see `rewordings`).
    """
    present = np.unique(language[language != UNKNOWN]).tolist()
    shown = np.any(vectors, axis=1)  # a text without pieces has a vector of zeros: no neighbours, and neighbour of none
    rows = {one: np.flatnonzero((language == one) & shown) for one in present}
    asking = {one: rows[one][~short[rows[one]]] for one in present}
    both = [(asking[a], rows[b]) for a in present for b in present if a != b and len(rows[a]) <= LOPSIDED * len(rows[b])]
    with step("translations", total=sum(len(one) for one, _ in both)) as bar:
        keys = [key for one, other in both for key in _between(vectors, one, other, neighbours, bar)]
    pairs = np.unique(np.concatenate(keys)) if keys else np.empty(0, np.int64)
    return Candidates(pairs // len(language), pairs % len(language), "neighbours")


def _between(vectors: np.ndarray, left: np.ndarray, right: np.ndarray, count: int, bar: Bar) -> Iterator[np.ndarray]:
    """Pair keys of each row of `left` with its nearest `count` rows of `right`."""
    for first in range(0, len(left), encoded.BLOCK):
        rows = left[first : first + encoded.BLOCK]
        yield encoded.pair_keys(rows, encoded.nearest(vectors, rows, right, count, within=WITHIN), len(vectors))
        bar.update(len(rows))
