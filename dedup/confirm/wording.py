"""Decide on candidate pairs by their wording alone, without looking at the texts again."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from dedup.data import NEAR_DUPLICATE, RELATED, Candidates, Judged


def judge(views: Sequence[Candidates], *, jaccard: float, minima: int, threshold: float) -> Judged:
    """Near-duplicates by MinHash alone: how probable it is that the true Jaccard reaches the threshold.

    The estimate from `minima` values is normal around the true Jaccard with variance J (1 - J) / minima (Broder 1997).
    """
    found = [view for view in views if view.jaccard is not None]
    left, right, estimate = (np.concatenate([v[i] for v in found] or [np.empty(0, np.int64)]) for i in (0, 1, 4))
    spread = np.sqrt(np.maximum(estimate * (1 - estimate), 1 / minima) / minima)
    probability = np.array([0.5 * (1 + math.erf(z / math.sqrt(2))) for z in (estimate - jaccard) / spread]).round(6)
    kinds = np.where(probability >= threshold, NEAR_DUPLICATE, RELATED).tolist()
    return Judged(left, right, probability, kinds, estimate[:, None], ("estimated_jaccard",))
