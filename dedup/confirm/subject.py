"""What a text is about, in the words of its collection: those that stand often in it and in few other documents.

Two pages of one template agree in every word but the subject's. Weighed by term frequency and inverse document frequency (Salton &
Buckley 1988) the template counts for little, and the subject, which a page names in every other sentence, for much; as names are
often the same in every language, it tells between languages too.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from dedup.compiled import kernel
from dedup.confirm.documents import Documents

SAMPLE = 4096  # documents that words are counted in
SLOT_BITS = 22  # counters
PAIR = 2.0  # documents that a word of a pair stands in if it stands nowhere else
BACKGROUND = 64.0  # documents without the word that a collection counts as having besides, so that two texts alone tell something
HEAVIEST = 5  # terms that stand for the subject
SHARES = 2  # values that `agree` writes


class Counted(NamedTuple):
    """In how many of `documents` sampled ones a word or number of each slot stands, uint16 (2 ** SLOT_BITS,)."""

    words: np.ndarray
    documents: int


def counts(documents: Documents) -> Counted:
    """The words and the numbers of articles counted in a sample."""
    out, sampled = np.zeros(1 << SLOT_BITS, np.uint16), min(SAMPLE, len(documents.tokens))
    of_documents = (("vocabulary", "vocabulary_at"), ("codes", "code_at"), ("stems", "stem_at"))
    for values, at in of_documents:
        _count(getattr(documents, values)[: getattr(documents, at)[sampled]], out)
    return Counted(out, sampled)


def idf(values: np.ndarray, counted: Counted) -> np.ndarray:
    """The inverse document frequency of words or numbers in nats, beside the pair that has them; float32."""
    others = np.maximum(counted.words[values >> np.uint64(64 - SLOT_BITS)].astype(np.float64) - PAIR, 0.0)
    return np.log((counted.documents + BACKGROUND) / (others + 1.0)).astype(np.float32)


def terms(documents: Documents, rarity: np.ndarray, counted: Counted) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The weight of each entry of the vocabulary, float32; the length of each document's, float64; its HEAVIEST entries, int64.

    `rarity`: of each entry in the language at large, in nats: a word that is frequent there is no subject in a small collection.
    """
    weight = np.minimum(idf(documents.vocabulary, counted), rarity)
    length, heaviest = np.zeros(len(documents.tokens)), np.full((len(documents.tokens), HEAVIEST), -1)
    _terms(documents, weight, length, heaviest)
    return weight, length, heaviest


@kernel()
def _count(values: Any, out: Any) -> None:
    for value in values:
        slot = value >> np.uint64(64 - SLOT_BITS)
        if out[slot] < 65535:
            out[slot] += 1


@kernel()
def _terms(docs: Any, weight: Any, length: Any, heaviest: Any) -> None:
    for d in range(len(length)):
        first, last = docs.vocabulary_at[d], docs.vocabulary_at[d + 1]
        times = np.zeros(last - first)
        for k in range(docs.order_at[docs.sentence_at[d]], docs.order_at[docs.sentence_at[d + 1]]):
            times[np.searchsorted(docs.vocabulary[first:last], docs.order[k])] += 1
        for k in range(last - first):
            weight[first + k] *= 1 + np.log(max(1.0, times[k]))
            length[d] += weight[first + k] ** 2
        length[d] = np.sqrt(length[d])
        order = np.argsort(-weight[first:last], kind="mergesort")[: heaviest.shape[1]]
        heaviest[d, : len(order)] = first + order


@kernel()
def agree(docs: Any, weights: Any, a: int, b: int, out: Any) -> None:
    """Cosine of the terms of two documents, and the share of the heaviest that the other has, where that is less."""
    i, j, dot = docs.vocabulary_at[a], docs.vocabulary_at[b], 0.0
    while i < docs.vocabulary_at[a + 1] and j < docs.vocabulary_at[b + 1]:
        if docs.vocabulary[i] == docs.vocabulary[j]:
            dot += weights.terms[i] * weights.terms[j]
            i, j = i + 1, j + 1
        elif docs.vocabulary[i] < docs.vocabulary[j]:
            i += 1
        else:
            j += 1
    out[0] = dot / max(1e-9, weights.length[a] * weights.length[b])
    out[1] = min(_held(docs, weights, a, b), _held(docs, weights, b, a))


@kernel()
def _held(docs: Any, weights: Any, a: int, b: int) -> float:
    other = docs.vocabulary[docs.vocabulary_at[b] : docs.vocabulary_at[b + 1]]
    held, total = 0.0, 1e-9
    for k in weights.heaviest[a]:
        if k >= 0:
            total += weights.terms[k]
            place = np.searchsorted(other, docs.vocabulary[k])
            if place < len(other) and other[place] == docs.vocabulary[k]:
                held += weights.terms[k]
    return held / total
