"""Why a pair got its label: aligned sentences, matched names, conflicting facts, measurements. For reading, not deciding."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import islice

import numpy as np

from dedup.confirm import features
from dedup.confirm.facts import agree, facts
from dedup.confirm.judge import Prepared
from dedup.confirm.measure import LINKED
from dedup.data import Evidence, FactConflict, Judged, Mention, SentenceLink
from dedup.names import align, extract

COUNTED = 50_000  # sentences that tell how a collection writes its words: more of them change no name, and take seconds
Recogniser = Callable[[Sequence[str]], list[Mention]]


class Explainer:
    """Explains judged pairs one at a time; remembers the names it has found in a document."""

    def __init__(self, prepared: Prepared, judged: Judged, *, recogniser: Recogniser | None = None):
        self._prepared, self._judged = prepared, judged
        self._counts = extract.case_counts(islice((s for sentences in prepared.sentences for s in sentences), COUNTED))
        self._recogniser = recogniser or (lambda sentences: extract.extract(sentences, self._counts))
        self._mentions: dict[int, list[Mention]] = {}

    def mentions(self, row: int) -> list[Mention]:
        """The names in the document of this content row."""
        if row not in self._mentions:
            self._mentions[row] = self._recogniser(self._prepared.sentences[self._at(row)])
        return self._mentions[row]

    def explain(self, k: int) -> Evidence:
        """The evidence on judged pair `k`."""
        prepared, left, right = self._prepared, int(self._judged.left[k]), int(self._judged.right[k])
        one, other = prepared.sentences[self._at(left)], prepared.sentences[self._at(right)]
        links = features.links(prepared.documents, prepared.weights, self._at(left), self._at(right))
        sure = [(link.left, link.right) for link in links if link.score >= LINKED]
        names = align.align(self.mentions(left), self.mentions(right), sure)
        names = [match._replace(score=round(match.score, 4)) for match in names]
        return Evidence(
            tuple(one), tuple(other), links, tuple(sorted(names, key=lambda match: (-match.score, match))),
            tuple(fact_conflicts(one, other, links)), self._judged.measured(k),
        )  # fmt: skip

    def _at(self, row: int) -> int:
        return int(np.searchsorted(self._prepared.rows, row))


def fact_conflicts(left: Sequence[str], right: Sequence[str], links: Sequence[SentenceLink]) -> list[FactConflict]:
    """Numbers and dates that stand in one aligned sentence pair and nowhere in the other text: one on each side, in order.

    A rounded number is no conflict, 26,470 beside 26,469.89; nor is a fact that was moved to another sentence.
    """
    found = []
    all_left, all_right = _facts(left, range(len(left))), _facts(right, range(len(right)))
    for link in links:
        if link.score >= LINKED:
            one, other = _facts(left, link.left), _facts(right, link.right)
            missing = [one[key] for key in one if not _told(key, all_right)]
            instead = [other[key] for key in other if not _told(key, all_left)]
            found += [FactConflict(a, b, x, y) for (a, x), (b, y) in zip(missing, instead, strict=False)]
    return found


def _told(key: str, facts_there: dict[str, tuple[int, str]]) -> bool:
    return key in facts_there or any(agree(key, there) for there in facts_there)


def _facts(sentences: Sequence[str], numbers: Iterable[int]) -> dict[str, tuple[int, str]]:
    """Every fact of these sentences: its key, the sentence it first stands in, and how."""
    out: dict[str, tuple[int, str]] = {}
    for number in numbers:
        for key, surface in facts(sentences[number]):
            out.setdefault(key, (number, surface))
    return out
