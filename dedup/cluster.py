"""From confirmed pairs to groups, and which document of a group stays.

Pairs join in falling probability (single linkage with a veto): a merge that would put two documents together which a
judged pair holds to be different is refused, so one wrong pair between two groups cannot glue them.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from dedup.data import Clusters, Judged

CONFIDENT = 0.1  # a pair at or below this probability contradicts a merge: the model is right in nine of ten such cases


class _Groups:
    """Union-find over rows that remembers which groups are held apart."""

    def __init__(self, rows: int):
        self.parent = np.arange(rows)
        self.apart: dict[int, set[int]] = defaultdict(set)

    def root(self, row: int) -> int:
        while self.parent[row] != row:
            self.parent[row] = self.parent[self.parent[row]]
            row = int(self.parent[row])
        return row

    def hold_apart(self, a: int, b: int) -> None:
        self.apart[a].add(b)
        self.apart[b].add(a)

    def join(self, a: int, b: int) -> bool:
        """Make one group of two; False if they are held apart. The smaller row becomes the root."""
        a, b = self.root(a), self.root(b)
        if a == b:
            return True
        if b in self.apart[a]:
            return False
        a, b = min(a, b), max(a, b)
        self.parent[b] = a
        for other in self.apart.pop(b, set()):
            self.apart[other].discard(b)
            self.hold_apart(a, other)
        return True


def group(rows: int, judged: Judged, *, threshold: float) -> Clusters:
    """Groups of `rows` documents from the judged pairs at or above `threshold`; counts the merges refused.

    >>> pairs = Judged(np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([0.9, 0.8, 0.01]), ["", "", ""], np.empty((3, 0)), ())
    >>> group(3, pairs, threshold=0.5)
    Clusters(group=array([0, 0, 2]), refused=1)
    """
    groups = _Groups(rows)
    for k in np.flatnonzero(judged.probability <= min(CONFIDENT, threshold / 2)):
        groups.hold_apart(int(judged.left[k]), int(judged.right[k]))
    confirmed = np.flatnonzero(judged.probability >= threshold)
    order = confirmed[np.lexsort((judged.right[confirmed], judged.left[confirmed], -judged.probability[confirmed]))]
    joined = [groups.join(int(judged.left[k]), int(judged.right[k])) for k in order]
    return Clusters(np.array([groups.root(row) for row in range(rows)], np.int64), joined.count(False))


def canonical(group: np.ndarray, preference: np.ndarray) -> np.ndarray:
    """The member of each row's group with the smallest preference, int64 (rows,); preferences are all different."""
    order = np.lexsort((preference, group))
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    best = order[starts]
    return best[np.searchsorted(group[best], group)]
