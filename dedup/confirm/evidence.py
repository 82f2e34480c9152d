"""Why a pair got its label: aligned sentences, matched names, conflicting facts, measurements. For reading, not deciding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np

from dedup.confirm import features, passages
from dedup.confirm.documents import Documents
from dedup.confirm.facts.figures import agree, facts
from dedup.confirm.judge import Prepared
from dedup.confirm.people import People, Recogniser, sure
from dedup.data import DUPLICATE_LABELS, Evidence, FactConflict, Judged, Mention, NameMatch, SentenceLink
from dedup.names import align
from dedup.names.people import Person
from dedup.progress import NO_BAR, Bar

EXPLAINED = 3  # pairs of a document that are explained in full; of a page that stands in thousands of texts there are too many
AT_ONCE = 256  # pairs whose names are compared at once: a call costs as much as fifty comparisons


def chosen(judged: Judged) -> list[int]:
    """The pairs of duplicates that are worth explaining: all but those whose two documents stand in EXPLAINED others."""
    out, times = [], Counter[int]()
    for k, (left, right, label) in enumerate(zip(judged.left.tolist(), judged.right.tolist(), judged.label, strict=True)):
        if label in DUPLICATE_LABELS and min(times[left], times[right]) < EXPLAINED:
            times.update((left, right))
            out.append(k)
    return out


class Explainer:
    """Explains judged pairs when it is asked to, and matches the people of many at once; remembers the names it has found."""

    def __init__(self, prepared: Prepared, judged: Judged, *, recogniser: Recogniser | None = None):
        self._prepared, self._judged = prepared, judged
        self._chosen = chosen(judged)
        self.chosen = frozenset(self._chosen)
        self._people = People(prepared.sentences, recogniser=recogniser) if recogniser else prepared.people
        self._mentions: dict[int, list[Mention]] = {}
        self._names: dict[int, tuple[NameMatch, ...]] = {}
        self._kept: dict[int, Evidence] = {}
        self._far = passages.chosen(judged.features, prepared.documents, prepared.at(judged.left), prepared.at(judged.right))

    def mentions(self, row: int) -> list[Mention]:
        """The names in the document of this content row."""
        if row not in self._mentions:
            self._mentions[row] = self._people.mentions(self._at(row))
        return self._mentions[row]

    def explain(self, k: int) -> Evidence:
        """The evidence on judged pair `k`."""
        if k in self._kept:
            return self._kept[k]
        self.match([k])
        seen, a, b = self._seen(k)
        links = features.links(seen.documents, seen.weights, a, b)
        one, other = seen.sentences[a], seen.sentences[b]
        conflicts = fact_conflicts(one, other, _of_other_facts(seen.documents, a, b, sure(links)))
        return Evidence(tuple(one), tuple(other), links, self._names[k], tuple(conflicts), self._judged.measured(k))

    def keep(self, pairs: Iterable[int]) -> None:
        """Explain these pairs, and remember the evidence, as it will be asked for more than once."""
        pairs = list(pairs)
        self.match(pairs)
        self._kept.update({k: self.explain(k) for k in pairs})

    def matches(self, *, bar: Bar = NO_BAR) -> list[tuple[int, int, Sequence[NameMatch]]]:
        """The people that the documents of the chosen pairs have in common: two content rows each, and who is matched."""
        self.match(self._chosen, bar=bar)
        sides = ((int(self._judged.left[k]), int(self._judged.right[k])) for k in self._chosen)
        return [(left, right, self._names[k]) for k, (left, right) in zip(self._chosen, sides, strict=True)]

    def match(self, pairs: Iterable[int], *, bar: Bar = NO_BAR) -> None:
        """Match the people of these pairs, many at once, so that to explain them takes less."""
        new = [k for k in dict.fromkeys(pairs) if k not in self._names]
        for first in range(0, len(new), AT_ONCE):
            self._match(new[first : first + AT_ONCE])
            bar.update(len(new[first : first + AT_ONCE]))

    def _match(self, pairs: Sequence[int]) -> None:
        whole = [document for k in pairs if not self._far[k] for document in self._documents(k)]
        known = dict(zip(whole, self._people.of(whole), strict=True))
        sides = [self._sides(k, known) for k in pairs]
        for document in dict.fromkeys(whole):
            self.mentions(int(self._prepared.rows[document]))  # found a moment ago, and asked for again at the end
        for k, found in zip(pairs, align.align_all(sides), strict=True):
            names = [match._replace(score=round(match.score, 4)) for match in found]
            self._names[k] = tuple(sorted(names, key=lambda match: (-match.score, match)))

    def _sides(self, k: int, known: dict[int, list[Person]]) -> tuple[list[Person], list[Person], align.Links]:
        """The people of the two documents, `known` or of its passages, and what is aligned, if both name somebody."""
        seen, a, b = self._seen(k)
        one, other = seen.people.of([a, b]) if self._far[k] else (known[a], known[b])
        links = sure(features.links(seen.documents, seen.weights, a, b)) if one and other else ()
        return one, other, [(link.left, link.right) for link in links]

    def _seen(self, k: int) -> tuple[Prepared | passages.Closer, int, int]:
        """What pair `k` is looked at in, and where its documents stand there."""
        if not self._far[k]:
            return self._prepared, *self._documents(k)
        pair = self._judged.left[k : k + 1], self._judged.right[k : k + 1]
        return passages.closer(self._prepared.source, *pair, self._people), 0, 1

    def _documents(self, k: int) -> tuple[int, int]:
        """Where the two documents of a pair stand in what was prepared."""
        return self._at(int(self._judged.left[k])), self._at(int(self._judged.right[k]))

    def _at(self, row: int) -> int:
        return int(np.searchsorted(self._prepared.rows, row))


def _of_other_facts(documents: Documents, left: int, right: int, links: Sequence[SentenceLink]) -> list[SentenceLink]:
    """The links whose sides each have a fact that the other does not have, letter for letter: only they can hold a conflict."""
    one, other = _fact_keys(documents, left), _fact_keys(documents, right)
    sides = [(set().union(*(one[k] for k in link.left)), set().union(*(other[k] for k in link.right))) for link in links]
    return [link for link, (x, y) in zip(links, sides, strict=True) if x - y and y - x]


def _fact_keys(documents: Documents, row: int) -> list[set[int]]:
    """The facts of each sentence of a document, as hashes."""
    at = documents.fact_at[documents.sentence_at[row] : documents.sentence_at[row + 1] + 1]
    keys, starts = documents.fact_keys[at[0] : at[-1]].tolist(), (at - at[0]).tolist()
    return [set(keys[first:last]) for first, last in pairwise(starts)]


def fact_conflicts(left: Sequence[str], right: Sequence[str], links: Sequence[SentenceLink]) -> list[FactConflict]:
    """Numbers and dates that stand in one aligned sentence pair and nowhere in the other text: one on each side, in order.

    A rounded number is no conflict, 26,470 beside 26,469.89, nor a day without its month; nor is a fact that was moved to
    another sentence.
    """
    found = []
    for link in sure(links):
        one, other = _facts(left, link.left), _facts(right, link.right)
        missing = [(key, one[key]) for key in one if not _told(key, other, short=True)]
        instead = [(key, other[key]) for key in other if not _told(key, one, short=True)]
        if missing and instead:
            everywhere = _facts(left, range(len(left))), _facts(right, range(len(right)))
            absent = [place for key, place in missing if not _told(key, everywhere[1])]
            new = [place for key, place in instead if not _told(key, everywhere[0])]
            found += [FactConflict(a, b, x, y) for (a, x), (b, y) in zip(absent, new, strict=False)]
    return found


def _told(key: str, facts_there: dict[str, tuple[int, str]], *, short: bool = False) -> bool:
    return key in facts_there or any(agree(key, there, short=short) for there in facts_there)


def _facts(sentences: Sequence[str], numbers: Iterable[int]) -> dict[str, tuple[int, str]]:
    """Every fact of these sentences: its key, the sentence it first stands in, and how."""
    out: dict[str, tuple[int, str]] = {}
    for number in numbers:
        for key, surface in _facts_of(sentences[number]):
            out.setdefault(key, (number, surface))
    return out


@lru_cache(maxsize=1 << 13)
def _facts_of(sentence: str) -> tuple[tuple[str, str], ...]:
    return tuple(facts(sentence))
