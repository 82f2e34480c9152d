"""Python records to a table: the slow, exact way for JSON that Arrow refuses, and the only one for iterables of dict."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from dedup.read.blocks import Block, Place
from dedup.read.shapes import MIXED, STRING, Shape, StructOf, arrow_type, fit, of_values, whole

SURROGATE = re.compile("[\ud800-\udfff]")
Record = dict[str, Any]


def block(records: Sequence[Record], place: Callable[[int], Place], file: str | None = None) -> Block:
    """The records as a table: columns in order of first appearance, a missing value null.

    A lone surrogate, which JSON can spell and UTF-8 cannot, becomes U+FFFD.
    """
    try:
        return _block(records, place, file)
    except UnicodeEncodeError:
        return _block([clean(record) for record in records], place, file)


def _block(records: Sequence[Record], place: Callable[[int], Place], file: str | None) -> Block:
    columns, shapes, odd = {}, {}, {}
    for name in dict.fromkeys(name for record in records for name in record):
        values = [record.get(name) for record in records]
        columns[name], shapes[name] = _column(values)
        if shapes[name] != STRING and pa.types.is_string(columns[name].type):
            odd[name] = [row for row, value in enumerate(values) if value is not None and not isinstance(value, str)]
    return Block(pa.table(columns) if columns else _empty(len(records)), StructOf(shapes), place, file, odd)


def _empty(rows: int) -> pa.Table:
    """Rows without any column."""
    return pa.Table.from_batches([pa.RecordBatch.from_struct_array(pa.array([{}] * rows, pa.struct([])))])


def _column(values: list[Any]) -> tuple[pa.Array, Shape]:
    shape = whole(of_values(values))
    type_ = arrow_type(shape)
    return pa.array([fit(value, type_) for value in values] if shape == MIXED else values, type_), shape


def column_of(values: list[Any]) -> pa.Array:
    """Values as one column of the narrowest type that holds them; as text where they are of several kinds."""
    return _column(values)[0]


def clean(value: Any) -> Any:
    """The value with U+FFFD for every lone surrogate, in keys too."""
    if isinstance(value, str):
        return SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {clean(name): clean(item) for name, item in value.items()}
    return [clean(item) for item in value] if isinstance(value, list | tuple) else value
