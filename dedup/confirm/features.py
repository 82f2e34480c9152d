"""The measurements of a pair. FEATURES names them in order; the calibrated model refuses to load for other names."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dedup.candidates.minhash import spread
from dedup.confirm import measure
from dedup.confirm.alignment import similarity
from dedup.confirm.documents import Documents
from dedup.confirm.weights import Weights
from dedup.data import SentenceLink
from dedup.progress import NO_BAR, Bar


class Feature(NamedTuple):
    """Name, what it measures, whether it also counts relative to the documents' neighbourhood (see calibration/cohort.py).

    `direction`: 1 if more of it never speaks against duplicates, -1 if never for them, 0 if it may do either.
    """

    name: str
    meaning: str
    relative: bool = False
    direction: int = 1


FEATURES = (
    Feature("word_jaccard", "share of the two vocabularies that is common", True),
    Feature("rare_word_jaccard", "the same with rare words weighing more", True),
    Feature("best_vector", "similarity of each sentence's vector to the most similar one opposite, averaged", True),
    Feature("best_words", "the same by rarity-weighted words", True),
    Feature("aligned_vector", "gain of the monotone sentence alignment by vectors, 0 to 1", True),
    Feature("aligned_words", "the same by rarity-weighted words", True),
    Feature("aligned_mixed", "the same by the mean of both", True),
    Feature("rising_run", "longest run of mutually best sentences in the same order, of the shorter's sentences", True),
    Feature("gram_containment", "share of the smaller document's word 3-grams that the other has", True),
    Feature("gram_jaccard", "share of the word 3-grams of both that is common"),
    Feature("rare_containment", "rarity-weighted share of the smaller vocabulary that the other has"),
    Feature("mutual", "mutually best sentence pairs, of the shorter's sentences"),
    Feature("least_coverage", "share of the text in aligned sentences, on the side where it is smaller"),
    Feature("most_coverage", "the same on the side where it is larger"),
    Feature("facts_agree", "numbers and dates common to both, of all; missing where one has none, or fewer than three that agree"),
    Feature("facts_conflict", "numbers and dates that differ inside aligned sentences, of those compared there", direction=-1),
    Feature("capitals_agree", "capitalised words common to both, of the smaller number; missing where one has none"),
    Feature("capitals_conflict", "capitalised words that differ inside aligned sentences, of those compared there", direction=-1),
    Feature("log_length", "logarithm of the shorter document's number of tokens; of pieces where languages differ", direction=0),
    Feature("length_ratio", "tokens of the shorter document over those of the longer; pieces where languages differ", direction=0),
    Feature("facts_shared", "logarithm of the digits of the numbers and dates common to both; missing as facts_agree is"),
    Feature("facts_conflict_throughout", "as facts_conflict, but what stands anywhere in the other text does not differ", direction=-1),
    Feature("names_agree", "people matched, in any spelling, of the fewer in aligned sentences; missing where one names none"),
    Feature("names_conflict", "people in whose place in aligned sentences somebody else stands, of those compared", direction=-1),
    Feature("in_order", "words of the shorter text that the other has in the same order in aligned sentences; missing in two languages"),
    Feature("misread", "of those, the share that only looks alike: misread, misspelt, split or joined", direction=0),
    Feature("figures_replaced", "logarithm of 1 + the places in aligned, nearly equal sentences where another figure stands", direction=-1),
    Feature("names_replaced", "the same for capitalised words", direction=-1),
    Feature("words_replaced", "bits of other words in such places", direction=-1),
    Feature("opposites", "aligned, nearly equal sentences that one side negates, or tells with the opposite word", direction=-1),
    Feature("words_differ", "words that differ inside aligned sentences, of those compared there", direction=0),
    Feature("unexplained_bits", "information in the words of the shorter text that nothing in the other answers to", direction=-1),
    Feature("facts_beyond_noise", "facts_conflict_throughout less words_differ: facts that differ where words do not", direction=-1),
    Feature("shared_bits", "information in common: in the words of one language, or that aligned vectors tell, whichever is more"),
    Feature("vector_bits", "what the vectors of aligned sentences tell, in bits"),
    Feature("best_link", "the greatest cosine of two aligned sentences"),
    Feature("answered_least", "pieces of the words that have one of the same meaning opposite, where that is less; of short texts"),
    Feature("answered_most", "the same on the side where it is more"),
    Feature("unanswered", "weight of the pieces that have none opposite, on the side where it is more", direction=-1),
    Feature("loudest_unanswered", "weight of the heaviest of them, of both sides", direction=-1),
    Feature("explained", "share of the shorter text's information that is not among unexplained_bits"),
    Feature("equal_words", "1 if both are the same words in the same order"),
    Feature("rest_vector", "cosine of what is left of two short texts without the pieces that both have"),
    Feature("rest_share", "how much of them that is, on the side where it is less", direction=0),
    Feature("own_least", "least_coverage of the text that few other documents have"),
    Feature("own_most", "the same on the side where it is larger"),
    Feature("own_vector", "share of that text in aligned sentences, each by its cosine"),
    Feature("own_share", "how much of the text that is, on the side where it is less", direction=0),
    Feature("own_runs", "share of the smaller document's word 3-grams that the other has, those of many documents counting less"),
    Feature("numbers_agree", "numbers of models and articles common to both, by idf, of the side with less; missing where one has none"),
    Feature("stems_agree", "the same without the letters at their ends"),
    Feature("subject", "cosine of the words of both by their idf in the collection; in two languages, of words known in both"),
    Feature("subject_kept", "share of the five heaviest of them that the other has, on the side where it is less"),
    Feature("exchanged", "the heaviest word that only one has, as a share of its subject, on the side where it is less", direction=-1),
    Feature("exchanged_weight", "the same in nats: what one text is about and the other never names, on both sides", direction=-1),
    Feature("left_least", "share of what is left without the sentences that both have in aligned sentences, where that is less"),
    Feature("left_vector", "the same of both sides, each sentence by its cosine"),
    Feature("left_share", "how much of the text that is, on the side where it is less", direction=0),
)
NAMES = tuple(f.name for f in FEATURES)
RELATIVE = tuple(i for i, f in enumerate(FEATURES) if f.relative)
COLUMN = {name: i for i, name in enumerate(NAMES)}
NAMED = [COLUMN["names_agree"], COLUMN["names_conflict"]]  # of some pairs alone: see judge.measure
# What of_pairs leaves out of long texts of one language unless it is asked for all: it costs more than all else together.
WITHIN = (*range(COLUMN["in_order"], COLUMN["facts_beyond_noise"] + 1), COLUMN["explained"])
CHUNK = 64  # pairs a task


def of_pairs(
    documents: Documents,
    word_weights: Weights,
    left: np.ndarray,
    right: np.ndarray,
    *,
    workers: int,
    bar: Bar = NO_BAR,
    columns: int = len(FEATURES),
    within: bool = True,
    out: np.ndarray | None = None,
) -> np.ndarray:
    """The features of every pair of document rows, float64 (pairs, columns); NaN where there is no evidence, and for NAMED.

    `columns`: all, or measure.BASIC of them. `within`: also WITHIN of long texts of one language. `out`: where they are written.
    """
    out = np.empty((len(left), columns)) if out is None else out

    def one(first: int) -> None:
        last = min(first + CHUNK, len(left))
        found = np.full((last - first, columns), np.nan)
        measure.measure_pairs(documents, word_weights, left[first:last], right[first:last], within, found)
        out[first:last] = found

    spread(one, len(left), workers=workers, chunk=CHUNK, bar=bar)
    return out


def of_one_language(documents: Documents, raw: np.ndarray, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Whether pairs of document rows are compared as of one language, bool (pairs,); `raw` are their features."""
    words, grams = (np.ascontiguousarray(raw[:, COLUMN[name]]) for name in ("word_jaccard", "gram_containment"))
    found: np.ndarray = similarity.of_one_language(documents, left, right, words, grams)
    return found


def links(documents: Documents, word_weights: Weights, left: int, right: int) -> tuple[SentenceLink, ...]:
    """The aligned sentences of two documents, in order; what the measurements of alignment rest on."""
    sizes = [int(documents.sentence_at[d + 1] - documents.sentence_at[d]) for d in (left, right)]
    found, scores = np.empty((sum(sizes) + 1, 4), np.int64), np.empty(sum(sizes) + 1)
    count = measure.links_of(documents, word_weights, left, right, found, scores)
    runs = [(tuple(range(i, i + n)), tuple(range(j, j + m))) for i, n, j, m in found[:count][::-1].tolist()]
    return tuple(SentenceLink(x, y, round(float(s), 4)) for (x, y), s in zip(runs, scores[:count][::-1], strict=True))
