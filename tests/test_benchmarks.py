"""What benchmarks/ says holds for the model that ships, and no figure there was written by hand."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from dedup.confirm import calibrated

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
