"""Make the two background tables: how rare words are (models/rarity.npy) and which words mark a language
(models/languages.json). Both hold counts of hashed words, no text."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from dedup.candidates import languages
from dedup.candidates.minhash import pack, tokenise
from dedup.confirm import rarity
from dedup.training.parallel import expand

SENTENCES = 12  # sentences that make a document where the data are sentences: about as long as a news report
FREQUENT = 120  # tokens that mark a language
LEAST = 3  # documents a word must stand in to enter the table


def documents(path: Path) -> tuple[str, list[str], list[str]]:
    """Language, English documents and documents of the language from a file en-XX.tsv(.gz) of parallel sentences."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        rows = [line.rstrip("\n").split("\t")[:2] for line in lines]
    sides = [[" ".join(s[i : i + SENTENCES]) for i in range(0, len(s), SENTENCES)] for s in ([r[0] for r in rows], [r[1] for r in rows])]
    return path.name.split(".")[0].removeprefix("en-"), sides[0], sides[1]


def document_rates(texts: Sequence[str]) -> dict[int, float]:
    """Share of the texts that use each token, by token hash."""
    tokens, starts = tokenise(pack(list(texts)))
    counts: Counter[int] = Counter()
    for first, last in zip(starts[:-1], starts[1:], strict=True):
        counts.update(set(tokens[first:last].tolist()))
    return {token: n / len(texts) for token, n in counts.items() if n >= LEAST}


def frequent_slots(texts: Sequence[str]) -> list[int]:
    """Slots of the tokens that a language uses most, figures left out: those would mark the languages with few spaces."""
    tokens, _ = tokenise(pack(list(texts)), table=languages.letters())
    values, counts = np.unique(tokens, return_counts=True)
    top = values[np.argsort(-counts, kind="stable")[:FREQUENT]]
    return sorted({int(v >> np.uint64(64 - languages.SLOT_BITS)) for v in top})


def in_latin(texts: Sequence[str]) -> bool:
    """Whether a language is written in Latin letters."""
    packed = pack(list(texts))
    return bool(languages.is_latin(packed.buffer, 0, len(packed.buffer)))


def rarity_table(rates: Iterable[dict[int, float]]) -> np.ndarray:
    """The largest rate of every slot over the collections, as one byte: see rarity.STEP."""
    table = np.zeros(1 << rarity.SLOT_BITS, np.float64)
    for one in rates:
        slots = np.fromiter((t >> (64 - rarity.SLOT_BITS) for t in one), np.int64, len(one))
        np.maximum.at(table, slots, np.fromiter(one.values(), np.float64, len(one)))
    steps = np.zeros(len(table))
    known = table > 0
    steps[known] = 1 + np.round(-np.log2(np.minimum(table[known], 1)) * rarity.STEP)
    return np.clip(steps, 0, 255).astype(np.uint8)


def train(parallel: Sequence[Path], plain: Sequence[Sequence[str]], folder: Path) -> None:
    """Write both tables from parallel sentences and further collections of texts."""
    by_language: dict[str, list[str]] = {"en": []}
    for path in expand(parallel):
        language, english, other = documents(path)
        by_language["en"] += english[::10]
        by_language[language] = other
    rates = [document_rates(texts) for texts in [*by_language.values(), *plain]]
    np.save(folder / "rarity.npy", rarity_table(rates), allow_pickle=False)
    slots = {language: frequent_slots(texts) for language, texts in sorted(by_language.items())}
    latin = [language for language, texts in sorted(by_language.items()) if in_latin(texts)]
    (folder / "languages.json").write_text(json.dumps(dict(format=2, slots=slots, latin=latin)) + "\n")
