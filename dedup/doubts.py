"""When a run's own outcome speaks against it: it would remove most of a collection, or its groups hang on next to nothing.

Each reason is a line that says what was found and what to do. Contents are counted, not documents: exact copies are beyond doubt.
"""

from __future__ import annotations

import numpy as np

from dedup import cluster
from dedup.data import Judged
from dedup.pipeline import Found
from dedup.settings import Find

FEWEST = 10  # different contents, or removed ones, below which a share says nothing
MOST_REMOVED = 0.5  # share of the contents that are removed, above which a run is doubted
# Columns of Judged.features: information that two texts have in common, in bits, and whether they are the same words.
SHARED_BITS, EQUAL_WORDS = "shared_bits", "equal_words"
FEW_BITS = 20.0  # what one word in a million tells, or two of a thousand: two texts may well have as much in common by chance
MOST_ON_FEW_BITS = 1 / 3  # share of the removed contents that hang on so little, above which a run is doubted
REMEDY: dict[Find, str] = {
    "exact": "look at report.html",
    "near": "look at report.html before you use what is kept; a higher --jaccard asks for more common wording",
    "variants": "look at report.html before you use what is kept; --find near removes edited copies alone, and a higher --threshold asks"
    " for surer pairs",
}


def reasons(found: Found, *, find: Find, threshold: float) -> list[str]:
    """A line for each reason to doubt a run; none for most runs.

    `threshold`: probability from which pairs were confirmed.
    """
    given = [_most_removed(found.clusters.group), _few_bits(found.judged, found.clusters.group, threshold)]
    return [f"{reason}: {REMEDY[find]}" for reason in given if reason]


def _most_removed(group: np.ndarray) -> str:
    removed = _removed(group)
    if len(group) < FEWEST or removed <= MOST_REMOVED * len(group):
        return ""
    return f"{removed:,} of {len(group):,} different texts ({removed / len(group):.0%}) are removed"


def _few_bits(judged: Judged, group: np.ndarray, threshold: float) -> str:
    removed, hanging = _removed(group), on_few_bits(judged, group, threshold)
    if removed < FEWEST or hanging <= MOST_ON_FEW_BITS * removed:
        return ""
    return f"of {removed:,} removed texts {hanging:,} ({hanging / removed:.0%}) have less than {FEW_BITS:.0f} bits in common with another"


def on_few_bits(judged: Judged, group: np.ndarray, threshold: float) -> int:
    """How many contents would stay if only those confirmed pairs counted that have FEW_BITS in common.

    None where that was not measured, as by wording alone; and the same words are the same, however few. `group`: the smallest row
    of each content's group, int64.
    """
    if SHARED_BITS not in judged.columns:
        return 0
    bits, equal = (judged.features[:, judged.columns.index(name)] for name in (SHARED_BITS, EQUAL_WORDS))
    inside = (judged.probability >= threshold) & (group[judged.left] == group[judged.right])
    enough = inside & ((equal == 1) | ~(bits < FEW_BITS))  # what is missing is no evidence of little
    return _removed(group) - _removed(cluster.connected(len(group), judged.left[enough], judged.right[enough]))


def _removed(group: np.ndarray) -> int:
    return len(group) - len(np.unique(group))
