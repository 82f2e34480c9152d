"""Inputs that come as Arrow columns: Parquet and Arrow files, and objects with the Arrow stream interface."""

from __future__ import annotations

import mmap
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet

from dedup.errors import DataError
from dedup.read.blocks import BLOCK, CONVERT, ROWS, Block, Place, Refuse
from dedup.read.ordinary import ordinary, ordinary_type
from dedup.read.raw import Damaged, damaged, open_binary, pieces, raw
from dedup.read.shapes import of_schema
from dedup.read.sources import InputFile

Batches = Iterator[pa.RecordBatch]
DAMAGED = "write the file again, or keep the readable part with --skip-bad"


def read_parquet(files: Sequence[InputFile], *, refuse: Refuse, digests: dict[str, str]) -> Iterator[Block]:
    """The records of Parquet files, in order. A damaged row group is refused, the others are read."""
    return (block for file in files for block in _in_file(file, _row_groups, refuse, digests))


def read_arrow(files: Sequence[InputFile], *, refuse: Refuse, digests: dict[str, str]) -> Iterator[Block]:
    """The records of Arrow IPC files, in the file or the stream format, in order; plain files are memory-mapped."""
    return (block for file in files for block in _in_file(file, _ipc_batches, refuse, digests))


def read_stream(batches: Iterable[pa.RecordBatch], *, refuse: Refuse) -> Iterator[Block]:
    """The records of Arrow batches that another library hands over."""
    return _blocks(iter(batches), None, refuse)


def _in_file(
    file: InputFile, open_: Callable[[Any], Iterator[Batches]], refuse: Refuse, digests: dict[str, str]
) -> Iterator[Block]:
    with _seekable(file, refuse, digests) as source:
        parts = _readable(open_(source), file, refuse)
        batches = (batch for part in parts for batch in _readable(part, file, refuse))
        yield from _blocks(batches, file.path, refuse)


def _row_groups(source: Any) -> Iterator[Batches]:
    parquet = pyarrow.parquet.ParquetFile(source, page_checksum_verification=True)
    for group in range(parquet.num_row_groups):
        about = parquet.metadata.row_group(group)
        rows = int(BLOCK * about.num_rows / max(about.total_byte_size, 1))
        yield parquet.iter_batches(batch_size=min(max(rows, 1), ROWS), row_groups=[group])


def _ipc_batches(source: Any) -> Iterator[Batches]:
    try:
        reader = pyarrow.ipc.open_file(source)
    except pa.ArrowInvalid:
        source.seek(0)
        yield iter(pyarrow.ipc.open_stream(source))
    else:
        yield (reader.get_batch(i) for i in range(reader.num_record_batches))


def _readable(items: Iterator[Any], file: InputFile, refuse: Refuse) -> Iterator[Any]:
    """The items up to the first that cannot be read, which is refused."""
    while True:
        try:
            item = next(items, None)
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            return refuse(DataError(f"damaged {file.kind} data: {str(error)[:150]}", file=file.path, remedy=DAMAGED))
        if item is None:
            return None
        yield item


@contextmanager
def _seekable(file: InputFile, refuse: Refuse, digests: dict[str, str]) -> Iterator[Any]:
    """The content with random access: mapped from the file, or from a temporary one if it is compressed."""
    if file.packing is None:
        for _ in raw(file, digests, BLOCK):
            pass
        yield _mapped(file)
        return
    with tempfile.TemporaryFile() as copy:
        try:
            copy.writelines(pieces(file, digests))
        except Damaged as damage:
            refuse(damaged(file, str(damage)))
        copy.seek(0)
        yield pa.PythonFile(copy, "r")


def _mapped(file: InputFile) -> pa.BufferReader:
    with open_binary(file) as opened:
        if not os.fstat(opened.fileno()).st_size:
            return pa.BufferReader(b"")
        return pa.BufferReader(pa.py_buffer(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)))


def _blocks(batches: Batches, path: str | None, refuse: Refuse) -> Iterator[Block]:
    """The batches in pieces of about BLOCK bytes, without the rows that are not valid."""
    before = 0
    for batch in batches:
        if not _is_valid(batch, full=False):
            refuse(Place(path, None, before + 1).error(f"{len(batch)} damaged records", DAMAGED))
        else:
            step = max(1, int(BLOCK * len(batch) / max(batch.nbytes, 1)))
            for first in range(0, len(batch), step):
                yield _block(batch.slice(first, step), before + first, path, refuse)
        before += len(batch)


def _block(batch: pa.RecordBatch, before: int, path: str | None, refuse: Refuse) -> Block:
    rows = _valid_rows(batch)
    for row in np.setdiff1d(np.arange(len(batch)), rows).tolist():
        refuse(Place(path, None, before + row + 1).error("text that is not UTF-8, or a damaged value", CONVERT))
    sound = batch if len(rows) == len(batch) else _chosen(batch, rows)
    table = pa.table(list(map(ordinary, sound.columns)), sound.schema.names, metadata=sound.schema.metadata)
    return Block(table, of_schema(table.schema), partial(_place, path, before + 1 + rows), path, settled=True)


def _valid_rows(batch: pa.RecordBatch) -> np.ndarray:
    """The numbers of the rows whose values Arrow finds sound: offsets in range, strings in UTF-8."""
    if _is_valid(batch, full=True):
        return np.arange(len(batch))
    return np.array([row for row in range(len(batch)) if _is_valid(batch.slice(row, 1), full=True)], np.int64)


def _is_valid(batch: pa.RecordBatch, *, full: bool) -> bool:
    try:
        batch.validate(full=full)
        ordinary_type(pa.struct(list(batch.schema)))  # looks at all names
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return False
    return True


def _chosen(batch: pa.RecordBatch, rows: np.ndarray) -> pa.RecordBatch:
    """The rows, without looking at the others, which may be damaged."""
    table = pa.Table.from_batches([batch.slice(row, 1) for row in rows.tolist()], batch.schema)
    return (table.combine_chunks().to_batches() or [batch.slice(0, 0)])[0]


def _place(path: str | None, rows: np.ndarray, row: int) -> Place:
    return Place(path, None, int(rows[row]))
