"""The scale of a collection: where its own pairs divide, found without labels.

What the trees call .5 does not transfer to a kind of text that they have not seen, but the evidence does. So the pairs of one
language are divided once more in the collection itself: two Gaussian classes with one covariance over the log-odds of the trees and a
few measurements, fitted by EM from what the trees say (as Fellegi & Sunter's record linkage is, Winkler 1988), with a prior on both
means (MAP adaptation, as of speaker verification: Garcia-Romero & McCree 2014). The prior has learned how far the means of
collections lie apart. Strangers differ from one to the next, and move freely. Duplicates are much the same everywhere, and are held:
in a collection without any, the pairs that look most alike would otherwise become the class.

A collection has a say as far as the trees are in doubt about it: of a kind that they know they are right. None if what EM takes for
duplicates is not what the trees call so: then it has found something else, forms or reports of one event. A pair that they
take for strangers becomes no duplicate unless they were close to saying so.

What it brings stands in benchmarks/README.md, unseen F1 beside unseen trees. The limits were chosen on an earlier state of the features, by
sets left out with their kin (mean F1, precision of documentation pages, wrong pairs in 200 documents of sets with one version of each
story): trees alone .803, .86, 23; without limits .828, .63, 16; with them .830, .85, 12. Duplicates as free as strangers brought up to
67 wrong pairs for 2. Between languages it did harm, as most collections have few true pairs there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from dedup.confirm.calibration.calibrated import INPUTS, Prior
from dedup.data import Scale
from dedup.errors import DataError, reason

MEASURES = (
    "aligned_mixed (relative)", "aligned_vector (relative)", "aligned_words (relative)", "rare_word_jaccard (relative)",
    "best_vector (relative)", "gram_containment (relative)", "mutual", "least_coverage", "most_coverage", "aligned_mixed",
    "capitals_conflict", "facts_conflict", "own_least", "own_vector", "own_runs", "explained", "subject", "subject_kept", "exchanged",
)  # fmt: skip
# Pairs of one language from which a collection has a say at all, and from which its whole say, in between by the square: of 233 pairs of
# notices 17 are copies, and with a fourth of a say 14 of them were lost.
FEWEST, ENOUGH = 30, 1500
MOST = 50_000  # that are looked at, evenly spread: plenty for two means and a covariance
SURE = 7.0  # log-odds of the trees beyond this say no more
WITHIN, SHARE = 50.0, 10.0  # pairs that the prior counts for: covariance inside a class, share of duplicates
KNOWN, DOUBTED = 0.02, 0.07  # doubt up to which the trees know a kind of text, and from which they do not
FOUND_ELSE = -0.5  # log-odds of the trees that the duplicates of a collection may be below those of others
MOST_LOWERED = 4.0  # log-odds: a sure pair of the trees is doubted at most; unseen F1 falls by .0006
MOST_RAISED = 1.0  # with 3, pages of one template merge (precision .74 on documentation left out, not .85)
ROUNDS, SETTLED = 80, 1e-4  # of EM, and the greatest change of a probability after which it ends


def apply(scale: Scale, probability: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """The probabilities of these pairs of one language in the collection, float64; `inputs` are float64 (pairs, INPUTS)."""
    rows = points(probability, inputs)
    own = np.clip(rows @ np.array(scale.weights) + scale.offset, -SURE, SURE)
    odds = (1 - scale.say) * rows[:, 0] + scale.say * own
    return np.where(scale.say > 0, _sigmoid(np.clip(odds, rows[:, 0] - MOST_LOWERED, rows[:, 0] + MOST_RAISED)), probability)


def as_json(scale: Scale) -> dict[str, Any]:
    """What manifest.json keeps of it."""
    return dict(measures=list(MEASURES), **scale._asdict())


def read(path: Path) -> Scale:
    """The scale in a manifest.json of an earlier run. Raises DataError if there is none."""
    remedy = "give the manifest.json of a run over a larger collection"
    try:
        if path.exists() and not path.is_file():
            raise ValueError("it is no file")  # a pipe would be waited for
        found = json.loads(path.read_text(encoding="utf8"))["calibration"]
        if found is None:
            raise DataError("that run was too small to have a scale of its own", file=path, remedy=remedy)
        if tuple(found.pop("measures")) != MEASURES:
            raise DataError("the scale is that of another version", file=path, remedy="run that version's collection again")
        weights, moved = tuple(map(float, found["weights"])), (float(found["moved"][0]), float(found["moved"][1]))
        if len(weights) != len(MEASURES) + 1:
            raise ValueError(f"{len(weights)} weights")
        offset, share, doubt, say = (float(found[name]) for name in ("offset", "share", "doubt", "say"))
        if not np.isfinite([*weights, offset, *moved, share, doubt]).all() or not 0 <= say <= 1:
            raise ValueError("a number is out of range")
        return Scale(weights, offset, int(found["pairs"]), share, moved, doubt, say)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise DataError(f"no calibration can be read: {reason(error)}", file=path, remedy=remedy) from None


def fit(
    probability: np.ndarray, inputs: np.ndarray, prior: Prior, *, known: np.ndarray | None = None, rows: np.ndarray | None = None
) -> Scale | None:
    """The scale of a collection from all its pairs of one language; None if there are fewer than FEWEST.

    `probability`: what the trees say, float64 (pairs,); `inputs`: float64 (pairs, INPUTS). `known`: 1 for pairs that a person has
    called duplicates, 0 for those called different, -1 for all others. `rows`: where the pairs stand in `inputs`, if others do too.
    """
    if len(probability) < FEWEST:
        return None
    some = np.linspace(0, len(probability) - 1, min(len(probability), MOST)).astype(np.int64)
    start, told = _clipped(probability[some]), None if known is None else known[some]
    weights, offset, share, means = _map_em(points(start, inputs[some if rows is None else rows[some]]), start, prior, told)
    up, down = (round(float(mean[0] - was[0]), 3) for mean, was in zip(means, (prior.duplicates, prior.strangers), strict=True))
    doubt = round(float(np.minimum(start, 1 - start).sum() / max(start.sum(), 1.0)), 4)
    say = _say(doubt, up, len(probability)) if told is None else 1.0
    rounded = tuple(weights.round(9).tolist())
    return Scale(rounded, round(offset, 9), len(probability), round(share, 4), (up, down), doubt, round(say, 4))


def _say(doubt: float, moved: float, pairs: int) -> float:
    """How much a collection has to say of its own scale, 0 to 1."""
    if moved < FOUND_ELSE:
        return 0.0
    return float(np.clip((doubt - KNOWN) / (DOUBTED - KNOWN), 0, 1)) * min(1.0, pairs / ENOUGH) ** 2


def _map_em(rows: np.ndarray, responsible: np.ndarray, prior: Prior, known: np.ndarray | None) -> tuple[np.ndarray, float, float, Any]:
    """Weights, offset, share of duplicates and class means of the discriminant that EM ends with."""
    covariance, expected = prior.within, ((prior.duplicates, prior.held), (prior.strangers, prior.free))
    for _ in range(ROUNDS):
        if known is not None:
            responsible = np.where(known < 0, responsible, known)
        inside, shares = np.linalg.inv(covariance), (responsible, 1 - responsible)
        means = [_mean(rows, r, inside, *of_class) for r, of_class in zip(shares, expected, strict=True)]
        scatter = sum(_scatter(rows, r, mean) for r, mean in zip(shares, means, strict=True))
        covariance = (scatter + WITHIN * prior.within) / (len(rows) + WITHIN)
        weights = np.linalg.solve(covariance, means[0] - means[1])
        share = float((responsible.sum() + SHARE * prior.share) / (len(rows) + SHARE))
        offset = float(np.log(share / (1 - share)) - 0.5 * (means[0] + means[1]) @ weights)
        last, responsible = responsible, _sigmoid(rows @ weights + offset)
        if np.max(np.abs(responsible - last)) < SETTLED:
            break
    return weights, offset, share, means


def _mean(rows: np.ndarray, responsible: np.ndarray, inside: np.ndarray, expected: np.ndarray, precision: np.ndarray) -> np.ndarray:
    """The mean of a class where its pairs and what was expected meet, each by its precision."""
    mean: np.ndarray = np.linalg.solve(responsible.sum() * inside + precision, inside @ (responsible @ rows) + precision @ expected)
    return mean


def _scatter(rows: np.ndarray, responsible: np.ndarray, mean: np.ndarray) -> np.ndarray:
    apart = rows - mean
    found: np.ndarray = (apart * responsible[:, None]).T @ apart
    return found


def points(probability: np.ndarray, inputs: np.ndarray) -> np.ndarray:
    """What the discriminant looks at, float64 (pairs, measures + 1); where there is no evidence it counts as none."""
    return np.column_stack((log_odds(probability), np.nan_to_num(inputs[:, [INPUTS.index(name) for name in MEASURES]], nan=0.0)))


def log_odds(probability: np.ndarray) -> np.ndarray:
    """Within SURE either way, float64."""
    clipped = _clipped(probability)
    found: np.ndarray = np.clip(np.log(clipped / (1 - clipped)), -SURE, SURE)
    return found


def _clipped(probability: np.ndarray) -> np.ndarray:
    return np.clip(probability, 1e-6, 1 - 1e-6)


def _sigmoid(odds: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(odds, -50, 50)))
