"""The types of columns while records still arrive: what was seen so far, and how it grows when something else comes.

JSON has no schema. A column takes the narrowest type that holds every value without loss: null, bool, int64, uint64,
float64, string, list or struct. Where values of different kinds meet anywhere in it (a number among strings), or numbers
that no Arrow number holds exactly, the whole column becomes a string: strings stay as they are, any other value is kept
as its JSON text, in one spelling (sorted names, no nulls in objects, 1 for 1.0) so that it does not matter what came first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, groupby
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dedup.errors import DataError, shown
from dedup.values import values

NULL, BOOL, STRING, MIXED = "null", "bool", "string", "mixed"
EXACT = 2**53  # integers up to this size are exact as float64
DEEPEST = 50  # levels of lists and objects; Arrow's file format stops at 64


@dataclass(frozen=True, slots=True)
class Number:
    """The smallest and largest integer seen, and whether there was a number with a fraction or an exponent."""

    low: int
    high: int
    fraction: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """A type that came from outside (Parquet, pandas, a Python date)."""

    type: pa.DataType


@dataclass(frozen=True, slots=True)
class ListOf:
    """Lists whose items have the shape `item`."""

    item: Shape


@dataclass(frozen=True, slots=True)
class StructOf:
    """Objects, or a whole table: the shapes by name, in order of first appearance."""

    fields: Mapping[str, Shape]


Shape = str | Number | Typed | ListOf | StructOf
NOTHING = StructOf({})


class Imprecise(Exception):
    """Arrow read integers as float64 and lost digits."""


def merge(one: Shape, other: Shape) -> Shape:
    """The narrowest shape that holds the values of both.

    >>> merge(Number(1, 2, False), Number(0, 0, True))
    Number(low=0, high=2, fraction=True)
    >>> merge(Number(1, 2, False), STRING)
    'mixed'
    """
    if one == other or other == NULL:
        return one
    if one == NULL:
        return other
    if isinstance(one, Number) and isinstance(other, Number):
        return Number(min(one.low, other.low), max(one.high, other.high), one.fraction or other.fraction)
    if isinstance(one, ListOf) and isinstance(other, ListOf):
        return ListOf(merge(one.item, other.item))
    if isinstance(one, StructOf) and isinstance(other, StructOf):
        return merge_fields(one, other)
    return _common(one, other) if isinstance(one, Typed) or isinstance(other, Typed) else MIXED


def merge_all(shapes: Iterable[Shape]) -> Shape:
    """The narrowest shape that holds the values of all."""
    merged: Shape = NULL
    for shape in shapes:
        merged = merge(merged, shape)
    return merged


def merge_fields(one: StructOf, other: StructOf) -> StructOf:
    """The same for two tables: the columns of both."""
    names = {**one.fields, **other.fields}
    return StructOf({name: whole(merge(one.fields.get(name, NULL), other.fields.get(name, NULL))) for name in names})


def whole(shape: Shape) -> Shape:
    """The shape of a column: all of it is text if anything in it has to be."""
    return MIXED if _has_text(shape) else shape


def _has_text(shape: Shape) -> bool:
    if isinstance(shape, ListOf):
        return _has_text(shape.item)
    if isinstance(shape, StructOf):
        return any(map(_has_text, shape.fields.values()))
    return shape == MIXED or (isinstance(shape, Number) and pa.types.is_string(_number_type(shape)))


def _common(one: Shape, other: Shape) -> Shape:
    """The Arrow type that both can be cast to (int32 and int64, dates of two precisions); mixed if there is none."""
    schemas = [pa.schema([("x", arrow_type(shape))]) for shape in (one, other)]
    try:
        return Typed(pa.unify_schemas(schemas, promote_options="permissive").field(0).type)
    except pa.ArrowException:
        return MIXED


def arrow_type(shape: Shape) -> pa.DataType:
    """The Arrow type of a shape."""
    if isinstance(shape, Typed):
        return shape.type
    if isinstance(shape, Number):
        return _number_type(shape)
    if isinstance(shape, ListOf):
        return pa.list_(arrow_type(shape.item))
    if isinstance(shape, StructOf):
        return pa.struct([(name, arrow_type(field)) for name, field in shape.fields.items()])
    return {NULL: pa.null(), BOOL: pa.bool_()}.get(shape, pa.string())


def _number_type(number: Number) -> pa.DataType:
    if number.fraction:
        return pa.float64() if number.low >= -EXACT and number.high <= EXACT else pa.string()
    if number.low >= -(2**63) and number.high < 2**63:
        return pa.int64()
    return pa.uint64() if number.low >= 0 and number.high < 2**64 else pa.string()


def schema_of(shape: StructOf, metadata: Mapping[bytes, bytes] | None = None) -> pa.Schema:
    """The Arrow schema of a table's shape."""
    return pa.schema([(name, arrow_type(field)) for name, field in shape.fields.items()], metadata)


def depth(shape: Shape) -> int:
    """Levels of lists and objects inside one another; 0 for a plain value."""
    if isinstance(shape, ListOf):
        return 1 + depth(shape.item)
    return 1 + max(map(depth, shape.fields.values()), default=0) if isinstance(shape, StructOf) else 0


def too_deep(value: Any) -> bool:
    """Whether lists and objects lie in more than DEEPEST levels inside one another; in a circle they do."""
    level = [value]
    for _ in range(DEEPEST):
        inside = (inner for item in level for inner in (item.values() if isinstance(item, dict) else item))
        level = list({id(inner): inner for inner in inside if isinstance(inner, dict | list | tuple)}.values())
        if not level:
            return False
    return True


def of_table(table: pa.Table) -> StructOf:
    """The shape of a table that Arrow parsed or inferred. Raises Imprecise where digits of integers may be lost."""
    return StructOf({name: of_array(column) for name, column in zip(table.column_names, table.columns, strict=True)})


def of_schema(schema: pa.Schema) -> StructOf:
    """The shape of a table whose types are settled."""
    return StructOf({field.name: NULL if pa.types.is_null(field.type) else Typed(field.type) for field in schema})


def of_array(array: pa.Array | pa.ChunkedArray) -> Shape:
    """The shape of a column."""
    if isinstance(array, pa.ChunkedArray) and pa.types.is_nested(array.type):
        return merge_all(map(of_array, array.chunks))
    if pa.types.is_list(array.type):
        return ListOf(of_array(array.flatten()))
    if pa.types.is_struct(array.type):
        return StructOf({array.type.field(i).name: of_array(array.field(i)) for i in range(array.type.num_fields)})
    if pa.types.is_int64(array.type):
        ends = pc.min_max(array)
        return Number(ends["min"].as_py() or 0, ends["max"].as_py() or 0, False)
    if pa.types.is_float64(array.type):
        return _of_floats(array)
    plain = {pa.null(): NULL, pa.bool_(): BOOL, pa.string(): STRING}
    return plain.get(array.type) or Typed(array.type)


def _of_floats(array: pa.Array) -> Shape:
    # 2**53 + 1 was rounded to 2**53, and an integer of 400 digits to infinity
    if pc.any(pc.greater_equal(pc.abs(array), float(EXACT))).as_py():
        raise Imprecise
    return Number(0, 0, True)


def of_values(values: Iterable[Any]) -> Shape:
    """The shape of Python values. Arrow's inference is not asked: it reads [0.5, True] as [0.5, 1.0]."""
    by_type: dict[type, list[Any]] = {}
    for type_, group in groupby(values, type):
        by_type.setdefault(type_, []).extend(group)
    by_type.pop(type(None), None)
    return merge_all(_of_group(type_, group) for type_, group in by_type.items())


def _of_group(type_: type, values: list[Any]) -> Shape:
    """The shape of values of one Python type."""
    if type_ is int:
        return Number(min(values), max(values), False)
    if type_ is dict:
        names = dict.fromkeys(chain.from_iterable(values))
        if any(not isinstance(name, str) for name in names):
            return MIXED
        return StructOf({name: of_values([value.get(name) for value in values]) for name in names})
    if type_ in (list, tuple):
        return ListOf(merge_all(map(of_values, values)))
    plain: dict[type, Shape] = {bool: BOOL, str: STRING, float: Number(0, 0, True)}
    return plain.get(type_) or _of_objects(values)


def _of_objects(values: list[Any]) -> Shape:
    """Dates, bytes, decimals, numpy values; anything that Arrow does not know is kept as text."""
    try:
        return Typed(pa.array(values).type)
    except (pa.ArrowException, OverflowError, TypeError, ValueError):
        return MIXED


def fit(value: Any, type_: pa.DataType) -> Any:
    """A value as a column of this type takes it: its JSON text where a string is wanted and something else is there.

    >>> fit({"b": [1.0, "x"], "a": None}, pa.string())
    '{"b": [1, "x"]}'
    """
    if value is None or isinstance(value, str) or not pa.types.is_string(type_):
        return value
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, default=str)


def _plain(value: Any) -> Any:
    """What a value still is after a while in a typed column: without null members, whole numbers without a fraction."""
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) <= EXACT else value


def is_text(type_: pa.DataType) -> bool:
    """Whether a column of this type holds strings, dictionary-encoded ones too."""
    kind = type_.value_type if pa.types.is_dictionary(type_) else type_
    return pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)


def widen(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """The batch with the columns of a later, wider schema: new ones null, grown ones cast. Copies nothing that is equal.

    Raises DataError where a value has no place in the wider type (an int64 beyond 2**53 that has to become a float64).
    """
    if batch.schema.equals(schema, check_metadata=True):
        return batch
    have = set(batch.schema.names)
    columns = [
        _widen_column(batch.column(field.name), field) if field.name in have else pa.nulls(batch.num_rows, field.type)
        for field in schema
    ]
    if not columns:
        return batch
    return pa.RecordBatch.from_arrays(columns, schema=schema)


def _widen_column(array: pa.Array, field: pa.Field) -> pa.Array:
    if array.type == field.type:
        return array
    if pa.types.is_string(field.type) and not (pa.types.is_null(array.type) or is_text(array.type)):
        return _through_python(array, field)
    try:
        wide = array.cast(field.type)
        wide.validate(full=True)  # Arrow casts lists of nulls to broken ones
    except pa.ArrowException:
        return _through_python(array, field)
    return wide


def _through_python(array: pa.Array, field: pa.Field) -> pa.Array:
    try:
        return pa.array([fit(value, field.type) for value in values(array)], field.type)
    except (pa.ArrowException, OverflowError) as error:
        message = f"column {shown(field.name)} is {array.type} here and {field.type} elsewhere: {error}"
        raise DataError(message, remedy="give the files one type for the column") from None
