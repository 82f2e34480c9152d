"""The trees of the calibration: which pairs are shown to which, and what each weighs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dedup.confirm import features, judge
from dedup.confirm.calibration import calibrated
from dedup.confirm.calibration.calibrated import INPUTS, KINDS, LEADING, OTHER, SAME, SHORT, Model, of_kinds
from dedup.confirm.features import FEATURES, RELATIVE
from dedup.run import Run
from dedup.settings import Settings
from dedup.training import boosting
from dedup.training.labelled import LabelledSet

# What is best for stories that the model has not seen (benchmarks/quality.py --halves): with 500 trees of 16 leaves the figures of the
# sets themselves rise by up to .03, and those of new stories fall by .002 on average: the trees learn the sets by heart.
# Measured when long and short texts shared their trees.
TREES, LEAVES, RATE, FEWEST_ROWS = 300, 8, 0.1, 40
GATE_TREES, GATE_RATE, NOT_TO_LOSE = 100, 0.15, 2.0  # what is passed over is lost
COLLECTED_WEIGHT = 5.0  # a set of real pairs counts for five that were made
# A lost duplicate counts for more than a wrong pair, which has still to be joined (see cluster.EVIDENCE): unseen sets lose their
# duplicates first. With 2 they gain a little more, but more twins and pages of one form are merged.
# Of short texts of one language a wrong pair costs more: with 1.5 listings of two models are merged (precision .78; with 1 .91, with .7
# .93), and of 2,000 messages of programs, all different and many alike, 102 are removed with 1, 72 with .7.
# With .85 listings, misread reports and paraphrases lose fewer copies than with .7.
DUPLICATE_WEIGHT, OF_SHORT_TEXTS = 1.5, 0.85
# A set without duplicates stands alone against all the others: with less, more reports of one event are merged that share no text.
NEGATIVE_WEIGHT = 3.0
# More overlap never speaks against duplicates and more conflict never for them; lengths may do either.
DIRECTION = (*(f.direction for f in FEATURES), *(FEATURES[i].direction for i in RELATIVE), *(1 for _ in LEADING))
SCATTERED = "scattered-"  # how the names begin of sets of texts drawn at random
# A stranger among them counts for twenty: they stand for collections in which nothing is alike, and a wrong merge costs a document.
# With 1, 31 of 3,000 single sentences in six languages were removed. Between languages vectors tell a sentence from a stranger, and little
# else does; of two sentences and more they tell so much that a stranger may count for up to four times that. In one language,
# or among long texts, such weights cost more duplicates of other kinds than they save documents.
STRANGER_WEIGHT, IN_TWO_LANGUAGES = 20.0, 40.0
SENTENCE, MOST_SENTENCES = 15.0, 4.0  # pieces of one sentence, and how many of them count
OF_BOTH_KINDS = (SCATTERED, "furniture")  # their strangers in two languages teach what translations are not
# Made so that names alone tell their twins from copies: without names there is nothing to learn.
FOR_NAMES = ("other-people", "other-people-news")


def inputs(one: LabelledSet, model: Model, *, alone: bool, workers: int) -> judge.Measured:
    """Features of a set's pairs with their cohorts, or with the priors `alone`, as for two documents."""
    prepared = one.prepared._replace(pool=one.prepared.pool[:0]) if alone else one.prepared
    run, known = Run(Settings(workers=workers), model=lambda: model), judge.Known(raw=one.alone if alone else one.raw)
    return judge.measure(prepared, prepared.at(one.left), prepared.at(one.right), run=run, known=known)


def gate(shown: Sequence[LabelledSet], measured: Sequence[judge.Measured]) -> dict[str, Any]:
    """Trees that say which long texts of one language are worth laying out word by word."""
    parts = [part_of(one, got, SAME) for one, got in zip(shown, measured, strict=True)]
    rows, label, weight = joined([(calibrated.gated(part[0][:, : len(FEATURES)]), *part[1:]) for part in parts])
    weight = weight * np.where(label == 1, NOT_TO_LOSE, 1.0)
    return boosting.fit(
        rows, label, weight, names=features.NAMES, trees=GATE_TREES, rate=GATE_RATE, leaves=LEAVES, fewest=FEWEST_ROWS, seed=0,
        direction=DIRECTION[: len(FEATURES)],
    )  # fmt: skip


def trees(shown: Sequence[LabelledSet], measured: Sequence[judge.Measured], *, count: int, rate: float) -> dict[str, Any]:
    """The trees of every one of KINDS as JSON, `count` each; shown are the pairs of a set and what was measured of them."""
    out: dict[str, Any] = {}
    for kind in KINDS:
        rows, label, weight = joined([part_of(one, without_names(got), kind) for one, got in zip(shown, measured, strict=True)])
        out[kind] = boosting.fit(
            rows, label, weight, names=INPUTS, trees=count, rate=rate, leaves=LEAVES, fewest=FEWEST_ROWS, seed=0, direction=DIRECTION
        )
    return out


def shows(one: LabelledSet, same_language: np.ndarray) -> np.ndarray:
    """Which of these pairs are shown to the trees, bool (pairs,); those of a made set only if half its duplicates are among them.

    A set made of texts in one language each would show thousands of easy strangers in two, and no translations. Strangers are
    what OF_BOTH_KINDS are for: they are shown to both.
    """
    shows = one.digest or one.name.startswith(OF_BOTH_KINDS) or 2 * np.sum(one.label[same_language] == 1) >= np.sum(one.label == 1)
    return same_language & (one.label >= 0) if shows else np.zeros_like(same_language)


def _of_kind(one: LabelledSet, got: judge.Measured, kind: str) -> np.ndarray:
    of_language = got.same_language if kind.startswith(SAME) else ~got.same_language
    return shows(one, of_language) & of_kinds(got.raw, got.same_language)[kind]


def joined(parts: Sequence[tuple[np.ndarray, ...]]) -> tuple[np.ndarray, ...]:
    """The arrays of all parts behind one another."""
    return tuple(np.concatenate(arrays) for arrays in zip(*parts, strict=True))


def without_names(got: judge.Measured) -> judge.Measured:
    """The same with nothing known of names."""
    raw = got.raw.copy()
    raw[:, features.NAMED] = np.nan
    return got._replace(raw=raw)


def part_of(one: LabelledSet, got: judge.Measured, kind: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What a set shows to the trees of a kind: inputs float64 (pairs, INPUTS), labels and weights."""
    use = _of_kind(one, got, kind)
    rows, label = np.hstack((got.raw, got.relative))[use], one.label[use]
    weight = weight_of(one, len(label)) * by_label(label, kind)
    return rows, label, weight * _strangers(rows, label, kind) if one.name.startswith(SCATTERED) else weight


def by_label(label: np.ndarray, kind: str) -> np.ndarray:
    """What each label of a kind counts for, float64."""
    return np.where(label == 1, OF_SHORT_TEXTS if kind == SAME + SHORT else DUPLICATE_WEIGHT, 1.0)


def _strangers(rows: np.ndarray, label: np.ndarray, kind: str) -> np.ndarray:
    sentences = np.clip(np.exp(rows[:, features.COLUMN["log_length"]]) / SENTENCE, 1, MOST_SENTENCES)
    return np.where(label == 0, IN_TWO_LANGUAGES * sentences if kind == OTHER + SHORT else STRANGER_WEIGHT, 1.0)


def weight_of(one: LabelledSet, pairs: int) -> float:
    """The weight of each pair of a set that shows so many, so that the sets weigh the same whatever their size."""
    weight = (COLLECTED_WEIGHT if one.digest else 1.0) * (1.0 if np.any(one.label == 1) else NEGATIVE_WEIGHT)
    return weight * 1000.0 / max(pairs, 1000)
