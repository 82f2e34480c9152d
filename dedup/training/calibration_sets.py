"""The labelled sets that the shipped calibration is trained and measured on: collected ones, and ones made from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from dedup.encoder import Encoder
from dedup.errors import DataError
from dedup.settings import Settings
from dedup.training import calibration, made_sets, made_translations
from dedup.training.calibration import LabelledSet, rows_of
from dedup.training.made_sets import Made
from dedup.training.parallel import expand, held_out, read_pairs

COLLECTED = ("variants", "variants-other-languages", "crosslingual", "revisions", "same-event")
# Sets of one kind stand or fall together: leaving out `variants` and keeping what was made from it would prove nothing.
KIN = {
    "variants": ("abridged-variants", "twins-news", "halves", "retold-variants"),
    "variants-other-languages": ("retold-other-languages",),
    "crosslingual": ("retold-crosslingual",),
    "same-event": ("twins-news",),
    "translated": ("reported",),
    "reported": ("translated",),
}
SHORTEST, LONGEST = 1200, 6000  # characters of the wire stories that versions are made from
NEWS_LENGTH = 60  # characters from which most sentences of parallel/ come from news and encyclopaedias, not from a phrase book


def made(data: Path) -> dict[str, Made]:
    """The made sets, from variants, same-event, background and the held-out sentences of parallel/."""
    rng = np.random.default_rng(5)
    groups = _groups(data / "variants.jsonl.gz")
    wire = _shuffled([row["text"] for row in rows_of(data / "background.jsonl.gz")], rng)
    stories = [text for text in wire if SHORTEST < len(text) < LONGEST]
    news = [row["text"] for row in rows_of(data / "same-event.jsonl.gz")] + [group[0] for group in groups]
    unseen = {path.name: _unseen(path) for path in expand([data / "parallel"])}
    return {
        "abridged-variants": made_sets.abridged(groups[::2], seed=1),
        "abridged-wire": made_sets.abridged([[text] for text in stories[:300]], seed=4),
        "twins-wire": made_sets.twins(made_sets.with_figures(wire[2000:4000])[:350], seed=2),
        "twins-news": made_sets.twins(made_sets.with_figures(news)[:300], seed=6),
        "halves": made_sets.halves([*stories[300:600], *(group[-1] for group in groups[1::2])], seed=7),
        "retold-variants": made_sets.retold(groups, seed=8, english=True),
        "retold-other-languages": made_sets.retold(_groups(data / "variants-other-languages.jsonl.gz"), seed=9, english=False),
        "retold-crosslingual": made_sets.retold(_groups(data / "crosslingual.jsonl.gz"), seed=10, english=False),
        "other-people": made_sets.other_people(stories[600:2400], seed=11, most=300),
        "grown": made_sets.grown(made_sets.long(wire[4000:9000])[:350], seed=12),
        "forms": made_sets.forms(wire[9000:9300], seed=13, templates=80),
        "translated": made_translations.translated([_shuffled(pairs, rng)[:300] for pairs in unseen.values()], seed=3),
        "reported": made_translations.reported(_translations(unseen), seed=15),
    }


def _groups(path: Path) -> list[list[str]]:
    groups: dict[str, list[str]] = {}
    for row in rows_of(path):
        groups.setdefault(row["gold"], []).append(row["text"])
    return list(groups.values())


def _shuffled(items: list[Any], rng: np.random.Generator) -> list[Any]:
    return [items[i] for i in rng.permutation(len(items)).tolist()]


def _unseen(path: Path) -> list[tuple[str, str]]:
    """The sentence pairs of a language that the shipped encoder has not been trained on."""
    return [pair for pair in read_pairs([path]) if held_out(pair[0])]


def _translations(unseen: dict[str, list[tuple[str, str]]]) -> dict[str, dict[str, str]]:
    """The translations of each sentence of news length by the name of their file."""
    out: dict[str, dict[str, str]] = {}
    for name, pairs in unseen.items():
        for sentence, other in pairs:
            if len(sentence) >= NEWS_LENGTH:
                out.setdefault(sentence, {})[name] = other
    return out


def all_sets(data: Path, *, encoder: Encoder, settings: Settings, workers: int, tell: Callable[[str], object]) -> Iterator[LabelledSet]:
    """Every set with its candidates and features; `tell` hears its name. Raises DataError where a file is missing."""
    missing = [name for name in (*COLLECTED, "background") if not (data / f"{name}.jsonl.gz").is_file()]
    if missing or not (data / "parallel").is_dir():
        what = ", ".join([*(f"{name}.jsonl.gz" for name in missing), *([] if (data / "parallel").is_dir() else ["parallel/"])])
        raise DataError(f"missing: {what}", file=data, remedy="see training/calibration_sets.py for what the sets are")
    for name in COLLECTED:
        tell(name)
        yield calibration.labelled(data / f"{name}.jsonl.gz", encoder=encoder, settings=settings, workers=workers)
    for name, one in made(data).items():
        tell(name)
        yield calibration.from_texts(one.texts, one.gold, name=name, digest="", encoder=encoder, settings=settings, workers=workers)
