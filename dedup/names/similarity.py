"""How probable two names name one person: readings, learned edit models and string measures mixed by a small model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np

from dedup import boosted
from dedup.errors import UsageError, expect
from dedup.names import features, han

SAME = 0.5  # the model is calibrated: from here on two names are more probably one person than not
CHUNK = 1 << 14  # pairs measured at once: bounds the memory, about 10 MB

MODELS = han.MODELS


def name_similarity(left: str, right: str) -> float:
    """The probability 0..1 that two spellings, in any scripts, name one person; the same person from 0.5 on.

    Symmetric; 1.0 for equal spellings, 0.0 where a side has no letters. Only the spelling is judged: two people of
    one name are the same to it. Figures in models/names/README.md.

    >>> name_similarity("Xi Jinping", "Xi Jinping")
    1.0
    """
    expect("left", left, str, "a str, a name")
    expect("right", right, str, "a str, a name")
    return float(name_similarities([left], [right])[0])


def name_similarities(left: Sequence[str], right: Sequence[str], *, folder: Path = MODELS) -> np.ndarray:
    """`name_similarity` of left[k] and right[k] for all k, float64; many pairs at once cost far less than one by one.

    Raises TypeError for what is no list of str, UsageError where one is longer than the other.
    """
    _check(left, right)
    out = _equal(left, right).astype(float)
    trees, models = boosted.load(folder / "mix.json", features.FEATURES), _models(folder)
    others = np.flatnonzero(out == 0)
    for part in (others[start : start + CHUNK] for start in range(0, len(others), CHUNK)):
        rows, owner = features.measure(models, [left[k] for k in part.tolist()], [right[k] for k in part.tolist()])
        np.maximum.at(out, part[owner], boosted.probability(trees, rows))
    return out


def _check(left: Sequence[str], right: Sequence[str]) -> None:
    for name, given in (("left", left), ("right", right)):
        if isinstance(given, str) or not all(isinstance(one, str) for one in given):
            raise TypeError(f"{name} is expected to be names, each a str, not {given!r:.80}")
    if len(left) != len(right):
        raise UsageError(f"left has {len(left)} names and right {len(right)}", remedy="give as many for both")


def by_pair(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], float]:
    """`name_similarity` of each different pair of spellings, under its sorted spellings: see `in_order`."""
    distinct = list(dict.fromkeys(in_order(*pair) for pair in pairs))
    scores = name_similarities([x for x, _ in distinct], [y for _, y in distinct])
    return dict(zip(distinct, scores.tolist(), strict=True))


def in_order(one: str, other: str) -> tuple[str, str]:
    """Two spellings sorted: neither side comes first where only their similarity counts."""
    return (one, other) if one <= other else (other, one)


@lru_cache(maxsize=4)
def _models(folder: Path) -> features.Models:
    return features.Models(folder)


def _equal(left: Sequence[str], right: Sequence[str]) -> np.ndarray:
    """Equal spellings, capitals and accents apart from the letters ignored, as long as there are letters."""
    return np.array([_same_letters(x, y) for x, y in zip(left, right, strict=True)], bool)


def _same_letters(left: str, right: str) -> bool:
    return left.casefold().split() == right.casefold().split() and any(map(str.isalpha, left))
