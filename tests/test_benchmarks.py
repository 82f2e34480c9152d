"""What benchmarks/ says holds for the model that ships, and no figure there was written by hand."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from dedup.confirm.calibration import calibrated
from dedup.training.labelled import LabelledSet

BENCHMARKS = Path(__file__).parent.parent / "benchmarks"


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def quality():
    return json.loads((BENCHMARKS / "results" / "quality.json").read_text())


def test_the_figures_of_quality_are_those_of_the_model_that_ships(quality):
    assert quality["model"] == calibrated.load().digest


def test_no_figure_of_quality_is_below_its_floor(quality):
    gate = script("gate")
    floors = json.loads(gate.FLOORS.read_text())
    assert gate.complaints(quality, floors) == []
    name = next(iter(floors["floors"]))
    found = gate.complaints(quality, floors | dict(floors=floors["floors"] | {name: 2.0}))
    assert found == [f"{name}: {gate.figures(quality)[name]} is below 2.0"]


def test_the_tables_of_the_readme_are_made_from_the_results():
    text = (BENCHMARKS / "README.md").read_text(encoding="utf8")
    assert script("tables").with_tables(text) == text
    assert script("tables").with_tables(text.replace("0.99", "0.98")) == text


def of_stories(versions: int, stories: int) -> LabelledSet:
    """A set of which every two documents are a pair."""
    gold = np.repeat(np.arange(stories), versions)
    left, right = np.triu_indices(len(gold), 1)
    label = (gold[left] == gold[right]).astype(np.int8)
    return LabelledSet("made", None, left, right, label, gold, "", np.zeros((len(left), 0)), {})


def test_each_half_of_a_set_is_scored_by_the_model_of_the_other_half(monkeypatch):
    quality, one = script("quality"), of_stories(versions=2, stories=40)
    first, second = quality.halves_of(one)
    assert (first ^ second).all() and first.sum() == 40
    assert {*one.gold[first]}.isdisjoint(one.gold[second])

    def found(part: LabelledSet, model: str) -> object:
        """The first model knows every pair, the second one takes all documents for one."""
        half = {"first": first, "second": second}[model]
        assert half[part.left].all() and half[part.right].all() and len(part.left) == 40 * 39 // 2
        clusters = quality.Clusters(one.gold if model == "first" else np.zeros_like(one.gold), 0)
        return quality.Found(quality.Judged(part.left, part.right, part.label * 1.0, [], np.empty((0, 0)), ()), clusters)

    monkeypatch.setattr(quality, "find", found)
    got = quality.cross_scores(one, ["first", "second"])
    assert (got["documents"], got["recall"], got["wrong_pairs"], got["calibration_error"]) == (80, 1.0, 40 * 39 // 2 - 20, 0.0)


def test_a_set_that_is_trained_on_by_half_is_halved_there_and_its_other_groups_are_scored_alone():
    quality, one = script("quality"), of_stories(versions=2, stories=4)
    part = one._replace(trained=np.repeat([True, False, False, True], 2))
    assert [half.tolist() for half in quality.halves_of(part)] == [part.trained.tolist(), (~part.trained).tolist()]
    group = np.array([0, 1, 2, 2, 2, 2, 3, 4])  # the trained groups are lost, the new ones drawn together
    assert quality.new_groups(part, group) == dict(new=quality.merged(group[2:6], one.gold[2:6]))
    assert quality.new_groups(part, group)["new"]["wrong_pairs"] == 4 and quality.new_groups(one, group) == {}


def test_the_share_of_the_true_pairs_that_were_looked_at():
    quality, one = script("quality"), of_stories(versions=3, stories=4)
    assert quality.candidate_recall(one) == 1.0
    missed = one._replace(label=np.where(one.left == 0, 0, one.label))  # two pairs of the first story, of twelve in all
    assert quality.candidate_recall(missed) == pytest.approx(10 / 12, abs=1e-4)
    assert quality.candidate_recall(one._replace(gold=np.arange(12))) is None


def test_a_collection_of_lone_stories_has_wrong_pairs_alone(monkeypatch):
    quality, one = script("quality"), of_stories(versions=3, stories=4)

    def found(part: LabelledSet, model: object) -> object:
        """All documents are taken for one."""
        assert {*part.left, *part.right} == {0, 3, 6, 9}
        judged = quality.Judged(part.left, part.right, part.label * 1.0, [], np.empty((0, 0)), ())
        return quality.Found(judged, quality.Clusters(np.zeros(12), 0))

    monkeypatch.setattr(quality, "find", found)
    assert quality.lone(one, None) == 200 * 6 / 4
