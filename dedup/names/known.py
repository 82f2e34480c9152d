"""What a user knows of names already: pairs of spellings that are, or are not, one person (`--known FILE`)."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dedup.errors import DataError, reason

FIELDS = ("name", "alias", "verdict")
VERDICTS = ("same", "different")
SHAPE = 'each line needs a name, an alias and "same" or "different"'


class Known(NamedTuple):
    """Pairs of spellings of one person and of two, as `aliases` takes them."""

    same: list[tuple[str, str]]
    different: list[tuple[str, str]]


def read(path: str | Path) -> Known:
    """Read name, alias and `same` or `different` from CSV, TSV (a header is allowed) or JSON lines with those keys.

    Raises DataError with file, line and remedy where the file cannot be read or a line is none of these, and where one
    pair is called both.
    """
    path = Path(path)
    return _collected(_rows(path), path)


def of_rows(rows: Iterable[Sequence[str]]) -> Known:
    """The same from rows in memory, the errors counting them from 1 as lines of `known`. Raises TypeError where one has not three."""
    return _collected(enumerate(map(_three, rows), 1), Path("known"))


def _three(row: Sequence[str]) -> tuple[str, str, str]:
    if isinstance(row, str) or len(row) != len(FIELDS):
        raise TypeError(f"known is expected to have rows of name, alias and verdict, not {row!r:.80}")
    return row[0], row[1], row[2]


def _collected(rows: Iterable[tuple[int, tuple[str, str, str]]], path: Path) -> Known:
    known = Known([], [])
    verdicts: dict[frozenset[str], str] = {}
    for line, (name, alias, verdict) in rows:
        name, alias, verdict = _checked(name, alias, verdict, path, line)
        if verdicts.setdefault(frozenset((name, alias)), verdict) != verdict:
            raise DataError(f"{name!r} and {alias!r} are called both same and different", file=path, line=line, remedy="keep one")
        (known.same if verdict == "same" else known.different).append((name, alias))
    return known


def _rows(path: Path) -> Iterator[tuple[int, tuple[str, str, str]]]:
    """Line numbers and the three cells of every line that is not empty."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read: {reason(error)}", file=path, remedy="give a CSV, TSV or JSONL file in UTF-8") from None
    lines = text.split("\n")  # not splitlines(): names may hold other separators
    for number, cells in _json_rows(path, lines) if _is_json(path, lines) else _separated_rows(path, lines):
        if len(cells) != len(FIELDS):
            raise DataError(f"{len(cells)} cells instead of {len(FIELDS)}", file=path, line=number, remedy=SHAPE)
        yield number, (cells[0], cells[1], cells[2])


def _is_json(path: Path, lines: list[str]) -> bool:
    return path.suffix in (".jsonl", ".json", ".ndjson") or bool(lines and lines[0].lstrip().startswith("{"))


def _json_rows(path: Path, lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield number, [row[field] for field in FIELDS]
        except (ValueError, KeyError, TypeError, RecursionError):
            remedy = 'write {"name": …, "alias": …, "verdict": "same" or "different"}'
            raise DataError("not such an object", file=path, line=number, remedy=remedy) from None


def _separated_rows(path: Path, lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    tabs = path.suffix in (".tsv", ".tab") or bool(lines and "\t" in lines[0])
    for number, line in enumerate(lines, 1):
        try:
            cells = next(csv.reader([line], delimiter="\t" if tabs else ",", strict=True), [])
        except csv.Error as error:
            raise DataError(f"{error}", file=path, line=number, remedy=SHAPE) from None
        header = number == 1 and [cell.strip().lower() for cell in cells[:2]] == ["name", "alias"]
        if any(cell.strip() for cell in cells) and not header:
            yield number, cells


def _checked(name: str, alias: str, verdict: str, path: Path, line: int) -> tuple[str, str, str]:
    """The cells without white space around and doubled inside, as mentions have it."""
    if not all(isinstance(cell, str) and cell.strip() for cell in (name, alias, verdict)):
        raise DataError("an empty cell", file=path, line=line, remedy=SHAPE)
    name, alias, verdict = " ".join(name.split()), " ".join(alias.split()), verdict.strip().lower()
    if verdict not in VERDICTS:
        raise DataError(f"{verdict!r} is neither same nor different", file=path, line=line, remedy=SHAPE)
    if name == alias:
        raise DataError(f"{name!r} is given as its own alias", file=path, line=line, remedy="remove the line")
    return name, alias, verdict
