"""Sentences of parallel files by what they mean: which say the same in any language, and so may never be taken for strangers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from dedup.training.parallel import expand, file_pairs, held_out

# Marks, but not the vowel signs of Indic scripts, Thai, Lao, Burmese and Khmer, which are no letters to `re` and change the word.
MARKS = re.compile(r"[^\w\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e\u0eb1-\u0ecd\u1000-\u109f\u1780-\u17d3]+|_+")
CONTRACTIONS = (("’", "'"), ("can't", "can not"), ("cannot", "can not"), ("won't", "will not"), ("n't", " not"), ("'re", " are"),
                ("'ve", " have"), ("'ll", " will"), ("'m", " am"), ("'s", " is"), ("gonna", "going to"))  # fmt: skip
LEAST = 8  # characters: less than that says nothing
# A translation shorter than this in UTF-8 bytes stands for several things ("Ja." for "Yes." and for "I do.").
LEAST_PIVOT = 24
# What languages leave open: a Finnish "hän" is he or she. English sentences that differ in these are no paraphrases of each other.
LEFT_OPEN = frozenset(
    "i me my we us our you your he him his she her they them their it this that these those a the not no never nobody nothing "
    "is are was were do does did has have had will would can could may might must should shall".split()
)
CAPTIONS = "multi30k_task2"  # pairs of captions of one picture, each by somebody who saw the picture alone: no translations
WORD = re.compile(r"\w+")


class Sentence(NamedTuple):
    """An English sentence: the number of its meaning, and all that is known to say the same, by language (itself first in `en`)."""

    meaning: int
    told: dict[str, list[str]]


class Pool(NamedTuple):
    """The sentences by their English, and those that each language has, sorted."""

    sentences: dict[str, Sentence]
    of_language: dict[str, list[str]]


def fold(text: str) -> str:
    """What two sentences have in common that differ in case, marks and contractions alone."""
    text = text.casefold()
    if "'" in text or "’" in text:
        for short, long in CONTRACTIONS:
            text = text.replace(short, long)
    return " ".join(MARKS.sub(" ", text).split())


def read(parallel: Path, more: Path | None = None) -> Pool:
    """The sentences of both folders that the shipped encoder has not been trained on: it has learned `parallel` but for `held_out`.

    What means the same is known from all of them, also from those it was trained on.
    """
    learned = {english for path in expand([parallel]) for english, _ in file_pairs(path) if not held_out(english)}
    folders = [parallel, *([more] if more else [])]
    files = {language_of(path): file_pairs(path, without=CAPTIONS) for path in expand(folders)}
    return pool(files, learned)


def language_of(path: Path) -> str:
    """The language of the right side of a file: de of en-de.tsv.gz."""
    return path.name.split(".")[0].removeprefix("en-")


def pool(files: dict[str, list[tuple[str, str]]], learned: frozenset[str] | set[str] = frozenset()) -> Pool:
    """The sentences of these pairs by language, but for those with a learned English side."""
    meaning = meanings(pair for pairs in files.values() for pair in pairs)
    sentences = dict[str, Sentence]()
    of_language = dict[str, list[str]]()
    for language, pairs in sorted(files.items()):
        fresh = sorted({pair for pair in pairs if pair[0] not in learned and min(map(len, pair)) >= LEAST})
        for english, other in fresh:
            told = sentences.setdefault(english, Sentence(meaning[fold(english)], {"en": [english]})).told
            _add(told.setdefault(language, []), other)
        of_language[language] = sorted({english for english, _ in fresh})
        _paraphrases(sentences, fresh)
    return Pool(sentences, of_language | {"en": sorted(sentences)})


def meanings(pairs: Iterable[tuple[str, str]]) -> dict[str, int]:
    """The meaning of each folded sentence: one number for all that chains of translations and equal words connect.

    In the released Tatoeba, FLORES and newstest pairs the longest chain has 352 sentences (greetings), nearly all have under ten.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    number: dict[str, int] = {}
    edges = [tuple(number.setdefault(fold(text), len(number)) for text in pair) for pair in pairs]
    left, right = np.array(edges, np.int64).reshape(-1, 2).T
    graph = coo_matrix((np.ones(len(edges), np.int8), (left, right)), shape=(len(number), len(number)))
    label = connected_components(graph, directed=False)[1].tolist()
    return {text: label[at] for text, at in number.items()}


def _paraphrases(sentences: dict[str, Sentence], pairs: Sequence[tuple[str, str]]) -> None:
    """English sentences with one translation in common say the same."""
    of_other = dict[str, list[str]]()
    for english, other in pairs:
        if len(other.encode()) >= LEAST_PIVOT:
            of_other.setdefault(fold(other), []).append(english)
    for group in of_other.values():
        for one in group:
            for other in group:
                if _closed(one) == _closed(other):
                    _add(sentences[one].told["en"], other)


def _closed(english: str) -> list[str]:
    """The words of a sentence that a translation may leave open, and its numbers."""
    return sorted(word for word in WORD.findall(fold(english)) if word in LEFT_OPEN - {"a", "the"} or word.isdigit())


def _add(known: list[str], text: str) -> None:
    if fold(text) not in {fold(one) for one in known}:
        known.append(text)
