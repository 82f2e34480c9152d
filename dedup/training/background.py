"""Make the two background tables: how rare words are (models/rarity.npy) and which words mark a language
(models/languages.json). Both hold counts of hashed words, no text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from dedup.candidates import languages
from dedup.candidates.minhash import pack, tokenise
from dedup.confirm import rarity
from dedup.errors import UsageError
from dedup.training.parallel import expand, file_pairs

SENTENCES = 12  # sentences that make a document where the data are sentences: about as long as a news report
FREQUENT = 120  # tokens that mark a language
MOST = 64  # languages of a table: one bit each
LEAST = 3  # documents a word must stand in to enter the table


def documents(path: Path) -> tuple[str, list[str], list[str]]:
    """Language, English documents and documents of the language from a file en-XX.tsv(.gz) of parallel sentences."""
    pairs = file_pairs(path)
    sides = ([pair[k] for pair in pairs] for k in (0, 1))
    english, other = ([" ".join(side[i : i + SENTENCES]) for i in range(0, len(side), SENTENCES)] for side in sides)
    return path.name.split(".")[0].removeprefix("en-"), english, other


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


def by_language(parallel: Sequence[str | Path]) -> dict[str, list[str]]:
    """Documents of each language, English first, from files en-XX.tsv(.gz) or folders of them.

    Raises UsageError for more languages than a table can hold.
    """
    out: dict[str, list[str]] = {"en": []}
    for path in expand(parallel):
        language, english, other = documents(path)
        if other:
            out["en"] += english[::10]
            out.setdefault(language, []).extend(other)
    if len(out) > MOST:
        raise UsageError(f"{len(out)} languages, where {MOST} can be told apart", remedy="leave some of the files out")
    return out


def save_languages(texts: Mapping[str, Sequence[str]], folder: Path) -> None:
    """Write the table of the words that mark each language."""
    slots = {language: frequent_slots(some) for language, some in sorted(texts.items())}
    (folder / languages.MODEL.name).write_text(json.dumps(dict(format=1, slots=slots)) + "\n")


def train(parallel: Sequence[Path], plain: Sequence[Sequence[str]], folder: Path) -> None:
    """Write both tables from parallel sentences and further collections of texts."""
    texts = by_language(parallel)
    rates = [document_rates(some) for some in [*texts.values(), *plain]]
    np.save(folder / "rarity.npy", rarity_table(rates), allow_pickle=False)
    save_languages(texts, folder)
