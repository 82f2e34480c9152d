"""Data frames and columns of other libraries as Arrow batches, also where they do not turn themselves into such."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from dedup.errors import DataError
from dedup.read.records import column_of

REFUSED = (pa.ArrowException, ValueError, TypeError, OverflowError)  # what libraries raise in place of Arrow's own errors
TURN = "turn such columns into strings, or leave them out"
POLARS_OBJECT = "Object"  # of such columns polars hands over the addresses of the objects


def is_arrow(item: Any) -> bool:
    """Whether an object hands out Arrow data."""
    return hasattr(item, "__arrow_c_stream__") or hasattr(item, "__arrow_c_array__")


def arrow_batches(source: Any) -> Iterable[pa.RecordBatch]:
    """The batches of a table, a stream or a batch; a column alone becomes the column `text`. Raises DataError."""
    try:
        return _broken_off(_stream(source))
    except REFUSED as error:
        if hasattr(source, "columns") and hasattr(source, "__getitem__"):
            return _mended(source)
        whole = _column(source, error)
        return pa.table({"text": whole}).to_batches()


def _stream(source: Any) -> Iterable[pa.RecordBatch]:
    if not hasattr(source, "__arrow_c_stream__"):
        return [pa.record_batch(source)]
    if any(str(type_) == POLARS_OBJECT for type_ in getattr(source, "dtypes", ())):
        raise TypeError("a column of Python objects")
    return pa.RecordBatchReader.from_stream(source)


def _broken_off(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The batches. Raises DataError where there is no next one to be had."""

    def guarded() -> Iterator[pa.RecordBatch]:
        try:
            yield from batches
        except pa.ArrowException as error:
            raise DataError(f"the Arrow stream breaks off: {_short(error)}", remedy="check where it comes from") from None

    return guarded()


def _column(source: Any, why: Exception) -> pa.Array | pa.ChunkedArray:
    try:
        return pa.chunked_array(source) if hasattr(source, "__arrow_c_stream__") else pa.array(source)
    except REFUSED:
        raise DataError(f"a {type(source).__name__} that Arrow does not take: {_short(why)}", remedy=TURN) from None


def _mended(frame: Any) -> Iterable[pa.RecordBatch]:
    """A frame with the columns that Arrow does not take (values of several kinds, 128-bit integers, objects) as text."""
    names = list(map(str, frame.columns))
    if twice := [name for name in names if names.count(name) > 1]:
        raise DataError(f"two columns are called {twice[0]!r}", remedy="rename one of them")
    try:
        if hasattr(frame, "index"):
            return pa.RecordBatchReader.from_stream(_mended_pandas(frame))
        return pa.table({name: _mended_column(frame[name]) for name in names}).to_batches()
    except REFUSED as error:
        raise DataError(f"a {type(frame).__name__} that Arrow does not take: {_short(error)}", remedy=TURN) from None


def _mended_pandas(frame: Any) -> Any:
    """The same frame of pandas, index and all, with other values in some columns."""
    out = frame.copy(deep=False)
    for name in frame.columns:
        try:
            pa.array(frame[name], from_pandas=True)
        except REFUSED:
            out[name] = column_of([None if _is_missing(value) else value for value in frame[name]]).to_pylist()
    return out


def _is_missing(value: Any) -> bool:
    return value is None or (isinstance(value, float) and value != value)


def _mended_column(column: Any) -> pa.Array | pa.ChunkedArray:
    try:
        _stream(column.to_frame())
        return pa.chunked_array(column)
    except REFUSED:
        return column_of(list(column))


def _short(error: Exception) -> str:
    return str(error).split("\n")[0][:150]
