"""The kernels behind the features: word and vector similarity of all sentences of two documents, alignment, counting.

Everything works on the flat arrays of `documents.Documents`; `a` and `b` are document rows there.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.compiled import kernel
from dedup.confirm import subject
from dedup.confirm.alignment.answers import answers, room
from dedup.confirm.alignment.rest import left_over, rests
from dedup.confirm.alignment.sentences import align
from dedup.confirm.alignment.sentences import gain as gain_of
from dedup.confirm.alignment.similarity import common, common_weight, of_two, one_language, similarities
from dedup.confirm.bits import equal_words, inside, of_document, of_links, shared, unlinked
from dedup.confirm.distinctive import shares
from dedup.confirm.facts import model_numbers
from dedup.confirm.facts.codes import told
from dedup.confirm.facts.compared import facts_compared

VECTOR_FLOOR, WORD_FLOOR, MIXED_FLOOR = 0.25, 0.10, 0.20  # similarity from which a link gains; from the prototype
LINKED = 0.40  # similarity from which a linked sentence counts as covered
FEWEST_FACTS = 3  # of the text with fewer, from which it counts that some agree: a year in both says next to nothing
LONG = 150  # tokens or pieces: six sentences. In two languages of which the encoder reads one badly their vectors tell few bits
LOG_LONG = float(np.log(LONG))
BASIC = 22  # features that need no look at the order of words; cohorts need no others


@kernel()
def _best(sim: Any, left: Any, right: Any) -> float:
    """Mean over both sides of each sentence's best similarity, weighted."""
    n, m = sim.shape
    rows, columns = 0.0, sim[0].copy()
    for i in range(n):
        top = sim[i, 0]
        for j in range(m):
            top = max(top, sim[i, j])
            columns[j] = max(columns[j], sim[i, j])
        rows += top * left[i]
    return (rows / left.sum() + (columns * right).sum() / right.sum()) / 2


@kernel()
def _mutual_run(sim: Any) -> Any:
    """How many sentences are mutually best and alike at all, and the longest rising run of them: of two single ones each is best."""
    n, m = sim.shape
    row, column, top = np.zeros(n, np.int64), np.zeros(m, np.int64), sim[0].copy()
    for i in range(n):
        for j in range(m):
            if sim[i, j] > sim[i, row[i]]:
                row[i] = j
            if sim[i, j] > top[j]:
                top[j], column[j] = sim[i, j], i
    tails, mutual, longest = np.empty(n, np.int64), 0, 0
    for i in range(n):
        if column[row[i]] == i and sim[i, row[i]] >= VECTOR_FLOOR:
            mutual += 1
            at = np.searchsorted(tails[:longest], row[i])
            tails[at] = row[i]
            longest = max(longest, at + 1)
    return mutual, longest


@kernel()
def _compared(keys: Any, at: Any, i: int, ni: int, j: int, nj: int) -> Any:
    """How many keys two runs of sentences have in common, and how many differ: one on each side."""
    if at[i] == at[i + ni] or at[j] == at[j + nj]:
        return 0, 0
    x, y = np.unique(keys[at[i] : at[i + ni]]), np.unique(keys[at[j] : at[j + nj]])
    same = common(x, y)
    return same, max(0, min(len(x), len(y)) - same)


@kernel()
def _in_links(docs: Any, a: int, b: int, sim: Any, links: Any, count: int, out: Any) -> None:
    """Share of each side's text in links; the facts and capitalised words that agree and that conflict there; facts told nowhere."""
    a0, b0 = docs.sentence_at[a], docs.sentence_at[b]
    out[:] = 0.0
    for k in range(count):
        i, ni, j, nj = links[k]
        if sim[i : i + ni, j : j + nj].max() < LINKED:
            continue
        out[0] += docs.lengths[a0 + i : a0 + i + ni].sum()
        out[1] += docs.lengths[b0 + j : b0 + j + nj].sum()
        same, differ, nowhere = facts_compared(docs, a, b, a0 + i, ni, b0 + j, nj)
        out[2] += same
        out[3] += differ
        out[6] += nowhere
        same, differ = _compared(docs.capitals, docs.capital_at, a0 + i, ni, b0 + j, nj)
        out[4] += same
        out[5] += differ
    out[0] /= docs.lengths[a0 : docs.sentence_at[a + 1]].sum()
    out[1] /= docs.lengths[b0 : docs.sentence_at[b + 1]].sum()


@kernel()
def links_of(docs: Any, weights: Any, a: int, b: int, links: Any, scores: Any) -> int:
    """The monotone alignment of two documents by the mixed similarity, each link with the greatest inside it."""
    whole = np.empty(BASIC)
    _whole_document(docs, weights.vocabulary, a, b, whole)
    together = one_language(docs, a, b, whole[0], whole[8])
    _, _, mixed, one_two, two_one = similarities(docs, weights.words, a, b, together)
    left = np.sqrt(docs.lengths[docs.sentence_at[a] : docs.sentence_at[a + 1]].astype(np.float64))
    right = np.sqrt(docs.lengths[docs.sentence_at[b] : docs.sentence_at[b + 1]].astype(np.float64))
    _, count = align(mixed, one_two, two_one, left, right, MIXED_FLOOR, links)
    for k in range(count):
        i, ni, j, nj = links[k]
        scores[k] = mixed[i, j] if ni + nj == 2 else one_two[i, j] if nj == 2 else two_one[i, j]
    return count


@kernel()
def _whole_document(docs: Any, vocabulary_weight: Any, a: int, b: int, out: Any) -> None:
    x, y = (
        docs.vocabulary[docs.vocabulary_at[a] : docs.vocabulary_at[a + 1]],
        docs.vocabulary[docs.vocabulary_at[b] : docs.vocabulary_at[b + 1]],
    )
    wx, wy = (
        vocabulary_weight[docs.vocabulary_at[a] : docs.vocabulary_at[a + 1]],
        vocabulary_weight[docs.vocabulary_at[b] : docs.vocabulary_at[b + 1]],
    )
    same, weight = common(x, y), common_weight(x, y, wx, 1)
    out[0] = same / max(1, len(x) + len(y) - same)
    out[1] = weight / max(1e-9, wx.sum() + wy.sum() - weight)
    out[10] = weight / max(1e-9, min(wx.sum(), wy.sum()))
    g, h = docs.grams[docs.gram_at[a] : docs.gram_at[a + 1]], docs.grams[docs.gram_at[b] : docs.gram_at[b + 1]]
    shared = common(g, h)
    out[8] = shared / max(1, min(len(g), len(h)))
    out[9] = shared / max(1, len(g) + len(h) - shared)
    f, e = docs.all_facts[docs.all_fact_at[a] : docs.all_fact_at[a + 1]], docs.all_facts[docs.all_fact_at[b] : docs.all_fact_at[b + 1]]
    (facts, digits), (there, digits_there) = told(f, e, False), told(e, f, False)
    facts, digits = min(facts, there), min(digits, digits_there)
    telling = min(len(f), len(e)) >= FEWEST_FACTS or (len(f) and len(e) and facts == 0)
    out[14], out[20] = (facts / (len(f) + len(e) - facts), np.log1p(digits)) if telling else (np.nan, np.nan)
    c, d = (
        docs.all_capitals[docs.all_capital_at[a] : docs.all_capital_at[a + 1]],
        docs.all_capitals[docs.all_capital_at[b] : docs.all_capital_at[b + 1]],
    )
    out[16] = common(c, d) / min(len(c), len(d)) if len(c) and len(d) else np.nan
    _lengths(docs.tokens[a], docs.tokens[b], out)


@kernel()
def _pieces(docs: Any, d: int) -> int:
    """How long a document is where languages differ: pieces are as many in all scripts, and tokens are letters in some."""
    pieces = docs.piece_at[docs.sentence_at[d + 1]] - docs.piece_at[docs.sentence_at[d]]
    return pieces if pieces else docs.tokens[d]


@kernel()
def _lengths(one: int, other: int, out: Any) -> None:
    shorter, longer = min(one, other), max(one, other)
    out[18], out[19] = np.log(max(1, shorter)), shorter / max(1, longer)


@kernel()
def measure(docs: Any, weights: Any, a: int, b: int, out: Any, links: Any) -> Any:
    """The first BASIC features of the pair (a, b) into `out`, its sentence links into `links`.

    Returns the number of links, the cosines of all sentences, and whether the two are compared as of one language.
    """
    _whole_document(docs, weights.vocabulary, a, b, out)
    together = one_language(docs, a, b, out[0], out[8])
    if not together:
        _lengths(_pieces(docs, a), _pieces(docs, b), out)
    if docs.sentence_at[a + 1] - docs.sentence_at[a] == 1 and docs.sentence_at[b + 1] - docs.sentence_at[b] == 1:
        count, vector = of_sentences(docs, weights.words, a, b, together, links, out)
    else:
        count, vector = of_runs(docs, weights.words, a, b, together, links, out)
    inside = np.empty(7)
    _in_links(docs, a, b, vector, links, count, inside)
    out[12], out[13] = min(inside[0], inside[1]), max(inside[0], inside[1])
    out[15] = inside[3] / (inside[2] + inside[3]) if inside[2] + inside[3] > 0 else np.nan
    out[21] = inside[6] / (inside[2] + inside[6]) if inside[2] + inside[6] > 0 else np.nan
    out[17] = inside[5] / (inside[4] + inside[5]) if inside[4] + inside[5] > 0 else np.nan
    return count, vector, together


@kernel()
def of_runs(docs: Any, weight: Any, a: int, b: int, together: bool, links: Any, out: Any) -> Any:
    """The features of the sentences of two documents into `out`, and their links; the number of links, and the cosines of all."""
    vector, word, mixed, one_two, two_one = similarities(docs, weight, a, b, together)
    n, m = mixed.shape
    left = np.sqrt(docs.lengths[docs.sentence_at[a] : docs.sentence_at[a + 1]].astype(np.float64))
    right = np.sqrt(docs.lengths[docs.sentence_at[b] : docs.sentence_at[b + 1]].astype(np.float64))
    total = left.sum() + right.sum()
    out[2], out[3] = _best(vector, left, right), _best(word, left, right)
    out[4] = gain_of(vector, left, right, VECTOR_FLOOR) / (total * (1 - VECTOR_FLOOR))
    out[5] = gain_of(word, left, right, WORD_FLOOR) / (total * (1 - WORD_FLOOR))
    gain, count = align(mixed, one_two, two_one, left, right, MIXED_FLOOR, links)
    out[6] = gain / (total * (1 - MIXED_FLOOR))
    mutual, run = _mutual_run(mixed)
    out[7], out[11] = run / min(n, m), mutual / min(n, m)
    return count, vector


@kernel()
def of_sentences(docs: Any, weight: Any, a: int, b: int, together: bool, links: Any, out: Any) -> Any:
    """The same of two documents of one sentence each, to the last bit, without what it takes to choose between several."""
    i, j = docs.sentence_at[a], docs.sentence_at[b]
    cosine, word, mixed = of_two(docs, weight, i, j, together)
    left, right = np.sqrt(np.float64(docs.lengths[i])), np.sqrt(np.float64(docs.lengths[j]))
    total = left + right
    out[2] = ((0.0 + cosine * left) / left + (cosine * right) / right) / 2
    out[3] = ((0.0 + word * left) / left + (word * right) / right) / 2
    out[4] = max(0.0, cosine - VECTOR_FLOOR) * total / (total * (1 - VECTOR_FLOOR))
    out[5] = max(0.0, word - WORD_FLOOR) * total / (total * (1 - WORD_FLOOR))
    gain = max(0.0, mixed - MIXED_FLOOR) * total
    out[6] = gain / (total * (1 - MIXED_FLOOR))
    out[7] = out[11] = 1.0 if mixed >= VECTOR_FLOOR else 0.0
    links[0, 0], links[0, 1], links[0, 2], links[0, 3] = 0, 1, 0, 1
    vector = np.empty((1, 1))
    vector[0, 0] = cosine
    return 1 if gain > 0.0 else 0, vector


@kernel()
def weigh(
    docs: Any, weights: Any, a: int, b: int, links: Any, count: int, vector: Any, together: bool, within: bool, kept: Any, out: Any,
) -> None:  # fmt: skip
    """The features of a pair that say how much evidence there is, and what differs inside its `links`, into `out`.

    Unless asked for what stands `within` links, features.WITHIN stay missing of two long texts of one language: laying their words out
    costs most of all. `kept`: see answers.room.
    """
    best, bits = of_links(docs, weights.order, a, b, vector, links, count)
    if together and not within and out[18] > LOG_LONG:
        out[24:32] = np.nan
    elif together:
        inside(docs, weights.order, a, b, links, count, out[24:32])
    else:
        out[24:31] = np.nan
        of_left = unlinked(docs, weights.order, a, b, 0, links, count) if docs.tokens[a] <= docs.tokens[b] else np.inf
        of_right = unlinked(docs, weights.order, b, a, 2, links, count) if docs.tokens[b] <= docs.tokens[a] else np.inf
        out[31] = min(of_left, of_right)
    out[32] = out[21] - out[30]
    out[33] = max(bits, shared(docs, weights.vocabulary, a, b)) if together else bits
    out[34], out[35] = bits, best
    answers(docs, weights, a, b, links, count, kept, out[36:40])
    least = min(of_document(docs, weights.order, a), of_document(docs, weights.order, b))
    out[40] = np.nan if np.isnan(out[31]) else max(0.0, 1.0 - out[31] / max(1e-9, least))
    out[41] = equal_words(docs, a, b)
    rests(docs, weights, a, b, out[42:44])
    shares(docs, weights, a, b, vector, links, count, LINKED, out[44:49])
    out[49] = model_numbers.agree(docs.codes, docs.code_at, weights.codes, a, b)
    out[50] = model_numbers.agree(docs.stems, docs.stem_at, weights.stems, a, b)
    subject.agree(docs, weights.terms, a, b, together, out[51:55])
    left_over(docs, a, b, vector, links, count, LINKED, out[55:58])


@kernel()
def measure_pairs(docs: Any, weights: Any, left: Any, right: Any, within: bool, out: Any) -> None:
    """`measure` for the pairs of `left` and `right`, into rows of `out`, and `weigh` where it has room for that."""
    most, kept = 0, room()
    for p in range(len(left)):
        a, b = left[p], right[p]
        most = max(most, docs.sentence_at[a + 1] - docs.sentence_at[a] + docs.sentence_at[b + 1] - docs.sentence_at[b])
    links = np.empty((most + 1, 4), np.int64)
    for p in range(len(left)):
        count, vector, together = measure(docs, weights, left[p], right[p], out[p], links)
        if out.shape[1] > BASIC:
            weigh(docs, weights, left[p], right[p], links, count, vector, together, within, kept, out[p])
