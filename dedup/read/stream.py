"""Documents from any source as a stream of Arrow batches with their ids: never the whole input in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, NamedTuple

import pyarrow as pa

from dedup.errors import DataError, shown
from dedup.originals import Originals
from dedup.read import columnar, delimited, json_lines, objects, sources, text_files, texts
from dedup.read.blocks import Block, Refuse, note, stop
from dedup.read.checks import ROW, Checks, Seen, Usable
from dedup.read.shapes import MIXED, NOTHING, StructOf, merge_fields, schema_of, widen
from dedup.read.sources import InputFile

READERS: dict[str, Callable[..., Iterator[Block]]] = {
    sources.TEXT: text_files.read,
    sources.JSON: json_lines.read,
    sources.TABLE: delimited.read,
    sources.PARQUET: columnar.read_parquet,
    sources.ARROW: columnar.read_arrow,
}


Blocks = Iterator[tuple[str, Iterator[Block]]]
"""The blocks of an input by the kind of files that they come from, one kind after the other."""


class Batch(NamedTuple):
    """Some records with the user's columns, their ids, and of JSON lines the lines that they were (see Block).

    `texts`: large_string without nulls, where they are more than the text column as it stands; so in all batches or in none.
    """

    records: pa.RecordBatch
    ids: list[str]
    lines: pa.StructArray | None = None
    texts: pa.LargeStringArray | None = None


@dataclass(slots=True)
class Report:
    """What is learned on the way; complete once all batches were taken.

    `schema` is that of all records so far, and `widen` brings earlier batches to it. `skipped` has one line for each
    record left out, `digests` the 128-bit XXH3 of each file in hexadecimal digits, as xxhsum prints it. `originals`: of JSON lines the
    files, which their lines may lie in. `unread` has a line for each folder of several kinds of files, with the count of those left out.
    """

    text_column: str = ""
    schema: pa.Schema = field(default_factory=lambda: pa.schema([]))
    skipped: list[str] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    originals: Originals | None = None
    unread: list[str] = field(default_factory=list)
    id_column: str | None = None
    numbered: bool = False


class Wanted(NamedTuple):
    """What a user says of the input: the columns of text and id, how cells are told apart, whether bad records are left out.

    `text`: a column, a path into objects, or several of both; `id`: a column, or "row" for the numbers of the records.
    """

    text: str | Sequence[str] | None = None
    id: str | None = None
    skip_bad: bool = False
    delimiter: str | None = None
    quoting: str = "minimal"


def batches(
    source: Any, *, text: str | Sequence[str] | None = None, id: str | None = None, skip_bad: bool = False,
    delimiter: str | None = None, quoting: str = "minimal", report: Report | None = None,
) -> Iterator[Batch]:  # fmt: skip
    """The records of a source in input order, read as they are asked for. Raises DataError; also if there are none.

    All batches have one schema, unless JSON lines or dicts bring a column or a kind of value that none before had: from
    there on the schema is wider. `spool` and `widen` deal with that; `report` has the final one.
    """
    return _batches_of(source, Wanted(text, id, skip_bad, delimiter, quoting), report or Report())


def _batches_of(source: Any, wanted: Wanted, report: Report) -> Iterator[Batch]:
    refuse = note(report.skipped) if wanted.skip_bad else stop
    files, checks, known, seen = _files(source, report), dict[str, Checks](), NOTHING, Seen()
    together = len({file.kind for file in files or ()}) > 1
    for kind, blocks in _blocks(source, files, wanted, refuse, report):
        check = checks.setdefault(kind, _checks(kind, wanted, refuse, seen, together))
        for block in blocks:
            if len(block.table):
                usable = check.usable(block)
                known = _grown(known, block, strict=block.settled and not together)
                report.text_column = report.text_column or check.column
                report.id_column, report.numbered = None if together else check.id, not together and check.id is None
                report.schema = schema_of(known, report.schema.metadata or usable.block.table.schema.metadata)
                yield from _batches(usable, report.schema)
    if not seen.rows:
        raise _nothing(source, len(report.skipped))


def _files(source: Any, report: Report) -> list[InputFile] | None:
    given = sources.paths(source)
    if given is None:
        return None
    files = sources.find(given, report.unread)
    if any(file.kind == sources.JSON for file in files):
        report.originals = Originals((file.path for file in files), report.digests)
    return files


def _checks(kind: str, wanted: Wanted, refuse: Refuse, seen: Seen, together: bool) -> Checks:
    """The checks for one kind of files. Beside others, text files need none of the columns that these have."""
    text, id = texts.asked(wanted.text), wanted.id
    if together and kind == sources.TEXT:
        text, id = (), id if id == ROW else None
    return Checks(text, id, refuse, seen=seen, together=together)


def _blocks(source: Any, files: list[InputFile] | None, wanted: Wanted, refuse: Refuse, report: Report) -> Blocks:
    form = delimited.form(wanted.delimiter, wanted.quoting)
    parts = texts.asked(wanted.text)
    form = form._replace(wanted=lambda names: bool(texts.chosen(parts, names)))
    if files is None:
        yield "", objects.read(source, refuse=refuse)
        return
    for kind, group in groupby(files, key=lambda file: file.kind):
        more = dict(form=form) if kind == sources.TABLE else {}
        yield kind, READERS[kind](list(group), refuse=refuse, digests=report.digests, **more)


def _grown(known: StructOf, block: Block, *, strict: bool) -> StructOf:
    """The shape with the block's columns. If `strict`, raises DataError where settled types (Parquet) contradict each other."""
    grown = merge_fields(known, block.shape)
    for name in grown.fields if strict else ():
        if grown.fields[name] == MIXED:
            here, before = (schema_of(shape).field(name).type for shape in (block.shape, known))
            remedy = "give the files one type for the column"
            raise DataError(f"column {shown(name)} is {here} here and {before} before", file=block.file, remedy=remedy)
    return grown


def _batches(usable: Usable, schema: pa.Schema) -> Iterator[Batch]:
    first, lines = 0, usable.block.lines
    texts = None if usable.texts is None else usable.texts.combine_chunks()
    for batch in usable.block.table.to_batches():
        rows = slice(first, first + len(batch))
        own = None if texts is None else texts[rows]
        yield Batch(widen(batch, schema), usable.ids[rows], None if lines is None else lines[rows], own)
        first += len(batch)


def _nothing(source: Any, skipped: int) -> DataError:
    names = sources.paths(source)
    what = f"no usable records: {skipped} were left out" if skipped else "no records: the input is empty"
    return DataError(what, file=", ".join(names[:3]) if names else None, remedy="check that this is the file you mean")
