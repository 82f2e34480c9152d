"""Groups from judged pairs: the surest join first, and pairs that disagree on average stop a merge."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import cluster
from dedup.confirm import features
from dedup.data import Judged

Pairs = dict[tuple[int, int], float]


def judged(pairs: Pairs) -> Judged:
    left, right = np.array(list(pairs), np.int64).reshape(-1, 2).T
    return Judged(left, right, np.array(list(pairs.values()), float), [""] * len(pairs), np.empty((len(pairs), 0)), ())


def group(rows: int, pairs: Pairs, threshold: float = 0.5) -> tuple[list[int], int]:
    """For each row the smallest row of its group; and how many merges were refused."""
    found = cluster.group(rows, judged(pairs), threshold=threshold)
    return found.group.tolist(), found.refused


def test_pairs_at_the_threshold_join_and_those_below_do_not():
    assert group(4, {(0, 1): 0.5, (2, 3): 0.4999}) == ([0, 0, 2, 3], 0)


def test_without_pairs_every_document_is_alone():
    assert group(3, {}) == ([0, 1, 2], 0)
    assert group(0, {}) == ([], 0)


def test_a_chain_is_one_group():
    assert group(4, {(0, 1): 0.9, (1, 2): 0.6, (2, 3): 0.8}) == ([0, 0, 0, 0], 0)


def test_one_wrong_pair_does_not_glue_two_groups_together():
    """Rows 0 and 1 report one event, 2 and 3 another of the same template; 1 and 2 look alike, 0 and 3 surely differ."""
    groups = {(0, 1): 0.99, (2, 3): 0.98, (1, 2): 0.8}
    assert group(4, groups) == ([0, 0, 0, 0], 0)
    assert group(4, groups | {(0, 3): 0.02}) == ([0, 0, 2, 2], 1)


def test_the_surest_pair_wins_where_two_contradict_each_other():
    different = {(0, 2): 0.01}
    assert group(3, different | {(0, 1): 0.9, (1, 2): 0.8}) == ([0, 0, 2], 1)
    assert group(3, different | {(0, 1): 0.8, (1, 2): 0.9}) == ([0, 1, 1], 1)


def test_a_pair_in_doubt_is_no_reason_to_refuse():
    assert group(3, {(0, 1): 0.9, (1, 2): 0.9, (0, 2): 0.3}) == ([0, 0, 0], 0)


def test_many_pairs_outweigh_one():
    """Rows 0 to 2 are one text, 3 is another: one pair thinks otherwise, the two beside it do not."""
    one = {(0, 1): 0.99, (0, 2): 0.99, (1, 2): 0.99, (2, 3): 0.9}
    assert group(4, one | {(0, 3): 0.3, (1, 3): 0.3}) == ([0, 0, 0, 3], 1)
    assert group(4, one | {(0, 3): 0.6, (1, 3): 0.3}) == ([0, 0, 0, 0], 0)


def test_groups_of_several_have_to_be_surer_than_a_document_that_joins():
    two = {(0, 1): 0.99, (2, 3): 0.99, (0, 3): 0.4}
    assert group(4, two | {(0, 2): 0.8, (1, 3): 0.55})[0] == [0, 0, 2, 2]
    assert group(4, two | {(0, 2): 0.95, (1, 3): 0.8})[0] == [0, 0, 2, 2]
    assert group(4, two | {(0, 2): 0.95, (1, 3): 0.95, (0, 3): 0.75})[0] == [0, 0, 0, 0]
    assert group(3, {(0, 1): 0.99, (0, 2): 0.7, (1, 2): 0.41})[0] == [0, 0, 0]


def aligned(pairs: dict[tuple[int, int], tuple[float, float]]) -> Judged:
    """Pairs with their probability and how well their sentences align."""
    bare = judged({pair: p for pair, (p, _) in pairs.items()})
    return bare._replace(features=np.array([[share] for _, share in pairs.values()]), columns=(cluster.ALIGNMENT,))


def test_the_first_and_the_last_version_of_a_page_say_less_than_a_twin():
    """Rows 0 and 2 are unlike each other: as versions far apart they share little, as twins they align and yet differ."""
    chain = {(0, 1): (0.97, 0.9), (1, 2): (0.9, 0.8)}
    assert cluster.group(3, aligned(chain | {(0, 2): (0.15, 0.1)}), threshold=0.5).group.tolist() == [0, 0, 0]
    assert cluster.group(3, aligned(chain | {(0, 2): (0.15, 0.9)}), threshold=0.5).group.tolist() == [0, 0, 2]


def test_how_well_sentences_align_is_a_feature():
    assert cluster.ALIGNMENT in features.NAMES


def test_a_high_threshold_still_lets_the_surest_join():
    assert group(3, {(0, 1): 1.0, (1, 2): 0.99999, (0, 2): 0.9}, threshold=0.999)[0] == [0, 0, 2]
    assert group(3, {(0, 1): 1.0, (1, 2): 1.0, (0, 2): 1.0}, threshold=1.0)[0] == [0, 0, 0]


# -- pairs that nobody has judged, of joins that rest on few


def unjudged(rows: int, pairs: Pairs, threshold: float = 0.5) -> list[tuple[int, int]]:
    left, right = cluster.unjudged(rows, judged(pairs), threshold=threshold)
    return list(zip(left.tolist(), right.tolist(), strict=True))


TWO_OF_THREE: Pairs = {(0, 1): 0.99, (0, 2): 0.99, (1, 2): 0.99, (3, 4): 0.98, (3, 5): 0.98, (4, 5): 0.98, (2, 3): 0.92}


def test_two_groups_that_one_pair_joins_are_asked_about_all_others():
    across = [(a, b) for a in (0, 1, 2) for b in (3, 4, 5) if (a, b) != (2, 3)]
    assert unjudged(6, TWO_OF_THREE) == across
    assert group(6, TWO_OF_THREE)[0] == [0] * 6
    assert group(6, TWO_OF_THREE | dict.fromkeys(across, 0.1))[0] == [0, 0, 0, 3, 3, 3]
    assert group(6, TWO_OF_THREE | dict.fromkeys(across, 0.92))[0] == [0] * 6
    assert group(6, TWO_OF_THREE | dict.fromkeys(across, 0.88))[0] == [0, 0, 0, 3, 3, 3]


def test_groups_that_stay_apart_and_single_documents_are_asked_about_nothing():
    assert unjudged(6, TWO_OF_THREE | {(0, 5): 0.01}) == []
    assert unjudged(4, {(0, 1): 0.9, (0, 2): 0.9, (2, 3): 0.8}) == []
    assert unjudged(3, {}) == []


def test_large_groups_are_asked_about_a_few_that_take_turns():
    halves = [range(40), range(40, 80)]
    chains: Pairs = {(row, row + 1): 0.99 for half in halves for row in half[:-1]}
    asked = unjudged(80, chains | {(0, 79): 0.9})
    across = [(a, b) for a, b in asked if (a < 40) != (b < 40)]
    assert len(across) == cluster.EVIDENCE - 1
    assert max(Counter(row for pair in across for row in pair).values()) <= 2


@pytest.mark.parametrize("strangers, last", [({}, (0, 4)), ({(0, 6): 0.01, (1, 7): 0.01}, (0, 4)), ({(3, 6): 0.01, (4, 7): 0.01}, (1, 3))])
def test_of_two_groups_that_with_more_neighbours_takes_turns_first(monkeypatch, strangers: Pairs, last: tuple[int, int]):
    monkeypatch.setattr(cluster, "EVIDENCE", 5)
    assert set(unjudged(8, TWO_OF_THREE | strangers)) == {(0, 3), (1, 4), (2, 5), last}
    assert group(8, TWO_OF_THREE | strangers)[0] == [0] * 6 + [6, 7]


def test_neighbours_are_groups_however_many_of_their_rows_are_judged(monkeypatch):
    """Rows 6 and 7 are one group by then: one neighbour of rows 3 and 4, as row 8 is of row 0."""
    monkeypatch.setattr(cluster, "EVIDENCE", 5)
    strangers: Pairs = {(6, 7): 1.0, (3, 6): 0.01, (4, 7): 0.01, (0, 8): 0.01}
    assert set(unjudged(9, TWO_OF_THREE | strangers)) == {(0, 3), (1, 4), (2, 5), (0, 4)}


# -- against ten naive lines, and what holds for any pairs

PROBABILITIES = st.sampled_from([0.0, 0.04, 0.1, 0.11, 0.3, 0.5, 0.7, 0.9, 1.0])
ROWS = 8
EDGES = [(a, b) for b in range(ROWS) for a in range(b)]
PAIRS = st.dictionaries(st.sampled_from(EDGES), PROBABILITIES, max_size=len(EDGES))
THRESHOLDS = st.sampled_from([0.1, 0.5, 0.9, 1.0])


def naive(pairs: Pairs, threshold: float) -> tuple[list[int], int]:
    home = {row: {row} for row in range(ROWS)}
    odds = lambda p: math.log(min(max(p, 1e-6), 1 - 1e-6) / (1 - min(max(p, 1e-6), 1 - 1e-6)))  # noqa: E731
    above = {pair: min(max(odds(p) - odds(threshold), -cluster.SURE), cluster.SURE) for pair, p in pairs.items()}
    for (a, b), p in sorted(pairs.items(), key=lambda item: (-item[1], item[0])):
        if p < threshold or home[a] is home[b]:
            continue
        between = [o for (x, y), o in above.items() if (x in home[a] and y in home[b]) or (x in home[b] and y in home[a])]
        several = min(len(home[a]), len(home[b]), len(between)) > 1
        least = cluster.OF_SEVERAL if several else min(cluster.AGREEMENT, above[a, b])
        if sum(between) >= least * len(between) - 1e-5:
            merged = home[a] | home[b]
            home |= dict.fromkeys(merged, merged)
    return [min(home[row]) for row in range(ROWS)], sum(b not in home[a] for (a, b), p in pairs.items() if p >= threshold)


@given(PAIRS, THRESHOLDS)
def test_the_groups_are_those_of_the_naive_version(pairs, threshold):
    assert group(ROWS, pairs, threshold) == naive(pairs, threshold)


@given(PAIRS, st.randoms(use_true_random=False))
def test_the_order_of_the_pairs_changes_nothing(pairs, rng):
    shuffled = dict(rng.sample(list(pairs.items()), len(pairs)))
    assert group(ROWS, shuffled) == group(ROWS, pairs)


@given(st.lists(st.sampled_from(EDGES), unique=True), st.permutations(range(ROWS)))
def test_other_numbers_for_the_rows_give_the_same_groups(edges, number):
    pairs = {edge: (k + 1) / len(edges) for k, edge in enumerate(edges)}  # all different: what is surer decides, not the number
    renamed = {(min(number[a], number[b]), max(number[a], number[b])): p for (a, b), p in pairs.items()}
    before, after = group(ROWS, pairs)[0], group(ROWS, renamed)[0]
    together = [before[a] == before[b] for a, b in EDGES]
    assert together == [after[number[a]] == after[number[b]] for a, b in EDGES]


@given(PAIRS)
def test_a_confirmed_pair_is_together_unless_it_was_refused(pairs):
    groups, refused = group(ROWS, pairs)
    split = sum(groups[a] != groups[b] for (a, b), p in pairs.items() if p >= 0.5)
    assert split == refused
    assert all(smallest <= row and groups[smallest] == smallest for row, smallest in enumerate(groups))


@given(PAIRS, THRESHOLDS, st.randoms(use_true_random=False))
def test_asked_are_unknown_pairs_inside_the_groups_in_an_order_of_their_own(pairs, threshold, rng):
    asked = unjudged(ROWS, pairs, threshold)
    groups = group(ROWS, pairs, threshold)[0]
    assert asked == sorted(set(asked) - set(pairs))
    assert all(a < b and groups[a] == groups[b] for a, b in asked)
    assert asked == unjudged(ROWS, dict(rng.sample(list(pairs.items()), len(pairs))), threshold)


@given(st.lists(st.sampled_from(EDGES), unique=True))
def test_where_nothing_contradicts_groups_are_connected_components(edges):
    sure = dict.fromkeys(edges, 0.9)
    found = cluster.components(ROWS, judged(sure), threshold=0.5).group.tolist()
    assert found == group(ROWS, sure)[0] == naive(sure, 0.5)[0]


def test_components_are_what_confirmed_pairs_connect_whatever_the_others_say():
    pairs = judged({(0, 1): 0.6, (1, 2): 0.5, (0, 2): 0.1, (3, 4): 0.4})
    assert cluster.components(5, pairs, threshold=0.5).group.tolist() == [0, 0, 0, 3, 4]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=20), st.data())
def test_the_canonical_row_is_the_most_wanted_of_its_group(groups, data):
    preference = data.draw(st.permutations(range(len(groups))))
    best = cluster.canonical(np.array(groups), np.array(preference)).tolist()
    members = [[row for row, g in enumerate(groups) if g == mine] for mine in groups]
    assert best == [min(rows, key=lambda row: preference[row]) for rows in members]


def test_a_long_chain_costs_no_recursion():
    rows = 50_000
    chain = judged({(row, row + 1): 0.9 for row in range(rows - 1)})
    assert cluster.group(rows, chain, threshold=0.5).group.max() == 0


@pytest.mark.parametrize("centre", [0, 4_999])
def test_a_star_of_contradictions_keeps_every_leaf_from_its_centre(centre):
    """The bookkeeping of who is held apart follows the groups as they grow."""
    rows, leaves = 5_000, [row for row in range(5_000) if row != centre]
    pairs = {(a, b): 0.9 for a, b in zip(leaves, leaves[1:], strict=False)}
    pairs[min(centre, leaves[0]), max(centre, leaves[0])] = 0.01
    pairs[min(centre, leaves[-1]), max(centre, leaves[-1])] = 0.6
    groups, refused = group(rows, pairs)
    assert refused == 1 and groups[centre] == centre and len({groups[row] for row in leaves}) == 1
