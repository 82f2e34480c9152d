"""Data frames, Arrow streams and iterables: as lazy as they are, and with their own types."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from dedup import read

RECORDS = [{"id": "a", "text": "one", "n": 1}, {"id": "b", "text": None, "n": None}, {"id": "c", "text": "", "n": 3}]
TABLE = pa.Table.from_pylist(RECORDS)


CIRCLE: list[Any] = []
CIRCLE.append(CIRCLE)


class Dataset:
    """What is used of a Hugging Face dataset."""

    def with_format(self, name: str) -> Dataset:
        assert name == "arrow"
        return self

    def iter(self, batch_size: int) -> Iterator[pa.Table]:
        return iter([TABLE.slice(0, 2), TABLE.slice(2)])


SOURCES = {
    "pyarrow": TABLE,
    "batch": TABLE.to_batches()[0],
    "reader": TABLE.to_reader(),
    "batches": iter(TABLE.to_batches(max_chunksize=1)),
    "pandas": pd.DataFrame(RECORDS).astype({"n": "Int64"}),
    "polars": pl.DataFrame(RECORDS),
    "dataset": Dataset(),
    "list": RECORDS,
    "generator": (dict(record) for record in RECORDS),
}


@pytest.mark.parametrize("name", SOURCES)
def test_records_of_every_source(name) -> None:
    corpus = read.read(SOURCES[name])
    assert corpus.ids == ["a", "b", "c"] and corpus.table.to_pylist() == RECORDS and corpus.digests == {}


@pytest.mark.parametrize(
    "source",
    [pa.array(["x", "y"]), np.array(["x", "y"]), pa.chunked_array([["x", "y"]]), pl.Series(["x", "y"]), pd.Series(["x", "y"]),
     ["x", "y"], iter("xy")],
)  # fmt: skip
def test_texts_alone(source) -> None:
    corpus = read.read(source)
    assert corpus.ids == ["0", "1"] and corpus.table.to_pydict() == {"text": ["x", "y"]}


def test_polars_strings_and_categories_survive_a_skipped_row() -> None:
    kinds = pl.Series(["x", "y", "x"], dtype=pl.Categorical)
    frame = pl.DataFrame({"id": [1, 1, 2], "text": ["a", "b", "c"], "k": kinds, "l": [["p"], [], ["q"]], "s": [{"o": "r"}] * 3})
    corpus = read.read(frame, skip_bad=True)
    assert corpus.table.to_pylist() == [frame.row(0, named=True), frame.row(2, named=True)]
    assert corpus.skipped == ["record 2: id '1' repeats that of an earlier record"]


def test_a_lazy_frame_is_collected() -> None:
    assert read.read(pl.DataFrame(RECORDS).lazy()).table.to_pylist() == RECORDS


def test_columns_of_polars_that_arrow_has_not() -> None:
    wide = pl.Series([1, 2**100], dtype=pl.Int128)
    objects, small = pl.Series([1j, None], dtype=pl.Object), pl.Series([3, 4], dtype=pl.Int8)
    frame = pl.DataFrame({"text": ["a", "b"], "wide": wide, "o": objects, "k": small})
    table = read.read(frame).table
    assert table.column("wide").to_pylist() == ["1", str(2**100)] and table.schema.field("k").type == pa.int8()
    assert table.column("o").to_pylist() == ['"1j"', None]


def test_columns_of_pandas_with_values_of_several_kinds() -> None:
    frame = pd.DataFrame({"text": ["a", "b", "c"], "x": [1, "a", [2]]}, index=pd.Index(["p", "q", "r"], name="id"))
    corpus = read.read(frame)
    assert corpus.ids == ["p", "q", "r"] and corpus.table.column("x").to_pylist() == ["1", "a", "[2]"]
    assert frame["x"].tolist() == [1, "a", [2]]  # the user's own is as it was


def test_a_stream_that_breaks_off(refusal) -> None:
    def broken() -> Iterator[pa.RecordBatch]:
        yield TABLE.to_batches()[0]
        raise pa.ArrowInvalid("the line went dead")

    assert refusal(pa.RecordBatchReader.from_batches(TABLE.schema, broken())).startswith("the Arrow stream breaks off: ")


def test_pandas_gets_its_index_back() -> None:
    frame = pd.DataFrame({"text": ["a", "b", "c"]}, index=[3, 5, 8])
    pd.testing.assert_frame_equal(read.read(frame[1:]).table.to_pandas(), frame[1:], check_dtype=False)


def test_values_of_python_keep_their_types() -> None:
    moment = datetime.datetime(2020, 1, 1, 10)
    records = [
        {"text": "a", "at": moment, "price": Decimal("1.5"), "raw": b"\xff", "vector": np.array([1, 2], np.float32), "t": (1, 2)}
    ]
    table = read.read(records).table
    assert table.schema.field("vector").type == pa.list_(pa.float32())
    assert table.to_pylist() == [
        {"text": "a", "at": moment, "price": Decimal("1.5"), "raw": b"\xff", "vector": [1.0, 2.0], "t": [1, 2]}
    ]


def test_a_moment_beside_a_date_keeps_its_hour() -> None:
    values = [datetime.date(2020, 1, 1), datetime.datetime(2020, 1, 1, 10)]
    assert read.read([{"text": "a", "at": value} for value in values]).table.column("at").to_pylist() == [
        '"2020-01-01"',
        '"2020-01-01 10:00:00"',
    ]


def test_a_generator_is_consumed_as_batches_are_taken(small_blocks) -> None:
    taken: list[int] = []

    def texts() -> Iterator[str]:
        for i in range(1000):
            taken.append(i)
            yield f"text {i}"

    batches = read.batches(texts())
    assert next(batches).ids == ["0", "1", "2"] and len(taken) < 10
    assert next(batches).ids == ["3", "4", "5"] and len(taken) < 13


def test_an_endless_generator() -> None:
    def texts() -> Iterator[dict[str, Any]]:
        i = 0
        while True:
            i += 1
            yield {"text": f"text {i}"}

    batches = read.batches(texts())
    assert sum(len(next(batches).ids) for _ in range(3)) > 1000


def test_records_without_any_column_count(small_blocks) -> None:
    corpus = read.read([{"text": "a"}] * 3 + [{}] * 2)
    assert len(corpus) == corpus.table.num_rows == 5 and corpus.texts.null_count == 2


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ([], "no records: the input is empty"),
        (iter([]), "no records: the input is empty"),
        (pl.DataFrame({"text": []}), "no records: the input is empty"),
        (pa.array([1, 2]), "record 1: column 'text' holds int64, not strings"),
        (pd.Series([1, "a"]), "a Series that Arrow does not take: "),
        (pd.DataFrame([["a", "b"]], columns=["text"] * 2), "two columns are called 'text' (rename one of them)"),
        ([{"text": "a"}, {"text": "b", "x": CIRCLE}], "record 2: values nested more than 50 levels deep"),
        (["a", {"text": "b"}], "record 2: dict where a str is expected"),
        ([{"text": "a"}, "b"], "record 2: str where a dict is expected"),
        ([None, "b"], "record 1: NoneType where a dict is expected"),
        ([{"text": "a"}, {1: "b"}], "record 2: names of columns that are not strings where a dict is expected"),
        ([{"text": "a", "id": 1}, {"text": "b", "id": "1"}], "record 2: id '1' repeats"),
        ([{"text": "a"}, {"text": ["b"]}], "record 2: 'text' is not a string"),
        (pa.table({"x": ["a"]}), "no text column; the columns are: x"),
        (pa.Table.from_arrays([["a"], ["b"]], ["text", "text"]), "two columns are called 'text'"),
    ],
)
def test_what_is_no_source(refusal, source, expected) -> None:
    assert refusal(source).startswith(expected)


@pytest.mark.parametrize("source", [5, None, np.array(5), {"a": "b"}, b"text"], ids=repr)
def test_what_is_of_no_type_that_is_read(source) -> None:
    expected = "source is expected to be paths, a data frame or Arrow stream, or an iterable of str or of dict, not "
    with pytest.raises(TypeError, match=f"^{expected}{type(source).__name__}: "):
        read.read(source)
