"""Scores relative to the documents' neighbourhood: z = (score - median of the cohort) / its interquartile range."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.confirm import features
from dedup.confirm.calibration import cohort
from dedup.confirm.calibration.cohort import Cohort, Priors

EN, ZH, UNKNOWN = 0, 1, -1
WIDTH = len(features.RELATIVE)
PRIORS = Priors(np.full(WIDTH, 0.2), np.full(WIDTH, 0.1))


def documents(languages: list[int]) -> SimpleNamespace:
    """As much of Documents as the arithmetic looks at."""
    return SimpleNamespace(language=np.array(languages, np.int8), tokens=np.zeros(len(languages)))


def relative(score: float, gathered: Cohort, docs, *, left: int = 0, right: int = 1, group=None, priors: Priors = PRIORS) -> float:
    """The first relative feature of one pair whose raw features are all `score`."""
    raw = np.full((1, len(features.FEATURES)), score)
    groups = np.arange(len(docs.tokens)) if group is None else np.array(group)
    out = cohort.relative(raw, docs, np.array([left]), np.array([right]), gathered, priors, groups)
    assert out.shape == (1, WIDTH) and (out == out[0, 0]).all()
    return float(out[0, 0])


def cohorts(docs, scores: dict[tuple[int, int], dict[int, float]]) -> Cohort:
    """By (document, language): the members of its cohort and their scores."""
    entry_of = np.full((len(docs.tokens), 3), -1, np.int64)
    for k, (document, language) in enumerate(scores):
        entry_of[document, language] = k
    members = [list(found) for found in scores.values()]
    values = [[score] * WIDTH for found in scores.values() for score in found.values()]
    at = np.cumsum([0] + [len(m) for m in members])
    return Cohort(entry_of, at, np.array([m for found in members for m in found], np.int64), np.array(values, float).reshape(-1, WIDTH))


def shrunk(own: float, prior: float, members: int) -> float:
    """Mean of both, the prior counting for PRIOR_COUNT members."""
    return (members * own + cohort.PRIOR_COUNT * prior) / (members + cohort.PRIOR_COUNT)


def test_two_documents_alone_are_measured_by_the_priors():
    docs = documents([EN, EN])
    assert relative(0.5, cohort.none(docs), docs) == pytest.approx((0.5 - 0.2) / 0.1)
    assert relative(0.2, cohort.none(docs), docs) == 0


def test_the_more_members_the_less_the_priors_count():
    docs = documents([EN] * 40)
    for count in (1, 6, 30):
        same = {member: 0.4 for member in range(2, 2 + count)}
        found = relative(0.5, cohorts(docs, {(0, EN): same, (1, EN): same}), docs)
        median, spread = shrunk(0.4, 0.2, count), max(cohort.LEAST_RANGE, shrunk(0.0, 0.1, count))
        assert found == pytest.approx((0.5 - median) / spread)


def test_median_and_interquartile_range_of_the_cohort():
    docs = documents([EN] * 10)
    spread_out = {2: 0.1, 3: 0.2, 4: 0.3, 5: 0.4, 6: 0.5, 7: 0.6, 8: 0.7, 9: 0.8}
    found = relative(0.9, cohorts(docs, {(0, EN): spread_out, (1, EN): spread_out}), docs)
    assert found == pytest.approx((0.9 - shrunk(0.5, 0.2, 8)) / shrunk(0.7 - 0.3, 0.1, 8))


def test_the_document_with_the_denser_neighbourhood_decides():
    docs = documents([EN] * 8)
    dense, sparse = dict.fromkeys(range(2, 8), 0.6), dict.fromkeys(range(2, 8), 0.1)
    one = relative(0.7, cohorts(docs, {(0, EN): dense, (1, EN): sparse}), docs)
    assert one == pytest.approx(relative(0.7, cohorts(docs, {(0, EN): dense, (1, EN): dense}), docs))
    assert one < relative(0.7, cohorts(docs, {(0, EN): sparse, (1, EN): sparse}), docs)


def test_neither_the_partner_nor_its_copies_are_the_neighbourhood():
    docs = documents([EN] * 6)
    members = {1: 0.9, 2: 0.9, 3: 0.1, 4: 0.1, 5: 0.1}  # 1 is the partner, 2 its copy
    with_copies = cohorts(docs, {(0, EN): members, (1, EN): {0: 0.9, 3: 0.1, 4: 0.1, 5: 0.1}})
    without = cohorts(docs, {(0, EN): {3: 0.1, 4: 0.1, 5: 0.1}, (1, EN): {3: 0.1, 4: 0.1, 5: 0.1}})
    expected = relative(0.4, without, docs)
    assert relative(0.4, with_copies, docs, group=[0, 0, 0, 3, 4, 5]) == pytest.approx(expected)
    assert relative(0.4, with_copies, docs, group=[0, 1, 1, 3, 4, 5]) == pytest.approx(expected)  # of the partner's
    assert relative(0.4, with_copies, docs, group=[0, 1, 0, 3, 4, 5]) == pytest.approx(expected)  # of the document's own
    assert relative(0.4, with_copies, docs, group=[0, 1, 2, 3, 4, 5]) < expected  # an unknown copy stays in


def test_a_cohort_of_copies_alone_leaves_the_priors():
    docs = documents([EN] * 3)
    copies = cohorts(docs, {(0, EN): {1: 0.9, 2: 0.9}, (1, EN): {0: 0.9, 2: 0.9}})
    assert relative(0.5, copies, docs, group=[0, 0, 0]) == pytest.approx((0.5 - 0.2) / 0.1)


def test_each_document_is_measured_in_the_language_of_its_partner():
    docs = documents([EN, ZH, EN, ZH])
    found = cohorts(docs, {(0, EN): {2: 0.9}, (0, ZH): {3: 0.1}, (1, EN): {2: 0.1}, (1, ZH): {3: 0.9}})
    assert relative(0.5, found, docs) == pytest.approx((0.5 - shrunk(0.1, 0.2, 1)) / shrunk(0, 0.1, 1))


def test_an_unknown_language_has_a_cohort_of_its_own():
    docs = documents([EN, UNKNOWN, EN, UNKNOWN])
    found = cohorts(docs, {(0, UNKNOWN): {3: 0.6}, (0, EN): {2: 0.1}, (1, EN): {2: 0.1}})
    assert relative(0.5, found, docs) < relative(0.5, cohort.none(docs), docs)


def test_z_stays_within_bounds_also_where_all_neighbours_are_equal():
    docs = documents([EN] * 30)
    equal = cohorts(docs, {(k, EN): dict.fromkeys(range(2, 30), 0.3) for k in (0, 1)})
    no_spread = Priors(np.full(WIDTH, 0.3), np.zeros(WIDTH))
    assert relative(1.0, equal, docs, priors=no_spread) == cohort.HIGHEST
    assert relative(0.0, equal, docs, priors=no_spread) == cohort.LOWEST
    assert relative(0.31, equal, docs, priors=no_spread) == pytest.approx(0.01 / cohort.LEAST_RANGE)


SCORES = st.dictionaries(st.integers(2, 9), st.floats(0, 1, width=16), max_size=8)


@given(SCORES, SCORES, st.floats(0, 1))
def test_swapping_the_documents_changes_nothing(one, other, score):
    docs = documents([EN] * 10)
    found = cohorts(docs, {(0, EN): one, (1, EN): other})
    assert relative(score, found, docs) == relative(score, found, docs, left=1, right=0)


# Who is in a cohort.


def test_the_sample_takes_the_first_of_each_language():
    language = np.array([EN, EN, ZH, EN, UNKNOWN, ZH, EN], np.int8)
    assert cohort.sample(language, most=2).tolist() == [0, 1, 2, 4, 5]
    assert cohort.sample(language, most=99).tolist() == list(range(7))
    assert cohort.sample(language[:0], most=2).tolist() == []


def test_the_nearest_are_those_of_the_pool_without_the_document_itself():
    angle = np.linspace(0, 1.5, 10)
    centre = np.stack((np.cos(angle), np.sin(angle)), axis=1).astype(np.float32)

    def nearest(row: int, pool: np.ndarray, size: int) -> list[int]:
        return cohort.nearest(centre, np.array([row]), pool, size=size)[0].tolist()

    assert nearest(0, np.arange(10), 9) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    assert nearest(0, np.array([0, 4, 8, 9]), 2) == [4, 8]
    assert nearest(0, np.array([0]), 2) == []
    assert nearest(9, np.arange(10), 4) == [8, 6, 4, 2]  # nine in the pool: every second
    assert nearest(0, np.arange(10), 3) == [1, 4, 7]  # at most every third


def test_members_are_of_the_partners_language_and_measured_like_any_pair(prepare, samples):
    names = list(samples)
    docs, weights = prepare(list(samples.values()))
    english, chinese = docs.language[names.index("museum")], docs.language[names.index("call-chinese")]
    left, right = np.array([names.index("call-official")]), np.array([names.index("call-chinese")])
    found = cohort.gather(docs, weights, left, right, np.arange(len(names)), size=5, workers=1)

    own, other = found.entry_of[left[0], chinese], found.entry_of[right[0], english]
    assert (found.entry_of >= 0).sum() == 2
    assert set(found.member[found.at[own] : found.at[own + 1]]) == {right[0]}  # the only Chinese document is the partner
    members = found.member[found.at[other] : found.at[other + 1]]
    assert len(members) == 5 and set(docs.language[members]) == {english}
    expected = features.of_pairs(docs, weights, np.full(5, right[0]), members, workers=1)[:, features.RELATIVE]
    np.testing.assert_array_equal(found.scores[found.at[other] : found.at[other + 1]], expected)


def test_a_variant_stands_out_from_its_neighbourhood_and_a_like_report_does_not(prepare, samples):
    names = list(samples)
    docs, weights = prepare(list(samples.values()))
    left = np.array([names.index("call-official")] * 2)
    right = np.array([names.index("call-translated"), names.index("meeting-customs")])
    raw = features.of_pairs(docs, weights, left, right, workers=1)
    gathered = cohort.gather(docs, weights, left, right, np.arange(len(names)), size=12, workers=2)
    copies = np.array([0 if name.startswith("call-") else k + 1 for k, name in enumerate(names)])
    variant, meeting = cohort.relative(raw, docs, left, right, gathered, PRIORS, copies)
    assert (variant > meeting).all()
    assert np.median(variant) > 1.5 > 1 > np.median(meeting)


def test_no_pairs_need_no_cohort(prepare):
    docs, weights = prepare(["one", "two"])
    none = np.empty(0, np.int64)
    found = cohort.gather(docs, weights, none, none, np.arange(2), size=3, workers=1)
    assert len(found.member) == 0 and found.scores.shape == (0, WIDTH)


def test_a_pair_leads_over_all_that_either_is_like():
    score = np.array([0.8, 0.5, 0.6, 0.3])
    left, right = np.array([0, 0, 1, 3]), np.array([1, 2, 2, 4])
    apart = np.arange(5)
    lead = cohort.lead(score, left, right, apart, np.zeros(5, np.int8))
    np.testing.assert_allclose(lead[:3], [0.2, -0.3, -0.2])
    assert np.isnan(lead[3])  # nobody else was compared with these two


def test_a_copy_of_one_of_the_two_is_no_rival():
    score = np.array([0.9, 0.8, 0.7])
    left, right = np.array([0, 0, 1]), np.array([1, 2, 2])
    copies = np.array([0, 0, 2])
    lead = cohort.lead(score, left, right, copies, np.zeros(3, np.int8))
    assert lead[0] == pytest.approx(0.1) and np.isnan(lead[1:]).all()
    apart = cohort.lead(score, left, right, np.arange(3), np.zeros(3, np.int8))
    np.testing.assert_allclose(apart, [0.1, -0.1, -0.2])


def test_rivals_are_those_in_the_language_of_the_partner():
    score = np.array([0.4, 0.9, 0.3])  # a translation, a page of the same template, and the translation of that one
    left, right = np.array([0, 0, 0]), np.array([1, 2, 3])
    lead = cohort.lead(score, left, right, np.arange(4), np.array([EN, ZH, EN, ZH], np.int8))
    np.testing.assert_allclose(lead[[0, 2]], [0.1, -0.1])
    assert np.isnan(lead[1])
