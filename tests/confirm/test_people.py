"""The people of a pair: whether its two documents name the same ones, and what that decides."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

import dedup
from dedup.confirm import features, people
from dedup.confirm.alignment.sentences import segments, split
from dedup.confirm.calibration import calibrated
from dedup.confirm.people import People, of_pairs

SURVEY = (
    "The river survey was led by {0} of the water office. {0} said that the channel had moved eighty metres since spring. "
    "Boats will need new charts before the rains, {0} told the council."
)


@pytest.fixture(scope="module")
def measured(prepare):
    """`measured(*texts)` gives agreement and conflict of the first text with each of the others."""

    def measure(*texts: str) -> list[tuple[float, float]]:
        documents, weights = prepare(list(texts))
        left, right = np.zeros(len(texts) - 1, np.int64), np.arange(1, len(texts))
        return [tuple(row) for row in of_pairs(documents, weights, named(texts), left, right).tolist()]

    return measure


def named(texts) -> People:
    return People([segments(split(text)) or [""] for text in texts])


def test_the_same_person_in_another_spelling_and_somebody_else(measured):
    texts = [SURVEY.format(name) for name in ("Mikhail Petrov", "Mikhail Petrov", "Michail Petrow", "Rajesh Singh")]
    same, respelt, other = measured(*texts)
    assert same[0] > 0.99 and same[1] == 0
    assert respelt[0] > 0.8 and respelt[1] == 0
    assert other == (0, 1)


def test_a_person_in_another_script(measured):
    russian = "Съёмкой реки руководил Михаил Петров. Михаил Петров сказал, что с весны русло сместилось на восемьдесят метров."
    ((agree, conflict),) = measured(SURVEY.format("Mikhail Petrov"), russian)
    assert agree > 0.9 and conflict == 0


def test_documents_that_name_nobody_give_no_evidence(measured):
    nobody = "The river survey was led by the water office. Boats will need new charts before the rains."
    for values in (*measured(nobody, SURVEY.format("Mikhail Petrov")), *measured(nobody, nobody), *measured("", nobody)):
        assert all(map(math.isnan, values))


def test_blocks_and_what_is_remembered_change_nothing(prepare, samples, monkeypatch):
    texts = list(samples.values())
    documents, weights = prepare(texts)
    left, right = np.triu_indices(len(texts), 1)
    expected = of_pairs(documents, weights, named(texts), left, right)
    assert np.isfinite(expected).any() and np.isnan(expected).any()
    monkeypatch.setattr(people, "AT_ONCE", 7)
    monkeypatch.setattr(people, "REMEMBERED", 3)
    np.testing.assert_array_equal(of_pairs(documents, weights, named(texts), left, right), expected)
    assert of_pairs(documents, weights, named(texts), left[:0], right[:0]).shape == (0, 2)


def test_a_recogniser_of_the_users_own_replaces_the_rules():
    from dedup.data import Mention

    found = People([["Rain fell."]], recogniser=lambda sentences: [Mention(0, 0, 4, "Rain")])
    assert [mention.text for mention in found.mentions(0)] == ["Rain"] and len(found.of([0, 0])) == 2


@pytest.mark.parametrize(
    ("name", "other", "merged"),
    [("Mikhail Petrov", "Michail Petrow", True), ("Bounnhang Vorachith", "Boonyang Worachit", True),
     ("Mikhail Petrov", "Rajesh Singh", False), ("Anna Berg", "Maria Holm", False)],
)  # fmt: skip
def test_one_text_with_somebody_else_is_another_text_and_with_another_spelling_the_same(name, other, merged):
    pair = dedup.compare(SURVEY.format(name), SURVEY.format(other))
    assert (pair.label in ("near-duplicate", "reworded", "translation-variant")) == merged == (pair.probability >= 0.5)
    assert pair.evidence.features["names_conflict"] == (0 if merged else 1)


COMMITTEE = (
    "The harbour committee met on Tuesday to approve the new timetable for the island ferries. {0} opened the meeting and thanked "
    "the crews for a quiet winter. The first boat will now leave at six in the morning, half an hour earlier than before. Fishermen "
    "had asked for the change since the autumn. {1}, who runs the northern pier, said the old hours had cost many customers and "
    "presented a list of forty signatures. The committee also discussed the price of the crossing. A single ticket stays at four "
    "crowns, and children travel free until the end of August. {2} warned that the fuel bill had doubled within a year. Without "
    "help from the county the evening boat could not be kept. The county answered in a letter that it would look at the accounts in "
    "May. Until then the boat will sail on weekdays only. At the end {0} reminded everybody of the summer fair."
)


@pytest.mark.parametrize(
    ("names", "merged"),
    [
        (("Helga Strandt", "Marit Olssen", "Peder Lundh"), True),
        (("Mrs Helga Strand", "Marit Olsen", "Captain Peder Lund"), True),
        (("Yusuf Demir", "Leyla Kaya", "Okan Aydin"), False),
        (("Helga Strand", "Leyla Kaya", "Okan Aydin"), False),
    ],
)
def test_a_long_copy_is_another_report_if_its_people_are_others(names, merged):
    """To all other features it is a copy without doubt."""
    pair = dedup.compare(COMMITTEE.format("Helga Strand", "Marit Olsen", "Peder Lund"), COMMITTEE.format(*names))
    assert (pair.probability >= 0.5) == merged


def test_names_never_raise_what_the_rest_says_and_change_only_what_they_speak_against():
    rng, model = np.random.default_rng(0), calibrated.load()
    raw = rng.random((2000, len(features.FEATURES))) * (rng.random((2000, 1)) < 0.9)
    raw[rng.random(raw.shape) < 0.1] = np.nan
    raw[:, features.COLUMN["shared_bits"]], raw[:, features.COLUMN["equal_words"]] = 100.0, 0.0  # evidence enough for any probability
    relative, same = rng.normal(size=(2000, len(features.RELATIVE) + 1)), rng.random(2000) < 0.5
    with_names, without = (m.probability(raw, relative, same) for m in (model, replace(model, names={})))
    conflict = calibrated.in_conflict(raw)
    np.testing.assert_array_equal(with_names[~conflict], without[~conflict])
    changed = with_names != without
    assert changed.any() and (with_names[changed] < np.minimum(without[changed], 0.5)).all()


def test_pairs_that_are_decided_without_names_are_not_asked_for_them(samples):
    rows = [{"id": name, "text": text} for name, text in samples.items()]
    pairs = {(p.left, p.right): p.evidence.features for p in dedup.find_duplicates(rows).pairs if p.label != "exact"}
    asked = {pair for pair, found in pairs.items() if found["names_agree"] is not None}
    assert asked and len(asked) < len(pairs)
