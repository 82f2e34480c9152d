"""Which half of a collected set is trained on: the other one shows what the model does with texts that it has not seen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np


def trained(records: Sequence[Mapping[str, Any]]) -> np.ndarray:
    """Whether each document may be trained on, bool (documents,): about half of the groups, whatever their order.

    Groups of one story are in one half: else half of the hard negatives would stand between the halves, where they are neither
    learned nor measured. A group of two stories goes with the first one by name.
    """
    story = dict[Any, str]()
    for row in records:
        name = str(row.get("story", row["gold"]))
        story[row["gold"]] = min(name, story.get(row["gold"], name))
    return np.array([_drawn(story[row["gold"]]) for row in records], bool)


def _drawn(name: str) -> bool:
    return hashlib.blake2b(name.encode(), digest_size=1).digest()[0] % 2 == 0
