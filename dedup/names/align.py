"""The same people in two documents whose sentences are aligned: spelling and position decide together."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from dedup.data import Mention, NameMatch
from dedup.names import sound_fold
from dedup.names.people import BEGINNING, Person, parts_of, people
from dedup.names.similarity import SAME, by_pair, in_order

_SEPARATOR = re.compile(r"[\s·・•‧＝]+")
Links = Sequence[tuple[tuple[int, ...], tuple[int, ...]]]
Comparison = tuple[str, str, float]
Spellings = tuple[tuple[str, ...], tuple[str, ...]]  # of two people

STAYS = 0.75  # how often a person named in a sentence is named in its translation too; pronouns take the rest
MOST_FROM_POSITION = 4.0  # log-odds: no position joins names that have nothing in common
LEAST_FROM_POSITION = -3.0
SURE = 12.0  # log-odds at which equal spellings are capped
ALONE = 1.5  # log-odds taken off where one part ("Trump") is compared with a part of a longer name: others may bear it
LEAST = math.log(SAME / (1 - SAME))  # log-odds from which two are one person
MOST_PAIRS = 40_000  # pairs of people up to which all are compared, about three seconds


class Sides(NamedTuple):
    """People of the two documents, the links each occurs in, and the number of links."""

    left: list[Person]
    right: list[Person]
    left_links: list[frozenset[int]]
    right_links: list[frozenset[int]]
    links: int


class Matched(NamedTuple):
    """Two documents, the log-odds that two names are one by their numbers, and who is matched: left, right, score, surest first."""

    sides: Sides
    names: dict[tuple[int, int], float]
    matches: list[tuple[int, int, float]]


def align(left: Sequence[Mention], right: Sequence[Mention], links: Links) -> list[NameMatch]:
    """Match the people of two documents one to one; `links` are groups of aligned sentence numbers.

    The log-odds of two names being one (`name_similarity`) are added to those of their positions: how often one is
    named where the other is, against how often that happens by chance. Matches from 0.5 on, the surest first.
    """
    return align_all([(people(left), people(right), links)])[0]


def align_all(pairs: Iterable[tuple[list[Person], list[Person], Links]]) -> list[list[NameMatch]]:
    """`align` for the people of each pair of documents: names of many are compared at once, which costs far less."""
    return [
        [NameMatch(one.sides.left[i].spellings, one.sides.right[j].spellings, score) for i, j, score in one.matches]
        for one in match_all(pairs)
    ]


def match_all(pairs: Iterable[tuple[list[Person], list[Person], Links]], *, most: int = MOST_PAIRS) -> list[Matched]:
    """The same by numbers of people; where a pair has more than `most` pairs of people, only likely ones are compared."""
    sides = [_sides(left, right, links) for left, right, links in pairs]
    compared = [{(i, j): (one.left[i].spellings, one.right[j].spellings) for i, j in _candidates(one, most)} for one in sides]
    odds = _name_odds(dict.fromkeys(people for of_pair in compared for people in of_pair.values()))
    names = [{numbers: odds[people] for numbers, people in of_pair.items()} for of_pair in compared]
    return [Matched(one, own, _matches(one, own)) for one, own in zip(sides, names, strict=True)]


def _matches(sides: Sides, names: dict[tuple[int, int], float]) -> list[tuple[int, int, float]]:
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    matches = []
    for odds, i, j in sorted(_scores(sides, names), key=lambda item: (-item[0], item[1:])):
        if odds >= LEAST and i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            matches.append((i, j, 1 / (1 + math.exp(-odds))))
    return matches


def _sides(left: list[Person], right: list[Person], links: Links) -> Sides:
    in_links = [_in_links(left, [one for one, _ in links]), _in_links(right, [other for _, other in links])]
    return Sides(left, right, in_links[0], in_links[1], len(links))


def _in_links(persons: list[Person], groups: list[tuple[int, ...]]) -> list[frozenset[int]]:
    links_of = defaultdict(list)
    for k, group in enumerate(groups):
        for sentence in group:
            links_of[sentence].append(k)
    return [frozenset(k for sentence in person.sentences for k in links_of.get(sentence, ())) for person in persons]


def _scores(sides: Sides, names: dict[tuple[int, int], float]) -> list[tuple[float, int, int]]:
    """Log-odds of the pairs of people whose names leave it to their positions, at most."""
    return [
        (odds + _position_odds(sides.left_links[i], sides.right_links[j], sides.links), i, j)
        for (i, j), odds in names.items()
        if odds + MOST_FROM_POSITION >= LEAST
    ]


def _name_odds(people: Iterable[Spellings]) -> dict[Spellings, float]:
    """The log-odds of the two spellings most alike, for every two people; documents of a collection name the same ones."""
    rows = [(two, row) for two in people for row in _comparisons(*two)]
    scores = {pair: _log_odds(score) for pair, score in by_pair((x, y) for _, (x, y, _) in rows).items()}
    best: dict[Spellings, float] = {}
    for two, (x, y, less) in rows:
        best[two] = max(best.get(two, -SURE), scores[in_order(x, y)] - less)
    return best


def _candidates(sides: Sides, most: int) -> list[tuple[int, int]]:
    """All pairs of people; of more than `most` only those that stand in one link or have a part that begins with the same sounds."""
    if len(sides.left) * len(sides.right) <= most:
        return [(i, j) for i in range(len(sides.left)) for j in range(len(sides.right))]
    found = defaultdict(list)
    for j, person in enumerate(sides.right):
        for key in _keys(person, sides.right_links[j]):
            found[key].append(j)
    return sorted({(i, j) for i, person in enumerate(sides.left) for key in _keys(person, sides.left_links[i]) for j in found[key]})


def _keys(person: Person, links: frozenset[int]) -> list[int | str]:
    """The links a person stands in, and the first sounds of each part of the names."""
    return [*links, *_sounds(person.spellings)]


@lru_cache(maxsize=1 << 14)
def _sounds(spellings: tuple[str, ...]) -> frozenset[str]:
    return frozenset(sound_fold.key(part)[:BEGINNING] for text in spellings for part in parts_of(text))


def _comparisons(left: tuple[str, ...], right: tuple[str, ...]) -> list[Comparison]:
    """Two spellings of two people, or a single name and a part of a longer one, and the log-odds to take off."""
    rows = []
    for x in left:
        for y in right:
            a, b = _SEPARATOR.split(x), _SEPARATOR.split(y)
            rows.append((x, y, 0.0))
            if (len(a) == 1) != (len(b) == 1):
                rows += [(one, other, ALONE) for one in a for other in b if min(len(one), len(other)) > 1]
    return rows


def _log_odds(probability: float) -> float:
    return min(max(math.log(max(probability, 1e-9)) - math.log(max(1 - probability, 1e-9)), -SURE), SURE)


def _position_odds(one: frozenset[int], other: frozenset[int], count: int) -> float:
    """Log-odds from the links two people occur in: both, against what their frequencies give by chance; 0 without links."""
    if not one or not other:
        return 0.0
    return _of_counts(len(one), len(other), len(one & other), count)


@lru_cache(maxsize=1 << 14)
def _of_counts(one: int, other: int, both: int, count: int) -> float:
    """The same from the numbers of links: of each, of both, and in all."""
    total = (_direction(one, other, both, count) + _direction(other, one, both, count)) / 2
    return min(max(total, LEAST_FROM_POSITION), MOST_FROM_POSITION)


def _direction(one: int, other: int, both: int, count: int) -> float:
    chance = (other + 0.5) / (count + 1)
    return both * math.log(STAYS / chance) + (one - both) * math.log((1 - STAYS) / (1 - chance))
