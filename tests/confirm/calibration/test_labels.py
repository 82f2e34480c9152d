"""What kind of pair it is: for each label an example, and a near miss that one measurement makes something else."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup.candidates import languages
from dedup.candidates.minhash import pack
from dedup.confirm.calibration.labels import label
from dedup.confirm.features import COLUMN, FEATURES
from dedup.data import DISTINCT, DUPLICATE_LABELS, EXACT, EXCERPT, NEAR_DUPLICATE, RELATED, REWORDED, TRANSLATION_VARIANT

EDITED = dict(probability=0.99, gram_jaccard=0.7, gram_containment=0.85, rare_containment=0.9, length_ratio=0.95,
              least_coverage=0.9, most_coverage=0.95, log_length=5.0)  # fmt: skip
VARIANT = EDITED | dict(gram_jaccard=0.15, gram_containment=0.25, rare_containment=0.6)
REWRITTEN = EDITED | dict(gram_jaccard=0.22, gram_containment=0.36)
PART = EDITED | dict(gram_jaccard=0.4, length_ratio=0.4, least_coverage=0.4, most_coverage=1.0)
PAGE = PART | dict(gram_jaccard=0.004, gram_containment=0.98, length_ratio=0.004, least_coverage=0.004, most_coverage=0.3)
VOLUME = PART | dict(gram_jaccard=0.15, gram_containment=0.4, length_ratio=0.55, least_coverage=0.5, most_coverage=0.8, log_length=11.0)
LIKE = VARIANT | dict(probability=0.02, gram_jaccard=0.08, gram_containment=0.18, least_coverage=0.35, most_coverage=0.4)
OTHER = dict.fromkeys(EDITED, 0.0) | dict(length_ratio=0.9, log_length=5.0)


def label_of(probability: float, *, same_language: bool = True, threshold: float = 0.5, **measurements: float) -> str:
    raw = np.zeros((1, len(FEATURES)))
    for name, value in measurements.items():
        raw[0, COLUMN[name]] = value
    return label(np.array([probability]), raw, np.array([same_language]), threshold=threshold)[0]


@pytest.mark.parametrize(
    ("pair", "expected", "change", "instead"),
    [
        # the same wording, edited; with other words it is reworded, and a variant once hardly any wording is left
        (EDITED, NEAR_DUPLICATE, dict(gram_jaccard=0.29), REWORDED),
        (REWRITTEN, REWORDED, dict(gram_jaccard=0.31), NEAR_DUPLICATE),
        (REWRITTEN, REWORDED, dict(gram_containment=0.33), TRANSLATION_VARIANT),
        (REWRITTEN, REWORDED, dict(same_language=False), TRANSLATION_VARIANT),
        (REWRITTEN, REWORDED, dict(probability=0.49), RELATED),
        # of a sentence or two nobody can tell, unless there are two languages
        (VARIANT | dict(log_length=np.log(40)), REWORDED, dict(log_length=np.log(41)), TRANSLATION_VARIANT),
        (VARIANT | dict(log_length=2.0), REWORDED, dict(same_language=False), TRANSLATION_VARIANT),
        (EDITED | dict(log_length=2.0), NEAR_DUPLICATE, dict(gram_jaccard=0.2), REWORDED),
        # two languages that share digits and names have no common wording
        (EDITED, NEAR_DUPLICATE, dict(same_language=False), TRANSLATION_VARIANT),
        # the same content in other words; not probable enough, it is only related
        (VARIANT, TRANSLATION_VARIANT, dict(probability=0.49), RELATED),
        (VARIANT | dict(same_language=False), TRANSLATION_VARIANT, dict(probability=0.3), RELATED),
        # contained in a longer text; not if it is nearly as long, has more of its own, or the longer has nothing more
        (PART, EXCERPT, dict(length_ratio=0.65), NEAR_DUPLICATE),
        (PART, EXCERPT, dict(most_coverage=0.7, gram_containment=0.7), NEAR_DUPLICATE),
        (PART, EXCERPT, dict(least_coverage=0.75, gram_containment=0.7), NEAR_DUPLICATE),
        # contained word by word it is one whatever was aligned, down to a page of a book; in two languages that is chance
        (PAGE, EXCERPT, dict(gram_containment=0.74), REWORDED),
        (PAGE, EXCERPT, dict(length_ratio=0.61), REWORDED),
        (PAGE, EXCERPT, dict(same_language=False), TRANSLATION_VARIANT),
        (PAGE, EXCERPT, dict(probability=0.49), RELATED),
        # long texts are aligned in runs, which are alike on any one subject: two volumes with a chapter in common are no excerpt
        (VOLUME, REWORDED, dict(gram_containment=0.5), EXCERPT),
        (VOLUME, REWORDED, dict(log_length=np.log(4000)), EXCERPT),
        (VOLUME, REWORDED, dict(probability=0.3), RELATED),
        (PART | dict(gram_jaccard=0.1), EXCERPT, dict(length_ratio=0.65), REWORDED),
        (PART, EXCERPT, dict(probability=0.4), RELATED),
        # phrases in common, or words, or some doubt; without any of them nothing
        (LIKE, RELATED, dict(gram_containment=0.07, rare_containment=0.29), DISTINCT),
        (OTHER | dict(gram_containment=0.08), RELATED, dict(gram_containment=0.079), DISTINCT),
        (OTHER | dict(rare_containment=0.3), RELATED, dict(rare_containment=0.29), DISTINCT),
        (OTHER | dict(probability=0.05), RELATED, dict(probability=0.04), DISTINCT),
        (OTHER, DISTINCT, dict(probability=0.9), TRANSLATION_VARIANT),
    ],
)
def test_an_example_and_a_near_miss(pair, expected, change, instead):
    assert label_of(**pair) == expected
    assert label_of(**(pair | change)) == instead


def test_the_threshold_of_the_user_decides_what_is_a_duplicate():
    assert label_of(**VARIANT | dict(probability=0.7), threshold=0.7) == TRANSLATION_VARIANT
    assert label_of(**VARIANT | dict(probability=0.7), threshold=0.71) == RELATED


def test_pairs_are_labelled_one_by_one():
    raw = np.zeros((3, len(FEATURES)))
    raw[:, COLUMN["log_length"]] = 5.0
    raw[0, COLUMN["gram_jaccard"]] = 0.5
    found = label(np.array([0.9, 0.9, 0.0]), raw, np.ones(3, bool), threshold=0.5)
    assert found == [NEAR_DUPLICATE, TRANSLATION_VARIANT, DISTINCT]
    assert label(np.empty(0), raw[:0], np.empty(0, bool), threshold=0.5) == []


@given(st.floats(0, 1), st.floats(0.01, 1), st.lists(st.floats(0, 1), min_size=len(FEATURES), max_size=len(FEATURES)), st.booleans())
def test_a_pair_is_a_duplicate_exactly_if_it_reaches_the_threshold(probability, threshold, values, same_language):
    (found,) = label(np.array([probability]), np.array([values]), np.array([same_language]), threshold=threshold)
    assert (found in DUPLICATE_LABELS) == (probability >= threshold)


@given(st.floats(1 / 3, 1), st.lists(st.floats(0, 1), min_size=len(FEATURES), max_size=len(FEATURES)))
def test_a_third_of_the_wording_of_one_language_is_never_a_translation_variant(share, values):
    raw = np.array([values])
    raw[0, COLUMN["gram_containment"]] = share
    raw[0, COLUMN["log_length"]] = 6.0
    assert label(np.array([0.9]), raw, np.array([True]), threshold=0.5) != [TRANSLATION_VARIANT]
    assert label(np.array([0.9]), raw, np.array([False]), threshold=0.5)[0] in (TRANSLATION_VARIANT, EXCERPT)


def test_the_numbers_of_labels_that_files_hold_do_not_change():
    assert DUPLICATE_LABELS == (EXACT, NEAR_DUPLICATE, TRANSLATION_VARIANT, EXCERPT, REWORDED)


def test_a_question_asked_in_other_words_is_reworded():
    pair = dedup.compare("How do I learn to play the guitar by myself?", "How can I teach myself to play the guitar?")
    found = [pair.evidence.features[feature.name] for feature in FEATURES]
    raw = np.array([[np.nan if value is None else value for value in found]])
    assert label(np.array([0.9]), raw, np.array([True]), threshold=0.5) == [REWORDED]


QUAYS = ("Ambrel", "Dostin", "Kelvar", "Mirsund", "Orlike", "Pavasto", "Tervik", "Ulmen", "Varnho", "Zelbek", "Harnost", "Lindvar")
CARGO = "\n".join(f"{quay} quay, berth {k}, {k * 37 + 100} crates" for k, quay in enumerate(QUAYS, start=3))
ENGLISH = "The list of the cargo as it was taken by the port and the town in the week after the storm. It has to be checked by the board."
GERMAN = "Die Liste der Ladungen, wie sie der Hafen und die Stadt in der Woche nach dem Sturm aufnahmen. Sie wird noch vom Amt geprüft."


def test_texts_of_one_wording_are_compared_as_such_whatever_language_was_detected():
    one, other = f"{ENGLISH}\n{CARGO}", f"{GERMAN}\n{CARGO}"
    detected = languages.detect(pack([one, other]))
    assert detected[0] != detected[1] and languages.UNKNOWN not in detected
    assert dedup.compare(one, other).label == NEAR_DUPLICATE
    assert dedup.compare(ENGLISH, GERMAN).label == TRANSLATION_VARIANT
