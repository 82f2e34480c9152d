"""Columns in the types that Arrow can choose rows of: no views of strings or lists, no runs; and categories as plain values."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import types

from dedup.values import values


def ordinary(column: pa.Array) -> pa.Array:
    """The column with ordinary strings and lists for views (of polars), and values for runs (Arrow's run-end encoding)."""
    if types.is_run_end_encoded(column.type):
        return ordinary(pc.run_end_decode(column))
    if types.is_dictionary(column.type) and types.is_string_view(column.type.value_type):
        return pa.DictionaryArray.from_arrays(column.indices, column.dictionary.cast(pa.large_string()), ordered=column.type.ordered)
    return _as(column, ordinary_type(column.type))


def plain(column: pa.Array) -> pa.Array:
    """The column with values for categories, nested ones too."""
    return column.dictionary_decode() if types.is_dictionary(column.type) else _as(column, _plain_type(column.type))


def ordinary_type(type_: pa.DataType) -> pa.DataType:
    """The type that a column of this one is turned into."""
    if types.is_string_view(type_) or types.is_binary_view(type_):
        return pa.large_string() if types.is_string_view(type_) else pa.large_binary()
    return ordinary_type(type_.value_type) if types.is_run_end_encoded(type_) else _inside(type_, ordinary_type)


def _plain_type(type_: pa.DataType) -> pa.DataType:
    return _plain_type(type_.value_type) if types.is_dictionary(type_) else _inside(type_, _plain_type)


def _inside(type_: pa.DataType, of: Callable[[pa.DataType], pa.DataType]) -> pa.DataType:
    """The type with the types that it is made of changed by `of`."""
    if types.is_map(type_):
        return pa.map_(of(type_.key_type), of(type_.item_type), type_.keys_sorted)
    if types.is_fixed_size_list(type_):
        return pa.list_(_field(type_.value_field, of), type_.list_size)
    if types.is_list(type_) or types.is_list_view(type_):
        return pa.list_(_field(type_.value_field, of))
    if types.is_large_list(type_) or types.is_large_list_view(type_):
        return pa.large_list(_field(type_.value_field, of))
    return pa.struct([_field(field, of) for field in type_]) if types.is_struct(type_) else type_


def _field(field: pa.Field, of: Callable[[pa.DataType], pa.DataType]) -> pa.Field:
    return field.with_type(of(field.type))


def _as(column: pa.Array, type_: pa.DataType) -> pa.Array:
    if column.type == type_:
        return column
    try:
        out = column.cast(type_)
        out.validate()  # Arrow casts views of lists to broken lists
    except pa.ArrowException:
        return pa.array(values(column), type_)
    return out
