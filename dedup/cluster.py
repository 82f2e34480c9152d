"""From confirmed pairs to groups, and which document of a group stays.

Pairs join in falling probability. Two groups become one only if the judged pairs between them agree on average
(average linkage over what was judged, Sokal & Michener 1958, of log-odds), so one wrong pair between two groups cannot glue
them. The searches bring the pairs that look most alike, so where few of those between two groups were judged, they are the
wrong ones to ask: `unjudged` names others.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from dedup.compiled import kernel
from dedup.data import Clusters, Judged

# Mean log-odds, above those of the threshold, that the pairs between two groups must reach. Groups of several documents have to be
# surer, as all of them follow: that keeps two pages apart of which one was later merged into the other, and pages that fill in one
# form (precision of revisions .986 with 1.8, .997 with 2.19, for .01 of their recall). Measured at threshold .5 (F1): a mean
# of probabilities in place of a veto by any single pair below .1 lifts eleven languages from .953 to .993; a mean of log-odds lifts
# unseen revisions from .875 to .883 and thirty languages from .960 to .968: the first and the last version of a page, for which .1
# is little evidence, weigh less against the sure pairs between them than a probability does.
AGREEMENT, OF_SEVERAL = 0.2, 2.19
SURE = 3.0  # log-odds beyond this say no more, or one sure pair would outvote several in doubt

# What a pair below the threshold counts for: little where two texts have little in common, as versions far apart have, and twice as
# much as a confirmed pair where all sentences align and yet something speaks against. Measured: of unseen twins with other people
# half as many merge (F1 .85 to .93), and fewer of those with other facts, in any language.
UNALIKE, ALIGNED, ALIGNMENT = 0.5, 2.0, "aligned_mixed"

# Judged pairs that such a join rests on, if there are so many. Measured on revisions: with 16 precision rises from .948 to .992
# at .005 of recall, with 32 to .997, for 3 % more pairs to judge; with 4 nothing changes. The first round brings nearly all of
# it; it may lead to other joins, hence the second.
EVIDENCE, ROUNDS = 32, 2
MILLION = 1_000_000  # log-odds and weights are summed as whole millionths, so that no order of the sum rounds differently


class _Votes(NamedTuple):
    """Of some judged pairs: the sum of their weighted log-odds above the threshold, that of their weights, and their number."""

    total: int
    weight: int
    pairs: int

    def and_these(self, more: _Votes) -> _Votes:
        return _Votes(self.total + more.total, self.weight + more.weight, self.pairs + more.pairs)

    def reach(self, level: int) -> bool:
        """Whether the weighted mean is at least `level` millionths."""
        return self.total * MILLION >= level * self.weight


Between = dict[int, _Votes]  # for each neighbouring group, of the pairs between the two


class _Join(NamedTuple):
    """Some rows of two groups that became one, and how many pairs between the two were judged."""

    one: list[int]
    other: list[int]
    judged: int


class _Groups:
    """Union-find over rows that keeps what was judged between groups, and the joins that rest on few judged pairs.

    `sample` holds the EVIDENCE smallest rows of each group of several: as rows are in the order of digests, any others
    would do as well. `inside`: numbers of the pairs whose rows confirmed pairs connect. No others lie between groups that join, and of
    short texts, each a candidate of dozens of strangers, they are few.
    """

    def __init__(self, rows: int, judged: Judged, odds: np.ndarray, inside: np.ndarray):
        self._judged, self.parent, self._members = judged, list(range(rows)), dict[int, list[int]]()
        self.between: dict[int, Between] = {}
        self.sample: dict[int, list[int]] = {}
        self.thin: list[_Join] = []
        weight = _weight(judged, odds)
        columns = judged.left, judged.right, _millionths(odds * weight), _millionths(weight)
        for left, right, total, share in zip(*(values[inside].tolist() for values in columns), strict=True):
            self._add(left, right, _Votes(total, share, 1))

    def root(self, row: int) -> int:
        while self.parent[row] != row:
            self.parent[row] = self.parent[self.parent[row]]
            row = self.parent[row]
        return row

    def _add(self, one: int, other: int, more: _Votes) -> None:
        for a, b in ((one, other), (other, one)):
            known = self.between.setdefault(a, {}).get(b)
            self.between[a][b] = known.and_these(more) if known else more

    def join(self, one: int, other: int, *, least: int, several: int) -> None:
        """Make one group of two, unless the pairs between them stay below `least` millionths on average.

        `several`: the same for two groups of several documents, which do not join by one pair alone.
        """
        a, b = self.root(one), self.root(other)
        if a == b:
            return
        votes = self.between[a][b]
        if not votes.reach(several if votes.pairs > 1 and a in self.sample and b in self.sample else least):
            return
        if a in self.sample and b in self.sample and votes.pairs < EVIDENCE:
            self.thin.append(self._thin(a, b, votes.pairs))
        if len(self.between[a]) < len(self.between[b]):
            a, b = b, a
        self._unite(a, b)
        self.parent[b] = a
        for group, judged in self.between.pop(b).items():
            del self.between[group][b]
            if group != a:
                self._add(a, group, judged)

    def _thin(self, a: int, b: int, count: int) -> _Join:
        """A join of two groups of several: a single document belongs where its surest pair is, and that one is evidence enough.

        Of two samples of one length that of the group with more neighbours comes first: it says which pairs of them are asked for.
        """
        one, other = self.sample[a], self.sample[b]
        turned = len(one) == len(other) and self._neighbours(a) < self._neighbours(b)
        return _Join(*((other, one) if turned else (one, other)), count)

    def _unite(self, a: int, b: int) -> None:
        """Unite the members of two groups and their samples."""
        self.sample[a] = sorted([*self.sample.get(a, [a]), *self.sample.pop(b, [b])])[:EVIDENCE]
        self._members.setdefault(a, [a]).extend(self._members.pop(b, [b]))

    def _neighbours(self, group: int) -> int:
        """How many other groups have a judged pair with this one."""
        at, other = self._beside
        rows = (row for member in self._members[group] for row in other[at[member] : at[member + 1]].tolist())
        return len({self.root(row) for row in rows} - {group})

    @cached_property
    def _beside(self) -> tuple[np.ndarray, np.ndarray]:
        """Where the rows begin that each row was judged beside, and these rows."""
        row, other = (np.concatenate(sides) for sides in ((self._judged.left, self._judged.right), (self._judged.right, self._judged.left)))
        order = np.argsort(row, kind="stable")
        return np.searchsorted(row[order], np.arange(len(self.parent) + 1)), other[order]


def group(rows: int, judged: Judged, *, threshold: float) -> Clusters:
    """Groups of `rows` documents from the judged pairs at or above `threshold`; counts those that were refused.

    Each pair is judged at most once. A group is named by its smallest row.

    >>> pairs = Judged(np.array([0, 0, 1]), np.array([1, 2, 2]), np.array([0.9, 0.8, 0.01]), ["", "", ""], np.empty((3, 0)), ())
    >>> group(3, pairs, threshold=0.5)
    Clusters(group=array([0, 0, 2]), refused=1)
    """
    confirmed = np.flatnonzero(judged.probability >= threshold)
    groups = _grouped(rows, judged, confirmed, threshold=threshold)
    found = _smallest([groups.root(row) for row in range(rows)])
    return Clusters(found, int(np.count_nonzero(found[judged.left[confirmed]] != found[judged.right[confirmed]])))


def components(rows: int, judged: Judged, *, threshold: float) -> Clusters:
    """Groups of what pairs at or above `threshold` connect, whatever the others say: by wording alone, with millions of pairs."""
    confirmed = judged.probability >= threshold
    return Clusters(connected(rows, judged.left[confirmed], judged.right[confirmed]), 0)


def unjudged(rows: int, judged: Judged, *, threshold: float) -> tuple[np.ndarray, np.ndarray]:
    """Pairs that were not judged, of groups that would join by fewer than EVIDENCE judged ones: int64, left < right, sorted."""
    confirmed, wanted = np.flatnonzero(judged.probability >= threshold), list[tuple[int, int]]()
    inside = _inside(rows, judged, confirmed)
    known = set(zip(judged.left[inside].tolist(), judged.right[inside].tolist(), strict=True))
    for join in _grouped(rows, judged, confirmed, threshold=threshold).thin:
        wanted += islice((pair for pair in _across(join.one, join.other) if pair not in known), EVIDENCE - join.judged)
    left, right = np.array(sorted(wanted), np.int64).reshape(-1, 2).T
    return left, right


def _across(one: list[int], other: list[int]) -> Iterator[tuple[int, int]]:
    """Every pair of two lists of rows, smaller row first, in an order that takes turns on both sides."""
    few, many = sorted((one, other), key=len)
    for shift in range(len(many)):
        for i, row in enumerate(few):
            opposite = many[(i * len(many) // len(few) + shift) % len(many)]
            yield min(row, opposite), max(row, opposite)


def _grouped(rows: int, judged: Judged, confirmed: np.ndarray, *, threshold: float) -> _Groups:
    odds = _log_odds(judged.probability, threshold)
    groups, own = _Groups(rows, judged, odds, _inside(rows, judged, confirmed)), _millionths(odds)
    order = confirmed[np.lexsort((judged.right[confirmed], judged.left[confirmed], -judged.probability[confirmed]))]
    least, several = _millionths(np.array([AGREEMENT, OF_SEVERAL])).tolist()
    for k in order.tolist():
        groups.join(int(judged.left[k]), int(judged.right[k]), least=min(least, int(own[k])), several=several)
    return groups


def _inside(rows: int, judged: Judged, confirmed: np.ndarray) -> np.ndarray:
    """Numbers of the pairs whose two rows are connected by confirmed ones, int64."""
    part = connected(rows, judged.left[confirmed], judged.right[confirmed])
    return np.flatnonzero(part[judged.left] == part[judged.right])


def _log_odds(probability: np.ndarray, threshold: float) -> np.ndarray:
    """Log-odds above those of the threshold, at most SURE either way, float64."""
    known = np.clip(np.append(probability, threshold), 1 / MILLION, 1 - 1 / MILLION)
    odds = np.log(known / (1 - known))
    return np.clip(odds[:-1] - odds[-1], -SURE, SURE)


def _weight(judged: Judged, odds: np.ndarray) -> np.ndarray:
    """What each pair counts for, float64; all the same where it is not known how well their sentences align."""
    if ALIGNMENT not in judged.columns:
        return np.ones(len(odds))
    aligned = judged.features[:, judged.columns.index(ALIGNMENT)]
    return np.where(odds >= 0, 1.0, UNALIKE + ALIGNED * aligned)


def _millionths(values: np.ndarray) -> np.ndarray:
    return np.round(values * MILLION).astype(np.int64)


def connected(rows: int, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The smallest row that pairs connect each row with, int64 (rows,)."""
    parent = np.arange(rows)
    _join(parent, left, right)
    return parent


@kernel()
def _join(parent: Any, left: Any, right: Any) -> None:
    """Union-find: each row's parent becomes the smallest row of its group."""
    for k in range(len(left)):
        a, b = left[k], right[k]
        while parent[a] != a:
            parent[a] = parent[parent[a]]
            a = parent[a]
        while parent[b] != b:
            parent[b] = parent[parent[b]]
            b = parent[b]
        parent[max(a, b)] = min(a, b)
    for row in range(len(parent)):
        parent[row] = parent[parent[row]]


def _smallest(roots: list[int]) -> np.ndarray:
    """The smallest row of each row's group, int64."""
    _, number = np.unique(np.asarray(roots, np.int64), return_inverse=True)
    first = np.full(number.max(initial=-1) + 1, len(roots), np.int64)
    np.minimum.at(first, number, np.arange(len(roots)))
    return first[number]


def canonical(group: np.ndarray, preference: np.ndarray) -> np.ndarray:
    """The member of each row's group with the smallest preference, int64 (rows,); in a group no two are equal."""
    order = np.lexsort((preference, group))
    starts = np.flatnonzero(np.diff(group[order], prepend=-1))
    best = order[starts]
    return best[np.searchsorted(group[best], group)]
