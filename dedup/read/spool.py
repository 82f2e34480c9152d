"""Batches into one Arrow file on disk, so that a corpus of any size can be mapped instead of held."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import pyarrow as pa
import pyarrow.ipc

from dedup.read.shapes import widen
from dedup.read.stream import Batch

ID = "__id__"


def spool(batches: Iterable[Batch], path: Path) -> pa.Schema:
    """Write the batches into one Arrow IPC file of one schema, and return that.

    The first column is `__id__`, the ids; the user's follow. Categories become plain values: the file format has room
    for only one set of categories a column. Where the schema grew on the way, the file is written twice.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".spool-") as folder:
        parts = list(_parts(batches, Path(folder)))
        schema = parts[-1][1]
        if len(parts) > 1:
            parts = [_write((widen(batch, schema) for part, _ in parts for batch in _mapped(part)), schema, Path(folder) / "all")]
        os.replace(parts[0][0], path)
    return schema


def _parts(batches: Iterable[Batch], folder: Path) -> Iterator[tuple[Path, pa.Schema]]:
    """One file for each schema that the batches go through."""
    for i, (schema, group) in enumerate(groupby(map(_with_ids, batches), key=lambda batch: batch.schema)):
        yield _write(group, schema, folder / str(i))


def _write(batches: Iterable[pa.RecordBatch], schema: pa.Schema, path: Path) -> tuple[Path, pa.Schema]:
    with pa.ipc.new_file(path, schema) as writer:
        for batch in batches:
            writer.write_batch(batch)
    return path, schema


def _mapped(path: Path) -> Iterator[pa.RecordBatch]:
    with pa.memory_map(str(path)) as file:
        reader = pa.ipc.open_file(file)
        yield from (reader.get_batch(i) for i in range(reader.num_record_batches))


def _with_ids(batch: Batch) -> pa.RecordBatch:
    columns = [pa.array(batch.ids, pa.string()), *map(_decoded, batch.records.columns)]
    names = [ID, *batch.records.schema.names]
    fields = [(name, column.type) for name, column in zip(names, columns, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields, batch.records.schema.metadata))


def _decoded(column: pa.Array) -> pa.Array:
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
