"""What passes from the readers of each kind of input to the checks: a table of records, and where each one stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

import pyarrow as pa

from dedup.errors import DataError
from dedup.read.shapes import StructOf

BLOCK = 8 << 20  # bytes of input parsed at a time: 4, 8 and 16 MB are equally fast, and memory grows with it (70, 134, 167 MB)
ROWS = 8192  # rows built from Python objects at a time

SKIP = "correct it, or leave such records out with --skip-bad"
CONVERT = "convert it to UTF-8, or leave such records out with --skip-bad"

Refuse = Callable[[DataError], None]
"""What happens to a bad record: it raises, or it notes the record and returns so that it is left out."""


class Place(NamedTuple):
    """Where a record stands: the file and line (1-based), or the number of the record (1-based) where there are no lines."""

    file: str | None = None
    line: int | None = None
    record: int | None = None

    def error(self, message: str, remedy: str | None = SKIP) -> DataError:
        """The error of this place."""
        where = f"record {self.record}: " if self.record else ""
        return DataError(where + message, file=self.file, line=self.line, remedy=remedy)


@dataclass(frozen=True, slots=True)
class Block:
    """Some records of one file in the types that this block alone asks for; the input's schema may be wider.

    `place` tells where a row stands; for some kinds of file that means to look at it again. `odd` lists, for a column
    turned to text, the rows that held something else. `settled`: the types came with the input, so that a different type
    elsewhere is an error. `lines`: the user's own lines of JSON (own_lines.LINE), null where one cannot be handed on as it
    is; None for other kinds of input.
    """

    table: pa.Table
    shape: StructOf
    place: Callable[[int], Place]
    file: str | None = None
    odd: Mapping[str, list[int]] = field(default_factory=dict)
    settled: bool = False
    lines: pa.Array | None = None


def stop(error: DataError) -> None:
    """Refuse a bad record by raising its error."""
    raise error


def note(skipped: list[str]) -> Refuse:
    """Refuse bad records by listing them, one line each without the remedy."""

    def refuse(error: DataError) -> None:
        skipped.append(str(DataError(error.message, file=error.file, line=error.line)))

    return refuse


Item = TypeVar("Item")


def gather(items: Iterable[Item], size: Callable[[Item], int]) -> Iterator[list[Item]]:
    """The items in lists of at most ROWS, or of about BLOCK in the sum of their sizes."""
    held: list[Item] = []
    total = 0
    for item in items:
        held.append(item)
        total += size(item)
        if len(held) == ROWS or total >= BLOCK:
            yield held
            held, total = [], 0
    if held:
        yield held
