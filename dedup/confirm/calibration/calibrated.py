"""From the features of a pair to the probability that the two are duplicates: small boosted trees in a JSON file.

Names are a second step: where somebody stands in the place of somebody else, a few trees more may speak against what the first
ones say. So a pair without names is judged as if there were none, and the twins with other people, which look like copies in all
else, teach nothing about those. The same people alone raise nothing: reports of one event that share no text name them too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dedup import boosted
from dedup.confirm.calibration.cohort import Priors
from dedup.confirm.features import COLUMN, FEATURES, NAMED, NAMES, RELATIVE, WITHIN
from dedup.confirm.measure import LOG_LONG
from dedup.encoder import file_digest
from dedup.errors import ModelError

MODEL = Path(__file__).parents[2] / "models" / "confirm.json"
LEADING = ("best_vector", "subject")  # features that also count by how far they are above those of all rivals, see cohort.lead
INPUTS = (*NAMES, *(f"{FEATURES[i].name} (relative)" for i in RELATIVE), *(f"{name} (lead)" for name in LEADING))
EQUAL = 0.97  # probability of two texts that differ in case, marks and symbols alone: one of them may shout
# Probability at most of two texts in two languages whose figures and dates all differ where their sentences align, and none of which is in
# both: of 22,000 true pairs in two languages of twelve sets 78 are so, of 258,000 strangers 6,900. Trees alone do not see it: what they
# learn translations from are no reports of other days.
CONTRADICTED = 0.3
# A word that one names throughout and the other never, on both sides, though the collection uses it in both languages: of 21,000 true
# pairs in two languages that the model finds 58 have exchanged so much, of strangers 12,000. Nats, and share of the subject.
EXCHANGED_WEIGHT, EXCHANGED = 10.0, 0.15
BITS_OF_CHANCE, OF_LONG_TEXTS = 6.0, 4.0  # bits that any two texts may have in common: a frequent word or two, a cosine of .43
SAME, OTHER = "same language", "other language"
SHORT = ", short"  # a kind with this after it: the shorter of both has at most LONG
KINDS = (SAME, OTHER, SAME + SHORT, OTHER + SHORT)
BESIDE_NAMES = ("log_length", "least_coverage", "gram_containment", "capitals_agree")  # what says how much one name weighs in the text
# Probability below which two long texts of one language are not looked at word by word. When it was chosen, of true pairs of sets left out
# 98.8 % and more were above in each, and of the pairs of states of terms of service, seen, 17 %.
PASSED_OVER = 0.002
NAMED_INPUTS = ("log_odds", *(NAMES[i] for i in NAMED), *BESIDE_NAMES)


class Prior(NamedTuple):
    """What collections are like: class means (measures + 1,), how far these move as precisions, covariance inside a class, share.

    The first column is the log-odds of the trees. See training.scale.
    """

    duplicates: np.ndarray
    strangers: np.ndarray
    held: np.ndarray
    free: np.ndarray
    within: np.ndarray
    share: float


@dataclass(frozen=True)
class Model:
    """Trees over INPUTS for each of KINDS, and the priors of the cohort for SAME and OTHER; see training.calibration.

    Short texts have trees of their own: what tells two sentences from strangers is not what tells two pages of one template.
    `names`: trees over NAMED_INPUTS that have a say where names are in conflict, for SAME and OTHER. `scale`: what collections are like to
    each other, for their own scale (see scale.fit); None if that was not learned. `gate`: trees over NAMES without WITHIN and names.
    """

    trees: dict[str, boosted.Trees]
    priors: dict[str, Priors]
    digest: str
    names: dict[str, boosted.Trees] = field(default_factory=dict)
    scale: Prior | None = None
    gate: boosted.Trees | None = None

    def probability(self, raw: np.ndarray, relative: np.ndarray, same_language: np.ndarray) -> np.ndarray:
        """Probability of being duplicates of every pair, float64 in 0..1: what the trees say, as far as the evidence carries."""
        return carried(self.by_trees(raw, relative, same_language), raw)

    def by_trees(self, raw: np.ndarray, relative: np.ndarray, same_language: np.ndarray) -> np.ndarray:
        """The same by the trees alone; an input that is NaN goes where training sent it."""
        out, named = np.empty(len(raw)), in_conflict(raw)
        for kind, rows in of_kinds(raw, same_language).items():
            out[rows] = boosted.probability(self.trees[kind], np.hstack((raw[rows], relative[rows])))
        if self.gate is not None:
            over = passed_over(raw, same_language)
            out[over] = self.worth_a_look(raw[over])
        for kind, rows in ((SAME, same_language), (OTHER, ~same_language)):
            if self.names:
                some = np.flatnonzero(rows & named)
                with_names = boosted.probability(self.names[kind], named_inputs(out[some], raw[some]))
                # what stays likely keeps its probability: lowered a little, it would only loosen its group
                out[some] = np.where(with_names < 0.5, np.minimum(out[some], with_names), out[some])
        return out

    def worth_a_look(self, raw: np.ndarray) -> np.ndarray:
        """Probability of long texts of one language by what is measured before their words are laid out, float64 (pairs,)."""
        assert self.gate is not None
        return boosted.probability(self.gate, gated(raw))


def gated(raw: np.ndarray) -> np.ndarray:
    """The features without WITHIN and names, float64 (pairs, FEATURES)."""
    out = raw.copy()
    out[:, [*WITHIN, *NAMED]] = np.nan
    return out


def passed_over(raw: np.ndarray, same_language: np.ndarray) -> np.ndarray:
    """Which pairs of one language were not looked at word by word, bool (pairs,)."""
    found: np.ndarray = same_language & np.isnan(raw[:, COLUMN["in_order"]])
    return found


def of_kinds(raw: np.ndarray, same_language: np.ndarray) -> dict[str, np.ndarray]:
    """Which pairs are of which of KINDS, each bool (pairs,)."""
    long = is_long(raw)
    return dict(zip(KINDS, (same_language & long, ~same_language & long, same_language & ~long, ~same_language & ~long), strict=True))


def is_long(raw: np.ndarray) -> np.ndarray:
    """Whether both texts of a pair have more than LONG tokens, pieces where languages differ; bool (pairs,)."""
    found: np.ndarray = raw[:, COLUMN["log_length"]] > LOG_LONG
    return found


def carried(probability: np.ndarray, raw: np.ndarray) -> np.ndarray:
    """The probabilities within what the evidence of each pair carries, float64 (pairs,).

    Texts of the same words are the same text; and the odds of no other pair exceed the information that both have in common, less
    what it takes to tell a pair from chance. A translation has some figure in common with its original.
    """
    most = 1.0 / (1.0 + np.exp2(-np.clip(_beyond_chance(raw), -50, 50)))
    most = np.where(_contradicted(raw), np.minimum(most, CONTRADICTED), most)
    return np.where(raw[:, COLUMN["equal_words"]] == 1, np.maximum(probability, EQUAL), np.minimum(probability, most))


def _contradicted(raw: np.ndarray) -> np.ndarray:
    """Pairs of two languages, which have no words in order, of other subjects or other facts: all differ, none is anywhere in common."""
    conflict, agree = raw[:, COLUMN["facts_conflict_throughout"]], raw[:, COLUMN["facts_agree"]]
    subject = (raw[:, COLUMN["exchanged_weight"]] >= EXCHANGED_WEIGHT) & (raw[:, COLUMN["exchanged"]] >= EXCHANGED)
    found: np.ndarray = np.isnan(raw[:, COLUMN["in_order"]]) & (subject | (conflict == 1) & (agree == 0))
    return found


def _beyond_chance(raw: np.ndarray) -> np.ndarray:
    """Bits of each pair beyond those of chance, float64 (pairs,); no bound for long texts of one language, of which the trees see enough.

    Of two languages they do not: of 1,500 unrelated texts of eight sentences 6 were removed, four of them with fewer than 3 bits, where
    nearly all true pairs of news in eleven languages have more.
    """
    bits, long = raw[:, COLUMN["shared_bits"]], is_long(raw)
    beyond = bits - np.where(long, OF_LONG_TEXTS, BITS_OF_CHANCE)
    return np.where(long & ~np.isnan(raw[:, COLUMN["in_order"]]), np.inf, beyond)


def in_conflict(raw: np.ndarray) -> np.ndarray:
    """Whether anybody in either text of a pair takes the place of somebody else, bool (pairs,)."""
    return raw[:, COLUMN["names_conflict"]] > 0


def named_inputs(probability: np.ndarray, raw: np.ndarray) -> np.ndarray:
    """NAMED_INPUTS of pairs, float64 (pairs, inputs), from the probability without names and the features."""
    columns = [*NAMED, *(COLUMN[name] for name in BESIDE_NAMES)]
    return np.column_stack((np.log(probability / (1 - probability)), raw[:, columns]))


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
        {kind: Priors(np.array(part["median"]), np.array(part["spread"])) for kind, part in kinds.items() if "median" in part},
        digest,
        {kind: boosted.tables(part["names"]) for kind, part in kinds.items() if "names" in part},
        _prior(spec["scale"]) if "scale" in spec else None,
        boosted.tables(spec["gate"]) if "gate" in spec else None,
    )


def _prior(spec: dict[str, Any]) -> Prior:
    means = dict(duplicates=np.array(spec["duplicates"]), strangers=np.array(spec["strangers"]))
    moves = dict(held=np.array(spec["held"]), free=np.array(spec["free"]))
    return Prior(**means, **moves, within=np.array(spec["within"]), share=float(spec["share"]))
