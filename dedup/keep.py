"""Which document of a group stays: the order of preference over all input rows, by the policy the user names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.data import Corpus
from dedup.errors import UsageError

if TYPE_CHECKING:
    import pyarrow

NEWEST = "newest"
DATES = ("date", "published", "published_at", "created", "created_at", "timestamp", "time", "updated", "updated_at")


def preference(corpus: Corpus, policy: str) -> np.ndarray:
    """Rank of every input row, int64, 0 the most wanted; ties go to the smaller id, so that no two are equal.

    longest: most characters. first: the input's own order. newest: the latest value of a date column. field:NAME: the
    largest value of that column. Text that reads as numbers or ISO dates all through counts as such. A missing value comes
    last. Raises UsageError for a column that is not there or has no order.
    """
    rows = len(corpus)
    if policy == "first":
        return np.arange(rows, dtype=np.int64)
    wanted = _ranks(_values(corpus, policy))
    order = np.lexsort((_ranks(corpus.ids.column), -wanted))
    out = np.empty(rows, np.int64)
    out[order] = np.arange(rows)
    return out


def _values(corpus: Corpus, policy: str) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    if policy == "longest":
        return pc.fill_null(pc.utf8_length(corpus.texts.cast(pa.large_string())), 0)
    name = policy.removeprefix("field:") if policy.startswith("field:") else _date_column(corpus)
    if name not in corpus.table.column_names:
        raise UsageError(f"--keep {policy}: no column {name!r}", remedy=f"the columns are {', '.join(corpus.table.column_names)}")
    values = corpus.table.column(name)
    values = values.cast(values.type.value_type) if pa.types.is_dictionary(values.type) else values
    read = _read(values)
    if read is None and policy == NEWEST:
        remedy = f"write them so, or go by the text: --keep field:{name}"
        raise UsageError(f"--keep newest: {name!r} has values that are no dates like 2024-12-31", remedy=remedy)
    return values if read is None else read


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
        ranks = pc.rank(values, sort_keys="ascending", tiebreaker="dense").to_numpy().astype(np.int64)
    except pa.ArrowNotImplementedError:
        raise UsageError(f"--keep: values of type {values.type} have no order", remedy="name a column of numbers, dates or text") from None
    ranks[np.asarray(pc.is_null(values, nan_is_null=True))] = 0
    return ranks
