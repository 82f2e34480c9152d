"""Labelled sets made from other text, for kinds of pairs that no collected set holds.

abridged: versions of a text with sentences left out, moved, reworded and edited, beside others with the same boilerplate.
halves: two parts of one story, which share topic and names and are no duplicates, beside edited copies of each.
twins: one template with other figures, dates and names (not duplicates), and the same figures reworded (duplicates).
translated: documents of parallel sentences that the encoder has not been trained on, in two languages.
Each function gives texts and their gold groups; the same seed gives the same set.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from dedup import normalise
from dedup.confirm.facts import DATES, NUMBER
from dedup.confirm.sentences import split

WORD = re.compile(r"\w+")
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}")


class Made(NamedTuple):
    """Texts and the gold group of each."""

    texts: list[str]
    gold: list[str]


def abridged(groups: Sequence[Sequence[str]], *, seed: int) -> Made:
    """From groups of texts that say the same (or single texts): each with one or two changed versions.

    A version may go on in the words of another text of its group, as a revision keeps some sentences and writes others
    anew. Two of three groups also get their neighbour's boilerplate, up to a quarter of the text: that makes no
    duplicates.
    """
    rng, made = np.random.default_rng(seed), Made([], [])
    parts = [[split(normalise.clean(text)) for text in group] for group in groups]
    for number, group in enumerate(parts):
        boilerplate = parts[(number // 3) * 3][0][:3] if number % 3 else []
        for version in range(int(rng.integers(2, 4))):
            changed = _abridge(_mixed(group, rng), rng) if version else list(group[0])
            frame = boilerplate if _length(boilerplate) * 4 < _length(changed) else []
            made.texts.append("\n".join([*frame, *(_edited(s, rng, rate=0.12 * rng.random()) for s in changed)]))
            made.gold.append(f"abridged-{number}")
    return made


def _mixed(group: Sequence[Sequence[str]], rng: np.random.Generator) -> list[str]:
    """The beginning of one text of the group and the rest of another one, cut at about the same place."""
    one, other = group[int(rng.integers(len(group)))], group[int(rng.integers(len(group)))]
    cut = float(rng.random())
    return [*one[: round(cut * len(one))], *other[round(cut * len(other)) :]]


def halves(texts: Sequence[str], *, seed: int) -> Made:
    """From texts of ten sentences or more: the two halves, one topic and no duplicates, each with an edited version."""
    rng, made = np.random.default_rng(seed), Made([], [])
    for number, text in enumerate(texts):
        sentences = split(normalise.clean(text))
        middle = len(sentences) // 2
        for side, half in enumerate((sentences[:middle], sentences[middle:])):
            for version in range(1 + number % 2):
                changed = [_edited(s, rng, rate=0.3 * rng.random()) for s in half] if version else half
                made.texts.append("\n".join(changed))
                made.gold.append(f"half-{number}-{side}")
    return made


def _length(sentences: Sequence[str]) -> int:
    return sum(map(len, sentences))


def _abridge(sentences: Sequence[str], rng: np.random.Generator) -> list[str]:
    """At least two fifths of the sentences: a run of them, or some left out all over, or the second half first."""
    keep = max(3, int(len(sentences) * rng.uniform(0.4, 0.95)))
    way = int(rng.integers(3))
    if way == 0:
        first = int(rng.integers(0, max(1, len(sentences) - keep + 1)))
        return list(sentences[first : first + keep])
    kept = [sentences[i] for i in sorted(rng.permutation(len(sentences))[:keep].tolist())]
    half = len(kept) // 2
    return kept if way == 1 else kept[half:] + kept[:half]


def _edited(sentence: str, rng: np.random.Generator, *, rate: float) -> str:
    """The sentence with this share of its words left out or doubled with a neighbour."""
    words = sentence.split(" ")
    out: list[str] = []
    for word, draw in zip(words, rng.random(len(words)).tolist(), strict=True):
        if draw < rate / 2 and not any(c.isdigit() for c in word):
            continue
        out.append(word)
        if draw > 1 - rate / 2:
            out.append(words[int(rng.integers(len(words)))])
    return " ".join(out) or sentence


def twins(texts: Sequence[str], *, seed: int) -> Made:
    """From texts with at least four figures: the text, its twin with other facts, and a version with the same facts."""
    rng, made = np.random.default_rng(seed), Made([], [])
    names = sorted({name for text in texts for name in NAME.findall(text)})
    for number, text in enumerate(texts):
        sentences = split(normalise.clean(text))
        made.texts.append("\n".join(sentences))
        made.gold.append(f"twin-{number}")
        share = float(rng.uniform(0.6, 1.0))
        swap = {name: names[int(rng.integers(len(names)))] for name in sorted(set(NAME.findall(text))) if rng.random() < 0.5}
        made.texts.append("\n".join(_other_facts(_edited(s, rng, rate=0.04), rng, share, swap) for s in sentences))
        made.gold.append(f"twin-{number}-other")
        if number % 2:
            made.texts.append("\n".join(_edited(_reformatted(s), rng, rate=0.15) for s in _abridge(sentences, rng)))
            made.gold.append(f"twin-{number}")
    return made


def _other_facts(sentence: str, rng: np.random.Generator, share: float, swap: dict[str, str]) -> str:
    """The sentence with this share of its numbers, dates among them, replaced by others, and its names swapped."""
    swapped = re.sub(r"[A-Z][a-z]{3,}", lambda m: swap.get(m.group(), m.group()), sentence)
    return NUMBER.sub(lambda m: _other_number(m.group(), rng) if rng.random() < share else m.group(), swapped)


def _other_number(number: str, rng: np.random.Generator) -> str:
    """As many digits, others."""
    digits = re.sub(r"\d", lambda m: str(int(rng.integers(10))), number)
    return digits if digits != number else str(int(rng.integers(1, 9))) + digits[1:]


def _reformatted(sentence: str) -> str:
    """The same numbers without marks between the thousands; dates stay."""
    inside = [match.span() for match in DATES.finditer(sentence)]
    return NUMBER.sub(
        lambda m: m.group() if any(a <= m.start() < b for a, b in inside) else re.sub(r"[,\s](?=\d{3}\b)", "", m.group()), sentence
    )


def with_figures(texts: Sequence[str], *, least: int = 4) -> list[str]:
    """The texts with at least this many numbers and at least four sentences."""
    return [t for t in texts if len(NUMBER.findall(t)) >= least and len(split(normalise.clean(t))) >= 4]


def translated(pairs: Sequence[Sequence[tuple[str, str]]], *, seed: int) -> Made:
    """From lists of sentence pairs, one list for each other language: documents of 6 to 14 sentences on both sides."""
    rng, made = np.random.default_rng(seed), Made([], [])
    for language, rows in enumerate(pairs):
        order, at = rng.permutation(len(rows)).tolist(), 0
        while at + 6 <= len(order):
            run = order[at : at + int(rng.integers(6, 15))]
            at += len(run)
            for side in (0, 1):
                made.texts.append("\n".join(_told([rows[i][side] for i in run], rng)))
                made.gold.append(f"translated-{language}-{at}")
    return made


def _told(sentences: Sequence[str], rng: np.random.Generator) -> list[str]:
    """The sentences as a translator may leave them: some out, some drawn together, two that changed places."""
    out: list[str] = []
    missing, together = 0.3 * rng.random(), 0.3 * rng.random()
    for sentence in sentences:
        if rng.random() < missing:
            continue
        if out and rng.random() < together:
            out[-1] += " " + sentence
        else:
            out.append(sentence)
    if len(out) > 3 and rng.random() < 0.3:
        place = int(rng.integers(len(out) - 1))
        out[place], out[place + 1] = out[place + 1], out[place]
    return out or list(sentences)
