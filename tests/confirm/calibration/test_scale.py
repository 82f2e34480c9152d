"""A collection's own scale: where its pairs divide, whatever scale the trees were trained for."""

from __future__ import annotations

import json

import numpy as np
import pytest

from dedup.confirm.calibration import scale
from dedup.confirm.calibration.calibrated import INPUTS, Prior
from dedup.confirm.calibration.scale import FEWEST, MEASURES
from dedup.errors import DataError

WIDTH = len(MEASURES) + 1
APART = np.concatenate(([4.0], np.full(WIDTH - 1, 0.4)))
PRIOR = Prior(APART, -APART, np.eye(WIDTH) * 5, np.eye(WIDTH) / 5, np.diag(np.concatenate(([4.0], np.full(WIDTH - 1, 0.04)))), 0.2)


def pairs(rng, duplicates: int, strangers: int, *, shift: float, apart: float = 0.4):
    """Probabilities of the trees, inputs and truth; `shift`: by how much the trees' log-odds are off."""
    truth = np.arange(duplicates + strangers) < duplicates
    inputs = np.full((len(truth), len(INPUTS)), np.nan)
    measured = np.where(truth, apart, -apart)[:, None] + rng.normal(0, 0.2, (len(truth), WIDTH - 1))
    inputs[:, [INPUTS.index(name) for name in MEASURES]] = measured
    odds = np.where(truth, 3.0, -3.0) + shift + rng.normal(0, 1, len(truth))
    return 1 / (1 + np.exp(-odds)), inputs, truth


@pytest.mark.parametrize("shift", [1.0, 3.0])
def test_the_boundary_of_the_trees_moves_to_where_the_pairs_divide(shift):
    probability, inputs, truth = pairs(np.random.default_rng(1), 400, 1200, shift=shift)
    found = scale.fit(probability, inputs, PRIOR)
    right, before = (np.mean((p >= 0.5) == truth) for p in (scale.apply(found, probability, inputs), probability))
    assert right > max(before, 0.98) and found.say == 1
    assert found.pairs == 1600 and found.share == pytest.approx(0.25, abs=0.03)


def test_what_the_trees_are_sure_of_stays_as_they_say():
    probability, inputs, truth = pairs(np.random.default_rng(1), 60, 200, shift=0)
    sure = np.where(truth, 0.999, 0.0001)
    found = scale.fit(sure, -inputs, PRIOR)
    assert found.say == 0 and np.array_equal(scale.apply(found, sure, -inputs), sure)


def test_what_the_trees_take_for_strangers_becomes_no_duplicate():
    probability, inputs, _ = pairs(np.random.default_rng(2), 60, 200, shift=-8)
    assert np.max(probability) < 0.25 and np.max(scale.apply(scale.fit(probability, inputs, PRIOR), probability, inputs)) < 0.5


def test_a_collection_without_duplicates_invents_none():
    probability, inputs, _ = pairs(np.random.default_rng(2), 0, 300, shift=1.0)
    nearer = np.arange(300) < 40  # pairs that look more alike than the others: a third of the way to duplicates
    inputs[nearer] += 0.25
    told = np.where(nearer, 0.3, probability)
    found = scale.fit(told, inputs, PRIOR._replace(held=PRIOR.held * 20))
    assert not np.any((scale.apply(found, told, inputs) >= 0.5) & (told < 0.5))


def test_few_pairs_have_no_scale_of_their_own():
    probability, inputs, _ = pairs(np.random.default_rng(3), 5, FEWEST - 6, shift=0)
    assert scale.fit(probability, inputs, PRIOR) is None


def test_the_order_of_the_pairs_does_not_matter():
    probability, inputs, _ = pairs(np.random.default_rng(4), 50, 150, shift=2)
    order = np.random.default_rng(5).permutation(200)
    one, other = scale.fit(probability, inputs, PRIOR), scale.fit(probability[order], inputs[order], PRIOR)
    assert one.weights == pytest.approx(other.weights) and one.offset == pytest.approx(other.offset)


def test_what_a_person_has_said_enters_the_estimate():
    probability, inputs, truth = pairs(np.random.default_rng(6), 60, 200, shift=0, apart=0.05)
    known = np.where(truth, 1, 0)
    known[::2] = -1
    guess = np.full(260, 0.4)
    with_, without = (scale.fit(guess, inputs, PRIOR, known=told) for told in (known, None))
    right = [np.mean((scale.apply(one, guess, inputs) >= 0.5) == truth) for one in (with_, without)]
    assert right[0] > right[1] and with_.share == pytest.approx(60 / 260, abs=0.1)


def test_a_scale_is_read_from_the_manifest_it_was_written_to(tmp_path):
    probability, inputs, _ = pairs(np.random.default_rng(7), 50, 150, shift=2)
    found, path = scale.fit(probability, inputs, PRIOR), tmp_path / "manifest.json"
    path.write_text(json.dumps(dict(calibration=scale.as_json(found))))
    assert scale.read(path) == found


@pytest.mark.parametrize("written", ["", "[]", "{}", '{"calibration": null}', '{"calibration": {"measures": []}}', '{"calibration": 3}'])
def test_a_manifest_without_one_is_one_clear_error(tmp_path, written):
    path = tmp_path / "manifest.json"
    path.write_text(written)
    with pytest.raises(DataError, match="manifest"):
        scale.read(path)


@pytest.mark.parametrize("damage", [dict(offset=float("nan")), dict(weights=[float("inf")] * WIDTH), dict(say=2.0), dict(weights=[1.0])])
def test_a_damaged_scale_judges_nothing(tmp_path, damage):
    probability, inputs, _ = pairs(np.random.default_rng(7), 50, 150, shift=2)
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(dict(calibration=scale.as_json(scale.fit(probability, inputs, PRIOR)) | damage)))
    with pytest.raises(DataError, match="manifest"):
        scale.read(path)
