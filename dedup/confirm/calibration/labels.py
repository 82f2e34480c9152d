"""What kind of pair it is, from its probability and its features.

near-duplicate: the same wording, edited. translation-variant: the same content in other words, or in another language.
excerpt: the shorter text stands in the longer one, which has much more. related: the same event, template or phrases
with other content. distinct: none of these.
"""

from __future__ import annotations

import numpy as np

from dedup.confirm.features import COLUMN
from dedup.data import DISTINCT, DUPLICATE_LABELS, EXCERPT, NEAR_DUPLICATE, RELATED, TRANSLATION_VARIANT

MERGED = DUPLICATE_LABELS
SAME_WORDING = 0.3  # 3-gram Jaccard of a text and its copy with every fifth word changed: .8 ** 3 / (2 - .8 ** 3) = .34
EXCERPT_RATIO = 0.6  # an excerpt has at most this share of the whole's words
COVERED, UNCOVERED = 0.75, 0.7  # aligned share of the excerpt at least, of the whole at most
RELATED_GRAMS = 0.08  # shared share of the shorter text's 3-grams from which two texts have phrases in common
RELATED_WORDS = 0.30  # the same by rarity-weighted words


def label(probability: np.ndarray, raw: np.ndarray, same_language: np.ndarray, *, threshold: float) -> list[str]:
    """The label of every pair; `raw` are its features, float64 (pairs, FEATURES)."""
    get = lambda name: raw[:, COLUMN[name]]  # noqa: E731
    duplicate = probability >= threshold
    excerpt = (get("length_ratio") <= EXCERPT_RATIO) & (get("most_coverage") >= COVERED) & (get("least_coverage") <= UNCOVERED)
    wording = (get("gram_jaccard") >= SAME_WORDING) & same_language
    phrases = (get("gram_containment") >= RELATED_GRAMS) | (get("rare_containment") >= RELATED_WORDS) | (probability >= 0.05)
    kinds = [duplicate & excerpt, duplicate & wording, duplicate, phrases]
    return [str(x) for x in np.select(kinds, [EXCERPT, NEAR_DUPLICATE, TRANSLATION_VARIANT, RELATED], DISTINCT)]
