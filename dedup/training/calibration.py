"""Train models/confirm.json: the trees that turn a pair's features into a probability."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dedup.confirm import judge
from dedup.confirm.calibration import calibrated, cohort
from dedup.confirm.calibration.calibrated import INPUTS, NAMED_INPUTS, OTHER, SAME, Model, in_conflict, named_inputs
from dedup.training import boosting
from dedup.training import scale as scales
from dedup.training.crossing import CROSSED, by_part, figures_by_part
from dedup.training.fitting import FOR_NAMES, RATE, SCATTERED, TREES, by_label, gate, inputs, joined, shows, trees, weight_of, without_names
from dedup.training.labelled import LabelledSet, shown

# Beside names that differ overlap may speak for duplicates or against them: a translation spells them in its own way, and what is word for
# word the same names somebody else.
EITHER_WAY = ("log_length", "least_coverage", "gram_containment")
NAMED_DIRECTION = tuple(-1 if "conflict" in name else 0 if name in EITHER_WAY else 1 for name in NAMED_INPUTS)


def priors(sets: Sequence[LabelledSet]) -> dict[str, cohort.Priors]:
    """Mean over sets of the median and interquartile range of relative features against neighbours, by kind of pair.

    Scattered texts have no say: whoever compares two texts alone has two about one thing.
    """
    telling = [one for one in sets if not one.name.startswith(SCATTERED)]
    found = {kind: [one.neighbours[kind] for one in telling if kind in one.neighbours] for kind in (SAME, OTHER)}
    return {kind: cohort.Priors(*(np.mean([f[i] for f in v], axis=0) for i in (0, 1))) for kind, v in found.items() if v}


def _digits(values: np.ndarray) -> list[float]:
    """Six digits say all that the data do, and keep the file readable."""
    return [float(f"{value:.6g}") for value in np.ravel(values)]


def train(sets: Sequence[LabelledSet], *, workers: int) -> dict[str, Any]:
    """The model as JSON: each set weighs the same (made ones a fifth), and each pair is shown with its cohort and without any.

    Which documents form a cohort, and which pairs are asked for names, is decided by the priors alone; so a model for
    these is trained first. Of a set that is trained on in part the rest is not looked at.
    """
    sets = [shown(one) for one in sets]
    plain = [one for one in sets if one.name not in FOR_NAMES]
    prior = priors(plain)
    blank = Model({}, prior, "")
    alone = [inputs(one, blank, alone=True, workers=workers) for one in plain]
    first = calibrated.from_json(_spec(plain, alone, sets, prior))
    named = {one.name: inputs(one, first, alone=True, workers=workers) for one in sets}
    beside = {one.name: inputs(one, first, alone=False, workers=workers) for one in sets}
    shows, measured = [*plain, *plain], [*alone, *(beside[one.name] for one in plain)]
    spec = _with_names(_spec(shows, measured, sets, prior), [*sets, *sets], [got[one.name] for got in (named, beside) for one in sets])
    figures = figures_by_part(shows, measured, by_part(shows, measured, [one.name for one in sets], CROSSED))
    return spec | dict(gate=gate(shows, measured), scale=scales.as_json(scales.prior(list(figures.values()))))


def _spec(shown: Sequence[LabelledSet], measured: Sequence[judge.Measured], sets: Sequence[LabelledSet], prior: Any) -> dict[str, Any]:
    kinds = {kind: dict[str, Any](trees=fitted) for kind, fitted in trees(shown, measured, count=TREES, rate=RATE).items()}
    for kind in (SAME, OTHER):
        kinds[kind] |= dict(median=_digits(prior[kind].median), spread=_digits(prior[kind].spread))
    return dict(format=4, inputs=list(INPUTS), data={one.name: one.digest for one in sets}, kinds=kinds)


def _with_names(spec: dict[str, Any], shown: Sequence[LabelledSet], measured: Sequence[judge.Measured]) -> dict[str, Any]:
    """The same with trees for the pairs whose names are in conflict: a few small ones, as there is a hundredth of the data."""
    model = calibrated.from_json(spec)
    for kind in (SAME, OTHER):
        rows, label, weight = joined([_named_part(one, got, model, kind) for one, got in zip(shown, measured, strict=True)])
        spec["kinds"][kind]["names"] = boosting.fit(
            rows, label, weight, names=NAMED_INPUTS, trees=120, rate=RATE, leaves=5, fewest=80, seed=0, direction=NAMED_DIRECTION
        )
    return spec


def _named_part(one: LabelledSet, got: judge.Measured, model: Model, kind: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    use = shows(one, got.same_language == (kind == SAME))
    named = np.flatnonzero(use & in_conflict(got.raw))
    probability = model.probability(*without_names(got))[named]
    weight = weight_of(one, int(use.sum())) * by_label(one.label[named], kind)
    return named_inputs(probability, got.raw[named]), one.label[named], weight


def save(model: dict[str, Any], path: Path) -> None:
    """Write the model file."""
    path.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf8")
