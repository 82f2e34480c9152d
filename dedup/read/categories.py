"""The categories of a column, gathered over all batches: the mapped file has plain values, what is written has them again."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

MOST = 1 << 16  # categories that are gathered; a column of more is as good as one of texts, and each part written has its own


class Categories:
    """Those of one column in the order in which they came, with the ones that no value has and whether they are ordered."""

    def __init__(self, type_: pa.DictionaryType):
        self._came, self._values, self._known = type_, pa.array([], type_.value_type), True

    def add(self, column: pa.DictionaryArray) -> None:
        """Take in the categories of a part of the column."""
        if self._known and not column.dictionary.equals(self._values):
            both = pa.concat_arrays([self._values, column.dictionary.cast(self._values.type)])
            self._values = pc.unique(both)
            self._known = len(self._values) <= MOST and not self._values.null_count

    @property
    def type(self) -> pa.DictionaryType:
        """The type of the column: as it came, with wider numbers where these did not suffice."""
        index = self._came.index_type
        wide = index if self._known and len(self._values) <= 1 << (index.bit_width - 1) else pa.int32()
        return pa.dictionary(wide, self._came.value_type, self._came.ordered)

    def encoded(self, column: pa.ChunkedArray) -> pa.ChunkedArray:
        """Plain values as categories again."""
        type_ = self.type
        return pa.chunked_array([self._encoded(chunk, type_) for chunk in column.chunks], type_)

    def _encoded(self, chunk: pa.Array, type_: pa.DictionaryType) -> pa.DictionaryArray:
        if self._known:
            numbers, values = pc.index_in(chunk, value_set=self._values, skip_nulls=True), self._values
        else:
            numbers, values = (own := chunk.dictionary_encode()).indices, own.dictionary
        return pa.DictionaryArray.from_arrays(numbers.cast(type_.index_type), values, ordered=type_.ordered)


def gather(known: dict[str, Categories], records: pa.RecordBatch) -> None:
    """Take in the categories of all columns that have some: but for nested ones, which Arrow cannot compare."""
    for field, column in zip(records.schema, records.columns, strict=True):
        if pa.types.is_dictionary(field.type) and not pa.types.is_nested(field.type.value_type):
            known.setdefault(field.name, Categories(field.type)).add(column)


def settled(known: dict[str, Categories], schema: pa.Schema) -> dict[str, Categories]:
    """Those of the columns that are still of categories when all was read."""
    return {name: kind for name, kind in known.items() if pa.types.is_dictionary(schema.field(name).type)}
