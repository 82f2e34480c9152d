"""A small gradient-boosted model read from JSON: binary trees over features, NaN goes where training sent it."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numba import njit

from dedup.errors import ModelError


class Trees(NamedTuple):
    """All nodes of all trees in flat arrays: a leaf has feature -1 and its value in `threshold`."""

    roots: np.ndarray
    feature: np.ndarray
    threshold: np.ndarray
    below: np.ndarray
    above: np.ndarray
    missing_below: np.ndarray
    baseline: float


@lru_cache(maxsize=4)
def load(path: Path, features: tuple[str, ...]) -> Trees:
    """Read a model. Raises ModelError where the file is damaged or was made for other features."""
    try:
        stored = json.loads(path.read_text(encoding="utf8"))
        if tuple(stored["features"]) != features:
            raise ModelError("was made for other features", file=path, remedy="run `dedup train names` again")
        return Trees(
            np.array(stored["roots"], np.int64),
            np.array(stored["feature"], np.int64),
            np.array(stored["threshold"], np.float64),
            np.array(stored["below"], np.int64),
            np.array(stored["above"], np.int64),
            np.array(stored["missing_below"], np.bool_),
            float(stored["baseline"]),
        )
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"cannot be read: {error}", file=path, remedy="install the package again") from None


def probability(trees: Trees, rows: np.ndarray) -> np.ndarray:
    """The probability 0..1 of each row of features, float64."""
    return 1.0 / (1.0 + np.exp(-(_sums(*trees[:-1], np.ascontiguousarray(rows, np.float64)) + trees.baseline)))


@njit(cache=True, nogil=True)
def _sums(roots, feature, threshold, below, above, missing_below, rows):
    out = np.zeros(len(rows))
    for r in range(len(rows)):
        for root in roots:
            node = root
            while feature[node] >= 0:
                value = rows[r, feature[node]]
                down = missing_below[node] if np.isnan(value) else value <= threshold[node]
                node = below[node] if down else above[node]
            out[r] += threshold[node]
    return out
