"""Which column is the text and which the id, and the records that cannot be used: text that is none, ids that repeat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from dedup import lean
from dedup.errors import DataError
from dedup.read.blocks import SKIP, Block, Refuse
from dedup.read.shapes import is_text

TEXT_COLUMNS = ("text", "content", "body", "document")
# Not url: a crawl may hold one page several times, and that is what is to be found, not an error.
ID_COLUMNS = ("id", "doc_id", "document_id", "_id", "uid", "uuid")
NAME_TEXT = "name the column with --text COL"
NAME_ID = "name the column with --id COL"
OTHER_ID = "correct it, name another column with --id COL, or leave such records out with --skip-bad"
SHOWN = 80  # characters of an id, and names of columns, that an error shows


class Checks:
    """Looks at the blocks in turn: chooses the columns at the first, then gives the usable records and their ids.

    Without an id column the id is the number of the record among those that were read, from 0.
    """

    def __init__(self, text: str | None, id: str | None, refuse: Refuse):
        self.text, self.id = "", None  # type: str, str | None
        self._asked_text, self._asked_id, self._refuse = text, id, refuse
        self._names: dict[str, None] = {}
        self._files: set[str | None] = set()
        self._seen, self._rows = Seen(), 0

    def usable(self, block: Block) -> tuple[Block, list[str]]:
        """The block without the records that are refused, and the ids of the others. Its places are no longer right."""
        self._choose(block)
        ids = id_strings(block.table, self.id)
        bad = dict.fromkeys(self._without_text(block), (f"{self.text!r} is not a string", SKIP))
        bad |= self._bad_ids(ids, bad)
        for row in sorted(bad):
            self._refuse(block.place(row).error(*bad[row]))
        good = [row for row in range(len(ids)) if row not in bad] if bad else range(len(ids))
        first, self._rows = self._rows, self._rows + len(good)
        usable = _chosen(block, good) if bad else block
        return usable, [ids[row] or "" for row in good] if self.id else list(map(str, range(first, self._rows)))

    def _choose(self, block: Block) -> None:
        """Choose the columns at the first block; raise where a later one would have led to another choice."""
        _check_unique(block)
        first, self._names = not self._names, self._names | dict.fromkeys(block.table.column_names)
        text, id = pick(self._asked_text, TEXT_COLUMNS, self._names), pick(self._asked_id, ID_COLUMNS, self._names)
        if first:
            self.text, self.id = text or "", id
        self._check_there(block)
        if text != self.text:
            message = f"column {text!r} begins here, after {self.text!r} was taken for the text"
            raise DataError(message, file=block.file, remedy=NAME_TEXT)
        if id != self.id:
            raise DataError(f"column {id!r} begins here, the records before have none", file=block.file, remedy=NAME_ID)

    def _check_there(self, block: Block) -> None:
        """Raise where there is no text column, in this file neither, or not the id column that was asked for."""
        names = block.table.column_names
        if block.file not in self._files and self.text not in names:
            raise _no_column(self._asked_text or self.text, "text", block, NAME_TEXT)
        if self._asked_id and not self.id:
            raise _no_column(self._asked_id, "id", block, NAME_ID)
        self._files.add(block.file)

    def _without_text(self, block: Block) -> Iterable[int]:
        """The rows whose text is neither a string nor null. Raises DataError if no text was a string so far."""
        if self.text not in block.table.column_names:
            return []
        column = block.table.column(self.text)
        if is_text(column.type) or pa.types.is_null(column.type):
            return block.odd.get(self.text, [])
        rows = np.flatnonzero(lean.numbers(column.is_valid()))
        if len(rows) and not self._rows:
            remedy = "turn it into strings, or name another column with --text COL"
            raise block.place(int(rows[0])).error(f"column {self.text!r} holds {column.type}, not strings", remedy)
        return rows.tolist()

    def _bad_ids(self, ids: list[str | None], bad: dict[int, Any]) -> dict[int, tuple[str, str]]:
        """The other rows without an id, or with one that an earlier record had: what to say about each."""
        if self.id is None:
            return {}
        missing = [row for row, id in enumerate(ids) if not id and row not in bad] if not all(ids) else []
        rows = [row for row, id in enumerate(ids) if id and row not in bad]
        repeated = [rows[i] for i in self._seen.repeats([ids[row] or "" for row in rows])]
        no_id = dict.fromkeys(missing, (f"no id: {self.id!r} is missing or empty", OTHER_ID))
        return no_id | {row: (f"id {_shown(ids[row])} repeats that of an earlier record", OTHER_ID) for row in repeated}


def _chosen(block: Block, good: Sequence[int]) -> Block:
    rows = pa.array(good, pa.int64())
    return replace(block, table=block.table.take(rows), lines=None if block.lines is None else block.lines.take(rows))


def pick(asked: str | None, usual: Iterable[str], names: Iterable[str]) -> str | None:
    """The column that was asked for, or the first of the usual ones, in any case; None if there is none.

    >>> pick(None, TEXT_COLUMNS, ["Body", "title", "Content"]), pick("Title", TEXT_COLUMNS, ["title"])
    ('Content', None)
    """
    if asked is not None:
        return asked if asked in names else None
    found = {name.lower(): name for name in reversed(list(names))} | {name: name for name in names}
    return next((found[name] for name in usual if name in found), None)


def _check_unique(block: Block) -> None:
    names = block.table.column_names
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        raise DataError(f"two columns are called {twice!r}", file=block.file, remedy="rename one of them")


def _no_column(asked: str | None, what: str, block: Block, remedy: str) -> DataError:
    there = ", ".join(block.table.column_names[:SHOWN]) or "none"
    message = f"no column {asked!r}" if asked else f"no {what} column"
    return DataError(f"{message}; the columns are: {there}", file=block.file, remedy=remedy)


def _shown(id: str | None) -> str:
    return repr(id if id is None or len(id) <= SHOWN else id[:SHOWN] + "…")


def id_strings(table: pa.Table, column: str | None) -> list[str | None]:
    """The ids as strings, None where there is none: numbers as Python writes them, bytes in hexadecimal.

    An integer stays one where missing values made it a float, as pandas does: 5.0 is '5'.
    """
    if column is None or column not in table.column_names:
        return [None] * len(table)
    values = table.column(column)
    if pa.types.is_nested(values.type):
        raise DataError(f"column {column!r} holds {values.type}, no ids", remedy=NAME_ID)
    if is_text(values.type) or pa.types.is_integer(values.type):
        return (values.cast(pa.string()) if pa.types.is_integer(values.type) else values).to_pylist()
    return list(map(_id_string, values.to_pylist()))


def _id_string(value: Any) -> str | None:
    if value is None or value != value:
        return None
    if isinstance(value, bytes):
        return value.hex()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


class Seen:
    """The ids seen so far as 64-bit hashes, 8 bytes each, in sorted runs of which each is shorter than the one before.

    Two of 10 million different ids share a hash with a chance of one in 400,000; an id would then be reported wrongly.
    """

    def __init__(self) -> None:
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
