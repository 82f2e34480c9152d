"""Collect the parts of names that `dedup.names.extract` knows, from recorded people and from lists of name words."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from dedup.names.not_names import ORGANISATIONS, OTHER, PLACES, TITLES

PEOPLE = 2  # recorded people who bear a part for it to be known
# How many people of Wikidata bear a word, counted in the list of each language: rarer words are too often words of the
# language or errors of the mined lists. Fewer are asked of lists that are shorter.
BEARERS = {"russian": 5, "arabic": 3, "katakana": 3, "chinese": 2}
LATIN_BEARERS = 3
_PART = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f\u1e00-\u1eff]+")
_NATIVE = re.compile(r"[\u0400-\u052f]{3,}|[\u0621-\u064a]{3,}|[ァ-ヺー]{2,}|[\u4e00-\u9fff]{3,}")

WordCounts = Iterable[tuple[str, str, int]]


def learn(people: Iterable[list[str]], words: Mapping[str, WordCounts]) -> list[str]:
    """Sorted parts of names in lower case; `words` holds (Latin, native, bearers) by language."""
    known = set(_of_people(people))
    for language, rows in words.items():
        known |= _of_words(rows, BEARERS[language])
    return sorted(known - ORGANISATIONS - PLACES - OTHER - TITLES)


def _of_people(people: Iterable[list[str]]) -> set[str]:
    counts = Counter(part.lower() for names in people for part in {part for name in names for part in _PART.findall(name)})
    return {part for part, count in counts.items() if count >= PEOPLE and len(part) > 2}


def _of_words(rows: WordCounts, bearers: int) -> set[str]:
    latin, native = Counter[str](), Counter[str]()
    for word, spelt, count in rows:
        latin[word.lower()] += count
        native[spelt.lower()] += count
    frequent = {word for word, count in latin.items() if count >= LATIN_BEARERS and len(word) > 2 and _PART.fullmatch(word)}
    return frequent | {word for word, count in native.items() if count >= bearers and _NATIVE.fullmatch(word)}


def write(path: Path, known: list[str]) -> None:
    """One part a line, gzipped without a time so that the same data give the same file."""
    path.write_bytes(gzip.compress("\n".join(known).encode(), mtime=0))
