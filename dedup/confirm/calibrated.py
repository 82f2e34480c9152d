"""From the features of a pair to the probability that the two are duplicates: a logistic model in a JSON file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from dedup.confirm.cohort import Priors
from dedup.confirm.features import FEATURES, NAMES, RELATIVE
from dedup.encoder import file_digest
from dedup.errors import ModelError

MODEL = Path(__file__).parent.parent / "models" / "confirm.json"
INPUTS = (*NAMES, *(f"{FEATURES[i].name} (relative)" for i in RELATIVE))
SAME, OTHER = "same language", "other language"


@dataclass(frozen=True)
class Model:
    """Weights over INPUTS for pairs of one language and of two, and the priors of the cohort; see training.calibration.

    Each of `weights` is float64 (3, INPUTS): what an input is shifted by, scaled by, and weighs; `bias` one number.
    """

    weights: dict[str, np.ndarray]
    bias: dict[str, float]
    priors: dict[str, Priors]
    digest: str

    def probability(self, raw: np.ndarray, relative: np.ndarray, same_language: np.ndarray) -> np.ndarray:
        """Probability of being duplicates of every pair, float64 in 0..1; an input that is NaN has no say."""
        logit = np.empty(len(raw))
        for kind, rows in ((SAME, same_language), (OTHER, ~same_language)):
            shift, scale, weight = self.weights[kind]
            inputs = np.nan_to_num((np.hstack((raw[rows], relative[rows])) - shift) / scale)
            logit[rows] = (np.clip(inputs, -6, 6) * weight).sum(axis=1) + self.bias[kind]
        return 1 / (1 + np.exp(-np.clip(logit, -30, 30)))


@cache
def load(path: Path = MODEL) -> Model:
    """The model of this file; ModelError if it is damaged or was trained for other inputs."""
    try:
        spec = json.loads(path.read_text(encoding="utf8"))
        if tuple(spec["inputs"]) != INPUTS:
            raise ModelError("the model was trained for other features", file=path, remedy="train it again: dedup train calibration")
        return from_json(spec, digest=file_digest(path))
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the model is damaged: {error}", file=path, remedy="install the package again") from None


def from_json(spec: dict[str, Any], *, digest: str = "") -> Model:
    """The model that `training.calibration.train` gives as JSON."""
    kinds = spec["kinds"]
    return Model(
        {k: np.array([v["shift"], v["scale"], v["weight"]]) for k, v in kinds.items()},
        {k: float(v["bias"]) for k, v in kinds.items()},
        {k: Priors(np.array(v["median"]), np.array(v["spread"])) for k, v in kinds.items()},
        digest,
    )
