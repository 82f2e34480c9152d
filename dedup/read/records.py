"""Python records to a table: the slow, exact way for JSON that Arrow refuses, and the only one for iterables of dict."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import pyarrow as pa

from dedup.read.blocks import Block, Place
from dedup.read.shapes import STRING, Imprecise, Shape, StructOf, arrow_type, fit, merge_all, of_array, of_value, whole

SURROGATE = re.compile("[\ud800-\udfff]")
Record = dict[str, Any]


def block(records: Sequence[Record], place: Callable[[int], Place]) -> Block:
    """The records as a table: columns in order of first appearance, a missing value null.

    A lone surrogate, which JSON can spell and UTF-8 cannot, becomes U+FFFD.
    """
    try:
        return _block(records, place)
    except UnicodeEncodeError:
        return _block([clean(record) for record in records], place)


def _block(records: Sequence[Record], place: Callable[[int], Place]) -> Block:
    columns, shapes, odd = {}, {}, {}
    for name in dict.fromkeys(name for record in records for name in record):
        values = [record.get(name) for record in records]
        columns[name], shapes[name] = _column(values)
        if shapes[name] != STRING and pa.types.is_string(columns[name].type):
            odd[name] = [row for row, value in enumerate(values) if value is not None and not isinstance(value, str)]
    return Block(pa.table(columns) if columns else _empty(len(records)), StructOf(shapes), place, odd)


def _empty(rows: int) -> pa.Table:
    """Rows without any column."""
    return pa.Table.from_batches([pa.RecordBatch.from_struct_array(pa.array([{}] * rows, pa.struct([])))])


def _column(values: list[Any]) -> tuple[pa.Array, Shape]:
    """Arrow's own inference where it keeps every value as it is, otherwise value by value."""
    try:
        array = pa.array(values)
        if _is_plain(array.type):
            return array, of_array(array)
    except UnicodeEncodeError:
        raise
    except (pa.ArrowException, OverflowError, TypeError, ValueError, Imprecise):
        pass
    shape = whole(merge_all(map(of_value, values)))
    type_ = arrow_type(shape)
    return pa.array([fit(value, type_) for value in values], type_), shape


def _is_plain(type_: pa.DataType) -> bool:
    """Whether the type is one of JSON's. Arrow makes dates of moments, and bytes of strings that stand beside bytes."""
    if pa.types.is_list(type_):
        return _is_plain(type_.value_type)
    if pa.types.is_struct(type_):
        return all(_is_plain(field.type) for field in type_)
    return type_ in (pa.null(), pa.bool_(), pa.int64(), pa.float64(), pa.string())


def clean(value: Any) -> Any:
    """The value with U+FFFD for every lone surrogate, in keys too."""
    if isinstance(value, str):
        return SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        return {clean(name): clean(item) for name, item in value.items()}
    return [clean(item) for item in value] if isinstance(value, list | tuple) else value
