"""Groups that would join by few judged pairs: more pairs are judged, and what they say counts."""

from __future__ import annotations

import numpy as np
import pytest

from dedup import cluster
from dedup.candidates import languages
from dedup.candidates.minhash import pack
from dedup.confirm import judge
from dedup.confirm.calibration.calibrated import INPUTS
from dedup.data import Judged
from dedup.run import Run
from dedup.settings import Settings

FERRY = (
    "The ferry to the island stops at noon on {}. Its crew of eleven asks for higher wages, and the harbour master has agreed to talks. "
    "Passengers with a season ticket may take the mail boat, which leaves from the northern pier and calls at both lighthouses on its way. "
    "Whoever has booked a car is asked to come to the office behind the fish market, where the fare is paid back without a fee. {}"
)
BRIDGE = "Engineers closed the old bridge on {} after cracks were found in two of its arches. Lorries take the road through the valley. {}"
ENDS = ("", "More follows.", "More will follow.", "More follows soon.")
TEXTS = [text.format("Friday", end) for text in (FERRY, BRIDGE) for end in ENDS]
SURE = {(a, b): 0.99 for first in (0, 4) for a in range(first, first + 4) for b in range(a + 1, first + 4)}


@pytest.fixture(scope="module")
def prepared() -> judge.Prepared:
    contents, rows = pack(TEXTS), np.arange(len(TEXTS))
    return judge.prepare(contents, rows[:-1], rows[1:], language=languages.detect(contents), run=Run())


def joined(prepared: judge.Prepared, pairs: dict[tuple[int, int], float]) -> tuple[Judged, list[int]]:
    left, right = np.array(sorted(pairs), np.int64).T
    probability = np.array([pairs[pair] for pair in sorted(pairs)])
    first = Judged(left, right, probability, [""] * len(pairs), np.full((len(pairs), len(INPUTS)), np.nan), INPUTS)
    more = judge.judge_joins(prepared, first, documents=len(TEXTS), run=Run(Settings(workers=1)))
    return more, cluster.group(len(TEXTS), more, threshold=0.5).group.tolist()


def test_one_wrong_pair_does_not_join_eight_texts(prepared):
    judged, groups = joined(prepared, SURE | {(0, 4): 0.9})
    assert groups == [0] * 4 + [4] * 4
    pairs = list(zip(judged.left.tolist(), judged.right.tolist(), strict=True))
    assert pairs == sorted(set(pairs)) and len(pairs) == 28
    assert all(judged.probability[pairs.index(pair)] == p for pair, p in (SURE | {(0, 4): 0.9}).items())


def test_versions_of_one_text_that_met_once_are_joined_by_what_the_others_say(prepared):
    halves = {pair: p for pair, p in SURE.items() if pair in ((0, 1), (2, 3)) or pair[0] >= 4}
    judged, groups = joined(prepared, halves | {(1, 2): 0.6})
    assert groups == [0] * 4 + [4] * 4
    assert len(judged.left) == len(halves) + 4


def test_where_nothing_joins_nothing_is_judged(prepared):
    judged, groups = joined(prepared, SURE)
    assert len(judged.left) == len(SURE) and groups == [0] * 4 + [4] * 4
