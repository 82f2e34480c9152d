"""Results in a program's own terms: rows of the kind of frame that came in, ids of the type that they had."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from dedup.data import Corpus, Ids


def ids(corpus: Corpus) -> Ids:
    """The ids as the user's column has them, or the numbers of the records, int64; those of several columns as text.

    Types that not every value of has a Python object, as times in nanoseconds, stay text.
    """
    import pyarrow as pa

    if corpus.numbered:
        return Ids(corpus.ids.column.cast(pa.int64()))
    if corpus.id_column is None:
        return corpus.ids
    column = corpus.table.column(corpus.id_column)
    type_ = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    return Ids(column) if any(holds(type_) for holds in _held()) or _is_held_time(column) else corpus.ids


def _held() -> list[Callable[[Any], bool]]:
    import pyarrow.types as of

    return [
        of.is_integer, of.is_floating, of.is_decimal, of.is_boolean, of.is_string, of.is_large_string, of.is_binary, of.is_large_binary,
        of.is_fixed_size_binary,
    ]  # fmt: skip


def _is_held_time(column: Any) -> bool:
    """Whether these are times, and Python has all of them: none in nanoseconds, beyond the year 9999 or in a zone it does not know."""
    import pyarrow.compute as pc
    import pyarrow.types as of

    if not of.is_date32(column.type) and not (of.is_timestamp(column.type) and column.type.unit != "ns"):
        return False
    try:
        pc.min_max(column).as_py()
    except (ValueError, OverflowError, LookupError, OSError):
        return False
    return True


def rows(source: Any, corpus: Corpus, chosen: np.ndarray) -> Any:
    """The chosen documents, bool (documents,), of the source, as a frame of its kind: pandas, polars and what narwhals knows, else Arrow.

    They are the source's own rows, with index and types, unless records were left out, which only the corpus knows.
    """
    import pyarrow as pa

    frame = _frame(source)
    if frame is not None and not corpus.skipped and len(frame) == len(corpus):
        return frame.filter(chosen.tolist()).to_native()
    table = corpus.table.filter(pa.array(chosen))
    return table if frame is None else _like(frame, table)


def marked(frame: Any, name: str, values: Any) -> Any:
    """The frame of any of these kinds with one column more, an Arrow one; of a column alone, which has no room for another, that column."""
    import pyarrow as pa

    if isinstance(frame, pa.Table):
        return frame.append_column(name, values)
    import narwhals.stable.v2 as nw

    own = nw.from_native(frame, eager_only=True, allow_series=True)
    if isinstance(own, nw.Series):
        return frame
    column = nw.from_arrow(pa.table({name: values}), backend=own.implementation).get_column(name)
    return own.with_columns(column).to_native()


def _frame(source: Any) -> Any:
    """The source as narwhals sees it, if that is a frame in memory other than Arrow's, of which the corpus has the columns anyway."""
    if not hasattr(source, "__arrow_c_stream__") or type(source).__module__.partition(".")[0] == "pyarrow":
        return None
    import narwhals.stable.v2 as nw

    frame = nw.from_native(source, pass_through=True, eager_only=True, allow_series=True)
    return frame if isinstance(frame, nw.DataFrame | nw.Series) else None


def _like(frame: Any, table: Any) -> Any:
    """An Arrow table as a frame of this kind; of a column alone that column."""
    import narwhals.stable.v2 as nw

    out = nw.from_arrow(table, backend=frame.implementation)
    return (out.get_column(table.column_names[0]) if isinstance(frame, nw.Series) else out).to_native()
