"""Batches into one Arrow file on disk, so that a corpus of any size can be mapped instead of held."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.ipc

from dedup.read.ordinary import plain
from dedup.read.shapes import widen
from dedup.read.stream import Batch

# Columns before the user's, found by their place: a user may have columns of these names.
OURS = ("__id__", "__compared__", "__line__", "__text__")

Compare = Callable[[Batch], pa.Array]
"""The texts of some records in the form they are compared in, null where that is the form they came in."""


class Spooled(NamedTuple):
    """A mapped file of documents: the user's columns, the ids, the texts that are compared in another form, all bytes.

    `lines`: of JSON lines the user's own (own_lines.LINE), null where one cannot be handed on; of other input all null.
    `texts`: what the documents say where that is more than a column as it stands (Batch.texts), else all null.
    """

    table: pa.Table
    ids: pa.ChunkedArray
    compared: pa.ChunkedArray
    lines: pa.ChunkedArray
    texts: pa.ChunkedArray
    data: np.ndarray


def spool(batches: Iterable[Batch], path: Path, *, compare: Compare) -> Spooled:
    """Write the batches into one Arrow IPC file of one schema, and map it.

    Categories become plain values: the file format has room for only one set of categories a column. Where the schema
    grew on the way, the file is written twice.
    """
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".spool-") as folder:
        parts = list(_parts((_framed(batch, compare) for batch in batches), Path(folder)))
        if len(parts) > 1:
            schema = _common([schema for _, schema in parts])
            parts = [_write((_widened(batch, schema) for part, _ in parts for batch in _mapped(part)), Path(folder) / "all")]
        os.replace(parts[0][0], path)
    return _spooled(path)


def _spooled(path: Path) -> Spooled:
    with pa.memory_map(str(path)) as file:
        whole = file.read_buffer()
    table = pa.ipc.open_file(pa.BufferReader(whole)).read_all()
    ids, compared, lines, texts, *columns = table.columns
    users = pa.Table.from_arrays(columns, schema=_users(table.schema))
    return Spooled(users, ids, compared, lines, texts, np.frombuffer(whole, np.uint8))


def _common(schemas: list[pa.Schema]) -> pa.Schema:
    """The user's columns of the last schema, which holds all, and ours of the first type that is not null."""
    ours = [next((s.types[k] for s in schemas if not pa.types.is_null(s.types[k])), pa.null()) for k in range(len(OURS))]
    return pa.schema([*zip(OURS, ours, strict=True), *_users(schemas[-1])], schemas[-1].metadata)


def _parts(batches: Iterable[pa.RecordBatch], folder: Path) -> Iterator[tuple[Path, pa.Schema]]:
    """One file for each schema that the batches go through."""
    for i, (_, group) in enumerate(groupby(batches, key=lambda batch: batch.schema)):
        yield _write(group, folder / str(i))


def _write(batches: Iterable[pa.RecordBatch], path: Path) -> tuple[Path, pa.Schema]:
    """The batches, of which there is at least one, in a file."""
    rest = iter(batches)
    first = next(rest)
    with pa.ipc.new_file(path, first.schema) as writer:
        writer.write_batch(first)
        for batch in rest:
            writer.write_batch(batch)
    return path, first.schema


def _mapped(path: Path) -> Iterator[pa.RecordBatch]:
    with pa.memory_map(str(path)) as file:
        reader = pa.ipc.open_file(file)
        yield from (reader.get_batch(i) for i in range(reader.num_record_batches))


def _framed(batch: Batch, compare: Compare) -> pa.RecordBatch:
    lines, texts = (pa.nulls(len(batch.ids)) if own is None else own for own in (batch.lines, batch.texts))
    return _joined([pa.array(batch.ids, pa.string()), compare(batch), lines, texts], batch.records)


def _widened(batch: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    users = pa.RecordBatch.from_arrays(batch.columns[len(OURS) :], schema=_users(batch.schema))
    types = schema.types[: len(OURS)]
    ours = [
        pa.nulls(len(batch), wanted) if pa.types.is_null(own.type) else own.cast(wanted)
        for own, wanted in zip(batch.columns, types, strict=False)
    ]
    return _joined(ours, widen(users, _users(schema)))


def _joined(ours: list[pa.Array], users: pa.RecordBatch) -> pa.RecordBatch:
    columns = [*ours, *map(plain, users.columns)]
    fields = [(name, column.type) for name, column in zip((*OURS, *users.schema.names), columns, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=pa.schema(fields, users.schema.metadata))


def _users(schema: pa.Schema) -> pa.Schema:
    return pa.schema(list(schema)[len(OURS) :], schema.metadata)
