"""How much of a text is its own: what stands in many documents of a collection says little about any two of them.

Two pages of one template align line by line in what a hundred other pages also say. So each word run counts by how few documents
have it, and sentences by their runs. Copies of one text lower each other's runs all alike, which changes no share.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.candidates.minhash import shingles_of
from dedup.compiled import kernel
from dedup.confirm.documents import GRAM, Documents

SAMPLE = 4096  # documents that runs are counted in: a template of one page in a hundred is there forty times
SLOT_BITS = 22  # counters; the runs of so many documents of 500 words fill half of them, mostly with ones
FREE = 3.0  # documents beside these two that may have a run before it counts for less: versions of one text, not yet a template
SHARES = 5  # values that `shares` writes


def counts(documents: Documents) -> np.ndarray:
    """How many documents of a sample have a word 3-gram of each slot, uint16 (2 ** SLOT_BITS,)."""
    out = np.zeros(1 << SLOT_BITS, np.uint16)
    _count(documents.grams[: documents.gram_at[min(SAMPLE, len(documents.tokens))]], out)
    return out


def nothing() -> np.ndarray:
    """The same where two texts stand alone."""
    return np.zeros(1 << SLOT_BITS, np.uint16)


def own(documents: Documents, counts: np.ndarray) -> np.ndarray:
    """Mean weight of the word runs that begin in each sentence, float32 (sentences,) in 0 to 1; 1 for one in which none does."""
    out = np.ones(len(documents.lengths), np.float32)
    _own(documents, counts, out)
    return out


def runs(documents: Documents, counts: np.ndarray) -> np.ndarray:
    """The weight of all word 3-grams of each document, each once, float64 (documents,)."""
    out = np.zeros(len(documents.tokens))
    _sum(documents.grams, documents.gram_at, counts, out)
    return out


@kernel()
def _sum(grams: Any, at: Any, counts: Any, out: Any) -> None:
    for d in range(len(out)):
        for k in range(at[d], at[d + 1]):
            out[d] += _weight(grams[k], counts)


@kernel()
def _count(grams: Any, out: Any) -> None:
    for gram in grams:
        slot = gram >> np.uint64(64 - SLOT_BITS)
        if out[slot] < 65535:
            out[slot] += 1


@kernel()
def _weight(gram: Any, counts: Any) -> float:
    others = float(counts[gram >> np.uint64(64 - SLOT_BITS)]) - 2.0
    return FREE / max(FREE, others)


@kernel()
def _own(docs: Any, counts: Any, out: Any) -> None:
    one = np.empty(1, np.uint64)
    for d in range(len(docs.tokens)):
        end = docs.order_at[docs.sentence_at[d + 1]]
        for s in range(docs.sentence_at[d], docs.sentence_at[d + 1]):
            total, found = 0.0, 0
            for k in range(docs.order_at[s], min(docs.order_at[s + 1], end - GRAM + 1)):
                shingles_of(docs.order[k : k + GRAM], GRAM, GRAM, one)
                total += _weight(one[0], counts)
                found += 1
            if found:
                out[s] = total / found


@kernel()
def shares(docs: Any, weights: Any, a: int, b: int, vector: Any, links: Any, count: int, least: float, out: Any) -> None:
    """What two documents have in common of what is their own, into `out`, float64 (SHARES,).

    Share of the own text in links with a cosine of `least`, on the side where it is smaller and where it is larger; the same with
    each link counting by its cosine, of both sides; how much of the text is own, where it is less; the share of the own word
    runs of the one with fewer that the other has.
    """
    sides = np.zeros((2, 4))  # text in links, the same by cosine, own text, all text
    _sentences(docs, weights.own, a, sides[0])
    _sentences(docs, weights.own, b, sides[1])
    for k in range(count):
        i, ni, j, nj = links[k]
        cosine = vector[i : i + ni, j : j + nj].max()
        _link(docs, weights.own, docs.sentence_at[a] + i, ni, cosine, least, sides[0])
        _link(docs, weights.own, docs.sentence_at[b] + j, nj, cosine, least, sides[1])
    one, other = sides[0, 0] / max(1e-9, sides[0, 2]), sides[1, 0] / max(1e-9, sides[1, 2])
    out[0], out[1] = min(one, other), max(one, other)
    out[2] = (sides[0, 1] + sides[1, 1]) / max(1e-9, sides[0, 2] + sides[1, 2])
    out[3] = min(sides[0, 2] / max(1e-9, sides[0, 3]), sides[1, 2] / max(1e-9, sides[1, 3]))
    out[4] = _common(docs, weights.counts, a, b) / max(1e-9, min(weights.runs[a], weights.runs[b]))


@kernel()
def _sentences(docs: Any, own: Any, d: int, out: Any) -> None:
    for s in range(docs.sentence_at[d], docs.sentence_at[d + 1]):
        out[2] += docs.lengths[s] * own[s]
        out[3] += docs.lengths[s]


@kernel()
def _link(docs: Any, own: Any, first: int, sentences: int, cosine: float, least: float, out: Any) -> None:
    for s in range(first, first + sentences):
        if cosine >= least:
            out[0] += docs.lengths[s] * own[s]
        out[1] += docs.lengths[s] * own[s] * max(0.0, cosine)


@kernel()
def _common(docs: Any, counts: Any, a: int, b: int) -> float:
    """The weight of the word 3-grams that both documents have."""
    one, other = docs.grams[docs.gram_at[a] : docs.gram_at[a + 1]], docs.grams[docs.gram_at[b] : docs.gram_at[b + 1]]
    i, j, common = 0, 0, 0.0
    while i < len(one) and j < len(other):
        if one[i] == other[j]:
            common += _weight(one[i], counts)
            i, j = i + 1, j + 1
        elif one[i] < other[j]:
            i += 1
        else:
            j += 1
    return common
