"""Fit gradient-boosted trees and give them as JSON that `dedup.boosted` reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


def fit(
    rows: np.ndarray, same: np.ndarray, weight: np.ndarray, *, names: Sequence[str], trees: int, rate: float, leaves: int, fewest: int,
    seed: int, direction: Sequence[int] | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Boosted trees for the probability of `same` (0 or 1), from float64 rows (pairs, names) where NaN is missing.

    `fewest` rows stand behind each leaf. `direction`: for each column 1 where more of it never makes the probability
    smaller, -1 where it never makes it larger, 0 where it may do either.
    """
    from sklearn.ensemble import HistGradientBoostingClassifier

    model = HistGradientBoostingClassifier(
        max_iter=trees, learning_rate=rate, max_leaf_nodes=leaves, l2_regularization=1.0, min_samples_leaf=fewest, early_stopping=False,
        monotonic_cst=direction, random_state=seed,
    )  # fmt: skip
    known = np.where(np.isnan(rows).all(axis=0), 0.0, rows)  # a column without any value says nothing, and scikit-learn refuses it
    model.fit(known.astype(np.float64), same.astype(int), sample_weight=weight)
    return _flat([stage[0].nodes for stage in model._predictors], float(model._baseline_prediction.item()), names)


def _flat(trees: list[np.ndarray], baseline: float, names: Sequence[str]) -> dict[str, Any]:
    """scikit-learn's trees as flat lists, thresholds to six digits."""
    starts = np.cumsum([0, *(len(tree) for tree in trees)])
    nodes = np.concatenate(trees)
    shift = np.repeat(starts[:-1], np.diff(starts))
    leaf = nodes["is_leaf"].astype(bool)
    threshold = np.where(leaf, nodes["value"], nodes["num_threshold"])
    return {
        "features": list(names),
        "roots": starts[:-1].tolist(),
        "feature": np.where(leaf, -1, nodes["feature_idx"].astype(np.int64)).tolist(),
        "threshold": [float(f"{value:.6g}") for value in threshold],
        "below": np.where(leaf, 0, nodes["left"].astype(np.int64) + shift).tolist(),
        "above": np.where(leaf, 0, nodes["right"].astype(np.int64) + shift).tolist(),
        "missing_below": nodes["missing_go_to_left"].astype(int).tolist(),
        "baseline": baseline,
    }
