"""The people of the documents that confirm looks at, each document read once, and how those of two documents agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np

from dedup.confirm import features
from dedup.confirm.documents import Documents
from dedup.confirm.measure import LINKED
from dedup.data import Mention, SentenceLink
from dedup.names import align, extract, places
from dedup.names.people import Person, people_of
from dedup.progress import NO_BAR, Bar

COUNTED = 50_000  # sentences that tell how a collection writes its words: more of them change no name, and take seconds
REMEMBERED = 1 << 14  # documents whose people are kept, about 100 MB
AT_ONCE = 256  # pairs whose names are compared at once: a call costs as much as fifty comparisons
Recogniser = Callable[[Sequence[str]], list[Mention]]


class People:
    """The names and people of documents given as sentences, found when they are first asked for.

    `collection`: the people of the collection that the documents belong to, if it is not these documents.
    """

    def __init__(self, sentences: Sequence[Sequence[str]], *, recogniser: Recogniser | None = None, collection: People | None = None):
        self._sentences, self._recogniser, self._collection = sentences, recogniser, collection
        self._mentions: dict[int, list[Mention]] = {}
        self._people: dict[int, list[Person]] = {}

    def beside(self, sentences: Sequence[Sequence[str]]) -> People:
        """The people of other documents, read with what this collection tells of how it writes its words."""
        return People(sentences, recogniser=self._recogniser, collection=self)

    @cached_property
    def _counts(self) -> extract.CaseCounts:
        if self._collection is not None:
            return self._collection._counts
        return extract.case_counts(islice((s for sentences in self._sentences for s in sentences), COUNTED))

    def mentions(self, document: int) -> list[Mention]:
        """The names in a document, in the order of the text."""
        if document not in self._mentions:
            sentences = self._sentences[document]
            found = self._recogniser(sentences) if self._recogniser else extract.extract(sentences, self._counts)
            self._mentions[document] = found
        return self._mentions[document]

    def of(self, documents: Sequence[int]) -> list[list[Person]]:
        """The people of each document; those of many are found at once, which costs far less than one by one."""
        if len(self._people) > REMEMBERED:
            self._people.clear()
            self._mentions.clear()
        new = [document for document in dict.fromkeys(documents) if document not in self._people]
        self._people.update(zip(new, people_of([self.mentions(document) for document in new]), strict=True))
        return [self._people[document] for document in documents]


def of_pairs(
    documents: Documents, word_weights: Any, people: People, left: np.ndarray, right: np.ndarray, *, bar: Bar = NO_BAR
) -> np.ndarray:
    """`names_agree` and `names_conflict` of pairs of documents, float64 (pairs, 2); NaN where a side names nobody."""
    out = np.full((len(left), 2), np.nan)
    for first in range(0, len(left), AT_ONCE):
        one, other = left[first : first + AT_ONCE].tolist(), right[first : first + AT_ONCE].tolist()
        found = people.of(one + other)
        named = [k for k in range(len(one)) if found[k] and found[len(one) + k]]
        links = [sure(features.links(documents, word_weights, one[k], other[k])) for k in named]
        sides = [(found[k], found[len(one) + k], [(x.left, x.right) for x in given]) for k, given in zip(named, links, strict=True)]
        for k, matched in zip(named, align.match_all(sides, most=0), strict=True):
            out[first + k] = places.agreement(matched), places.conflict(matched)
        bar.update(len(one))
    return out


def sure(links: Sequence[SentenceLink]) -> list[SentenceLink]:
    """The links whose sentences are alike enough to say the same."""
    return [link for link in links if link.score >= LINKED]
