"""Decide on candidate pairs: measure them, put the measurements beside the neighbourhood's, apply the calibrated model."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from dedup.confirm import cohort, features, labels
from dedup.confirm.calibrated import OTHER, SAME, Model
from dedup.confirm.documents import Documents, prepare, word_weights
from dedup.data import Judged
from dedup.encoder import Encoder


class Measured(NamedTuple):
    """Pairs of candidate documents with their raw and relative features; rows count within `documents`."""

    raw: np.ndarray
    relative: np.ndarray
    same_language: np.ndarray


def measure(
    documents: Documents, rarity: np.ndarray, left: np.ndarray, right: np.ndarray, pool: np.ndarray, *,
    priors: dict[str, cohort.Priors], cohort_size: int, workers: int,
) -> Measured:  # fmt: skip
    """Features of the pairs, and the same relative to cohorts drawn from the rows of `pool`."""
    weights = word_weights(documents, rarity)
    raw = features.of_pairs(documents, weights, left, right, workers=workers)
    gathered = cohort.gather(documents, weights, left, right, pool, size=cohort_size, workers=workers)
    same = documents.language[left] == documents.language[right]
    relative = np.empty((len(left), len(features.RELATIVE)))
    for kind, rows in ((SAME, same), (OTHER, ~same)):
        relative[rows] = cohort.relative(raw[rows], documents, left[rows], right[rows], gathered, priors[kind])
    return Measured(raw, relative, same)


def judge(
    texts: Callable[[np.ndarray], list[str]], left: np.ndarray, right: np.ndarray, *, language: np.ndarray, rarity: np.ndarray,
    encoder: Encoder, model: Model, threshold: float, cohort_size: int, cohort_sample: int, workers: int,
) -> Judged:  # fmt: skip
    """Probability and label of every candidate pair.

    `texts(rows)` gives the normalised texts of document rows; only those of candidates and of the cohort's sample are
    asked for. `left`, `right`: document rows, int64. `language`, `rarity`: of all documents, see their modules.
    """
    pool = cohort.sample(language, most=cohort_sample)
    rows = np.union1d(np.union1d(left, right), pool if len(left) else pool[:0])
    documents = prepare(texts(rows), encoder=encoder, language=language[rows])
    a, b = np.searchsorted(rows, left), np.searchsorted(rows, right)
    measured = measure(
        documents, rarity, a, b, np.searchsorted(rows, pool), priors=model.priors, cohort_size=cohort_size, workers=workers
    )
    probability = model.probability(*measured).round(6)
    names = labels.label(probability, measured.raw, measured.same_language, threshold=threshold)
    return Judged(left, right, probability, names, np.hstack((measured.raw, measured.relative)))
