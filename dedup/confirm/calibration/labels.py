"""What kind of pair it is, from its probability and its features.

near-duplicate: the same wording, edited. reworded: the same content in one language, in partly other words; of a sentence or two
in any other words. translation-variant: the same content in two languages, or worded independently in one. excerpt: the
shorter text stands in the longer one, which has much more. related: the same event, template or phrases with other content.
distinct: none of these.
"""

from __future__ import annotations

import numpy as np

from dedup.confirm.features import COLUMN
from dedup.data import DISTINCT, DUPLICATE_LABELS, EXCERPT, NEAR_DUPLICATE, RELATED, REWORDED, TRANSLATION_VARIANT

MERGED = DUPLICATE_LABELS
LABELS = (EXCERPT, NEAR_DUPLICATE, REWORDED, TRANSLATION_VARIANT, RELATED, DISTINCT)  # the first that holds
SAME_WORDING = 0.3  # 3-gram Jaccard of a text and its copy with every fifth word changed: .8 ** 3 / (2 - .8 ** 3) = .34
# Share of the smaller text's 3-grams from which texts have wording in common. Of 400 pairs of news that translators worded
# independently in English 15 % are near-duplicates by the line above, 30 % share this much, and 55 % less (.23 on average of
# these); of 400 in four other languages 25, 39 and 36 %. Of 400 pairs of revisions of a page 51 % are near-duplicates, 24 %
# excerpts, 10 % share this much. Words alone do not tell: independent wordings have a median of .56 of their vocabulary in common.
KEPT_WORDING = 1 / 3
FEW_TOKENS = 40  # a sentence or two, where nothing tells whether one was worded after the other or both after an original
EXCERPT_RATIO = 0.6  # an excerpt has at most this share of the whole's words
COVERED, UNCOVERED = 0.75, 0.7  # aligned share of the excerpt at least, of the whole at most
# Share of the excerpt's 3-grams from which it stands in the whole, whatever was aligned: with one word in eleven changed .9 ** 3 are left.
CONTAINED = 0.75
# Long texts are aligned in runs of sentences, where any two on one subject are alike. In one language an excerpt then shares at
# least half of its 3-grams: two books that have a fifth to two fifths in common share about as much.
LONG_TOKENS, CONTAINED_LONG = 4096, 0.5
RELATED_GRAMS = 0.08  # shared share of the shorter text's 3-grams from which two texts have phrases in common
RELATED_WORDS = 0.30  # the same by rarity-weighted words


def _contained(raw: np.ndarray, same_language: np.ndarray) -> np.ndarray:
    """Whether nearly all of the shorter text's wording stands in the longer one, bool (pairs,)."""
    return (raw[:, COLUMN["gram_containment"]] >= CONTAINED) & same_language


def _covered(raw: np.ndarray, same_language: np.ndarray) -> np.ndarray:
    """Whether the sentences of the shorter text are aligned with a part of the longer one, bool (pairs,)."""
    aligned = (raw[:, COLUMN["most_coverage"]] >= COVERED) & (raw[:, COLUMN["least_coverage"]] <= UNCOVERED)
    in_runs = same_language & (raw[:, COLUMN["log_length"]] >= np.log(LONG_TOKENS))
    return aligned & ~(in_runs & (raw[:, COLUMN["gram_containment"]] < CONTAINED_LONG))


def label(probability: np.ndarray, raw: np.ndarray, same_language: np.ndarray, *, threshold: float) -> list[str]:
    """The label of every pair; `raw` are its features, float64 (pairs, FEATURES)."""
    get = lambda name: raw[:, COLUMN[name]]  # noqa: E731
    duplicate = probability >= threshold
    excerpt = (get("length_ratio") <= EXCERPT_RATIO) & (_contained(raw, same_language) | _covered(raw, same_language))
    wording = (get("gram_jaccard") >= SAME_WORDING) & same_language
    kept = ((get("gram_containment") >= KEPT_WORDING) | (get("log_length") <= np.log(FEW_TOKENS))) & same_language
    phrases = (get("gram_containment") >= RELATED_GRAMS) | (get("rare_containment") >= RELATED_WORDS) | (probability >= 0.05)
    kinds = [duplicate & excerpt, duplicate & wording, duplicate & kept, duplicate, phrases]
    return [LABELS[k] for k in np.select(kinds, range(len(kinds)), len(kinds)).tolist()]
