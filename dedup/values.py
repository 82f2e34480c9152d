"""Arrow's values as Python's, and as text where Python has none: nanoseconds, years beyond 9999, unknown time zones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow

UNHELD = (ValueError, OverflowError, KeyError, NotImplementedError)  # what as_py raises; unknown time zones are a KeyError
OUT_OF_RANGE = "<"  # how Arrow begins the text of a time that it cannot write
UNITS = {"date32": "days", "date64": "ms"}


def values(column: pyarrow.Array | pyarrow.ChunkedArray) -> list[Any]:
    """The values of a column as `to_pylist` gives them, but for those that it raises for: these as text.

    >>> import pyarrow as pa
    >>> values(pa.array([2**60, None], pa.duration("s"))), values(pa.array([[2**31 - 1]], pa.list_(pa.date32())))
    (['1152921504606846976 s', None], [['2147483647 days since 1970-01-01']])
    """
    try:
        return column.to_pylist()
    except UNHELD:
        return [value(item) for item in column]


def rows(table: pyarrow.Table) -> list[dict[str, Any]]:
    """The rows of a table as `to_pylist` gives them, likewise."""
    columns = [values(column) for column in table.columns]
    return [dict(zip(table.column_names, row, strict=True)) for row in zip(*columns, strict=True)] if columns else table.to_pylist()


def value(item: pyarrow.Scalar) -> Any:
    """One value, or its text."""
    try:
        return item.as_py()
    except UNHELD:
        return _inside(item)


def _inside(item: pyarrow.Scalar) -> Any:
    """What holds such values, with these as text."""
    from pyarrow import types

    if types.is_struct(item.type):
        return {field.name: value(item[k]) for k, field in enumerate(item.type)}
    if types.is_map(item.type):
        return [(value(pair[0]), value(pair[1])) for pair in item.values]
    if hasattr(item, "values"):
        return [value(one) for one in item.values]
    return _text(item) if types.is_temporal(item.type) else value(item.value)


def _text(item: pyarrow.Scalar) -> str:
    """A time in ISO 8601, in UTC if it has a zone; a duration, and what Arrow cannot write either, as a number with its unit."""
    import pyarrow as pa

    unit = getattr(item.type, "unit", "") or UNITS.get(str(item.type).split("[")[0], "")
    if pa.types.is_duration(item.type):
        return f"{item.value} {unit}"
    zone = "Z" if getattr(item.type, "tz", None) else ""
    own = pa.scalar(item.value, pa.timestamp(unit)) if pa.types.is_timestamp(item.type) else item
    written = own.cast(pa.string()).as_py()
    if written.startswith(OUT_OF_RANGE):
        return f"{item.value} {unit} since 1970-01-01"
    return written.replace(" ", "T") + zone
