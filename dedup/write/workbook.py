"""The tables of a finished run as one workbook for a spreadsheet: a sheet each for clusters, pairs, names and removed documents.

Texts are written as texts, so that no cell is taken for a formula or a link. The whole of the tables lies in the folder of the run; a
sheet has of a text what a cell holds.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dedup.errors import OutputError, needs
from dedup.write import listings, tables

if TYPE_CHECKING:
    from dedup.stored import Stored

ROWS, CELL, EXACT = 1_048_575, 32_767, 2**53  # of a sheet below its head, characters of a cell, integers that a cell keeps
REMEDY = "use the tables of the run, or --format csv"


def check(path: Path) -> None:
    """Raise UsageError without the extra, and OutputError unless a workbook of this name can be written."""
    try:
        import xlsxwriter  # noqa: F401
    except ImportError:
        raise needs("a workbook", "xlsxwriter", "xlsx") from None
    tables.check_file(path, (".xlsx",), "a workbook is written as .xlsx")


def write(run: Stored, path: Path) -> dict[str, int]:
    """Write the workbook, all of it or nothing; returns the rows of each sheet. Raises OutputError for more rows than a sheet holds."""
    import xlsxwriter

    how = dict(constant_memory=True, strings_to_formulas=False, strings_to_urls=False, strings_to_numbers=False)
    with tempfile.TemporaryDirectory(prefix=f".{path.name}.", dir=path.absolute().parent) as private:
        whole = Path(private) / path.name
        with xlsxwriter.Workbook(whole, how) as book:
            counts = {name: _sheet(book.add_worksheet(name), rows, path) for name, rows in _tables(run).items()}
        os.replace(whole, path)
    return counts


def _tables(run: Stored) -> dict[str, Iterable[dict[str, Any]]]:
    paths = {name: run.folder / f"{name}.{run.form}" for name in ("clusters", "pairs", "names", "removed")}
    pairs = ({key: row[key] for key in ("left", "right", "label", "probability")} for row in tables.read_rows(paths["pairs"]))
    return dict(
        clusters=tables.read_rows(paths["clusters"]), pairs=pairs, names=listings.spellings(listings.read_names(paths["names"])),
        removed=_alike(paths["removed"]),
    )  # fmt: skip


def _alike(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a file, all with the columns that any of them has."""
    columns = dict.fromkeys(chain.from_iterable(tables.read_rows(path)))
    return ({name: row.get(name) for name in columns} for row in tables.read_rows(path))


def _sheet(sheet: Any, rows: Iterable[Mapping[str, Any]], path: Path) -> int:
    count = 0
    for count, row in enumerate(rows, 1):
        if count > ROWS:
            raise OutputError(f"{sheet.get_name()} has more than the {ROWS:,} rows of a sheet", file=path, remedy=REMEDY)
        if count == 1:
            for column, name in enumerate(row):
                sheet.write_string(0, column, name[:CELL])
        for column, value in enumerate(row.values()):
            _cell(sheet, count, column, value)
    return count


def _cell(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value)
    elif isinstance(value, int | float) and abs(value) <= EXACT:  # not of NaN and infinities, which a cell has no form for
        sheet.write_number(row, column, value)
    elif value is not None:
        text = value if isinstance(value, str) else tables.line(value).decode().strip()
        sheet.write_string(row, column, text[:CELL])
