"""Whether a word in Arabic script reads like a foreign name: which of its letters follow each other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from dedup.names.han import MODELS

LETTERS = 36  # hamza to ghain and feh to yeh; 0 stands for the edge of a word
SCALE = 8  # table value 8 is a log ratio of 1
_CODES = {chr(code): k + 1 for k, code in enumerate([*range(0x621, 0x63B), *range(0x641, 0x64B)])}


def slots(word: str) -> Iterator[int]:
    """Places in the table of a word's letters three by three, its edges among them."""
    before, here = 0, _CODES[word[0]]
    for letter in [*map(_CODES.__getitem__, word[1:]), 0]:
        yield (before * (LETTERS + 1) + here) * (LETTERS + 1) + letter
        before, here = here, letter


@lru_cache(maxsize=1)
def _table() -> list[int]:
    values: list[int] = np.load(MODELS / "arabic_letters.npy", allow_pickle=False).tolist()
    return values


@lru_cache(maxsize=1 << 16)
def foreignness(word: str) -> float:
    """Log ratio of the word's letters in foreign names and in text; -1 for letters that the table does not know.

    >>> foreignness("شتاينماير") > 3 > 0 > foreignness("المدرسة")
    True
    """
    if len(word) < 2 or not all(map(_CODES.__contains__, word)):
        return -1.0
    table = _table()
    return sum(table[slot] for slot in slots(word)) / SCALE
