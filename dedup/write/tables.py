"""Rows and tables to files: JSON lines, Parquet, CSV."""

from __future__ import annotations

import csv
import json
import os
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.errors import OutputError

if TYPE_CHECKING:
    import pyarrow

ROWS = 4096  # rows turned into Python objects at a time


def write_rows(rows: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Write one JSON object a line; returns how many."""
    count = 0
    with open(path, "w", encoding="utf8", newline="\n") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")
            count += 1
    return count


def write_object(value: Mapping[str, Any], path: Path) -> None:
    """Write one indented JSON object."""
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2, default=_plain) + "\n", encoding="utf8")


def write_table(table: pyarrow.Table, path: Path) -> None:
    """Write a table in the format that the file's suffix names: .jsonl, .parquet or .csv."""
    writers = {".jsonl": _write_jsonl, ".parquet": _write_parquet, ".csv": _write_csv}
    writers[path.suffix](table, path)


def _write_jsonl(table: pyarrow.Table, path: Path) -> None:
    write_rows((row for batch in table.to_batches(max_chunksize=ROWS) for row in batch.to_pylist()), path)


def _write_parquet(table: pyarrow.Table, path: Path) -> None:
    import pyarrow.parquet

    pyarrow.parquet.write_table(table, path)


def _write_csv(table: pyarrow.Table, path: Path) -> None:
    import pyarrow.csv

    pyarrow.csv.write_csv(_flat(table), path)


def _flat(table: pyarrow.Table) -> pyarrow.Table:
    """Lists and structures as JSON text: a cell of CSV holds one value."""
    import pyarrow as pa

    for i, column in enumerate(table.schema):
        if pa.types.is_nested(column.type):
            cells = [None if v is None else json.dumps(v, ensure_ascii=False, default=_plain) for v in table.column(i).to_pylist()]
            table = table.set_column(i, column.name, pa.array(cells, pa.string()))
    return table


def _plain(value: Any) -> str:
    """What JSON has no form for: dates in ISO 8601, bytes in hexadecimal, decimals as they are."""
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


NAMES_FORMATS = (".jsonl", ".csv")


def check_names_file(path: Path) -> None:
    """Raise OutputError unless a file of this name can be written as a names table."""
    if path.suffix not in NAMES_FORMATS:
        raise OutputError("a table of names is written as .jsonl or .csv", file=path, remedy="name it so")
    if not path.absolute().parent.is_dir():
        raise OutputError("its folder does not exist", file=path, remedy="make it, or give another -o")


def write_names(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write the alias table: rows as in names.jsonl, or as CSV one line for each spelling. All of it or nothing."""
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.absolute().parent) as private:
        whole = Path(private) / path.name
        write_rows(rows, whole) if path.suffix == ".jsonl" else _write_spellings(rows, whole)
        os.replace(whole, path)


def _write_spellings(rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    with open(path, "w", encoding="utf8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("name", "alias", "score", "documents"))
        for row in rows:
            out.writerows((row["name"], a["text"], a["score"], " ".join(a["documents"])) for a in row["aliases"])
