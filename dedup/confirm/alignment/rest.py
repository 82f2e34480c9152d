"""What is left of two texts without what stands in both as it is, and whether the two rests are about one thing.

Two sentences with the year 2014 in them are alike by that year; without it, only translations still are. The same of two texts that have
one sentence of two in common: pages under one banner, mails above one disclaimer, programs under one licence. Two versions of a text
differ in sentences that are versions of each other.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.compiled import kernel
from dedup.confirm.alignment.answers import MOST

RESTS, LEFT = 2, 3  # values that `rests` and `left_over` write
NOTHING = 1e-6  # length of a vector that is none


@kernel()
def _rest(table: Any, loudness: Any, own: Any, others: Any, out: Any) -> float:
    """Add the vectors of the pieces that the other side does not have to `out`; returns the share of all loudness that they make."""
    left, total = 0.0, 0.0
    for piece in own:
        total += loudness[piece]
        at = np.searchsorted(others, piece)
        if at == len(others) or others[at] != piece:
            loud, vector = loudness[piece], table[piece]
            left += loud
            for k in range(len(out)):
                out[k] += loud * vector[k]
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
    one, other, both = 0.0, 0.0, 0.0
    for k in range(sums.shape[1]):
        one, other, both = one + sums[0, k] * sums[0, k], other + sums[1, k] * sums[1, k], both + sums[0, k] * sums[1, k]
    lengths = np.sqrt(one), np.sqrt(other)
    if lengths[0] > NOTHING and lengths[1] > NOTHING:
        out[0] = both / (lengths[0] * lengths[1])
    out[1] = min(of_left, of_right)


@kernel()
def left_over(docs: Any, a: int, b: int, vector: Any, links: Any, count: int, least: float, out: Any) -> None:
    """What is left of two documents without the sentences that both have, into `out`, float64 (LEFT,).

    The share of it in links with a cosine of `least`, on the side where that is less; the same of both sides by the cosine of each
    link; how much of the text it is, where that is less. Missing but for the last where a side has none: it stands in the other.
    """
    sides = np.zeros((2, 4))  # left in links, the same by cosine, left, all
    own, other = _alone(docs, a, b), _alone(docs, b, a)
    _lengths(docs, a, own, sides[0])
    _lengths(docs, b, other, sides[1])
    for k in range(count):
        i, ni, j, nj = links[k]
        cosine = vector[i : i + ni, j : j + nj].max()
        _link(docs.lengths[docs.sentence_at[a] :], own, i, ni, cosine, least, sides[0])
        _link(docs.lengths[docs.sentence_at[b] :], other, j, nj, cosine, least, sides[1])
    out[:] = np.nan
    if sides[0, 2] > 0 and sides[1, 2] > 0:
        out[0] = min(sides[0, 0] / sides[0, 2], sides[1, 0] / sides[1, 2])
        out[1] = (sides[0, 1] + sides[1, 1]) / (sides[0, 2] + sides[1, 2])
    out[2] = min(sides[0, 2] / max(1e-9, sides[0, 3]), sides[1, 2] / max(1e-9, sides[1, 3]))


@kernel()
def _alone(docs: Any, d: int, other: int) -> Any:
    """Which sentences of a document do not stand in the other one, bool (sentences,); those without words stand everywhere."""
    there = np.sort(docs.key[docs.sentence_at[other] : docs.sentence_at[other + 1]])
    first = docs.sentence_at[d]
    out = np.zeros(docs.sentence_at[d + 1] - first, np.bool_)
    for s in range(len(out)):
        key = docs.key[first + s]
        at = np.searchsorted(there, key)
        out[s] = key != 0 and (at == len(there) or there[at] != key)
    return out


@kernel()
def _lengths(docs: Any, d: int, alone: Any, out: Any) -> None:
    for s in range(len(alone)):
        length = docs.lengths[docs.sentence_at[d] + s]
        out[2] += length if alone[s] else 0.0
        out[3] += length


@kernel()
def _link(lengths: Any, alone: Any, first: int, sentences: int, cosine: float, least: float, out: Any) -> None:
    for s in range(first, first + sentences):
        if alone[s]:
            out[0] += lengths[s] if cosine >= least else 0.0
            out[1] += lengths[s] * max(0.0, cosine)
