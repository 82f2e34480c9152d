"""Learn which letters of Arabic script follow each other in foreign names rather than in the words of a text."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from dedup.names.extract_arabic_letters import LETTERS, SCALE, slots

SMOOTHING = 0.5
_WORD = re.compile("[\u0621-\u063a\u0641-\u064a]{2,}")


def learn(names: Iterable[str], words: Iterable[str]) -> np.ndarray:
    """Log ratio of how often three letters stand in names and in words, int8 in steps of 1 / SCALE.

    Each distinct name and word counts once: the letters of a name matter, not how many bear it.
    """
    of_names, of_words = _counts(names), _counts(words)
    ratio = np.log(of_names / of_names.sum()) - np.log(of_words / of_words.sum())
    return np.clip(np.round(ratio * SCALE), -127, 127).astype(np.int8)


def _counts(words: Iterable[str]) -> np.ndarray:
    counts = np.full((LETTERS + 1) ** 3, SMOOTHING)
    for slot, count in Counter(slot for word in set(words) if _WORD.fullmatch(word) for slot in slots(word)).items():
        counts[slot] += count
    return counts


def words_of(path: Path) -> set[str]:
    """The Arabic words in the second column of a table of sentences."""
    with gzip.open(path, "rt", encoding="utf8") as rows:
        return {word for row in rows for word in _WORD.findall(row.split("\t")[1])}
