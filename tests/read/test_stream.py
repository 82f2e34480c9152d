"""Batches as they are given: in order, in one schema or a wider one, and as one file on disk."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from dedup import read
from dedup.errors import DataError

LATE = [{"id": i, "text": "some words"} for i in range(30)] + [
    {"id": 30, "text": "x", "new": 1},
    {"id": "31", "text": "y", "new": {}},
]


def put_late(put) -> Path:
    return put("a.jsonl", "".join(json.dumps(record) + "\n" for record in LATE))


def test_batches_are_the_corpus(put, small_blocks) -> None:
    path, report = put_late(put), read.Report()
    parts = list(read.batches(path, report=report))
    corpus = read.read(path)
    assert len(parts) > 3 and all(len(part.ids) == part.records.num_rows for part in parts)
    assert [id for part in parts for id in part.ids] == corpus.ids == [str(i) for i in range(32)]
    assert pa.Table.from_batches([read.widen(part.records, report.schema) for part in parts]).equals(corpus.table)
    assert report.text_column == "text" and report.digests == corpus.digests


def test_the_schema_only_grows(put, small_blocks) -> None:
    schemas = [part.records.schema for part in read.batches(put_late(put))]
    assert schemas[0].types == [pa.int64(), pa.string()] and schemas[-1].types == [pa.string()] * 3
    changes = [after for before, after in zip(schemas, schemas[1:], strict=False) if before != after]
    assert 1 <= len(changes) <= 2


def test_settled_columns_keep_one_schema(small_blocks) -> None:
    frame = pl.DataFrame({"text": ["some words"] * 100, "n": range(100)})
    assert len({part.records.schema for part in read.batches(frame)}) == 1


def own_form(batch: read.Batch) -> pa.Array:
    return pa.array([f"{text}!" for text in batch.records.column("text").to_pylist()], pa.large_string())


@pytest.mark.parametrize("records", [LATE, LATE[:30], [{"__id__": 1, "text": "a", "__compared__": 2}, {"text": "b", "new": 1}]])
def test_a_spool_is_one_file_of_one_schema(put, small_blocks, records) -> None:
    path = put("a.jsonl", "".join(json.dumps(record) + "\n" for record in records))
    spooled = read.spool(read.batches(path), Path("spool.arrow"), compare=own_form)
    corpus = read.read(path)
    assert spooled.ids.to_pylist() == corpus.ids
    assert spooled.table.equals(corpus.table) and spooled.table.schema == corpus.table.schema
    assert spooled.compared.to_pylist() == [f"{row['text']}!" for row in corpus.table.to_pylist()]
    assert spooled.data.tobytes() == Path("spool.arrow").read_bytes()
    assert sorted(p.name for p in Path(".").iterdir()) == ["a.jsonl", "spool.arrow"]


def test_a_spool_of_categories_and_of_a_failed_read(put, refusal) -> None:
    put("a.jsonl", '{"text":"a"}\nbroken\n')
    chunks = [pa.table({"text": [name], "k": pa.array([name]).dictionary_encode()}) for name in "ab"]
    spooled = read.spool(read.batches(pa.concat_tables(chunks)), Path("spool.arrow"), compare=own_form)
    assert spooled.table.column("k").to_pylist() == ["a", "b"]
    with pytest.raises(DataError):
        read.spool(read.batches("a.jsonl"), Path("other.arrow"), compare=own_form)
    assert sorted(p.name for p in Path(".").iterdir()) == ["a.jsonl", "spool.arrow"]


def test_memory_does_not_grow_with_the_input(put) -> None:
    path = Path("big.jsonl")
    with open(path, "wb") as file:
        for i in range(120):
            file.write(b'{"id":%d,"text":"%s"}\n' % (i, b"word " * 100_000))
    most = 0
    for part in read.batches(path):
        most = max(most, pa.total_allocated_bytes())
        del part
    assert path.stat().st_size > 60_000_000 and most < 45_000_000


def test_the_digest_is_that_of_the_file(put) -> None:
    assert read.read(put("a.jsonl", '{"text":"a"}\n')).digests == {"a.jsonl": "4cd5906edf3592d49721ed3c1ef3e17c"}
