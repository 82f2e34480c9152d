"""Half of a collected set is trained on: whole groups and stories, the same ones in any order."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.training import labelled
from dedup.training.labelled import LabelledSet
from dedup.training.unseen_half import trained

ROWS = [dict(gold=f"g{k // 2}", story=f"s{k // 4}") for k in range(800)]


def test_about_half_of_the_groups_are_trained_on():
    assert 0.4 < trained(ROWS).mean() < 0.6
    assert trained([dict(gold=f"g{k}") for k in range(800)]).mean() != trained(ROWS).mean()  # without stories by group


@given(st.permutations(range(40)))
def test_the_order_does_not_matter(order):
    assert trained([ROWS[k] for k in order]).tolist() == trained(ROWS[:40])[list(order)].tolist()


def test_a_group_is_whole_even_over_two_stories_and_so_is_a_story():
    rows = [*ROWS, *(dict(gold=f"g{k // 2}", story=f"other{k}") for k in range(0, 800, 8))]
    half = trained(rows)
    assert max(Counter(gold for gold, _ in {(row["gold"], bool(h)) for row, h in zip(rows, half, strict=True)}).values()) == 1
    story = Counter(story for story, _ in {(row["story"], bool(h)) for row, h in zip(ROWS, trained(ROWS), strict=True)})
    assert max(story.values()) == 1


def test_trees_learn_from_pairs_inside_the_trained_half_alone():
    left, right = np.triu_indices(4, 1)
    nothing = np.zeros(6, np.int8)
    one = LabelledSet("made", None, left, right, nothing, np.arange(4), "", np.zeros((6, 0)), {})
    part = labelled.shown(one._replace(trained=np.array([True, False, True, False])))
    assert (part.left.tolist(), part.right.tolist()) == ([0], [2])
    assert labelled.shown(one) is one
