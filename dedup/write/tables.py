"""Rows and tables to files: JSON lines, Parquet, CSV."""

from __future__ import annotations

import codecs
import csv
import json
import math
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.errors import OutputError
from dedup.write import folder as folders

if TYPE_CHECKING:
    import pyarrow

ROWS = 1024  # rows turned into Python objects at a time
# What begins a formula in some spreadsheet: the signs, also in their wide forms, and white space that is skipped before them; behind ',
# too, so that one ' before a cell can always be taken away again.
FORMULA = r"\A('*[=+\-@\t\r\n＝＋－＠])"
MARKED = re.compile(r"\A'(?='*[=+\-@\t\r\n＝＋－＠])")
NUMBER = r"\A[+-]?[0-9]+([.,][0-9]+)*([eE][+-]?[0-9]+)?\z"


def write_rows(rows: Iterable[Mapping[str, Any]], path: Path) -> int:
    """Write one JSON object a line; returns how many."""
    count = 0
    with open(path, "wb") as file:
        for row in rows:
            file.write(line(row))
            count += 1
    return count


def line(row: Any) -> bytes:
    """One line of JSON with its end; integers beyond 64 bits take the slow way."""
    import orjson

    try:
        return orjson.dumps(row, default=_plain, option=orjson.OPT_APPEND_NEWLINE)
    except TypeError:
        return _json(row).encode() + b"\n"


def write_object(value: Mapping[str, Any], path: Path) -> None:
    """Write one indented JSON object."""
    path.write_text(_json(value, indent=2) + "\n", encoding="utf8")


def _json(value: Any, *, indent: int | None = None) -> str:
    """Strict JSON: it has no form for NaN and infinity, which become null."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=indent, default=_plain, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), ensure_ascii=False, indent=indent, default=_plain)


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {name: _finite(item) for name, item in value.items()}
    return [_finite(item) for item in value] if isinstance(value, list | tuple) else value


@contextmanager
def writer(path: Path, *, spreadsheet: bool = False) -> Iterator[Callable[[pyarrow.Table], None]]:
    """What writes tables of one schema behind one another, in the format that the suffix names: .jsonl, .parquet or .csv.

    The first one is written even if it has no rows, so that a file knows its columns. `spreadsheet`: CSV with a byte-order mark, by which
    a spreadsheet knows UTF-8, and without cells that it would take for formulas.
    """
    import pyarrow as pa

    with ExitStack() as closing:
        opened: list[Callable[[pyarrow.Table], None]] = []

        def write(table: pyarrow.Table) -> None:
            try:
                table = harmless(table) if spreadsheet and path.suffix == ".csv" else table
                if not opened:
                    opened.append(FORMATS[path.suffix](path, table, closing, spreadsheet))
                opened[0](table)
            except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as error:
                raise OutputError(f"a column has no form in {path.suffix}: {error}", file=path.name, remedy="use --format jsonl") from None

        yield write


def _jsonl(path: Path, _: pyarrow.Table, closing: ExitStack, __: bool) -> Callable[[pyarrow.Table], None]:
    from dedup.values import rows

    file = closing.enter_context(path.open("wb"))
    return lambda table: file.writelines(map(line, rows(table)))


def _parquet(path: Path, first: pyarrow.Table, closing: ExitStack, _: bool) -> Callable[[pyarrow.Table], None]:
    import pyarrow.parquet

    return closing.enter_context(pyarrow.parquet.ParquetWriter(path, first.schema)).write_table


def _csv(path: Path, first: pyarrow.Table, closing: ExitStack, mark: bool) -> Callable[[pyarrow.Table], None]:
    import pyarrow.csv

    out = closing.enter_context(path.open("wb"))
    out.write(codecs.BOM_UTF8 if mark else b"")
    file = closing.enter_context(pyarrow.csv.CSVWriter(out, _flat(first).schema))
    return lambda table: file.write_table(_flat(table))


FORMATS = {".jsonl": _jsonl, ".parquet": _parquet, ".csv": _csv}


def write_table(table: pyarrow.Table, path: Path) -> None:
    """Write one table in the format that the file's suffix names: .jsonl, .parquet or .csv."""
    with writer(path) as write:
        write(table)


def harmless(table: pyarrow.Table) -> pyarrow.Table:
    """The table with ' before each text, and each name of a column, that a spreadsheet would take for a formula; numbers are none.

    What begins with ' and goes on so has one more, too: `read_rows` takes one away.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    table = _flat(table).rename_columns([re.sub(FORMULA, r"'\1", name) for name in table.column_names])
    for i, column in enumerate(table.schema):
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            cells = table.column(i)
            safe = pc.replace_substring_regex(cells, FORMULA, r"'\1")
            table = table.set_column(i, column, pc.if_else(pc.match_substring_regex(cells, NUMBER), cells, safe))
    return table


def _flat(table: pyarrow.Table) -> pyarrow.Table:
    """Lists and structures as JSON text, other types that Arrow's CSV does not know as in JSON: a cell holds one value."""
    import pyarrow as pa

    from dedup.values import values

    for i, column in enumerate(table.schema):
        if pa.types.is_temporal(column.type) and not pa.types.is_interval(column.type):
            table = table.set_column(i, column.name, _times(table.column(i)))
        elif not _is_cell(column.type):
            table = table.set_column(i, column.name, pa.array(map(_cell, values(table.column(i))), pa.string()))
    return table


def _times(column: pyarrow.ChunkedArray) -> pyarrow.ChunkedArray:
    """Times as Arrow writes them; in ISO 8601, or as numbers with a unit, where it knows no such year or time zone."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from dedup.values import OUT_OF_RANGE, values

    try:
        written = column.cast(pa.string())
        if not pc.any(pc.starts_with(written, OUT_OF_RANGE)).as_py():
            return written
    except pa.ArrowInvalid:  # the zone
        pass
    return pa.chunked_array([pa.array(map(_cell, values(column)), pa.string())])


def _is_cell(type_: pyarrow.DataType) -> bool:
    from pyarrow import types

    known = (types.is_primitive, types.is_string, types.is_large_string, types.is_decimal, types.is_null, types.is_dictionary)
    return any(check(type_) for check in known) and not types.is_interval(type_)


def _cell(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return _json(value) if isinstance(value, list | tuple | dict) else _plain(value)


def _plain(value: Any) -> str:
    """What JSON has no form for: dates in ISO 8601, bytes in hexadecimal, decimals as they are."""
    if isinstance(value, bytes):
        return value.hex()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file that was written here, one at a time; what CSV has is text, as it was before it was made `harmless`."""
    if path.suffix == ".parquet":
        import pyarrow.parquet

        with pyarrow.parquet.ParquetFile(path) as table:
            for batch in table.iter_batches(ROWS):
                yield from batch.to_pylist()
    elif path.suffix == ".csv":
        csv.field_size_limit((1 << 31) - 1)
        with open(path, encoding="utf-8-sig", newline="") as file:
            yield from map(_unmarked if _is_for_spreadsheets(path) else dict, csv.DictReader(file))
    else:
        with open(path, "rb") as lines:
            yield from map(parsed, lines)


def _is_for_spreadsheets(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(3) == codecs.BOM_UTF8


def _unmarked(row: Mapping[str, str]) -> dict[str, str]:
    return {MARKED.sub("", name): MARKED.sub("", cell) for name, cell in row.items()}


class Rows:
    """The rows of a .parquet or .csv file as tables, so many at a time as are asked for; what CSV has is text, or nothing."""

    def __init__(self, path: Path):
        self._schema, self._batches = (_of_parquet if path.suffix == ".parquet" else _of_csv)(path)
        self._left = self._schema.empty_table()
        self.names = self._schema.names

    def take(self, count: int) -> pyarrow.Table:
        """The next `count` rows."""
        import pyarrow as pa

        while len(self._left) < count:
            self._left = pa.concat_tables([self._left, next(self._batches)])
        out, self._left = self._left[:count], self._left[count:]
        return out


def _of_parquet(path: Path) -> tuple[pyarrow.Schema, Iterator[pyarrow.Table]]:
    import pyarrow as pa
    import pyarrow.parquet

    file = pyarrow.parquet.ParquetFile(path)
    return file.schema_arrow, (pa.Table.from_batches([batch]) for batch in file.iter_batches(ROWS))


def _of_csv(path: Path) -> tuple[pyarrow.Schema, Iterator[pyarrow.Table]]:
    import pyarrow as pa

    with open(path, encoding="utf-8-sig", newline="") as file:
        head = {name: "" for name in next(csv.reader(file))}
    schema = pa.schema([(name, pa.string()) for name in (_unmarked(head) if _is_for_spreadsheets(path) else head)])
    rows = ({name: value or None for name, value in row.items()} for row in read_rows(path))
    return schema, (pa.Table.from_pylist(some, schema) for some in iter(lambda: list(islice(rows, ROWS)), []))


def parsed(text: str | bytes) -> Any:
    """What a text of JSON says, also with integers beyond 64 bits."""
    import orjson

    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return json.loads(text)


NAMES_FORMATS = (".jsonl", ".csv")


def check_names_file(path: Path) -> None:
    """Raise OutputError unless a file of this name can be written as a names table."""
    check_file(path, NAMES_FORMATS, "a table of names is written as .jsonl or .csv")


def check_file(path: Path, suffixes: Sequence[str], otherwise: str) -> None:
    """Raise OutputError unless a file of this name, with one of these suffixes, can be written."""
    if path.suffix not in suffixes:
        raise OutputError(otherwise, file=path, remedy="name it so")
    folder = path.absolute().parent
    folders.check_name(path)
    if not os.path.isdir(folder):
        raise OutputError("its folder does not exist", file=path, remedy="make it, or give another -o")
    if os.path.isdir(path) or not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError("cannot be written", file=path, remedy="give another -o")


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
