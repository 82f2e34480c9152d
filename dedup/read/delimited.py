"""CSV and TSV. Every column is read as strings, so that an id of 007 stays 007; an empty cell is an empty string.

Arrow's parser reads until something is wrong; Python's csv, which knows lines and tolerates nothing else differently,
then takes over at that row, names the place and goes on. Both follow RFC 4180, quoted newlines included. What neither
minds, a quote left open, is looked for beforehand (quotes.py).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import cache, partial
from itertools import chain, islice
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.csv

from dedup.errors import DataError, UsageError
from dedup.read.blocks import BLOCK, CONVERT, SKIP, Block, Place, Refuse, gather
from dedup.read.quotes import Held, OpenQuote, checked, line_of_open
from dedup.read.raw import Damaged, Pieces, WholeNewlines, damaged, pieces
from dedup.read.shapes import of_schema
from dedup.read.sources import InputFile

WIDEST = 2**31 - 1  # bytes of a cell; Python's own limit is 128 kB
SEPARATORS = ",;\t|"  # that are tried where the usual one does not show a text column
NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "space": " "}  # as they are typed in a shell
EXCEL = re.compile("sep=(.)\r?\n", re.S)  # the first line of what Excel writes to tell the separator
OTHER = "name the separator with --delimiter"
OPEN = "close or double it; read all quotes as plain characters with --quoting none; or leave such rows out with --skip-bad"
QUOTING = ("minimal", "none")


class Form(NamedTuple):
    """How cells are told apart: by a separator, None for the one that shows a text column; `quoted`: whether quotes enclose some.

    `wanted` tells whether some names of columns have the text among them.
    """

    delimiter: str | None = None
    quoted: bool = True
    wanted: Callable[[list[str]], bool] = lambda _: True


USUAL = Form()


class Table(NamedTuple):
    """A file that was looked into: its separator, whether quotes count, lines before the header, and the names in that."""

    file: InputFile
    delimiter: str
    quoted: bool
    before: int
    header: list[str]


class Row(NamedTuple):
    """The cells of a row and the line (1-based) on which it begins."""

    cells: list[str]
    line: int


def form(delimiter: str | None, quoting: str) -> Form:
    """What a user asks for, checked. Raises UsageError."""
    delimiter = NAMED.get(delimiter or "", delimiter)
    if delimiter is not None and (len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n\0'):
        raise UsageError(f"delimiter={delimiter!r} separates no cells", remedy="use one character, as ';', or tab")
    if quoting not in QUOTING:
        raise UsageError(f"quoting={quoting!r} is not known", remedy="use minimal or none")
    return Form(delimiter, quoting != "none")


def read(files: Sequence[InputFile], *, refuse: Refuse, digests: dict[str, str], form: Form = USUAL) -> Iterator[Block]:
    """The rows of CSV and TSV files, in order; the first row of each file names its columns."""
    for file in files:
        table = _table(file, form)
        if table is not None:
            done = yield from _by_arrow(table, digests)
            if done is not None:
                yield from _by_rows(table, done, refuse, digests)


def other_separator(names: Sequence[str]) -> str:
    """What to say besides of a header that seems to have another separator; nothing for others."""
    return f", or {OTHER}" if len(names) == 1 and any(mark in names[0] for mark in SEPARATORS) else ""


def _table(file: InputFile, form: Form) -> Table | None:
    """What the first lines of a file tell, None for an empty one."""
    usual = "\t" if ".tsv" in file.path.lower()[-8:] else ","
    tables = []
    for delimiter in [form.delimiter] if form.delimiter else dict.fromkeys(usual + SEPARATORS):
        table = _opening(file, delimiter, form)
        if table is None or table.before or form.wanted(table.header):
            return table
        tables.append(table)
    return tables[0]


def _opening(file: InputFile, delimiter: str, form: Form) -> Table | None:
    """The header as this separator parts it, or the one that the file names."""
    try:
        with _stream(file, {}) as stream:
            first = stream.readline()
            told = EXCEL.fullmatch(first)
            before, delimiter = (1, form.delimiter or told[1]) if told else (0, delimiter)
            rows = _reader(stream if told else chain([first], stream), delimiter, form.quoted)
            header = next(filter(None, rows), None)
    except Damaged as damage:
        raise damaged(file, str(damage), 1) from None
    if header is not None and not _is_utf8(header):
        raise Place(file.path, rows.line_num + before).error("not UTF-8", "convert it to UTF-8")
    return None if header is None else Table(file, delimiter, form.quoted, before, header)


def _stream(file: InputFile, digests: dict[str, str]) -> io.TextIOWrapper:
    parts = io.BufferedReader(Pieces(pieces(file, digests)), 1 << 20)
    return io.TextIOWrapper(parts, encoding="utf-8-sig", errors="surrogateescape", newline="")


def _reader(lines: Iterable[str], delimiter: str, quoted: bool, *, strict: bool = False) -> Any:
    csv.field_size_limit(WIDEST)
    return csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE, strict=strict)


def _by_arrow(table: Table, digests: dict[str, str]) -> Generator[Block, None, int | None]:
    """Arrow's blocks. Returns None at the end of the file, or the number of rows that came before something is wrong."""
    rows, place, parts = 0, _places(table), pieces(table.file, digests)
    parts = checked(parts, table.delimiter) if table.quoted else parts
    try:
        for batch in _open(WholeNewlines(parts), table):
            block = pa.Table.from_batches([batch])
            first, rows = rows, rows + len(block)
            yield Block(block, of_schema(block.schema), partial(place, first), table.file.path, settled=True)
    except (pa.ArrowException, Damaged, OpenQuote):
        return rows
    return None


def _open(stream: Any, table: Table) -> pyarrow.csv.CSVStreamingReader:
    quotes: dict[str, Any] = dict(newlines_in_values=True) if table.quoted else dict(quote_char=False)
    return pyarrow.csv.open_csv(
        stream,
        read_options=pyarrow.csv.ReadOptions(block_size=BLOCK, skip_rows=table.before),
        parse_options=pyarrow.csv.ParseOptions(delimiter=table.delimiter, **quotes),
        convert_options=pyarrow.csv.ConvertOptions(column_types={name: pa.string() for name in table.header}),
    )


def _places(table: Table) -> Callable[[int, int], Place]:
    """Where a row of the block that begins with row `first` stands.

    Arrow does not tell, so the file is read once more if an error has to name a line.
    """

    @cache
    def lines() -> np.ndarray:
        return np.fromiter((row.line for row in islice(_rows(table, {}, lambda _: None), 1, None)), np.int64)

    return lambda first, row: Place(table.file.path, int(lines()[first + row]))


def _by_rows(table: Table, done: int, refuse: Refuse, digests: dict[str, str]) -> Iterator[Block]:
    """The rows after the first `done`, one by one; bad ones are refused."""
    good = _good(islice(_rows(table, digests, refuse), done + 1, None), table, refuse)
    for rows in gather(good, lambda row: sum(map(len, row.cells))):
        columns = [pa.array([row.cells[i] for row in rows], pa.string()) for i in range(len(table.header))]
        block = pa.Table.from_arrays(columns, table.header)
        yield Block(block, of_schema(block.schema), partial(_place, table.file, rows), table.file.path, settled=True)


def _place(file: InputFile, rows: list[Row], row: int) -> Place:
    return Place(file.path, rows[row].line)


def _good(rows: Iterator[Row], table: Table, refuse: Refuse) -> Iterator[Row]:
    width, remedy = len(table.header), SKIP + other_separator(table.header)
    for row in rows:
        place = Place(table.file.path, row.line)
        if len(row.cells) != width:
            refuse(place.error(f"a row of length {len(row.cells)} under a header of length {width}", remedy))
        elif not _is_utf8(row.cells):
            refuse(place.error("not UTF-8", CONVERT))
        else:
            yield row


def _is_utf8(cells: list[str]) -> bool:
    """Whether no byte had to be escaped as a surrogate."""
    try:
        return "".join(cells).encode() is not None
    except UnicodeEncodeError:
        return False


def _rows(table: Table, digests: dict[str, str], refuse: Refuse) -> Iterator[Row]:
    """All rows that are not blank, the header first. Compressed data that breaks off is refused at the end.

    Of a row with a quote left open only the line on which it opens is refused; the lines that it swallowed are read again.
    """
    lines = Held(_stream(table.file, digests))
    for _ in range(table.before):
        next(lines)
    reader = _reader(lines, table.delimiter, table.quoted, strict=True)
    while True:
        line = lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except Damaged as damage:
            return refuse(damaged(table.file, str(damage), line))
        except csv.Error as error:
            refuse(_broken(table, lines, line, str(error)))
            continue
        if cells:
            yield Row(cells, line)


def _broken(table: Table, lines: Held, line: int, what: str) -> DataError:
    """The error of a row that the parser does not take, all behind its first fault given back to be read again."""
    if not table.quoted or "expected after" not in what and "end of data" not in what:
        return Place(table.file.path, line).error(f"broken CSV: {what}", SKIP)
    before = line_of_open("".join(lines.row), table.delimiter)
    lines.give_back(before + 1)
    message = "a quote opens a cell here and does not end with it, which makes one cell of all that follows"
    return Place(table.file.path, line + before).error(message, OPEN)
