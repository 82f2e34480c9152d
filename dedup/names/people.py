"""The people of one document: spellings of one person joined, and who stands beside whom in a sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from rapidfuzz import fuzz

from dedup.data import Mention
from dedup.names import romanise, sound_fold
from dedup.names.similarity import by_pair, in_order

ONE_TEXT = 0.8  # two spellings in one text are mostly two people, so more is asked than of two texts (0.5)
ONE_TEXT_FULL = 0.95  # the same for two full names: a text seldom spells both parts in two ways
MANY = 300  # spellings of one text from which not every pair of them is compared; a book has more
BEGINNING = 3  # sounds that two parts of such a text must share at their beginning to be compared
ALIKE = 60  # percent of the sound keys alike below which two spellings in one text are not compared further


Scores = dict[tuple[str, str], float]


class Person(NamedTuple):
    """Spellings, the most frequent first, and the numbers of the sentences with one of them."""

    spellings: tuple[str, ...]
    sentences: frozenset[int]


def people(mentions: Sequence[Mention]) -> list[Person]:
    """The people a document names, in the order of their first mention.

    "Xi" is Xi Jinping where only one longer name has that part. Spellings that sound alike are one person unless they
    stand in one sentence. A part that two people share ("Bush") goes to the one named more often.
    """
    return people_of([mentions])[0]


def people_of(documents: Sequence[Sequence[Mention]]) -> list[list[Person]]:
    """`people` of each document: names of many documents are compared at once, which costs far less than one by one."""
    spellings = [_Spellings(mentions) for mentions in documents]
    scores = by_pair(pair for one in spellings for pair in _compared(one))
    return [_people(one, scores) for one in spellings]


class _Spellings:
    """The spellings of a document: how often each stands there, and in which sentences; longer names and frequent ones first."""

    def __init__(self, mentions: Sequence[Mention]):
        self.count = Counter(mention.text for mention in mentions)  # in the order of the text
        self.where = sentences_of(mentions)
        self.ordered = sorted(self.count, key=lambda text: (-len(parts_of(text)), -self.count[text], text))


def _compared(spellings: _Spellings) -> Iterator[tuple[str, str]]:
    """The pairs of spellings whose similarity will be asked for; of very many names they are found on the way."""
    ordered, where = spellings.ordered, spellings.where
    for k, text in enumerate(ordered if len(ordered) <= MANY else ()):
        if not any(parts_of(text) <= parts_of(other) for other in ordered[:k]):
            yield from ((text, other) for other in ordered[:k] if not where[text] & where[other] and _alike(text, other))


def _people(spellings: _Spellings, scores: Scores) -> list[Person]:
    groups = _Groups(spellings, scores)
    for text in spellings.ordered:
        groups.add(text)
    first = {text: k for k, text in enumerate(spellings.count)}
    ordered = sorted(groups.all, key=lambda group: min(first[text] for text in group))
    return [_person(group, spellings.where, spellings.count) for group in ordered]


class _Groups:
    """The spellings joined so far, and where to look for the group of the next: by its parts, and by how they sound."""

    def __init__(self, spellings: _Spellings, scores: Scores):
        self.all: list[list[str]] = []
        self._where, self._count, self._scores = spellings.where, spellings.count, scores
        self._by_sound = len(spellings.count) > MANY
        self._with_part: dict[str, set[int]] = defaultdict(set)
        self._with_sound: dict[str, set[int]] = defaultdict(set)

    def add(self, text: str) -> None:
        """Put a spelling into the group it belongs to, or into one of its own."""
        number = self._home(text)
        if number is None:
            number = len(self.all)
            self.all.append([])
        self.all[number].append(text)
        for part in parts_of(text):
            self._with_part[part].add(number)
            self._with_sound[sound_fold.key(part)[:BEGINNING]].add(number)

    def _home(self, text: str) -> int | None:
        """The group with a longer form of a spelling, the most frequent of them, or the one it sounds most like."""
        some_part = min(parts_of(text), key=lambda part: (len(self._with_part[part]), part))
        longer = [k for k in sorted(self._with_part[some_part]) if any(parts_of(text) <= parts_of(x) for x in self.all[k])]
        if longer:
            return max(longer, key=lambda k: sum(self._count[other] for other in self.all[k]))
        free = [k for k in self._near(text) if not any(self._where[text] & self._where[x] for x in self.all[k])]
        pairs = [(k, other) for k in free for other in self.all[k] if _alike(text, other)]
        scores = self._similar(text, [other for _, other in pairs])
        likely = [(score, k) for score, (k, other) in zip(scores, pairs, strict=True) if score >= _least(text, other)]
        return max(likely, key=lambda item: item[0])[1] if likely else None

    def _similar(self, text: str, others: Sequence[str]) -> list[float]:
        pairs = [in_order(text, other) for other in others]
        scores = self._scores if all(pair in self._scores for pair in pairs) else by_pair(pairs)
        return [scores[pair] for pair in pairs]

    def _near(self, text: str) -> list[int]:
        """All groups; in a text with very many names only those with a part that begins with the same sounds."""
        if not self._by_sound:
            return list(range(len(self.all)))
        return sorted(set().union(*(self._with_sound[sound_fold.key(part)[:BEGINNING]] for part in parts_of(text))))


def sentences_of(mentions: Sequence[Mention]) -> dict[str, frozenset[int]]:
    """The sentences each spelling stands in."""
    where = defaultdict(set)
    for mention in mentions:
        where[mention.text].add(mention.sentence)
    return {text: frozenset(numbers) for text, numbers in where.items()}


@lru_cache(maxsize=1 << 16)
def parts_of(text: str) -> frozenset[str]:
    """The parts of a spelling in its first reading; the spelling itself where it has no letters."""
    reading = next(iter(romanise.readings(text)), "")
    return frozenset(reading.split()) or frozenset([text])


def is_part(text: str, other: str) -> bool:
    """Whether one spelling is a part of the other: "Xi" of "Xi Jinping", and each name of itself."""
    a, b = parts_of(text), parts_of(other)
    return a <= b or b <= a


def side_by_side(mentions: Sequence[Mention]) -> set[tuple[str, str]]:
    """Sorted pairs of spellings that stand in one sentence as different people; a part of a longer name is not "
    "different."""
    present = defaultdict(set)
    for mention in mentions:
        present[mention.sentence].add(mention.text)
    pairs = {pair for texts in present.values() for pair in combinations(sorted(texts), 2)}
    return {pair for pair in pairs if not is_part(*pair)}


def _least(text: str, other: str) -> float:
    """How sure two spellings in one text must be to name one person."""
    return ONE_TEXT_FULL if min(len(parts_of(text)), len(parts_of(other))) > 1 else ONE_TEXT


@lru_cache(maxsize=1 << 16)
def _alike(text: str, other: str) -> bool:
    a, b = (sound_fold.key(next(iter(romanise.readings(name)), "")) for name in (text, other))
    return fuzz.partial_ratio(a, b) >= ALIKE


def _person(group: list[str], where: dict[str, frozenset[int]], count: Counter[str]) -> Person:
    ordered = sorted(group, key=lambda text: (-count[text], text))
    return Person(tuple(ordered), frozenset().union(*(where[text] for text in group)))
