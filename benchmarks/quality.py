#!/usr/bin/env python3
"""How right the confirmation is: precision, recall, F1, calibration error and labels on every labelled set.

  benchmarks/quality.py DATA                 the shipped model on all sets, with names and without
  benchmarks/quality.py DATA --unseen [N]    also each set scored by trees and a scale that have seen neither it nor its kin, all of it:
                                             in N trainings (10), each without several sets and their kin, by smaller trees
  benchmarks/quality.py DATA --leave-one-out revisions crosslingual    these sets by models trained without them and their kin alone:
                                             a training takes some ten minutes
  benchmarks/quality.py DATA --halves        also each half of a set's stories scored by a model trained on the other halves alone
  benchmarks/quality.py DATA --train         train the shipped model again first (dedup/models/confirm.json)

DATA is the folder with the labelled sets (see dedup/training/calibration_sets.py). Results: benchmarks/results/quality.json.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dedup import cluster
from dedup.confirm import judge
from dedup.confirm.calibration import calibrated, labels
from dedup.confirm.calibration.calibrated import Model
from dedup.data import Clusters, Judged
from dedup.run import Run
from dedup.settings import Settings
from dedup.training import calibration, crossing, fitting, labelled
from dedup.training.calibration_sets import all_sets
from dedup.training.kin import kin_of
from dedup.training.labelled import LabelledSet

RESULTS = Path(__file__).parent / "results" / "quality.json"
WORKERS = os.cpu_count() or 1
STRETCHES = 20  # that a set is cut into


class Found(NamedTuple):
    """The candidate pairs of a set, judged, and the group of each document."""

    judged: Judged
    clusters: Clusters


def find(one: LabelledSet, model: Model) -> Found:
    """What a run at the default threshold finds in a set."""
    run = Run(Settings(workers=WORKERS), model=lambda: model)
    measured = fitting.inputs(one, model, alone=False, workers=WORKERS)
    judged = judge.decide(one.left, one.right, measured, run=run)
    joined = judge.judge_joins(one.prepared, judged, documents=len(one.gold), run=run)
    return Found(judged, cluster.group(len(one.gold), joined, threshold=Settings().threshold))


def scores(one: LabelledSet, model: Model) -> dict[str, float | int | dict[str, int]]:
    """The figures of a set at the default threshold: of pairs merged after clustering, as a user meets them."""
    found = find(one, model)
    out: dict[str, Any] = merged(found.clusters.group, one.gold) | new_groups(one, found.clusters.group)
    out |= dict(calibration_error=calibration_error(found.judged.probability, one.label), refused=found.clusters.refused)
    out |= dict(candidates=candidate_recall(one), trees=_f1(one, replace(model, scale=None)), lone=lone(one, model))
    kinds = found.judged.label
    return out | dict(labels=dict(sorted(Counter(kinds).items())), wrong_labels=confusion(kinds, one.label))


def _f1(one: LabelledSet, model: Model) -> float:
    return float(merged(find(one, model).clusters.group, one.gold)["f1"])


def candidate_recall(one: LabelledSet) -> float | None:
    """The share of the pairs of one group that any search brought; None of a set without such pairs."""
    there = _pairs(Counter(one.gold.tolist()).values())
    return round(int(np.sum(one.label == 1)) / there, 4) if there else None


def lone(one: LabelledSet, model: Model) -> float:
    """Wrong pairs in 200 documents where the first version of each story is there alone: a collection without any duplicates."""
    first = np.zeros(len(one.gold), bool)
    first[np.unique(one.gold, return_index=True)[1]] = True
    group = find(labelled.among(one, first), model).clusters.group
    wrong = _pairs(Counter(group[first].tolist()).values())
    return round(200 * wrong / int(first.sum()), 2)


def new_groups(one: LabelledSet, group: np.ndarray) -> dict[str, dict[str, float | int]]:
    """The figures of the documents that are not trained on, among themselves; of a set that is trained on as a whole, none."""
    return {} if one.trained is None else dict(new=merged(group[~one.trained], one.gold[~one.trained]))


def halves_of(one: LabelledSet) -> list[np.ndarray]:
    """The documents of each half, bool: the trained one first, or every second of 20 stretches, as versions stand side by side."""
    if one.trained is not None:
        return [one.trained, ~one.trained]
    odd = np.arange(len(one.gold)) * STRETCHES // len(one.gold) % 2 == 1
    return [~odd, odd]


def crossed(sets: Sequence[LabelledSet]) -> list[Model]:
    """For each half of all sets the model that was trained on the other one."""
    others = [[one._replace(trained=halves_of(one)[1 - half]) for one in sets] for half in (0, 1)]
    return [calibrated.from_json(calibration.train(parts, workers=WORKERS)) for parts in others]


def cross_scores(one: LabelledSet, models: Sequence[Model]) -> dict[str, float | int]:
    """Figures of both halves of a set together, each by the model that has seen only the other halves."""
    halves = halves_of(one)
    parts = [labelled.among(one, half) for half in halves]
    found = [find(part, model) for part, model in zip(parts, models, strict=True)]
    group = [got.clusters.group[half] + k * len(one.gold) for k, (got, half) in enumerate(zip(found, halves, strict=True))]
    gold = [one.gold[half] + k * len(one.gold) for k, half in enumerate(halves)]
    probability, label = np.concatenate([got.judged.probability for got in found]), np.concatenate([part.label for part in parts])
    return merged(np.concatenate(group), np.concatenate(gold)) | dict(calibration_error=calibration_error(probability, label))


def merged(group: np.ndarray, gold: np.ndarray) -> dict[str, float | int]:
    """Pairwise precision, recall and F1 of groups against gold."""
    right = _pairs(Counter(zip(group.tolist(), gold.tolist(), strict=True)).values())
    found, there = _pairs(Counter(group.tolist()).values()), _pairs(Counter(gold.tolist()).values())
    precision, recall = right / max(found, 1), right / max(there, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return dict(documents=len(gold), wrong_pairs=found - right, precision=round(precision, 4), recall=round(recall, 4), f1=round(f1, 4))


def _pairs(sizes: Sequence[int] | object) -> int:
    return sum(n * (n - 1) // 2 for n in sizes)  # type: ignore[attr-defined]


def calibration_error(probability: np.ndarray, label: np.ndarray) -> float:
    """Expected calibration error over ten bins of probability (Guo et al. 2017)."""
    p, truth = probability[label >= 0], label[label >= 0] == 1
    bins = np.minimum((p * 10).astype(int), 9)
    parts = [(bins == b) for b in range(10) if np.any(bins == b)]
    return round(float(sum(b.mean() * abs(p[b].mean() - truth[b].mean()) for b in parts)), 4)


def confusion(kinds: Sequence[str], label: np.ndarray) -> dict[str, int]:
    """Labels given to the pairs whose label says the opposite."""
    wrong = Counter(kind for kind, gold in zip(kinds, label.tolist(), strict=True) if gold >= 0 and (kind in labels.MERGED) != bool(gold))
    return dict(sorted(wrong.items()))


def without(name: str, sets: Sequence[LabelledSet]) -> Model:
    """A model trained on all sets but this one and its kin."""
    kin = kin_of(name)
    return calibrated.from_json(calibration.train([one for one in sets if one.name not in kin], workers=WORKERS))


def chosen(sets: Sequence[LabelledSet], names: Sequence[str] | None) -> list[LabelledSet]:
    """The sets to leave out in turn: none if that was not asked for, all if none was named. Raises SystemExit for unknown names."""
    if unknown := {*(names or ())} - {one.name for one in sets}:
        raise SystemExit(f"no such set: {', '.join(sorted(unknown))}; there are {', '.join(one.name for one in sets)}")
    return [] if names is None else [one for one in sets if not names or one.name in names]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--leave-one-out", nargs="*", metavar="SET")
    parser.add_argument("--unseen", nargs="?", type=int, const=10, metavar="N")
    parser.add_argument("--halves", action="store_true")
    parser.add_argument("--train", action="store_true")
    options = parser.parse_args()
    tell = lambda what: print(what, file=sys.stderr, flush=True)  # noqa: E731
    sets = list(all_sets(options.data, run=Run(Settings(workers=WORKERS)), tell=tell))
    if options.train:
        calibration.save(calibration.train(sets, workers=WORKERS), calibrated.MODEL)
    model = calibrated.load()
    data = {one.name: one.digest for one in sets}
    last = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}  # what is not left out now keeps its last figures
    kept = {kind: {name: one for name, one in last.get(kind, {}).items() if name in data} for kind in ("crossed", "unseen")}
    result = dict(made=time.strftime("%Y-%m-%d"), model=model.digest, data=data, sets={}, nameless={}, **kept)
    for one in sets:
        result["sets"][one.name] = scores(one, model)
        result["nameless"][one.name] = scores(one, replace(model, names={}))
        print(f"{one.name:26s}", json.dumps(result["sets"][one.name]), "nameless:", result["nameless"][one.name]["f1"], flush=True)
    save(result)
    models = crossed(sets) if options.halves else []
    for one in sets if options.halves else []:
        result["crossed"][one.name] = cross_scores(one, models)
        print(f"{one.name:26s} new stories", json.dumps(result["crossed"][one.name]), flush=True)
    save(result)
    for one, other in crossing.unseen(sets, model, workers=WORKERS, parts=options.unseen) if options.unseen else ():
        result["unseen"][one.name] = scores(one, other)
        print(f"{one.name:26s} unseen", json.dumps(result["unseen"][one.name]), flush=True)
    save(result)
    for one in chosen(sets, options.leave_one_out):
        result["unseen"][one.name] = scores(one, without(one.name, sets))
        save(result)  # each takes some minutes: what is measured stays if somebody stops the others
        print(f"{one.name:26s} unseen", json.dumps(result["unseen"][one.name]), flush=True)


def save(result: dict[str, Any]) -> None:
    """Write the results file."""
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(result, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
