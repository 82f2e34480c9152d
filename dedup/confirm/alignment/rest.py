"""What is left of two short texts without the pieces that stand in both, and whether the two rests are about one thing.

Two sentences with the year 2014 in them are alike by that year; without it, only translations still are. The same of two texts that have
one sentence of two in common.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.compiled import kernel
from dedup.confirm.alignment.answers import MOST

RESTS = 2  # values that `rests` writes
NOTHING = 1e-6  # length of a vector that is none


@kernel()
def _rest(table: Any, loudness: Any, own: Any, others: Any, out: Any) -> float:
    """Add the vectors of the pieces that the other side does not have to `out`; returns the share of all loudness that they make."""
    left, total = 0.0, 0.0
    for piece in own:
        total += loudness[piece]
        at = np.searchsorted(others, piece)
        if at == len(others) or others[at] != piece:
            left += loudness[piece]
            for k in range(len(out)):
                out[k] += loudness[piece] * table[piece, k]
    return left / total if total else 0.0


@kernel()
def rests(docs: Any, weights: Any, a: int, b: int, out: Any) -> None:
    """Cosine of the rests of two documents, and the share that is left where it is less, into `out`, float64 (RESTS,).

    NaN for long documents and without pieces; the cosine also where a side has no rest.
    """
    out[:] = np.nan
    left = docs.pieces[docs.piece_at[docs.sentence_at[a]] : docs.piece_at[docs.sentence_at[a + 1]]]
    right = docs.pieces[docs.piece_at[docs.sentence_at[b]] : docs.piece_at[docs.sentence_at[b + 1]]]
    if len(left) * len(right) == 0 or len(left) * len(right) > MOST:
        return
    sums = np.zeros((2, weights.pieces.shape[1]))
    of_left = _rest(weights.pieces, weights.loudness, left, np.sort(right), sums[0])
    of_right = _rest(weights.pieces, weights.loudness, right, np.sort(left), sums[1])
    lengths = np.sqrt((sums[0] * sums[0]).sum()), np.sqrt((sums[1] * sums[1]).sum())
    if lengths[0] > NOTHING and lengths[1] > NOTHING:
        out[0] = (sums[0] * sums[1]).sum() / (lengths[0] * lengths[1])
    out[1] = min(of_left, of_right)
