"""What collections are like to each other: the prior that a collection's own scale is fitted with (see confirm/calibration/scale.py)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from dedup.confirm.calibration import scale
from dedup.confirm.calibration.calibrated import Prior
from dedup.confirm.calibration.scale import FEWEST, log_odds

FEWEST_OF_CLASS = 15  # pairs from which a set has a say on the mean of a class
# How far the means of a class move, of the covariance of those of the sets. Measured on sets left out: with .3 for duplicates too,
# twins that tell other facts become the duplicates of a collection that has none (see scale); with .003 unseen revisions keep .83 of .92.
FREE, HELD = 0.3, 0.009
FLOOR = 0.05  # of the covariance inside a class, beside that between sets: these are few


class Figures(NamedTuple):
    """Of one class or both of a set's pairs of one language: means (measures + 1,), covariances inside, the log-odds of the share.

    A class of fewer than FEWEST_OF_CLASS has None; `within` and `share` are there only where both classes are.
    """

    duplicates: np.ndarray | None
    strangers: np.ndarray | None
    within: np.ndarray | None
    share: float | None


NOTHING = Figures(None, None, None, None)


def figures(probability: np.ndarray, inputs: np.ndarray, duplicate: np.ndarray) -> Figures:
    """The figures of a set by what trees say that have not seen it (pairs,), their inputs (pairs, INPUTS), and the truth, bool."""
    if len(duplicate) < FEWEST:
        return NOTHING
    rows = scale.points(probability, inputs)
    ones, others = (part if len(part) >= FEWEST_OF_CLASS else None for part in (rows[duplicate], rows[~duplicate]))
    means = [None if part is None else part.mean(axis=0) for part in (ones, others)]
    if ones is None or others is None:
        return Figures(means[0], means[1], None, None)
    return Figures(means[0], means[1], (np.cov(ones.T) + np.cov(others.T)) / 2, float(log_odds(np.array(duplicate.mean()))))


def prior(sets: Sequence[Figures]) -> Prior:
    """The prior over these sets, each counting the same."""
    ones, others, inside = (np.array([one[k] for one in sets if one[k] is not None]) for k in range(3))
    within = inside.mean(axis=0) + 1e-6 * np.eye(inside.shape[1])
    share = 1 / (1 + np.exp(-np.mean([one.share for one in sets if one.share is not None])))
    held, free = (np.linalg.inv(by * _between(means, within)) for by, means in ((HELD, ones), (FREE, others)))
    return Prior(ones.mean(axis=0), others.mean(axis=0), held, free, within, float(share))


def _between(means: np.ndarray, within: np.ndarray) -> np.ndarray:
    found: np.ndarray = np.cov(means.T) + FLOOR * np.diag(np.diag(within))
    return found


def as_json(prior: Prior) -> dict[str, Any]:
    """Six digits of each value, as they stand in the model."""
    return {name: np.vectorize(lambda v: float(f"{v:.6g}"))(np.asarray(value)).tolist() for name, value in prior._asdict().items()}
