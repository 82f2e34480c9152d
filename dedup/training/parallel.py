"""Parallel sentences for training: read, held out for calibration, evened out between languages."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dedup.errors import DataError, UsageError

HELD_OUT = 20  # one sentence in so many is kept for calibration
EVEN = 12_000  # pairs from which a language is shown once an epoch


class Parallel(NamedTuple):
    """Sentences in many languages, each once, and the pairs to learn from.

    sentences: the texts. language: number of each one's language, 0 for the left side of all files (English here).
    left, right, meaning: int64 (pairs,), two sentences and the left-side sentence that both translate.
    """

    sentences: list[str]
    language: np.ndarray
    left: np.ndarray
    right: np.ndarray
    meaning: np.ndarray


def read_pairs(paths: Sequence[str | Path]) -> list[tuple[str, str]]:
    """Read parallel sentences from tab-separated files (.tsv or .tsv.gz): sentence, translation, anything more.

    Raises DataError with file and line for a line without a tab, and for a file that cannot be read.
    """
    pairs = [pair for path in expand(paths) for pair in file_pairs(path)]
    if not pairs:
        raise UsageError("no sentence pairs found", remedy="give .tsv or .tsv.gz files, or a folder of them")
    return pairs


def file_pairs(path: Path, *, without: str = "") -> list[tuple[str, str]]:
    """The pairs of one file, none if it is empty; not those of an origin (third column) that begins so. Raises as `read_pairs`."""
    pairs, number = [], 0
    try:
        with _open(path) as lines:
            for number, line in enumerate(lines, 1):
                cells = line.rstrip("\n").split("\t")
                if len(cells) < 2:
                    raise DataError("a line needs two sentences with a tab between them", file=path, line=number)
                if not (without and cells[2:] and cells[2].startswith(without)):
                    pairs.append((cells[0], cells[1]))
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        what = getattr(error, "strerror", None) or str(error)
        raise DataError(what, file=path, line=number + 1, remedy="check the file: UTF-8, whole, .gz only if compressed") from None
    return pairs


def held_out(sentence: str) -> bool:
    """Whether a left-side sentence is kept from training, so that calibration sees vectors as new text gets them."""
    return hashlib.blake2b(sentence.encode(), digest_size=4).digest()[0] % HELD_OUT == 0


def gather(paths: Sequence[str | Path], *, seed: int) -> Parallel:
    """Pairs of all files: small languages several times, and translations of one sentence with each other.

    Both are for languages of few sentences: Lao has a thousand, but each has 27 translations to learn from.
    """
    rng, number_of = np.random.default_rng(seed), dict[tuple[int, str], int]()
    pairs: list[tuple[int, int, int]] = []
    translations: dict[int, list[int]] = defaultdict(list)
    for language, path in enumerate(expand(paths), 1):
        rows = [(a, b) for a, b in file_pairs(path) if not held_out(a)]
        ids = [(number_of.setdefault((0, a), len(number_of)), number_of.setdefault((language, b), len(number_of))) for a, b in rows]
        for one, other in ids:
            translations[one].append(other)
        pairs += [(one, other, one) for one, other in ids] * _times(len(ids))
    for one, others in translations.items():
        pairs += [(x, y, one) for x, y in _partners(others, rng)]
    if not pairs:
        raise UsageError("no sentence pairs found", remedy="give .tsv or .tsv.gz files, or a folder of them")
    left, right, meaning = (np.array(column, np.int64) for column in zip(*pairs, strict=True))
    return Parallel([text for _, text in number_of], np.array([n for n, _ in number_of]), left, right, meaning)


def _times(pairs: int) -> int:
    """How often a language's pairs are shown in an epoch: the square root evens the languages out half way."""
    return min(6, max(1, round((EVEN / max(pairs, 1)) ** 0.5)))


def _partners(others: Sequence[int], rng: np.random.Generator) -> list[tuple[int, int]]:
    """Each translation of a sentence with another one of it, drawn at random."""
    if len(others) < 2:
        return []
    shift = rng.integers(1, len(others), len(others))
    return [(x, others[(i + int(step)) % len(others)]) for i, (x, step) in enumerate(zip(others, shift, strict=True))]


def expand(paths: Sequence[str | Path]) -> list[Path]:
    """Files as given, folders as their .tsv and .tsv.gz files, in the order of their names."""
    files: list[Path] = []
    for path in map(Path, paths):
        files += sorted(p for p in path.iterdir() if p.name.endswith((".tsv", ".tsv.gz"))) if path.is_dir() else [path]
    return files


def _open(path: Path) -> Any:
    try:
        return gzip.open(path, "rt", encoding="utf8") if path.suffix == ".gz" else open(path, encoding="utf8")
    except OSError as error:
        raise DataError(error.strerror or str(error), file=path, remedy="check the path") from None
