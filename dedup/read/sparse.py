"""Keys that differ from record to record: as a table such records would take their number times that of the keys, the square of their size.

So a record may bring new keys while there are few, or while each has a good part of all. Others are refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dedup.errors import shown
from dedup.read.shapes import ListOf, Shape, StructOf

MOST = 2000  # keys that records may differ in however few each has
SPREAD = 10  # times as many keys as a record has on average may there be
REMEDY = "put such values under one key, as a list of names and values, or leave such records out with --skip-bad"
BETWEEN = "\0"


class Keys:
    """The keys of all records so far, of objects inside objects too, and how many there were in each block."""

    def __init__(self, known: StructOf):
        self._seen, self._filled, self._records = set(paths_of(known)), 0, 0

    def refused(self, record: Mapping[str, Any]) -> str:
        """Take in a record; or what to say of one that brings too many keys, which is not taken in."""
        own = list(paths(record))
        new = [key for key in own if key not in self._seen]
        if new and is_sparse(len(self._seen) + len(new), self._filled + len(own), self._records + 1):
            name = new[0].rpartition(BETWEEN)[2]
            return f"a key that no record before has, {shown(name)}, where there are {len(self._seen):,} different ones already"
        self._seen.update(new)
        self._filled, self._records = self._filled + len(own), self._records + 1
        return ""


def is_sparse(keys: int, filled: int, records: int) -> bool:
    """Whether some records, with so many keys altogether, have too many different ones."""
    return keys > MOST and keys * records > SPREAD * filled


def paths(value: Any, path: str = "") -> Iterator[str]:
    """The keys of an object, and of those in it."""
    for name, inner in value.items() if isinstance(value, Mapping) else ():
        yield (own := f"{path}{BETWEEN}{name}")
        for one in inner if isinstance(inner, list) else (inner,):
            yield from paths(one, own)


def paths_of(shape: Shape, path: str = "") -> Iterator[str]:
    """The same of a shape."""
    while isinstance(shape, ListOf):
        shape = shape.item
    for name, inner in shape.fields.items() if isinstance(shape, StructOf) else ():
        yield (own := f"{path}{BETWEEN}{name}")
        yield from paths_of(inner, own)


def grows(known: StructOf, shape: StructOf, own: int) -> bool:
    """Whether records of this shape, each of so many keys, bring new ones and too many."""
    before = set(paths_of(known))
    keys = before.union(paths_of(shape))
    return len(keys) > len(before) and is_sparse(len(keys), own, 1)


def expected(records: Iterable[Mapping[str, Any]], rows: int) -> tuple[int, int]:
    """How many different keys so many rows may have, by a sample of them; and how many each has, rounded up.

    Of keys that one record of the sample has and no other, there are as many in others as the sample is small.
    """
    times: dict[str, int] = {}
    some = list(records)
    for key in (key for record in some for key in paths(record)):
        times[key] = times.get(key, 0) + 1
    once = sum(count == 1 for count in times.values())
    return len(times) + once * (rows - len(some)) // max(len(some), 1), -(-sum(times.values()) // max(len(some), 1))
