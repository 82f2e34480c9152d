"""How much evidence a pair rests on, in bits, and what of the shorter text it leaves unexplained.

A shared word is worth the information it carries, -log2 of the share of documents that use it; an aligned pair of sentences
what its cosine says: log2 of how much likelier it is between translations than between any two sentences.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.candidates.minhash import shingles_of
from dedup.compiled import kernel
from dedup.confirm.alignment.differences import (
    COMPARED,
    FIGURES,
    MATCHED,
    MISREAD,
    NAMES,
    OPPOSITES,
    ROOM,
    WORDS,
    compare,
)
from dedup.confirm.alignment.similarity import common, common_weight
from dedup.confirm.facts.compared import facts_compared

# Of held-out sentences of parallel/ in 29 languages beside their translation and beside any other: at a cosine of .26 both are as
# likely, at .43 the translation is 75 times as likely (99.9 % of the others are below), at .5 about 400 times; beyond, the
# few others that are as near are other translations.
EVEN_COSINE, BITS_PER_COSINE, MOST_OF_LINK = 0.26, 36.0, 12.0
CHOICE = 0.75  # of log2 of the sentences that a link could have chosen from: the order of the others leaves it fewer
LN2 = float(np.log(2.0))
GRAM = 3  # words of the shingles of documents.GRAM
INSIDE = 8  # values that `inside` writes


@kernel()
def of_cosine(cosine: float) -> float:
    """What the cosine of two aligned sentences says for their being translations, in bits, 0 to MOST_OF_LINK."""
    return min(max(0.0, (cosine - EVEN_COSINE) * BITS_PER_COSINE), MOST_OF_LINK)


@kernel()
def _of_words(docs: Any, weight: Any, first: int, last: int) -> float:
    """Information in the words of sentences first..last."""
    return weight[docs.order_at[first] : docs.order_at[last]].sum() / LN2


@kernel()
def of_document(docs: Any, weight: Any, d: int) -> float:
    """Information in the words of a document, each as often as it stands there."""
    return _of_words(docs, weight, docs.sentence_at[d], docs.sentence_at[d + 1])


@kernel()
def of_links(docs: Any, weight: Any, a: int, b: int, sim: Any, links: Any, count: int) -> Any:
    """The greatest cosine of a link, and the bits of all links, each at most what the words of its smaller side carry.

    The nearest of many sentences is near by chance, so that each link gives back the choice that it had, and all of them together where
    the first one stands: of two times 16 unrelated sentences some two have a cosine of .6.
    """
    best, bits = 0.0, 0.0
    a0, b0, choice = docs.sentence_at[a], docs.sentence_at[b], CHOICE * np.log2(max(sim.shape[0], sim.shape[1]))
    for k in range(count):
        i, ni, j, nj = links[k]
        cosine = sim[i : i + ni, j : j + nj].max()
        own = min(_of_words(docs, weight, a0 + i, a0 + i + ni), _of_words(docs, weight, b0 + j, b0 + j + nj))
        best, bits = max(best, cosine), bits + max(0.0, min(of_cosine(cosine), own) - choice)
    return best, max(0.0, bits - np.log2(min(sim.shape[0], sim.shape[1])))


@kernel()
def _in_links(docs: Any, d: int, side: int, links: Any, count: int) -> Any:
    """Which sentences of a document a link holds, bool (sentences,)."""
    linked = np.zeros(docs.sentence_at[d + 1] - docs.sentence_at[d], np.bool_)
    for k in range(count):
        linked[links[k, side] : links[k, side] + links[k, side + 1]] = True
    return linked


@kernel()
def _among(sorted_hashes: Any, one: Any) -> bool:
    at = np.searchsorted(sorted_hashes, one)
    return at < len(sorted_hashes) and sorted_hashes[at] == one


@kernel()
def unlinked(docs: Any, weight: Any, d: int, other: int, side: int, links: Any, count: int) -> float:
    """Bits of the sentences of a document that no link holds, but for those that stand in the other one as they are."""
    linked, first, bits = _in_links(docs, d, side, links, count), docs.sentence_at[d], 0.0
    there = np.sort(docs.key[docs.sentence_at[other] : docs.sentence_at[other + 1]])
    for s in range(len(linked)):
        if not linked[s] and not _among(there, docs.key[first + s]):
            bits += _of_words(docs, weight, first + s, first + s + 1)
    return bits


@kernel()
def _unexplained(docs: Any, weight: Any, d: int, other: int, linked: Any, told: Any) -> float:
    """Bits of the words of a document that are not told, stand in no 3-gram of the other, and, outside links, nowhere in it."""
    first, grams = docs.order_at[docs.sentence_at[d]], docs.grams[docs.gram_at[other] : docs.gram_at[other + 1]]
    words, one = docs.order[first : first + len(told)], np.empty(1, np.uint64)
    own = docs.grams[docs.gram_at[d] : docs.gram_at[d + 1]]
    for k in range(len(words) - GRAM + 1 if common(own, grams) else 0):
        if told[k : k + GRAM].all():
            continue
        shingles_of(words[k : k + GRAM], GRAM, GRAM, one)
        if _among(grams, one[0]):
            told[k : k + GRAM] = 1
    vocabulary, bits = docs.vocabulary[docs.vocabulary_at[other] : docs.vocabulary_at[other + 1]], 0.0
    for s in range(len(linked)):
        for k in range(docs.order_at[docs.sentence_at[d] + s], docs.order_at[docs.sentence_at[d] + s + 1]):
            if not told[k - first] and (linked[s] or not _among(vocabulary, docs.order[k])):
                bits += weight[k] / LN2
    return bits


@kernel()
def shared(docs: Any, vocabulary_weight: Any, a: int, b: int) -> float:
    """Bits of the words that two documents have in common, each word once."""
    x, y = docs.vocabulary_at[a], docs.vocabulary_at[a + 1]
    other = docs.vocabulary[docs.vocabulary_at[b] : docs.vocabulary_at[b + 1]]
    return common_weight(docs.vocabulary[x:y], other, vocabulary_weight[x:y], 1) / LN2


@kernel()
def equal_words(docs: Any, a: int, b: int) -> bool:
    """Whether two documents are the same words in the same order."""
    i, j = docs.order_at[docs.sentence_at[a]], docs.order_at[docs.sentence_at[b]]
    n = docs.order_at[docs.sentence_at[a + 1]] - i
    if n == 0 or n != docs.order_at[docs.sentence_at[b + 1]] - j:
        return False
    for k in range(n):  # noqa: SIM110 - a kernel knows no all()
        if docs.order[i + k] != docs.order[j + k]:
            return False
    return True


@kernel()
def inside(docs: Any, weight: Any, a: int, b: int, links: Any, count: int, out: Any) -> None:
    """What the links of two texts of one language hold, into `out`, float64 (INSIDE,).

    Share of the shorter's words that stand in the same order; of those the share in another reading; figures, names (log of 1 + their
    number) and words (bits) in whose place others stand; sentences turned round; share of the compared words that differ;
    bits of the shorter's words that are unexplained.
    """
    a0, b0, found = docs.sentence_at[a], docs.sentence_at[b], np.zeros(ROOM)
    left, right = np.zeros(docs.tokens[a], np.int64), np.zeros(docs.tokens[b], np.int64)
    for k in range(count):
        i, ni, j, nj = links[k]
        one, other = left[docs.order_at[a0 + i] - docs.order_at[a0] :], right[docs.order_at[b0 + j] - docs.order_at[b0] :]
        before = found[FIGURES]
        compare(docs, weight, a0 + i, ni, b0 + j, nj, one, other, found)
        # what is rounded, in other notation, or no fact of the content (facts/furniture.py) stands in no slot
        found[FIGURES] = min(found[FIGURES], before + facts_compared(docs, a, b, a0 + i, ni, b0 + j, nj)[1])
    told = found[MATCHED] + found[MISREAD]
    out[0] = found[MATCHED] / max(1, min(docs.tokens[a], docs.tokens[b]))
    out[1] = found[MISREAD] / told if told else np.nan
    out[2], out[3] = np.log1p(found[FIGURES]), np.log1p(found[NAMES])
    out[4], out[5] = found[WORDS], found[OPPOSITES]
    out[6] = max(0.0, 1 - found[MATCHED] / found[COMPARED]) if found[COMPARED] else np.nan
    of_left = _unexplained(docs, weight, a, b, _in_links(docs, a, 0, links, count), left) if docs.tokens[a] <= docs.tokens[b] else np.inf
    of_right = _unexplained(docs, weight, b, a, _in_links(docs, b, 2, links, count), right) if docs.tokens[b] <= docs.tokens[a] else np.inf
    out[7] = min(of_left, of_right)
