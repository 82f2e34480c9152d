"""Documents from any source as a stream of Arrow batches with their ids: never the whole input in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pyarrow as pa

from dedup.errors import DataError
from dedup.originals import Originals
from dedup.read import columnar, delimited, json_lines, objects, sources, text_files
from dedup.read.blocks import Block, Refuse, note, stop
from dedup.read.checks import Checks
from dedup.read.shapes import MIXED, NOTHING, StructOf, merge_fields, schema_of, widen

READERS: dict[str, Callable[..., Iterator[Block]]] = {
    sources.TEXT: text_files.read,
    sources.JSON: json_lines.read,
    sources.TABLE: delimited.read,
    sources.PARQUET: columnar.read_parquet,
    sources.ARROW: columnar.read_arrow,
}


class Batch(NamedTuple):
    """Some records with the user's columns, their ids, and of JSON lines the lines that they were (see Block)."""

    records: pa.RecordBatch
    ids: list[str]
    lines: pa.StructArray | None = None


@dataclass(slots=True)
class Report:
    """What is learned on the way; complete once all batches were taken.

    `schema` is that of all records so far, and `widen` brings earlier batches to it. `skipped` has one line for each
    record left out, `digests` the 128-bit XXH3 of each file in hexadecimal digits, as xxhsum prints it. `originals`: of JSON lines the
    files, which their lines may lie in.
    """

    text_column: str = ""
    schema: pa.Schema = field(default_factory=lambda: pa.schema([]))
    skipped: list[str] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    originals: Originals | None = None
    id_column: str | None = None


def batches(
    source: Any, *, text: str | None = None, id: str | None = None, skip_bad: bool = False, report: Report | None = None
) -> Iterator[Batch]:
    """The records of a source in input order, read as they are asked for. Raises DataError; also if there are none.

    All batches have one schema, unless JSON lines or dicts bring a column or a kind of value that none before had: from
    there on the schema is wider. `spool` and `widen` deal with that; `report` has the final one.
    """
    report = report or Report()
    refuse = note(report.skipped) if skip_bad else stop
    checks, known, rows = Checks(text, id, refuse), NOTHING, 0
    for block in _blocks(source, refuse, report):
        if len(block.table):
            usable, ids = checks.usable(block)
            known = _grown(known, block)
            report.id_column = checks.id
            report.text_column, report.schema = checks.text, schema_of(known, report.schema.metadata or usable.table.schema.metadata)
            yield from _batches(usable, ids, report.schema)
            rows += len(ids)
    if not rows:
        raise _nothing(source, len(report.skipped))


def _blocks(source: Any, refuse: Refuse, report: Report) -> Iterator[Block]:
    given = sources.paths(source)
    if given is None:
        return objects.read(source, refuse=refuse)
    files = sources.find(given)
    report.originals = Originals((file.path for file in files), report.digests) if files[0].kind == sources.JSON else None
    return READERS[files[0].kind](files, refuse=refuse, digests=report.digests)


def _grown(known: StructOf, block: Block) -> StructOf:
    """The shape with the block's columns. Raises DataError where settled types (Parquet) contradict each other."""
    grown = merge_fields(known, block.shape)
    for name in grown.fields if block.settled else ():
        if grown.fields[name] == MIXED:
            here, before = (schema_of(shape).field(name).type for shape in (block.shape, known))
            remedy = "give the files one type for the column"
            raise DataError(f"column {name!r} is {here} here and {before} before", file=block.file, remedy=remedy)
    return grown


def _batches(block: Block, ids: list[str], schema: pa.Schema) -> Iterator[Batch]:
    first = 0
    for batch in block.table.to_batches():
        rows = slice(first, first + len(batch))
        yield Batch(widen(batch, schema), ids[rows], None if block.lines is None else block.lines[rows])
        first += len(batch)


def _nothing(source: Any, skipped: int) -> DataError:
    names = sources.paths(source)
    what = f"no usable records: {skipped} were left out" if skipped else "no records: the input is empty"
    return DataError(what, file=", ".join(names[:3]) if names else None, remedy="check that this is the file you mean")
