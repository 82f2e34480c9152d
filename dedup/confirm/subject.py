"""What a text is about, in the words of its collection: those that stand often in it and in few other documents.

Two pages of one template agree in every word but the subject's. Weighed by term frequency and inverse document frequency (Salton &
Buckley 1988) the template counts for little, and the subject, which a page names in every other sentence, for much. Between languages
only words count that the collection uses in several of them: names, terms and code, which a translation keeps.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from dedup.compiled import kernel
from dedup.confirm.distinctive import SAMPLE, SLOT_BITS
from dedup.confirm.documents import Documents

PAIR = 2.0  # documents that a word of a pair stands in if it stands nowhere else
BACKGROUND = 64.0  # documents without the word that a collection counts as having besides, so that two texts alone tell something
HEAVIEST = 5  # terms that stand for the subject
FEWEST = 24  # documents from which the words of several languages are known: of two texts, all that they share would be such
NONE, SEVERAL = -2, -3  # in place of a language: of a word that stands nowhere, and of one that stands in texts of two or more


class Counted(NamedTuple):
    """In how many of `documents` sampled ones a word or number of each slot stands, uint16 (2 ** SLOT_BITS,), and in what language.

    `language`: int8 (2 ** SLOT_BITS,), that of these documents, NONE or SEVERAL.
    """

    words: np.ndarray
    language: np.ndarray
    documents: int


class Terms(NamedTuple):
    """Weights of words: `weight` of each entry of the vocabulary, float32, and whether it stands in texts of several languages, bool.

    `length`: of each document's weights, float64 (documents, 2), and `heaviest` entries, int64 (documents, 2, HEAVIEST), -1 for none:
    of all words, and of those of several languages.
    """

    weight: np.ndarray
    several: np.ndarray
    length: np.ndarray
    heaviest: np.ndarray


def counts(documents: Documents) -> Counted:
    """The words and the numbers of articles counted in a sample."""
    sampled = min(SAMPLE, len(documents.tokens))
    found = Counted(np.zeros(1 << SLOT_BITS, np.uint16), np.full(1 << SLOT_BITS, NONE, np.int8), sampled)
    for values, at in (("vocabulary", "vocabulary_at"), ("codes", "code_at"), ("stems", "stem_at")):
        _count(getattr(documents, values), getattr(documents, at)[: sampled + 1], documents.language, found.words, found.language)
    return found


def nothing() -> Counted:
    """What is known of words where two texts stand alone."""
    return Counted(np.zeros(1 << SLOT_BITS, np.uint16), np.full(1 << SLOT_BITS, NONE, np.int8), 2)


def idf(values: np.ndarray, counted: Counted) -> np.ndarray:
    """The inverse document frequency of words or numbers in nats, beside the pair that has them; float32."""
    others = np.maximum(counted.words[values >> np.uint64(64 - SLOT_BITS)].astype(np.float64) - PAIR, 0.0)
    return np.log((counted.documents + BACKGROUND) / (others + 1.0)).astype(np.float32)


def terms(documents: Documents, rarity: np.ndarray, counted: Counted) -> Terms:
    """What the words of documents weigh.

    `rarity`: of each entry in the language at large, in nats: a word that is frequent there is no subject in a small collection.
    """
    several = counted.language[documents.vocabulary >> np.uint64(64 - SLOT_BITS)] == SEVERAL
    several &= counted.documents >= FEWEST
    size = len(documents.tokens)
    found = Terms(np.minimum(idf(documents.vocabulary, counted), rarity), several, np.zeros((size, 2)), np.full((size, 2, HEAVIEST), -1))
    _terms(documents, found)
    return found


@kernel()
def _count(values: Any, at: Any, language: Any, words: Any, of_language: Any) -> None:
    for d in range(len(at) - 1):
        for value in values[at[d] : at[d + 1]]:
            slot = value >> np.uint64(64 - SLOT_BITS)
            if words[slot] < 65535:
                words[slot] += 1
            if of_language[slot] == NONE:
                of_language[slot] = language[d]
            elif of_language[slot] != language[d]:
                of_language[slot] = SEVERAL


@kernel()
def _terms(docs: Any, terms: Any) -> None:
    for d in range(len(docs.tokens)):
        first, last = docs.vocabulary_at[d], docs.vocabulary_at[d + 1]
        own, several = terms.weight[first:last], terms.several[first:last]
        times = np.zeros(last - first)
        for k in range(docs.order_at[docs.sentence_at[d]], docs.order_at[docs.sentence_at[d + 1]]):
            times[np.searchsorted(docs.vocabulary[first:last], docs.order[k])] += 1
        for k in range(last - first):
            own[k] *= 1 + np.log(max(1.0, times[k]))
            terms.length[d, 0] += own[k] ** 2
            terms.length[d, 1] += own[k] ** 2 if several[k] else 0.0
        terms.length[d] = np.sqrt(terms.length[d])
        used = np.zeros(2, np.int64)
        for k in np.argsort(-own, kind="mergesort"):
            for which in range(2):
                if used[which] < HEAVIEST and (which == 0 or several[k]):
                    terms.heaviest[d, which, used[which]] = first + k
                    used[which] += 1
            if used[1] == HEAVIEST:
                break


@kernel()
def agree(docs: Any, terms: Any, a: int, b: int, together: bool, out: Any) -> None:
    """Cosine of the terms of two documents, and the share of the heaviest that the other has, where that is less.

    Unless they are compared as of one language (`together`), of the words of several languages alone; NaN where a side has none.
    """
    out[:] = np.nan
    which, dot, i, j = 0 if together else 1, 0.0, docs.vocabulary_at[a], docs.vocabulary_at[b]
    if terms.length[a, which] == 0 or terms.length[b, which] == 0:
        return
    while i < docs.vocabulary_at[a + 1] and j < docs.vocabulary_at[b + 1]:
        if docs.vocabulary[i] == docs.vocabulary[j]:
            dot += terms.weight[i] * terms.weight[j] if together or terms.several[i] else 0.0
            i, j = i + 1, j + 1
        elif docs.vocabulary[i] < docs.vocabulary[j]:
            i += 1
        else:
            j += 1
    out[0] = dot / (terms.length[a, which] * terms.length[b, which])
    out[1] = min(_held(docs, terms, a, b, which), _held(docs, terms, b, a, which))


@kernel()
def _held(docs: Any, terms: Any, a: int, b: int, which: int) -> float:
    other = docs.vocabulary[docs.vocabulary_at[b] : docs.vocabulary_at[b + 1]]
    held, total = 0.0, 1e-9
    for k in terms.heaviest[a, which]:
        if k >= 0:
            total += terms.weight[k]
            place = np.searchsorted(other, docs.vocabulary[k])
            if place < len(other) and other[place] == docs.vocabulary[k]:
                held += terms.weight[k]
    return held / total
