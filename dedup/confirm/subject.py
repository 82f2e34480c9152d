"""What a text is about, in the words of its collection: those that stand often in it and in few other documents.

Two pages of one template agree in every word but the subject's. Weighed by term frequency and inverse document frequency (Salton &
Buckley 1988) the template counts for little, and the subject, which a page names in every other sentence, for much. Between languages
only words count that the collection uses in both: names, terms and code, which a translation keeps.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dedup.by_address import by_address
from dedup.candidates.languages import UNKNOWN
from dedup.candidates.postings import parts, stored
from dedup.compiled import kernel
from dedup.confirm.distinctive import SAMPLE, SLOT_BITS
from dedup.confirm.documents import Documents

PAIR = 2.0  # documents that a word of a pair stands in if it stands nowhere else
BACKGROUND = 64.0  # documents without the word that a collection counts as having besides, so that two texts alone tell something
HEAVIEST = 5  # terms that stand for the subject
FEWEST = 24  # documents from which the words of languages are known: of two texts, all that they share would be of both
BLOCK = 1024  # documents whose words are weighed at once
LANGUAGES = 64  # bits of a mask; UNKNOWN has the last one


class Counted(NamedTuple):
    """In how many of `documents` sampled ones a word or number of each slot stands, uint16 (2 ** SLOT_BITS,), and in what languages.

    `languages`: uint64 (2 ** SLOT_BITS,), a bit for each language of these documents.
    """

    words: np.ndarray
    languages: np.ndarray
    documents: int


@by_address
class Terms(NamedTuple):
    """Weights of words: `weight` of each entry of the vocabulary, float32, and the `languages` in which it stands, uint64.

    `documents`: of how many these are known.
    """

    weight: np.ndarray
    languages: np.ndarray
    documents: int


def counts(documents: Documents) -> Counted:
    """The words and the numbers of articles counted in a sample."""
    sampled = min(SAMPLE, len(documents.tokens))
    found = Counted(np.zeros(1 << SLOT_BITS, np.uint16), np.zeros(1 << SLOT_BITS, np.uint64), sampled)
    for values, at in (("vocabulary", "vocabulary_at"), ("codes", "code_at"), ("stems", "stem_at")):
        _count(getattr(documents, values), getattr(documents, at)[: sampled + 1], documents.language, found.words, found.languages)
    return found


def nothing() -> Counted:
    """What is known of words where two texts stand alone."""
    return Counted(np.zeros(1 << SLOT_BITS, np.uint16), np.zeros(1 << SLOT_BITS, np.uint64), 2)


def idf(values: np.ndarray, counted: Counted) -> np.ndarray:
    """The inverse document frequency of words or numbers in nats, beside the pair that has them; float32."""
    others = np.maximum(counted.words[values >> np.uint64(64 - SLOT_BITS)].astype(np.float64) - PAIR, 0.0)
    return np.log((counted.documents + BACKGROUND) / (others + 1.0)).astype(np.float32)


def terms(documents: Documents, rarity: np.ndarray, counted: Counted, *, folder: Path | None = None) -> Terms:
    """What the words of documents weigh.

    `rarity`: of each entry in the language at large, in nats: a word that is frequent there is no subject in a small collection.
    """
    shift, vocabulary = np.uint64(64 - SLOT_BITS), documents.vocabulary
    languages = stored((counted.languages[part >> shift] for part in parts(vocabulary)), np.uint64, folder, "weights-languages")
    cut = ((first, min(first + BLOCK, len(documents.tokens))) for first in range(0, len(documents.tokens), BLOCK))
    weight = stored((_weights(documents, rarity, counted, *some) for some in cut), np.float32, folder, "weights-terms")
    return Terms(weight, languages, counted.documents)


def _weights(documents: Documents, rarity: np.ndarray, counted: Counted, first: int, last: int) -> np.ndarray:
    """The weights of the vocabularies of documents first..last."""
    some = slice(*documents.vocabulary_at[[first, last]])
    weight = np.minimum(idf(documents.vocabulary[some], counted), rarity[some])
    _weigh(documents, first, last, weight)
    return weight


@kernel()
def _bit(language: int) -> Any:
    return np.uint64(1) << np.uint64(language % LANGUAGES)


@kernel()
def _count(values: Any, at: Any, language: Any, words: Any, languages: Any) -> None:
    for d in range(len(at) - 1):
        for value in values[at[d] : at[d + 1]]:
            slot = value >> np.uint64(64 - SLOT_BITS)
            if words[slot] < 65535:
                words[slot] += 1
            languages[slot] |= _bit(language[d])


@kernel()
def _weigh(docs: Any, first: int, last: int, weight: Any) -> None:
    """Term frequency, as a logarithm, into the weights of documents first..last."""
    begin = docs.vocabulary_at[first]
    for d in range(first, last):
        own = docs.vocabulary[docs.vocabulary_at[d] : docs.vocabulary_at[d + 1]]
        times = np.zeros(len(own))
        for k in range(docs.order_at[docs.sentence_at[d]], docs.order_at[docs.sentence_at[d + 1]]):
            times[np.searchsorted(own, docs.order[k])] += 1
        for k in range(len(own)):
            weight[docs.vocabulary_at[d] - begin + k] *= 1 + np.log(max(1.0, times[k]))


@kernel()
def agree(docs: Any, terms: Any, a: int, b: int, together: bool, out: Any) -> None:
    """Cosine of the terms of two documents, the share of the heaviest that the other has, where that is less, and what was exchanged.

    That is the heaviest term which the other lacks, where it weighs less: as a share of the text's length, and in nats. Of texts in two
    languages those words count that both have, or that the collection uses in the other's language; NaN where a side has none.
    """
    out[:] = np.nan
    x, y = docs.language[a], docs.language[b]
    all_count = x == y or (together and (x == UNKNOWN or y == UNKNOWN))
    if not all_count and terms.documents < FEWEST:
        return
    lengths, lacking, heavy = np.zeros(2), np.zeros(2), np.zeros((2, 2, HEAVIEST))
    dot = _compared(docs, terms, a, b, all_count, lengths, lacking, heavy)
    if lengths.min() == 0:
        return
    own, others = np.sqrt(lengths[0]), np.sqrt(lengths[1])
    out[0] = dot / (own * others)
    out[1] = min(heavy[0, 1].sum() / heavy[0, 0].sum(), heavy[1, 1].sum() / heavy[1, 0].sum())
    out[2], out[3] = min(lacking[0] / own, lacking[1] / others), lacking.min()


@kernel()
def _compared(docs: Any, terms: Any, a: int, b: int, all_count: bool, lengths: Any, lacking: Any, heavy: Any) -> float:
    """Dot product of the terms of two documents; of each its squared length, its heaviest term that the other lacks, its heaviest."""
    i, j, last, end, dot = docs.vocabulary_at[a], docs.vocabulary_at[b], docs.vocabulary_at[a + 1], docs.vocabulary_at[b + 1], 0.0
    to_left, to_right = _bit(docs.language[a]), _bit(docs.language[b])
    while i < last or j < end:
        if j == end or (i < last and docs.vocabulary[i] < docs.vocabulary[j]):
            if all_count or terms.languages[i] & to_right:
                _lacks(terms.weight[i], 0, lengths, lacking, heavy)
            i += 1
        elif i == last or docs.vocabulary[j] < docs.vocabulary[i]:
            if all_count or terms.languages[j] & to_left:
                _lacks(terms.weight[j], 1, lengths, lacking, heavy)
            j += 1
        else:
            dot += terms.weight[i] * terms.weight[j]
            lengths[0] += terms.weight[i] ** 2
            lengths[1] += terms.weight[j] ** 2
            _note(terms.weight[i], True, heavy[0])
            _note(terms.weight[j], True, heavy[1])
            i, j = i + 1, j + 1
    return dot


@kernel()
def _lacks(weight: float, side: int, lengths: Any, lacking: Any, heavy: Any) -> None:
    lengths[side] += weight**2
    lacking[side] = max(lacking[side], weight)
    _note(weight, False, heavy[side])


@kernel()
def _note(weight: float, held: bool, heavy: Any) -> None:
    """Put a term among the heaviest, the heaviest first: their weights, and the same again of those that the other text has."""
    at = HEAVIEST
    while at > 0 and weight > heavy[0, at - 1]:
        at -= 1
    if at < HEAVIEST:
        for k in range(HEAVIEST - 1, at, -1):
            heavy[0, k], heavy[1, k] = heavy[0, k - 1], heavy[1, k - 1]
        heavy[0, at], heavy[1, at] = weight, weight if held else 0.0
