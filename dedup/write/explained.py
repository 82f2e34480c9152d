"""Which pairs are explained in full where they are written down: sentences, names, conflicts. To explain takes as long as to judge."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from dedup.data import Verdicts
from dedup.pipeline import Found
from dedup.write import views

REPORT, KEPT, ALL, NONE = "report", "kept", "all", "none"


def pairs(found: Found, given: Verdicts, which: str, chosen: Collection[int]) -> frozenset[int]:
    """The numbers of these pairs among the `chosen` ones, which are of each document a few.

    report: those that the report shows; kept: and those of a kept and a removed document of one group; all; none.
    """
    if which in (ALL, NONE):
        return frozenset(chosen) if which == ALL else frozenset()
    wanted = set(views.shown_pairs(found, given))
    if which == KEPT:
        wanted |= set(_with_kept(found, given).tolist())
    return frozenset(wanted.intersection(chosen))


def _with_kept(found: Found, given: Verdicts) -> np.ndarray:
    """The judged pairs of two contents of one group, of which one is that of the document that stays."""
    judged, group = found.judged, found.clusters.group
    stays = found.distinct.member_of[given.stays[found.distinct.first]]
    is_kept = (stays[judged.left] == judged.left) | (stays[judged.right] == judged.right)
    return np.flatnonzero(is_kept & (group[judged.left] == group[judged.right]))
