"""Labelled sets made from other text, for kinds of pairs that no collected set holds.

abridged: versions of a text with sentences left out, moved, reworded and edited, beside others with the same boilerplate.
halves: two parts of one story, which share topic and names and are no duplicates, beside edited copies of each.
twins: one template with other figures, dates and names (not duplicates), and the same figures reworded (duplicates).
other-people: one template with other people (not duplicates), and the same people in another spelling (duplicates).
Each function gives texts and their gold groups; the same seed gives the same set.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from dedup import normalise
from dedup.confirm.alignment.sentences import split
from dedup.confirm.facts.figures import NUMBER, number_key
from dedup.data import Mention
from dedup.names.extract import case_counts, extract
from dedup.names.people import people
from dedup.training.respell import other_facts, other_spelling, respelled

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
            made.texts.append("\n".join([*frame, *(edited(s, rng, rate=0.12 * rng.random()) for s in changed)]))
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
                changed = [edited(s, rng, rate=0.3 * rng.random()) for s in half] if version else half
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


def edited(sentence: str, rng: np.random.Generator, *, rate: float) -> str:
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


class Growth(NamedTuple):
    """How far versions of one page may drift apart, each a share, and how many there are at most.

    first: of the sentences that the first version tells, from and to. lost: of those that the next leaves out. reworded: of the
    words in those it keeps. updated: of their numbers, on every third page.
    """

    first: tuple[float, float]
    versions: int
    lost: float
    reworded: float
    updated: float


# A story grows for days, a page for years: from a stub to an article of which no sentence is the first one's any more.
OF_STORIES = Growth(first=(0.15, 0.6), versions=4, lost=0.4, reworded=0.7, updated=0.0)
OF_YEARS = Growth(first=(0.0, 0.6), versions=5, lost=0.6, reworded=0.9, updated=0.3)


def grown(texts: Sequence[str], *, seed: int, growth: Growth = OF_STORIES) -> Made:
    """From stories of ten sentences or more: versions that grow, as the revisions of a page do, and twins of other facts.

    Each version keeps most of the one before, reworded, and adds sentences of the story that were not told yet. Two of
    three stories are in lower case, as plain text made from a wiki may be.
    """
    rng, made = np.random.default_rng(seed), Made([], [])
    for number, text in enumerate(texts):
        sentences = split(normalise.clean(text if number % 3 == 0 else text.lower()))
        rest = rng.permutation(len(sentences)).tolist()
        first = max(2, int(len(rest) * rng.uniform(*growth.first)))
        told, rest = {i: sentences[i] for i in rest[:first]}, rest[first:]
        updated = growth.updated * rng.random() if number % 3 == 1 else 0.0
        for version in range(int(rng.integers(2, growth.versions + 1))):
            if version:
                told, rest = _regrown(told, rest, sentences, rng, growth._replace(updated=updated))
            made.texts.append("\n".join(told[i] for i in sorted(told)))
            made.gold.append(f"grown-{number}")
        twin = "\n".join(other_facts(edited(told[i], rng, rate=0.3), rng, share=0.9, swap={}) for i in sorted(told))
        if number % 2 and tells_others(twin, made.texts[-1]):
            made.texts.append(twin)
            made.gold.append(f"grown-{number}-other")
    return made


def tells_others(twin: str, text: str) -> bool:
    """Whether a twin tells numbers that the text does not, in a third of its lines: with a figure changed here and there, or with
    the changed ones left out, a text is an edited version and no twin.
    """
    return other_numbers(twin, text) >= max(2, (twin.count("\n") + 1) / 3)


def other_numbers(twin: str, text: str) -> int:
    """How many numbers a twin tells that the text does not."""
    told, there = ({number_key(number) for number in NUMBER.findall(one)} for one in (twin, text))
    return len(told - there)


def _regrown(
    told: dict[int, str], rest: list[int], sentences: Sequence[str], rng: np.random.Generator, growth: Growth
) -> tuple[dict[int, str], list[int]]:
    """The next version by number of the sentence, and the sentences that are still untold."""
    lost, rate, more = growth.lost * rng.random(), growth.reworded * rng.random() ** 2, round(len(rest) * rng.random())
    kept = {i: _updated(edited(s, rng, rate=rate), rng, growth.updated) for i, s in told.items() if rng.random() >= lost}
    return kept | {i: sentences[i] for i in rest[:more]} or told, rest[more:]


def _updated(sentence: str, rng: np.random.Generator, share: float) -> str:
    return other_facts(sentence, rng, share=share, swap={}) if share else sentence


def forms(texts: Sequence[str], *, seed: int, templates: int) -> Made:
    """Pages that fill in one form, as almanacs and bulletins do: equal labels, other figures and words. Each has two versions."""
    rng, made = np.random.default_rng(seed), Made([], [])
    pool = [s for text in texts for s in split(normalise.clean(text))]
    draw = lambda most: " ".join(pool[int(rng.integers(len(pool)))].split(" ")[: int(rng.integers(1, most))])  # noqa: E731
    for form in range(templates):
        labels = [draw(6) for _ in range(int(rng.integers(5, 26)))]
        usual, wordy, lower = [draw(12) for _ in labels], float(rng.random()), form % 3 > 0
        for page in range(5):
            own = [draw(12) if rng.random() < wordy else f"{rng.integers(1, 10 ** int(rng.integers(1, 7))):,}" for _ in labels]
            share = float(rng.uniform(0.1, 0.5))
            lines = [f"{a}: {u if rng.random() < share else o}." for a, u, o in zip(labels, usual, own, strict=True)]
            for rate in (0.0, 0.3 * float(rng.random())):
                told = [edited(line, rng, rate=rate) for line in lines if rng.random() >= rate]
                made.texts.append("\n".join(told or lines).lower() if lower else "\n".join(told or lines))
                made.gold.append(f"form-{form}-{page}")
    return made


def twins(texts: Sequence[str], *, seed: int) -> Made:
    """From texts with at least four figures: the text, its twin with other facts, and a version with the same facts.

    A twin tells others than both, or there is none.
    """
    rng, made = np.random.default_rng(seed), Made([], [])
    names = sorted({name for text in texts for name in NAME.findall(text)})
    for number, text in enumerate(texts):
        sentences = split(normalise.clean(text))
        told = ["\n".join(sentences)]
        share = float(rng.uniform(0.6, 1.0))
        swap = {name: names[int(rng.integers(len(names)))] for name in sorted(set(NAME.findall(text))) if rng.random() < 0.5}
        twin = "\n".join(other_facts(edited(s, rng, rate=0.04), rng, share=share, swap=swap) for s in sentences)
        if number % 2:
            told.append("\n".join(edited(respelled(s, rng, english=True), rng, rate=0.15) for s in _abridge(sentences, rng)))
        made.texts.extend(told)
        made.gold.extend([f"twin-{number}"] * len(told))
        if all(tells_others(twin, one) for one in told):
            made.texts.append(twin)
            made.gold.append(f"twin-{number}-other")
    return made


def with_figures(texts: Sequence[str], *, least: int = 4) -> list[str]:
    """The texts with at least this many numbers and at least four sentences."""
    return [t for t in texts if len(NUMBER.findall(t)) >= least and len(split(normalise.clean(t))) >= 4]


def long(texts: Sequence[str], *, least: int = 10) -> list[str]:
    """The texts with at least this many sentences."""
    return [text for text in texts if len(split(normalise.clean(text))) >= least]


def other_people(texts: Sequence[str], *, seed: int, most: int) -> Made:
    """From the first `most` texts with two full names: the text, its twin with other people, and a version that respells them."""
    rng, made = np.random.default_rng(seed), Made([], [])
    parts = [split(normalise.clean(text)) for text in texts]
    counts = case_counts(sentence for sentences in parts for sentence in sentences)
    told = [(sentences, extract(sentences, counts)) for sentences in parts]
    told = [(sentences, found) for sentences, found in told if len({m.text for m in found if " " in m.text}) > 1][:most]
    names = sorted({mention.text for _, found in told for mention in found if " " in mention.text})
    for number, (sentences, found) in enumerate(told):
        others = {x: name for p in people(found) for name in [names[int(rng.integers(len(names)))]] for x in p.spellings}
        shorter = {x: name if " " in x else name.split()[-1] for x, name in others.items()}
        spelt = {part: other_spelling(part, rng) for x in sorted(others) for part in x.split()}
        respelt = {x: " ".join(spelt[part] for part in x.split()) for x in others}
        versions = sentences, _renamed(sentences, found, shorter), _renamed(sentences, found, respelt)
        made.texts.extend("\n".join(edited(s, rng, rate=rate) for s in one) for one, rate in zip(versions, (0, 0.04, 0.15), strict=True))
        made.gold.extend(f"people-{number}{suffix}" for suffix in ("", "-other", ""))
    return made


def _renamed(sentences: Sequence[str], mentions: Sequence[Mention], names: dict[str, str]) -> list[str]:
    """The sentences with these names in place of those mentioned."""
    out = list(sentences)
    for mention in sorted(mentions, reverse=True):
        text = out[mention.sentence]
        out[mention.sentence] = text[: mention.start] + names[mention.text] + text[mention.end :]
    return out
