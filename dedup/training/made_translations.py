"""Labelled sets made from translations: documents that say the same in two languages or in many, or in two translators' words.

retold: passages of one story by two translators or more, with the same figures in other notations (duplicates) or other figures.
halves_retold: two parts of one story, which share topic and names and are no duplicates, each by several translators.
translated: phrases drawn at random, in two languages.
reported: longer sentences, each followed by one like it, in all languages that have them (two for most, thirty for some).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from dedup.confirm.facts.figures import NUMBER
from dedup.training.made_sets import NAME, Made, other_numbers
from dedup.training.respell import other_facts, respelled

PHRASES, SENTENCES = (6, 14), (3, 14)  # of a document: a phrase says little, three sentences of news are a report already
LEAST_TOPIC = 12  # sentences that the same languages have, from which documents are made of them
LATELY = 0.6  # what a sentence told before still says about the topic, from one to the next


def retold(groups: Sequence[Sequence[str]], *, seed: int, english: bool, tellers: int = 2) -> Made:
    """From groups of texts that say the same line by line: passages by some of them, and one of them with other facts.

    All have at least three numbers; but for the first one the notation of these is changed, in English also that of dates.
    There are as many other facts as lines, or no twin.
    """
    rng, made = np.random.default_rng(seed), Made([], [])
    names = sorted({name for group in groups for name in NAME.findall(group[0])})
    for number, group in enumerate(groups):
        for place, told in enumerate(_passages(group, tellers, rng)):
            swap = {name: names[int(rng.integers(len(names)))] for name in sorted(set(NAME.findall("".join(told)))) if rng.random() < 0.5}
            texts = [told[0], *(respelled(other, rng, english=english) for other in told[1:])]
            twin = other_facts(told[int(rng.integers(len(told)))], rng, share=float(rng.uniform(0.6, 1.0)), swap=swap)
            if min(other_numbers(twin, text) for text in told) > twin.count("\n"):
                texts.append(twin)
            made.texts.extend(texts)
            made.gold.extend(f"retold-{number}-{place}{'-other' * (k >= len(told))}" for k in range(len(texts)))
    return made


def _passages(group: Sequence[str], tellers: int, rng: np.random.Generator) -> list[list[str]]:
    """Runs of 3 to 7 lines with figures, each as some texts of the group have it."""
    lines, at = _aligned(group), 0
    out: list[list[str]] = []
    while len(lines) > 1 and at + 3 <= len(lines[0]):
        stop = at + int(rng.integers(3, 8))
        told = ["\n".join(lines[k][at:stop]) for k in rng.permutation(len(lines))[:tellers]]
        at = stop
        if min(len(NUMBER.findall(one)) for one in told) >= 3:
            out.append(told)
    return out


def halves_retold(groups: Sequence[Sequence[str]], *, seed: int, tellers: int) -> Made:
    """From groups of texts that say the same line by line: each half of a story, by some of them."""
    rng, made = np.random.default_rng(seed), Made([], [])
    for number, lines in enumerate(map(_aligned, groups)):
        middle = len(lines[0]) // 2
        for side, half in enumerate((slice(middle), slice(middle, None))):
            told = ["\n".join(lines[k][half]) for k in rng.permutation(len(lines))[:tellers] if lines[k][half]]
            made.texts.extend(told)
            made.gold.extend([f"half-{number}-{side}"] * len(told))
    return made


def _aligned(group: Sequence[str]) -> list[list[str]]:
    """The lines of the texts that have as many as the first one."""
    lines = [text.replace("\r", "").split("\n") for text in group]
    return [one for one in lines if len(one) == len(lines[0])]


def translated(pairs: Sequence[Sequence[tuple[str, str]]], *, seed: int) -> Made:
    """From lists of sentence pairs, one list for each other language: documents of both sides."""
    rng, made = np.random.default_rng(seed), Made([], [])
    for language, rows in enumerate(pairs):
        for number, run in enumerate(_runs(rng.permutation(len(rows)).tolist(), PHRASES, rng)):
            for side in (0, 1):
                made.texts.append("\n".join(_told([rows[i][side] for i in run], rng)))
                made.gold.append(f"translated-{language}-{number}")
    return made


def reported(translations: Mapping[str, Mapping[str, str]], *, seed: int) -> Made:
    """From sentences with their translations by language: one document in the first language, and in each of the others.

    A document is made of sentences that have the same languages, each followed by the one most like those before it; so
    the next document often goes on with its topic, as two reports of an event do, and is no duplicate.
    """
    rng, made = np.random.default_rng(seed), Made([], [])
    number = 0
    for languages, sentences in _by_languages(translations):
        for run in _runs(_by_topic(sentences), SENTENCES, rng):
            told = [sentences[i] for i in run]
            for texts in (told, *([translations[s][language] for s in told] for language in languages)):
                made.texts.append("\n".join(_told(texts, rng)))
                made.gold.append(f"reported-{number}")
            number += 1
    return made


def _by_languages(translations: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """The sentences that have translations into the same languages, if there are enough of them."""
    found: dict[tuple[str, ...], list[str]] = {}
    for sentence, others in translations.items():
        found.setdefault(tuple(sorted(others)), []).append(sentence)
    return ((languages, sentences) for languages, sentences in sorted(found.items()) if len(sentences) >= LEAST_TOPIC)


def _by_topic(sentences: Sequence[str]) -> list[int]:
    """The numbers of the sentences, the first one first, each followed by the one whose words are most like the last ones'."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(min_df=2, max_df=0.2).fit_transform(sentences)
    lately, left = words[0], np.ones(len(sentences), bool)
    order, left[0] = [0], False
    while left.any():
        likeness = np.where(left, (words @ lately.T).toarray()[:, 0], -1.0)
        order.append(int(likeness.argmax()))
        left[order[-1]] = False
        lately = LATELY * lately + words[order[-1]]
    return order


def _runs(order: Sequence[int], sizes: tuple[int, int], rng: np.random.Generator) -> Iterator[Sequence[int]]:
    """The order cut into the sentences of documents, the fewest and most of which `sizes` gives."""
    at, (fewest, most) = 0, sizes
    while at + fewest <= len(order):
        stop = at + int(rng.integers(fewest, most + 1))
        yield order[at:stop]
        at = stop


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
