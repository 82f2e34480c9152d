"""From the features of a pair to the probability that the two are duplicates: small boosted trees in a JSON file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from dedup import boosted
from dedup.confirm.cohort import Priors
from dedup.confirm.features import FEATURES, NAMES, RELATIVE
from dedup.encoder import file_digest
from dedup.errors import ModelError

MODEL = Path(__file__).parent.parent / "models" / "confirm.json"
INPUTS = (*NAMES, *(f"{FEATURES[i].name} (relative)" for i in RELATIVE))
SAME, OTHER = "same language", "other language"


@dataclass(frozen=True)
class Model:
    """Trees over INPUTS for pairs of one language and of two, and the priors of the cohort; see training.calibration."""

    trees: dict[str, boosted.Trees]
    priors: dict[str, Priors]
    digest: str

    def probability(self, raw: np.ndarray, relative: np.ndarray, same_language: np.ndarray) -> np.ndarray:
        """Probability of being duplicates of every pair, float64 in 0..1; an input that is NaN goes where training sent it."""
        out = np.empty(len(raw))
        for kind, rows in ((SAME, same_language), (OTHER, ~same_language)):
            out[rows] = boosted.probability(self.trees[kind], np.hstack((raw[rows], relative[rows])))
        return out


@cache
def load(path: Path = MODEL) -> Model:
    """The model of this file; ModelError if it is damaged or was trained for other inputs."""
    try:
        spec = json.loads(path.read_text(encoding="utf8"))
        if tuple(spec["inputs"]) != INPUTS:
            remedy = "train it again: benchmarks/quality.py DATA --train"
            raise ModelError("the model was trained for other features", file=path, remedy=remedy)
        return from_json(spec, digest=file_digest(path))
    except (OSError, ValueError, KeyError, IndexError, TypeError) as error:
        raise ModelError(f"the model is damaged: {error}", file=path, remedy="install the package again") from None


def from_json(spec: dict[str, Any], *, digest: str = "") -> Model:
    """The model that `training.calibration.train` gives as JSON."""
    kinds = spec["kinds"]
    return Model(
        {kind: boosted.tables(part["trees"]) for kind, part in kinds.items()},
        {kind: Priors(np.array(part["median"]), np.array(part["spread"])) for kind, part in kinds.items()},
        digest,
    )
