"""Labelled sets made from parallel sentences: documents that say the same in two languages or in many.

translated: sentences drawn at random, in two languages.
reported: longer sentences, each followed by one like it, in all languages that have them (two for most, thirty for some).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from dedup.training.made_sets import Made

PHRASES, SENTENCES = (6, 14), (3, 14)  # of a document: a phrase says little, three sentences of news are a report already
LEAST_TOPIC = 12  # sentences that the same languages have, from which documents are made of them
LATELY = 0.6  # what a sentence told before still says about the topic, from one to the next


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
