"""Which document of a group stays: the order of preference over input rows, by the policy the user names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup import lean
from dedup.data import Corpus
from dedup.errors import UsageError, listed, shown
from dedup.settings import Keep
from dedup.values import rows as of_table

if TYPE_CHECKING:
    import pyarrow

ROWS = 1000  # rows that are Python objects at once, for a function
OWN = "it is given the columns of one document, a dict, and returns a number, date or text: of a group the largest stays"
LONGEST, FIRST, NEWEST = "longest", "first", "newest"
DATES = ("date", "published", "published_at", "created", "created_at", "timestamp", "time", "updated", "updated_at")


def preference(corpus: Corpus, policy: Keep) -> Callable[[np.ndarray], np.ndarray]:
    """What ranks input rows, int64, ascending: 0 the most wanted of them; all other rows of the corpus are 0, too.

    longest: most characters. first: the input's own order. newest: the latest value of a date column. field:NAME: the
    largest value of that column. Text that reads as numbers or ISO dates all through counts as such. A missing value comes
    last. Ties go to the smaller id, so that no two of the rows are equal. Raises UsageError at once for a column that is
    not there or has no order. A function gives the value of a row's columns; it is hardly asked of others than the rows to be ranked.
    """
    column = _column(corpus, policy) if isinstance(policy, str) and policy not in (LONGEST, FIRST) else None

    def ranks(rows: np.ndarray) -> np.ndarray:
        out = np.zeros(len(corpus), np.int64)
        out[rows] = np.arange(len(rows))
        if policy != FIRST:
            if callable(policy):
                wanted = _own_ranks(corpus.table, rows, policy)
            else:
                wanted = _lengths(corpus.texts, rows) if column is None else _ranks(column.take(rows))
            out[rows[np.lexsort((_ranks(corpus.ids.column.take(rows)), -wanted))]] = np.arange(len(rows))
        return out

    return ranks


def _lengths(texts: pyarrow.ChunkedArray, rows: np.ndarray) -> np.ndarray:
    """Characters of the texts of ascending rows, int64, 0 where there is none; a chunk at a time, which bounds the memory."""
    import pyarrow as pa
    import pyarrow.compute as pc

    out, first = np.zeros(len(rows), np.int64), 0
    for chunk in texts.chunks:
        here = slice(*np.searchsorted(rows, (first, first + len(chunk))))
        own = chunk.take(pa.array(rows[here] - first)).cast(pa.large_string())
        out[here] = lean.numbers(pc.fill_null(pc.utf8_length(own), 0))
        first += len(chunk)
    return out


def _column(corpus: Corpus, policy: str) -> pyarrow.ChunkedArray:
    """The values that a policy goes by, of all rows: what kind of text they are is told by all of them."""
    import pyarrow as pa

    name = policy.removeprefix("field:") if policy.startswith("field:") else _date_column(corpus)
    if name not in corpus.table.column_names:
        raise UsageError(f"--keep: no column {shown(name)}", remedy=f"the columns are {listed(corpus.table.column_names)}")
    values = corpus.table.column(name)
    values = values.cast(values.type.value_type) if pa.types.is_dictionary(values.type) else values
    read = _read(values)
    if read is None and policy == NEWEST:
        remedy = f"write them so, or go by the text: --keep field:{name}"
        raise UsageError(f"--keep newest: {name!r} has values that are no dates like 2024-12-31", remedy=remedy)
    out = values if read is None else read
    _ranks(out.slice(0, 1))  # raises if there is no order
    return out


def _read(values: pyarrow.ChunkedArray) -> pyarrow.ChunkedArray | None:
    """Text as the numbers or dates that it writes, None where it writes neither; other values as they are."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_string(values.type) and not pa.types.is_large_string(values.type):
        return values
    filled = pc.if_else(pc.equal(pc.utf8_trim_whitespace(values), ""), None, values)
    for kind in (pa.float64(), pa.timestamp("us"), pa.timestamp("us", "UTC")):
        try:
            return pc.cast(filled, kind)
        except pa.ArrowInvalid:
            continue
    return None


def _date_column(corpus: Corpus) -> str:
    for name in corpus.table.column_names:
        if name.lower() in DATES:
            return name
    raise UsageError("--keep newest: no column with a date", remedy=f"name it: --keep field:NAME; known names are {', '.join(DATES)}")


def _ranks(values: pyarrow.ChunkedArray) -> np.ndarray:
    """Dense ranks of the values, 1 the smallest; 0 where there is none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_null(values.type):
        return np.zeros(len(values), np.int64)
    try:
        ranks = lean.numbers(pc.rank(values, sort_keys="ascending", tiebreaker="dense")).astype(np.int64)
    except pa.ArrowNotImplementedError:
        raise UsageError(f"--keep: values of type {values.type} have no order", remedy="name a column of numbers, dates or text") from None
    ranks[lean.numbers(pc.is_null(values, nan_is_null=True))] = 0
    return ranks


def _own_ranks(table: pyarrow.Table, rows: np.ndarray, value: Callable[[dict[str, Any]], Any]) -> np.ndarray:
    """Dense ranks of what a function says of rows, int64, 1 the smallest; 0 where it says None or what is no number.

    Raises UsageError for values without an order, and for a function that has none for any row.
    """
    parts = (of_table(table.take(rows[first : first + ROWS])) for first in range(0, len(rows), ROWS))
    values = [value(row) for part in parts for row in part]
    if values and all(one is None for one in [*values, *map(value, of_table(table[:ROWS]))]):  # of others too: here it may just be missing
        raise UsageError("the function keep returned None for every document", remedy=OWN)
    try:
        return _ranked(values)
    except (TypeError, ValueError) as error:  # of arrays, in which there is more than one answer
        raise UsageError(f"the function keep returned values that have no order: {error}", remedy=OWN) from None


def _ranked(values: list[Any]) -> np.ndarray:
    there = [row for row, one in enumerate(values) if one is not None and one == one]
    there.sort(key=values.__getitem__)
    out, rank = np.zeros(len(values), np.int64), 0
    for before, row in zip([None, *there], there, strict=False):
        rank += before is None or bool(values[before] != values[row])
        out[row] = rank
    return out
