"""How alike the sentences of two documents are, each with each: by vectors, by words, and by the mean of both.

Works on the flat arrays of `documents.Documents`; `a` and `b` are document rows there.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.candidates.languages import UNKNOWN
from dedup.compiled import kernel
from dedup.confirm.words import LETTERS

# Share of the smaller document's word 3-grams in the other, and of the two vocabularies, from which two texts are of one language
# whatever was detected, as forms and lists may be of none. Of 16,590 pairs of translations none shares so much of the first, and
# 21 of the second.
ONE_WORDING = 0.2
# The same for texts of which one is of no known language: strangers in two languages share names and figures. Where both are in Latin
# letters, they are mostly lists and titles of one language: as translations two cameras with other numbers would be alike.
UNTOLD = 0.1
LEAST_NORM = 1e-12  # squared, of a sentence without words


@kernel()
def one_language(docs: Any, a: int, b: int, words: float, grams: float) -> bool:
    """Whether two texts are compared as of one language; `words`, `grams`: share of the words, and of the 3-grams, in common."""
    if max(words, grams) >= ONE_WORDING:
        return True
    if docs.language[a] != UNKNOWN and docs.language[b] != UNKNOWN:
        return docs.language[a] == docs.language[b]
    return words >= UNTOLD or (docs.latin[a] and docs.latin[b])


@kernel()
def of_one_language(docs: Any, left: Any, right: Any, words: Any, grams: Any) -> Any:
    """`one_language` of pairs of documents, bool (pairs,)."""
    out = np.empty(len(left), np.bool_)
    for k in range(len(left)):
        out[k] = one_language(docs, left[k], right[k], words[k], grams[k])
    return out


@kernel(fastmath=True)
def dot(a: Any, b: Any) -> float:
    """The dot product of two vectors of float32."""
    total = np.float32(0)
    for k in range(a.shape[0]):
        total += a[k] * b[k]
    return total


@kernel()
def common(a: Any, b: Any) -> int:
    """Values that two sorted arrays have in common."""
    i, j, same = 0, 0, 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            same += 1
            i += 1
            j += 1
        elif a[i] < b[j]:
            i += 1
        else:
            j += 1
    return same


@kernel()
def common_weight(a: Any, b: Any, weight: Any, power: int) -> float:
    """Sum of the weights (to this power) of the values that two sorted arrays have in common; weight goes with a."""
    i, j, total = 0, 0, 0.0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            total += weight[i] if power == 1 else weight[i] ** power
            i += 1
            j += 1
        elif a[i] < b[j]:
            i += 1
        else:
            j += 1
    return total


@kernel()
def vector_similarity(docs: Any, a: int, b: int, together: bool) -> Any:
    """Cosine of all sentences of two documents. Of those of the same words it is 1, whatever marks stand between.

    In two languages (not `together`) it is 0: what stands in both as it is, a banner, an instruction or a date, is no translation.
    A line of figures alone is like nothing but itself.
    """
    a0, b0, equal = docs.sentence_at[a], docs.sentence_at[b], 1.0 if together else 0.0
    out = np.zeros((docs.sentence_at[a + 1] - a0, docs.sentence_at[b + 1] - b0))
    spoken, other = _spoken(docs, a), _spoken(docs, b)
    for i in range(out.shape[0]):
        for j in range(out.shape[1]):
            if docs.key[a0 + i] == docs.key[b0 + j] and docs.key[a0 + i] != 0:
                out[i, j] = equal
            elif spoken[i] and other[j]:
                out[i, j] = dot(docs.vectors[a0 + i], docs.vectors[b0 + j])
    return out


@kernel()
def _spoken(docs: Any, d: int) -> Any:
    """Which sentences of a document have a word with a letter, bool (sentences,)."""
    first = docs.sentence_at[d]
    out = np.zeros(docs.sentence_at[d + 1] - first, np.bool_)
    for s in range(len(out)):
        out[s] = _is_spoken(docs, first + s)
    return out


@kernel()
def _is_spoken(docs: Any, s: int) -> bool:
    for k in range(docs.order_at[s], docs.order_at[s + 1]):  # noqa: SIM110 - a kernel knows no any()
        if docs.kind[k] & LETTERS:
            return True
    return False


@kernel()
def _word_dots(docs: Any, weight: Any, a: int, b: int) -> Any:
    """Dot products of the rarity-weighted word vectors of all sentences of a with all of b.

    Both are gone through once in the order of words; comparing each two sentences would cost ten times as much.
    """
    a0, b0 = docs.word_at[docs.sentence_at[a]], docs.word_at[docs.sentence_at[b]]
    n, m = docs.word_at[docs.sentence_at[a + 1]] - a0, docs.word_at[docs.sentence_at[b + 1]] - b0
    out = np.zeros((docs.sentence_at[a + 1] - docs.sentence_at[a], docs.sentence_at[b + 1] - docs.sentence_at[b]))
    i, j = 0, 0
    while i < n and j < m:
        word, other = docs.words[a0 + docs.by_word[a0 + i]], docs.words[b0 + docs.by_word[b0 + j]]
        if word < other:
            i += 1
        elif other < word:
            j += 1
        else:
            gain, first = weight[a0 + docs.by_word[a0 + i]] ** 2, j
            while i < n and docs.words[a0 + docs.by_word[a0 + i]] == word:
                j = first
                while j < m and docs.words[b0 + docs.by_word[b0 + j]] == word:
                    out[docs.in_sentence[a0 + i], docs.in_sentence[b0 + j]] += gain
                    j += 1
                i += 1
    return out


@kernel()
def _self_dots(docs: Any, weight: Any, d: int) -> Any:
    """Squared norms of a document's sentence word vectors, and dot products of neighbours."""
    first, last = docs.sentence_at[d], docs.sentence_at[d + 1]
    norm, following = np.empty(last - first), np.zeros(last - first)
    for s in range(first, last):
        x, w = docs.words[docs.word_at[s] : docs.word_at[s + 1]], weight[docs.word_at[s] : docs.word_at[s + 1]]
        norm[s - first] = common_weight(x, x, w, 2)
        if s + 1 < last:
            following[s - first] = common_weight(x, docs.words[docs.word_at[s + 1] : docs.word_at[s + 2]], w, 2)
    return norm, following


@kernel()
def of_two(docs: Any, weight: Any, i: int, j: int, together: bool) -> Any:
    """The similarity of two sentences that are documents: by vectors, by words and mixed; see `similarities`."""
    cosine, dots, k, m = 0.0, 0.0, docs.word_at[i], docs.word_at[j]
    if docs.key[i] == docs.key[j] and docs.key[i] != 0:
        cosine = 1.0 if together else 0.0
    elif _is_spoken(docs, i) and _is_spoken(docs, j):
        cosine = np.float64(dot(docs.vectors[i], docs.vectors[j]))
    while k < docs.word_at[i + 1] and m < docs.word_at[j + 1]:
        if docs.words[k] < docs.words[m]:
            k += 1
        elif docs.words[m] < docs.words[k]:
            m += 1
        else:
            dots += weight[k] ** 2
            k, m = k + 1, m + 1
    one, other = _inverse_length(docs, weight, i), _inverse_length(docs, weight, j)
    words, meaning = 0.5 if together else 0.0, 0.5 if together else 1.0
    return cosine, dots * (one * other), meaning * cosine + words * dots * one * other


@kernel()
def _inverse_length(docs: Any, weight: Any, s: int) -> float:
    """One over the length of a sentence's vector of words."""
    x = docs.words[docs.word_at[s] : docs.word_at[s + 1]]
    return 1.0 / np.sqrt(max(common_weight(x, x, weight[docs.word_at[s] : docs.word_at[s + 1]], 2), LEAST_NORM))


@kernel()
def _inverse(norm: Any, following: Any) -> Any:
    """One over the length of each sentence's vector, and of it and the next one together; from squared norms and dot products."""
    one, two = np.empty(len(norm)), np.empty(len(norm))
    for k in range(len(norm)):
        one[k] = 1.0 / np.sqrt(max(norm[k], LEAST_NORM))
        both = norm[k] + norm[min(k + 1, len(norm) - 1)] + 2 * following[k]
        two[k] = 1.0 / np.sqrt(max(both, LEAST_NORM))
    return one, two


@kernel()
def similarities(docs: Any, weight: Any, a: int, b: int, together: bool) -> Any:
    """Sentence similarity by vectors, by words and mixed, the mixed one also with two sentences joined on a side.

    `together`: whether the two are of one language; other languages share no words.
    """
    a0, a1, b0, b1 = docs.sentence_at[a], docs.sentence_at[a + 1], docs.sentence_at[b], docs.sentence_at[b + 1]
    vector, word = vector_similarity(docs, a, b, together), _word_dots(docs, weight, a, b)
    one_a, two_a = _inverse(*_self_dots(docs, weight, a))
    one_b, two_b = _inverse(*_self_dots(docs, weight, b))
    _, next_a = _inverse(np.ones(a1 - a0), docs.next_dot[a0:a1].astype(np.float64))
    _, next_b = _inverse(np.ones(b1 - b0), docs.next_dot[b0:b1].astype(np.float64))
    n, m, words, meaning = a1 - a0, b1 - b0, 0.5 if together else 0.0, 0.5 if together else 1.0
    mixed, one_two, two_one = np.empty((n, m)), np.zeros((n, m)), np.zeros((n, m))
    for i in range(n):
        for j in range(m):
            mixed[i, j] = meaning * vector[i, j] + words * word[i, j] * one_a[i] * one_b[j]
            if j + 1 < m:
                by_words = (word[i, j] + word[i, j + 1]) * one_a[i] * two_b[j]
                one_two[i, j] = meaning * (vector[i, j] + vector[i, j + 1]) * next_b[j] + words * by_words
            if i + 1 < n:
                by_words = (word[i, j] + word[i + 1, j]) * two_a[i] * one_b[j]
                two_one[i, j] = meaning * (vector[i, j] + vector[i + 1, j]) * next_a[i] + words * by_words
    for i in range(n):
        for j in range(m):
            word[i, j] *= one_a[i] * one_b[j]
    return vector, word, mixed, one_two, two_one
