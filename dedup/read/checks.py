"""Which column is the text and which the id, and the records that cannot be used: text that is none, ids that repeat."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from dedup import lean
from dedup.errors import SHOWN, DataError, listed, shown
from dedup.read import texts
from dedup.read.blocks import SKIP, Block, Refuse
from dedup.read.delimited import other_separator
from dedup.read.shapes import is_text
from dedup.read.texts import Parts, pick
from dedup.values import values

# Not url: a crawl may hold one page several times, and that is what is to be found, not an error.
ID_COLUMNS = ("id", "doc_id", "document_id", "_id", "uid", "uuid")
ROW = "row"  # asked for as the id: the number of the record, unless a column is called so
NAME_TEXT = "name the column with --text COL"
NAME_ID = "name the column with --id COL"
OTHER_ID = "correct it, name another column with --id COL, number the records with --id row, or leave such out with --skip-bad"


class Usable(NamedTuple):
    """The records of a block that can be used, their ids, and their texts where these are more than a column as it stands."""

    block: Block
    ids: list[str]
    texts: pa.ChunkedArray | None


class Checks:
    """Looks at the blocks in turn: chooses the columns at the first, then gives the usable records, their ids and texts.

    Without an id column the id is the number of the record among those that were read, from 0. `seen`: the ids of files of
    other kinds in the same run, in which a text may be another column (`together`).
    """

    def __init__(self, text: Parts, id: str | None, refuse: Refuse, *, seen: Seen | None = None, together: bool = False):
        self.text: Parts = ()
        self.id: str | None = None
        self._asked_text, self._asked_id, self._refuse = text, id, refuse
        self._usual_ids: Sequence[str] = ID_COLUMNS
        self._names: dict[str, None] = {}
        self._files: set[str | None] = set()
        self._seen, self._plain, self._together = seen or Seen(), not together, together

    @property
    def column(self) -> str:
        """The text column, or the columns and paths that the text is put together of."""
        return " + ".join(self.text)

    def usable(self, block: Block) -> Usable:
        """The block without the records that are refused. Its places are no longer right."""
        self._choose(block)
        ids = id_strings(block.table, self.id)
        own, bad = self._texts(block)
        bad |= self._bad_ids(ids, bad)
        for row in sorted(bad):
            self._refuse(block.place(row).error(*bad[row]))
        good = [row for row in range(len(ids)) if row not in bad] if bad else range(len(ids))
        numbers = list(map(str, range(self._seen.rows, self._seen.rows + len(good))))
        self._seen.rows += len(good)
        self._check_numbers(block, numbers)
        usable = _chosen(block, good) if bad else block
        own = own.take(pa.array(good, pa.int64())) if bad and own is not None else own
        return Usable(usable, [ids[row] or "" for row in good] if self.id else numbers, own)

    def _check_numbers(self, block: Block, numbers: list[str]) -> None:
        """Raise where the number of a record is the id of one in files of another kind."""
        if self.id is None and self._together and (repeated := self._seen.repeats(numbers)):
            message = f"the records have no id, and their number {numbers[repeated[0]]} is the id of an earlier one"
            raise DataError(message, file=block.file, remedy="number all records with --id row, or run each kind of file by itself")

    def _choose(self, block: Block) -> None:
        """Choose the columns at the first block; raise where a later one would have led to another choice."""
        _check_unique(block)
        first, self._names = not self._names, self._names | dict.fromkeys(block.table.column_names)
        if first and self._asked_id == ROW and ROW not in self._names:
            self._asked_id, self._usual_ids = None, ()
        text, id = texts.chosen(self._asked_text, self._names), pick(self._asked_id, self._usual_ids, self._names)
        if first:
            self.text, self.id = text, id
        self._check_there(block)
        if first:
            self._plain &= texts.is_plain(block, self.text)
        if text != self.text:
            message = f"column {shown(text[0])} begins here, after {shown(self.column)} was taken for the text"
            raise DataError(message, file=block.file, remedy=NAME_TEXT)
        if id != self.id:
            raise DataError(f"column {shown(id)} begins here, the records before have none", file=block.file, remedy=NAME_ID)

    def _check_there(self, block: Block) -> None:
        """Raise where there is no text column, in this file neither, or not the id column that was asked for."""
        wanted = self._asked_text or self.text
        lacks = texts.missing(wanted, block.table.schema) if wanted else ""
        if block.file not in self._files and lacks is not None:
            raise _no_column(lacks, "text", block, NAME_TEXT + other_separator(block.table.column_names))
        if self._asked_id and not self.id:
            raise _no_column(self._asked_id, "id", block, NAME_ID)
        self._files.add(block.file)

    def _texts(self, block: Block) -> tuple[pa.ChunkedArray | None, dict[int, tuple[str, str]]]:
        """The texts where they are more than one column, and the rows without any: what to say about each."""
        if self._plain:
            return None, {row: (texts.refusal(block, self.column, row), SKIP) for row in self._without_text(block)}
        own, bad = texts.joined(block, self.text)
        return own, {row: (texts.refusal(block, part, row), SKIP) for row, part in bad.items()}

    def _without_text(self, block: Block) -> Iterable[int]:
        """The rows whose text is neither a string nor null. Raises DataError if no text was a string so far."""
        if self.column not in block.table.column_names:
            return []
        column = block.table.column(self.column)
        if is_text(column.type) or pa.types.is_null(column.type):
            return block.odd.get(self.column, [])
        rows = np.flatnonzero(lean.numbers(column.is_valid()))
        if len(rows) and not self._seen.rows:
            remedy = "turn it into strings, or name another column with --text COL"
            raise block.place(int(rows[0])).error(f"column {shown(self.column)} holds {_kind(column.type)}, not strings", remedy)
        return rows.tolist()

    def _bad_ids(self, ids: list[str | None], bad: dict[int, Any]) -> dict[int, tuple[str, str]]:
        """The other rows without an id, or with one that an earlier record had: what to say about each."""
        if self.id is None:
            return {}
        missing = [row for row, id in enumerate(ids) if not id and row not in bad] if not all(ids) else []
        rows = [row for row, id in enumerate(ids) if id and row not in bad]
        repeated = [rows[i] for i in self._seen.repeats([ids[row] or "" for row in rows])]
        no_id = dict.fromkeys(missing, (f"no id: {shown(self.id)} is missing or empty", OTHER_ID))
        return no_id | {row: (f"id {shown(ids[row])} repeats that of an earlier record", OTHER_ID) for row in repeated}


def _chosen(block: Block, good: Sequence[int]) -> Block:
    rows = pa.array(good, pa.int64())
    return replace(block, table=block.table.take(rows), lines=None if block.lines is None else block.lines.take(rows))


def _check_unique(block: Block) -> None:
    names = block.table.column_names
    if len(set(names)) < len(names):
        twice = next(name for name, times in Counter(names).items() if times > 1)
        raise DataError(f"two columns are called {shown(twice)}", file=block.file, remedy="rename one of them")


def _no_column(asked: str, what: str, block: Block, remedy: str) -> DataError:
    message = f"no column {shown(asked)}" if asked else f"no {what} column"
    return DataError(f"{message}; the columns are: {listed(texts.paths(block.table.schema))}", file=block.file, remedy=remedy)


def _kind(type_: pa.DataType) -> str:
    """A type as Arrow names it; that of an object may be as long as the object."""
    return str(type_) if len(str(type_)) <= SHOWN else str(type_)[:SHOWN] + "…"


def id_strings(table: pa.Table, column: str | None) -> list[str | None]:
    """The ids as strings, None where there is none: numbers as Python writes them, bytes in hexadecimal.

    An integer stays one where missing values made it a float, as pandas does: 5.0 is '5'.
    """
    if column is None or column not in table.column_names:
        return [None] * len(table)
    found = table.column(column)
    if pa.types.is_nested(found.type):
        raise DataError(f"column {shown(column)} holds {_kind(found.type)}, no ids", remedy=NAME_ID)
    if is_text(found.type) or pa.types.is_integer(found.type):
        return (found.cast(pa.string()) if pa.types.is_integer(found.type) else found).to_pylist()
    return list(map(_id_string, values(found)))


def _id_string(value: Any) -> str | None:
    if value is None or value != value:
        return None
    if isinstance(value, bytes):
        return value.hex()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


class Seen:
    """How many records were read, and the ids seen so far.

    These as 64-bit hashes, 8 bytes each, in sorted runs of which each is shorter than the one before.

    Two of 10 million different ids share a hash with a chance of one in 400,000; an id would then be reported wrongly.
    """

    def __init__(self) -> None:
        self.rows = 0
        self._runs: list[np.ndarray] = []

    def repeats(self, ids: list[str]) -> list[int]:
        """The positions of the ids that came before, in this list or an earlier one; the others are remembered."""
        hashes = np.fromiter(map(hash, ids), np.int64, len(ids))
        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
        known = np.concatenate(([False], ordered[1:] == ordered[:-1]))[: len(ids)]
        for run in self._runs:
            known |= run[np.minimum(np.searchsorted(run, ordered), len(run) - 1)] == ordered
        self._remember(ordered[~known])
        return np.sort(order[known]).tolist()

    def _remember(self, run: np.ndarray) -> None:
        while self._runs and len(self._runs[-1]) <= len(run):
            run = np.sort(np.concatenate((self._runs.pop(), run)), kind="stable")
        if len(run):
            self._runs.append(run)
