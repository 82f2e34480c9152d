"""Pairs and names in the format of a run: rows of JSON as they are, or as tables, where what is nested is JSON or one row a spelling."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.write import tables

if TYPE_CHECKING:
    import pyarrow

SPELLING = ("name", "alias", "score", "documents")


def write_pairs(rows: Iterable[Mapping[str, Any]], path: Path, ids: pyarrow.DataType, *, spreadsheet: bool = False) -> None:
    """Write the rows of `results.pair_rows`; in a table their evidence is a text of JSON. `ids`: the type of the ids."""
    import pyarrow as pa

    if path.suffix == ".jsonl":
        tables.write_rows(rows, path)
        return
    schema = pa.schema([("left", ids), ("right", ids), ("label", pa.string()), ("probability", pa.float64()), ("evidence", pa.string())])
    _write(({**row, "evidence": tables.line(row["evidence"]).decode().strip()} for row in rows), path, schema, spreadsheet)


def write_names(rows: Iterable[Mapping[str, Any]], path: Path, ids: pyarrow.DataType, *, spreadsheet: bool = False) -> None:
    """Write the rows of names.jsonl; in a table a row for each spelling."""
    import pyarrow as pa

    if path.suffix == ".jsonl":
        tables.write_rows(rows, path)
        return
    schema = pa.schema(dict(zip(SPELLING, (pa.string(), pa.string(), pa.float64(), pa.list_(ids)), strict=True)))
    _write(spellings(rows), path, schema, spreadsheet)


def spellings(rows: Iterable[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Rows of names.jsonl as one row for each spelling."""
    for row in rows:
        yield from (dict(name=row["name"], alias=a["text"], score=a["score"], documents=a["documents"]) for a in row["aliases"])


def _write(rows: Iterator[Mapping[str, Any]], path: Path, schema: pyarrow.Schema, spreadsheet: bool) -> None:
    import pyarrow as pa

    with tables.writer(path, spreadsheet=spreadsheet) as write:
        write(schema.empty_table())
        while some := list(islice(rows, tables.ROWS)):
            write(pa.Table.from_pylist(some, schema))


def read_pairs(path: Path) -> Iterator[dict[str, Any]]:
    """The rows that `write_pairs` has written; of CSV the ids as text."""
    for row in tables.read_rows(path):
        evidence = row["evidence"]
        yield {**row, "evidence": tables.parsed(evidence) if isinstance(evidence, str) else evidence}


def read_names(path: Path) -> list[dict[str, Any]]:
    """The rows that `write_names` has written."""
    if path.suffix == ".jsonl":
        return list(tables.read_rows(path))
    people: dict[str, list[dict[str, Any]]] = {}
    for row in tables.read_rows(path):
        documents = tables.parsed(row["documents"]) if isinstance(row["documents"], str) else row["documents"]
        people.setdefault(row["name"], []).append(dict(text=row["alias"], score=float(row["score"]), documents=documents))
    return [dict(name=name, aliases=aliases) for name, aliases in people.items()]
