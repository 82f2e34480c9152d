"""The people of a corpus with all their spellings, from the matches between its documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from dedup.data import Alias, Mention, NameEntry, NameMatch
from dedup.names.people import parts_of, side_by_side

Node = tuple[int, str]  # a spelling in a document: "Xi" may be another person elsewhere

SAME_FULL_NAME = 0.95  # how sure one full name in two documents of a corpus is one person


class _Group(NamedTuple):
    """Nodes that are one person, and their spellings."""

    nodes: set[Node]
    texts: set[str]


class _Groups:
    """Nodes joined to people; a join that would put two names that stand side by side into one person is refused."""

    def __init__(self, apart: set[tuple[str, str]]):
        self._apart: dict[str, set[str]] = defaultdict(set)
        for one, other in apart:
            self._apart[one].add(other)
            self._apart[other].add(one)
        self._home: dict[Node, _Group] = {}
        self.score: dict[Node, float] = {}

    def join(self, nodes: Sequence[Node], score: float) -> None:
        """Make the nodes one person unless two of its spellings stand side by side somewhere."""
        parts = list({id(group): group for group in (self._home.get(node) or _Group({node}, {node[1]}) for node in nodes)}.values())
        parts.sort(key=lambda group: len(group.nodes), reverse=True)
        if not parts or self._conflict([group.texts for group in parts]):
            return
        largest = parts[0]
        for group in parts[1:]:  # the smaller ones move: of a name in thousands of texts, each node a few times
            largest.nodes.update(group.nodes)
            largest.texts.update(group.texts)
        for node in chain(nodes, *(group.nodes for group in parts[1:])):
            self._home[node] = largest
        for node in nodes:
            self.score[node] = max(self.score.get(node, 0.0), score)

    def _conflict(self, parts: Sequence[set[str]]) -> bool:
        """Whether spellings of different parts stand side by side; those of one part do not."""
        return any(not self._apart[text].isdisjoint(other) for k, texts in enumerate(parts) for text in texts if text in self._apart
                   for other in (*parts[:k], *parts[k + 1 :]))  # fmt: skip

    def all(self) -> list[set[Node]]:
        """The people, each once."""
        return [group.nodes for group in {id(group): group for group in self._home.values()}.values()]


def aliases(
    documents: Mapping[int, Sequence[Mention]],
    matches: Iterable[tuple[int, int, Sequence[NameMatch]]],
    *,
    same: Iterable[tuple[str, str]] = (),
    different: Iterable[tuple[str, str]] = (),
) -> list[NameEntry]:
    """People with at least two spellings, sorted by their preferred spelling; independent of the order of the input.

    `documents` maps rows to their mentions, `matches` holds the people two rows have in common. Matches are joined in
    falling probability, then full names that are equal. Names that stand in one sentence as different people are never
    joined. `same` and `different` are what the user knows: pairs of spellings that must or must not be one person.
    """
    apart = {pair for mentions in documents.values() for pair in side_by_side(mentions)}
    groups = _Groups(apart | {_pair(*pair) for pair in different})
    for left, right, match in sorted(_flat(matches), key=lambda item: (-item[2].score, item)):
        groups.join([*((left, text) for text in match.left), *((right, text) for text in match.right)], match.score)
    _join_full_names(groups)
    _join_known(groups, documents, same)
    where = _documents(documents)
    entries = (_entry(group, groups.score, where) for group in groups.all())
    return sorted(entry for entry in entries if len(entry.aliases) > 1)


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)


def _flat(matches: Iterable[tuple[int, int, Sequence[NameMatch]]]) -> list[tuple[int, int, NameMatch]]:
    return [(left, right, match) for left, right, found in matches for match in found]


def _join_full_names(groups: _Groups) -> None:
    """One full name (two parts or more) in several documents is one person."""
    by_name = defaultdict(list)
    for node in sorted(node for group in groups.all() for node in group):
        if len(parts_of(node[1])) > 1:
            by_name[node[1]].append(node)
    for nodes in by_name.values():
        for node in nodes[1:]:
            groups.join([nodes[0], node], SAME_FULL_NAME)


def _join_known(groups: _Groups, documents: Mapping[int, Sequence[Mention]], same: Iterable[tuple[str, str]]) -> None:
    """What the user says is one person is joined wherever the corpus has it."""
    rows = _documents(documents)
    for one, other in sorted(_pair(*pair) for pair in same):
        nodes = [(row, text) for text in (one, other) for row in sorted(rows.get(text, ()))]
        groups.join(nodes, 1.0)


def _documents(documents: Mapping[int, Sequence[Mention]]) -> dict[str, set[int]]:
    """The rows each spelling occurs in."""
    where = defaultdict(set)
    for row, mentions in documents.items():
        for mention in mentions:
            where[mention.text].add(row)
    return where


def _entry(group: set[Node], score: dict[Node, float], where: Mapping[str, set[int]]) -> NameEntry:
    rows: dict[str, set[int]] = defaultdict(set)
    best: dict[str, float] = defaultdict(float)
    for row, text in group:
        rows[text].add(row)
        best[text] = max(best[text], score[row, text])
    for text in rows:  # a full name counts wherever it stands; a single name only where it is known to be this person
        rows[text] |= where.get(text, set()) if len(parts_of(text)) > 1 else set()
    name = max(rows, key=lambda text: (len(parts_of(text)) > 1, len(rows[text]), len(text), text))
    ordered = sorted(rows, key=lambda text: (text != name, -len(rows[text]), text))
    best[name] = 1.0
    return NameEntry(name, tuple(Alias(text, best[text], tuple(sorted(rows[text]))) for text in ordered))
