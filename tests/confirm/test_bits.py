"""What a pair rests on: information in common, what differs in its place, and what is left unexplained."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.confirm import features
from dedup.confirm.calibration import calibrated

NOTICE = "The water board closes Mill Lane on 12 May from 8 to 14 because a main has to be replaced. Residents may call the Harlow office."
WORDS = st.lists(st.sampled_from("river bridge council seven ferry Monday opened slowly north".split()), min_size=1, max_size=12)


@pytest.fixture(scope="session")
def measured(prepare):
    """`measured(left, right)` gives the features of a pair by name."""

    def measure(left: str, right: str) -> dict[str, float]:
        documents, weights = prepare([left, right])
        (row,) = features.of_pairs(documents, weights, np.array([0]), np.array([1]), workers=1)
        return dict(zip(features.NAMES, row.tolist(), strict=True))

    return measure


def test_the_same_words_are_equal_whatever_stands_between_them(measured):
    found = measured(NOTICE, f"*** {NOTICE.upper().replace('.', ' !!!!!')} ~~~~~~")
    assert found["equal_words"] == 1 and found["in_order"] == 1 and found["unexplained_bits"] == 0
    assert measured(NOTICE, NOTICE.replace("Lane", "Street"))["equal_words"] == 0


@pytest.mark.parametrize(
    "other, name",
    [
        (NOTICE.replace("12 May", "19 May"), "figures_replaced"),
        (NOTICE.replace("Mill Lane", "Abbey Lane"), "names_replaced"),
        (NOTICE.replace("replaced", "painted"), "words_replaced"),
    ],
)
def test_what_stands_in_the_same_place_of_an_equal_sentence_is_counted_by_its_kind(measured, other, name):
    found = measured(NOTICE, other)
    kinds = ("figures_replaced", "names_replaced", "words_replaced")
    assert [kind for kind in kinds if found[kind] > 0] == [name]
    assert found["unexplained_bits"] > 2


def test_a_misread_word_is_no_other_word(measured):
    found = measured(NOTICE, NOTICE.replace("Residents", "Reisdents").replace("replaced", "repIaced").replace("Harlow", "Har1ow"))
    assert found["misread"] > 0 and found["names_replaced"] == found["words_replaced"] == 0
    assert found["unexplained_bits"] == 0


def test_words_that_were_moved_are_explained(measured):
    found = measured("LEGO Star Wars 75192 Millennium Falcon", "Millennium Falcon - 75192 LEGO Star Wars")
    assert found["unexplained_bits"] == 0 and found["figures_replaced"] == found["words_replaced"] == 0
    assert found["in_order"] < 1


def test_capitals_tell_no_names_in_a_title(measured):
    title = "The Water Board Closes Mill Lane Until The Second Week"
    assert measured(title, title.replace("Second", "Third"))["names_replaced"] == 0


def test_a_passage_of_a_long_text_is_explained_by_it(measured, story):
    other = "Nobody in the valley could remember so wet an autumn. " * 40
    assert measured(f"{other}{story['en']} {other}", story["en"])["unexplained_bits"] == 0
    assert measured(f"{other} {other}", story["en"])["unexplained_bits"] > 50


def test_texts_that_share_no_word_share_no_bits_unless_their_vectors_are_near(measured, story):
    assert measured("Rain is expected.", "他走了。")["shared_bits"] < 3
    assert measured(story["de"], story["fr"])["shared_bits"] > 20


@given(left=WORDS, right=WORDS)
def test_the_measurements_do_not_depend_on_which_text_comes_first(measured, left, right):
    one, other = measured(" ".join(left), " ".join(right)), measured(" ".join(right), " ".join(left))
    for name in ("in_order", "misread", "figures_replaced", "names_replaced", "shared_bits", "vector_bits", "best_link", "equal_words"):
        assert one[name] == pytest.approx(other[name], nan_ok=True), name


@given(words=WORDS)
def test_a_text_explains_itself(measured, words):
    found = measured(" ".join(words), " ".join(words).title())
    assert found["equal_words"] == 1 and found["words_differ"] == 0 and found["unexplained_bits"] == 0


def evidence(**values: float) -> np.ndarray:
    row = np.full((1, len(features.NAMES)), np.nan)
    for name, value in (dict(shared_bits=40.0, equal_words=0.0, log_length=2.5) | values).items():
        row[0, features.COLUMN[name]] = value
    return row


def test_no_probability_exceeds_what_the_evidence_carries():
    sure = np.array([0.999])
    assert calibrated.carried(sure, evidence())[0] == 0.999
    assert calibrated.carried(sure, evidence(shared_bits=6.0))[0] == 0.5
    assert calibrated.carried(sure, evidence(shared_bits=0.0))[0] < 0.02
    long = dict(shared_bits=0.0, log_length=6.0)
    assert calibrated.carried(sure, evidence(**long, in_order=0.1))[0] == 0.999  # a long text is left to the trees
    assert calibrated.carried(sure, evidence(**long))[0] < 0.1  # but not where languages differ: there no words are in order


def test_a_translation_has_some_figure_in_common_with_its_original():
    sure = np.array([0.999])
    differ = dict(facts_conflict_throughout=1.0, facts_agree=0.0)
    assert calibrated.carried(sure, evidence(**differ))[0] < 0.5  # in two languages no words are in order
    assert calibrated.carried(sure, evidence(**differ, in_order=0.9))[0] == 0.999  # what is said in one language has trees of its own
    assert calibrated.carried(sure, evidence(facts_conflict_throughout=0.8, facts_agree=0.1))[0] == 0.999
    assert calibrated.carried(sure, evidence(facts_conflict_throughout=1.0))[0] == 0.999


def test_equal_words_are_a_duplicate_whatever_the_trees_say():
    assert calibrated.carried(np.array([0.001]), evidence(equal_words=1.0, shared_bits=1.0))[0] >= 0.95
