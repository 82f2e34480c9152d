"""Parquet and Arrow files: types and values as they came, damage found, the readable part kept."""

from __future__ import annotations

import datetime
import gzip
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet
import pytest

from dedup import read

TABLE = pa.table({
    "id": pa.array([1, 2, 3], pa.int32()),
    "text": pa.array(["eins", None, "drei"], pa.large_string()),
    "when": pa.array([datetime.datetime(2020, 1, 1), None, None], pa.timestamp("us", "UTC")),
    "nested": pa.array([[{"a": 1}], [], None], pa.list_(pa.struct({"a": pa.int8()}))),
    "price": pa.array([Decimal("1.50")] * 3, pa.decimal128(5, 2)),
    "raw": pa.array([b"\xff"] * 3),
    "kind": pa.array(["x", "y", "x"]).dictionary_encode(),
})  # fmt: skip


def write_parquet(name: str, table: pa.Table = TABLE, **options) -> Path:
    pa.parquet.write_table(table, name, **options)
    return Path(name)


def write_stream(name: str, table: pa.Table = TABLE) -> Path:
    with pa.ipc.new_stream(name, table.schema) as writer:
        writer.write_table(table, max_chunksize=1)
    return Path(name)


def write_feather(name: str, table: pa.Table = TABLE) -> Path:
    pa.feather.write_feather(table, name, chunksize=1)
    return Path(name)


WRITERS = [(write_parquet, "a.parquet"), (write_stream, "a.arrow"), (write_feather, "a.feather"), (write_feather, "a.ipc")]


@pytest.mark.parametrize(("write", "name"), WRITERS)
def test_types_and_values_stay(put, write, name) -> None:
    corpus = read.read(write(name))
    assert corpus.ids == ["1", "2", "3"] and corpus.text_column == "text"
    assert corpus.table.to_pylist() == TABLE.to_pylist()
    assert (
        corpus.table.drop_columns("nested").schema.types == TABLE.drop_columns("nested").schema.types
    )  # Parquet renames list items
    packed = put(f"{name}.gz", gzip.compress(Path(name).read_bytes()))
    assert read.read(packed).table.equals(corpus.table)


def test_files_concatenate(put) -> None:
    other = pa.table({"id": pa.array([4], pa.int64()), "text": ["vier"], "new": [True]})
    table = read.read([write_parquet("a.parquet"), write_parquet("b.parquet", other)]).table
    assert table.column("id").to_pylist() == [1, 2, 3, 4] and table.schema.field("id").type == pa.int64()
    assert table.column("new").to_pylist() == [None, None, None, True] and table.column("price").null_count == 1


def test_files_of_contradicting_types(put, refusal) -> None:
    files = [write_parquet("a.parquet"), write_parquet("b.parquet", pa.table({"id": ["4"], "text": ["vier"]}))]
    assert refusal(files).startswith("b.parquet: column 'id' is string here and int32 before (")


def test_a_number_that_the_common_type_does_not_hold(put, refusal) -> None:
    files = [write_parquet(f"{i}.parquet", pa.table({"text": ["a"], "v": [value]})) for i, value in enumerate([2**60 + 1, 0.5])]
    assert "column 'v' is int64 here and double elsewhere" in refusal(files)


def test_a_file_without_the_text(put, refusal) -> None:
    files = [write_parquet("a.parquet"), write_parquet("b.parquet", pa.table({"id": [4], "body": ["vier"]}))]
    assert refusal(files).startswith("b.parquet: no column 'text'; the columns are: id, body (")


def test_a_column_that_is_no_text(put, refusal) -> None:
    path = write_parquet("a.parquet")
    assert refusal(path, text="price").startswith("a.parquet: record 1: column 'price' holds decimal128(5, 2), not strings (turn")
    assert refusal(path, id="nested").startswith("column 'nested' holds list")


def test_damage(put, refusal) -> None:
    content = bytearray(write_parquet("a.parquet", row_group_size=1, compression="none").read_bytes())
    put("cut.parquet", bytes(content[:-9]))
    assert refusal("cut.parquet").startswith("cut.parquet: damaged Parquet data: ")
    assert refusal("cut.parquet", skip_bad=True).startswith("cut.parquet: no usable records: 1 were left out")
    content[30:50] = b"\xff" * 20
    put("hit.parquet", bytes(content))
    assert refusal("hit.parquet").startswith("hit.parquet: damaged Parquet data: ")
    corpus = read.read("hit.parquet", skip_bad=True)
    assert corpus.ids == ["2", "3"] and corpus.skipped[0].startswith("hit.parquet: damaged Parquet data")


def test_other_files_under_the_name(put, refusal) -> None:
    for name in ("a.parquet", "a.arrow"):
        assert refusal(put(name, "text\nhello\n")).startswith(f"{name}: damaged")
        assert refusal(put(name, "")).startswith(f"{name}: damaged")
    half = write_stream("b.arrow").read_bytes()
    assert refusal(put("b.arrow", half[: len(half) // 2])).startswith("b.arrow: damaged Arrow data")


def test_text_that_is_not_utf8(put, refusal) -> None:
    texts = pa.StringArray.from_buffers(3, pa.py_buffer(b"\0\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0"), pa.py_buffer(b"a\xffc"))
    path = write_parquet("a.parquet", pa.table({"id": [1, 2, 3], "text": texts}))
    assert refusal(path).startswith("a.parquet: record 2: text that is not UTF-8")
    corpus = read.read(path, skip_bad=True)
    assert corpus.ids == ["1", "3"] and corpus.texts.to_pylist() == ["a", "c"]


def test_a_repeated_id_is_named_by_its_record(put, refusal) -> None:
    assert refusal([write_parquet("a.parquet"), write_parquet("b.parquet")]).startswith("b.parquet: record 1: id '1' repeats")
