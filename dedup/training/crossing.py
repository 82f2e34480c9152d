"""What trees say of sets that they have not seen: the ground of the scale's prior, and of figures that can be expected elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from dedup import boosted
from dedup.confirm import judge
from dedup.confirm.calibration.calibrated import Model
from dedup.training import kin
from dedup.training import scale as scales
from dedup.training.fitting import FOR_NAMES, SCATTERED, inputs, trees, without_names
from dedup.training.labelled import LabelledSet, shown

# The scale's prior is learned from what trees say of sets that they have not seen: half as many, twice as fast, in parts without kin.
CROSSED, CROSSED_TREES, CROSSED_RATE = 10, 150, 0.2


def unseen(sets: Sequence[LabelledSet], model: Model, *, workers: int, parts: int) -> Iterator[tuple[LabelledSet, Model]]:
    """Each set with a model whose trees and scale have seen neither it nor its kin; the step for names is that of `model`.

    In so many parts without kin, each left out at once, by the smaller trees of CROSSED_TREES.
    """
    plain = [shown(one) for one in sets if one.name not in FOR_NAMES]
    alone = [inputs(one, replace(model, trees={}), alone=True, workers=workers) for one in plain]
    shows, measured = [*plain, *plain], [*alone, *(inputs(one, model, alone=False, workers=workers) for one in plain)]
    models = list(by_part(shows, measured, [one.name for one in sets], parts))
    figures = figures_by_part(shows, measured, models)
    for part, fitted in models:
        for one in (one for one in sets if one.name in part):
            near = kin.kin_of(one.name)
            prior = scales.prior([figures[name] for name in figures if name not in near])
            yield one, replace(model, trees=fitted.trees, scale=prior)


def by_part(
    shows: Sequence[LabelledSet], measured: Sequence[judge.Measured], names: Sequence[str], parts: int
) -> Iterator[tuple[set[str], Model]]:
    """For each of so many parts of the sets that share no kin, trees trained on all others."""
    for part in kin.folds(names, parts):
        pairs = [(one, got) for one, got in zip(shows, measured, strict=True) if one.name not in part]
        fitted = trees(*zip(*pairs, strict=True), count=CROSSED_TREES, rate=CROSSED_RATE)
        yield part, Model({kind: boosted.tables(one) for kind, one in fitted.items()}, {}, "")


def figures_by_part(
    shows: Sequence[LabelledSet], measured: Sequence[judge.Measured], models: Iterable[tuple[set[str], Model]]
) -> dict[str, scales.Figures]:
    """The figures of each set that the scale's prior rests on, by trees that have not seen it. Scattered texts have no say."""
    last = {one.name: (one, got) for one, got in zip(shows, measured, strict=True)}  # of the two, the one beside its collection
    told = {name: pair for name, pair in last.items() if not name.startswith(SCATTERED)}
    return {name: _figures(*told[name], model) for part, model in models for name in sorted(part & set(told))}


def _figures(one: LabelledSet, got: judge.Measured, model: Model) -> scales.Figures:
    use = got.same_language & (one.label >= 0)
    some = judge.Measured(*(values[use] for values in without_names(got)))
    return scales.figures(model.by_trees(*some), np.hstack((some.raw, some.relative)), one.label[use] == 1)
