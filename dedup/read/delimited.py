"""CSV and TSV. Every column is read as strings, so that an id of 007 stays 007; an empty cell is an empty string.

Arrow's parser reads until something is wrong; Python's csv, which knows lines and tolerates nothing else differently,
then takes over at that row, names the place and goes on. Both follow RFC 4180, quoted newlines included.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Generator, Iterator, Sequence
from functools import cache, partial
from itertools import islice
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv

from dedup.read.blocks import BLOCK, CONVERT, SKIP, Block, Place, Refuse, gather, stop
from dedup.read.raw import Damaged, Pieces, WholeNewlines, damaged, pieces
from dedup.read.shapes import of_schema
from dedup.read.sources import InputFile

WIDEST = 2**31 - 1  # bytes of a cell; Python's own limit is 128 kB


class Row(NamedTuple):
    """The cells of a row and the line (1-based) on which it begins."""

    cells: list[str]
    line: int


def read(files: Sequence[InputFile], *, refuse: Refuse, digests: dict[str, str]) -> Iterator[Block]:
    """The rows of CSV and TSV files, in order; the first row of each file names its columns."""
    for file in files:
        header = _header(file)
        if header is not None:
            done = yield from _by_arrow(file, header, digests)
            if done is not None:
                yield from _by_rows(file, header, done, refuse, digests)


def _header(file: InputFile) -> list[str] | None:
    """The names of the columns, None for an empty file."""
    try:
        row = next(_rows(file, {}, stop), None)
    except Damaged as damage:
        raise damaged(file, str(damage), 1) from None
    if row is not None and not _is_utf8(row.cells):
        raise Place(file.path, row.line).error("not UTF-8", "convert it to UTF-8")
    return row and row.cells


def _by_arrow(file: InputFile, header: list[str], digests: dict[str, str]) -> Generator[Block, None, int | None]:
    """Arrow's blocks. Returns None at the end of the file, or the number of rows that came before something is wrong."""
    rows, place = 0, _places(file)
    try:
        for batch in _open(WholeNewlines(pieces(file, digests)), file, header):
            table = pa.Table.from_batches([batch])
            first, rows = rows, rows + len(table)
            yield Block(table, of_schema(table.schema), partial(place, first), file.path, settled=True)
    except (pa.ArrowException, Damaged):
        return rows
    return None


def _open(stream: Any, file: InputFile, header: list[str]) -> pyarrow.csv.CSVStreamingReader:
    return pyarrow.csv.open_csv(
        stream,
        read_options=pyarrow.csv.ReadOptions(block_size=BLOCK),
        parse_options=pyarrow.csv.ParseOptions(delimiter=_delimiter(file), newlines_in_values=True),
        convert_options=pyarrow.csv.ConvertOptions(column_types={name: pa.string() for name in header}),
    )


def _delimiter(file: InputFile) -> str:
    return "\t" if ".tsv" in file.path.lower()[-8:] else ","


def _places(file: InputFile) -> Callable[[int, int], Place]:
    """Where a row of the block that begins with row `first` stands.

    Arrow does not tell, so the file is read once more if an error has to name a line.
    """

    @cache
    def lines() -> np.ndarray:
        return np.fromiter((row.line for row in islice(_rows(file, {}, lambda _: None), 1, None)), np.int64)

    return lambda first, row: Place(file.path, int(lines()[first + row]))


def _by_rows(file: InputFile, header: list[str], done: int, refuse: Refuse, digests: dict[str, str]) -> Iterator[Block]:
    """The rows after the first `done`, one by one; bad ones are refused."""
    good = _good(islice(_rows(file, digests, refuse), done + 1, None), file, len(header), refuse)
    for rows in gather(good, lambda row: sum(map(len, row.cells))):
        columns = [pa.array([row.cells[i] for row in rows], pa.string()) for i in range(len(header))]
        table = pa.Table.from_arrays(columns, header)
        yield Block(table, of_schema(table.schema), partial(_place, file, rows), file.path, settled=True)


def _place(file: InputFile, rows: list[Row], row: int) -> Place:
    return Place(file.path, rows[row].line)


def _good(rows: Iterator[Row], file: InputFile, width: int, refuse: Refuse) -> Iterator[Row]:
    for row in rows:
        if len(row.cells) != width:
            refuse(Place(file.path, row.line).error(f"a row of length {len(row.cells)} under a header of length {width}"))
        elif not _is_utf8(row.cells):
            refuse(Place(file.path, row.line).error("not UTF-8", CONVERT))
        else:
            yield row


def _is_utf8(cells: list[str]) -> bool:
    """Whether no byte had to be escaped as a surrogate."""
    try:
        return "".join(cells).encode() is not None
    except UnicodeEncodeError:
        return False


def _rows(file: InputFile, digests: dict[str, str], refuse: Refuse) -> Iterator[Row]:
    """All rows that are not blank, the header first. Compressed data that breaks off is refused at the end."""
    csv.field_size_limit(WIDEST)
    parts = io.BufferedReader(Pieces(pieces(file, digests)), 1 << 20)
    stream = io.TextIOWrapper(parts, encoding="utf-8-sig", errors="surrogateescape", newline="")
    reader = csv.reader(stream, delimiter=_delimiter(file))
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except Damaged as damage:
            return refuse(damaged(file, str(damage), line))
        except csv.Error as error:
            refuse(Place(file.path, line).error(f"broken CSV: {error}", SKIP))
            continue
        if cells:
            yield Row(cells, line)
