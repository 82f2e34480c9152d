"""A small gradient-boosted model read from JSON: binary trees over features, NaN goes where training sent it.

All trees of a row are walked at once with bit masks (QuickScorer: Lucchese et al., SIGIR 2015): every node whose value
is above its threshold strikes out the leaves below it, and the first leaf left of each tree is the one a walk would
reach. Twice as fast as walking, the same sums to the last bit.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dedup.compiled import kernel
from dedup.errors import ModelError

MOST_LEAVES = 16  # of one tree: they are the bits of a mask


class Trees(NamedTuple):
    """The nodes of all trees, by feature and falling probability to be passed, and the leaves of each tree.

    Node i belongs to feature k where `starts[k] <= i < starts[k + 1]`; `masks[i]` keeps the leaves of tree `tree[i]`
    that a value above `threshold[i]` can still reach.
    """

    starts: np.ndarray
    threshold: np.ndarray
    tree: np.ndarray
    masks: np.ndarray
    up_if_missing: np.ndarray
    leaves: np.ndarray
    baseline: float


@lru_cache(maxsize=4)
def load(path: Path, features: tuple[str, ...]) -> Trees:
    """Read a model. Raises ModelError where the file is damaged or was made for other features."""
    try:
        stored = json.loads(path.read_text(encoding="utf8"))
        if tuple(stored["features"]) != features:
            raise ModelError("was made for other features", file=path, remedy="run `dedup train names` again")
        return tables(stored)
    except (OSError, ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise ModelError(f"cannot be read: {error}", file=path, remedy="install the package again") from None


def tables(stored: dict[str, Any]) -> Trees:
    """The flat lists of nodes that `training.boosting.fit` gives as QuickScorer's tables."""
    leaves = np.zeros((len(stored["roots"]), MOST_LEAVES))
    nodes: list[tuple[int, float, int, int, bool]] = []
    for number, root in enumerate(stored["roots"]):
        values = _walk(stored, root, number, nodes, 0)
        leaves[number, : len(values)] = values
    nodes.sort()
    feature, threshold, tree, masks, up = zip(*nodes, strict=True) if nodes else ([],) * 5
    starts = np.searchsorted(feature, np.arange(len(stored["features"]) + 1))
    arrays = (np.array(threshold, float), np.array(tree, np.int16), np.array(masks, np.uint16), np.array(up, np.bool_))
    return Trees(starts, *arrays, leaves, float(stored["baseline"]))


def _walk(stored: dict[str, Any], node: int, tree: int, nodes: list[tuple[int, float, int, int, bool]], first: int) -> list[float]:
    """The leaves under a node from left to right, of which the first has the number `first`; inner nodes are added."""
    if stored["feature"][node] < 0:
        return [stored["threshold"][node]]
    below = _walk(stored, stored["below"][node], tree, nodes, first)
    struck = ((1 << len(below)) - 1) << first
    up = not stored["missing_below"][node]
    nodes.append((stored["feature"][node], stored["threshold"][node], tree, (1 << MOST_LEAVES) - 1 - struck, up))
    return below + _walk(stored, stored["above"][node], tree, nodes, first + len(below))


def probability(trees: Trees, rows: np.ndarray) -> np.ndarray:
    """The probability 0..1 of each row of features, float64."""
    return 1.0 / (1.0 + np.exp(-(_sums(*trees[:-1], _FIRST_BIT, rows) + trees.baseline)))


_FIRST_BIT = np.array([0, *((number & -number).bit_length() - 1 for number in range(1, 1 << MOST_LEAVES))], np.uint8)


@kernel()
def _sums(starts: Any, threshold: Any, tree: Any, masks: Any, up_if_missing: Any, leaves: Any, first_bit: Any, rows: Any) -> Any:
    out = np.zeros(len(rows))
    left = np.empty(len(leaves), np.uint16)
    for r in range(len(rows)):
        left[:] = 0xFFFF
        for feature in range(len(starts) - 1):
            value = rows[r, feature]
            missing = np.isnan(value)
            for node in range(starts[feature], starts[feature + 1]):
                if threshold[node] >= value:
                    break
                if not missing or up_if_missing[node]:
                    left[tree[node]] &= masks[node]
        for number in range(len(leaves)):
            out[r] += leaves[number, first_bit[left[number]]]
    return out
