"""`dedup xlsx`: the tables of a run as one workbook."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest

from dedup.write import workbook

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ROWS = [
    {"id": "=1+1", "text": "The ferry stops at noon.", "n": 2**60, "share": float("nan"), "more": {"a": [1]}},
    {"id": "b", "text": "The ferry  stops at noon.", "n": 7, "link": "https://example.org/x"},
    {"id": "c", "text": "Rain.", "n": 1.5},
    {"id": "d", "text": "Rain.", "late": True},
    {"id": "e", "text": "y" * 40_000},
    {"id": "f", "text": "y" * 40_000},
]


def dedup(*arguments, cwd: Path) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, "-m", "dedup", *map(str, arguments)], cwd=cwd, capture_output=True, text=True)


@pytest.fixture(scope="module", params=["jsonl", "csv", "parquet"])
def run(request, tmp_path_factory) -> Path:
    """A folder with the output of a run in each format."""
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in ROWS))
    done = dedup("run", "a.jsonl", "-o", "out", "--find", "exact", "--keep", "first", "--format", request.param, "--quiet", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def sheets(path: Path) -> dict[str, list[list[str | None]]]:
    """The cells of each sheet as text; of those that are formulas or links nothing would be read."""
    with zipfile.ZipFile(path) as book:
        names = [sheet.get("name") for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
        trees = [ElementTree.fromstring(book.read(f"xl/worksheets/sheet{k + 1}.xml")) for k in range(len(names))]
    cell = lambda one: next((part.text for part in one.iter() if part.tag in (f"{MAIN}t", f"{MAIN}v")), None)  # noqa: E731
    assert not any(list(tree.iter(f"{MAIN}f")) + list(tree.iter(f"{MAIN}hyperlink")) for tree in trees)
    return {name: [[cell(one) for one in row] for row in tree.iter(f"{MAIN}row")] for name, tree in zip(names, trees, strict=True)}


def test_a_workbook_has_the_tables_of_the_run(run):
    done = dedup("xlsx", "out", "-o", "book.xlsx", cwd=run)
    assert (done.returncode, done.stdout) == (0, "6 clusters, 3 pairs, 0 names, 3 removed: book.xlsx\n"), done.stderr
    found = sheets(run / "book.xlsx")
    assert list(found) == ["clusters", "pairs", "names", "removed"]
    assert [row[0] for row in found["clusters"]] == ["id", "=1+1", "b", "c", "d", "e", "f"]
    assert found["pairs"][1] == ["=1+1", "b", "exact", "1"] or found["pairs"][1] == ["=1+1", "b", "exact", "1.0"]
    head, first, *_, last = found["removed"]
    assert {"id", "text", "duplicate_of"} <= set(head) and first[0] == "b" and "https://example.org/x" in first
    assert max(len(value or "") for value in last) == workbook.CELL


def test_cells_of_csv_for_a_spreadsheet_are_what_they_were(run):
    more = ("--find", "exact", "--keep", "first", "--format", "csv", "--spreadsheet", "--quiet")
    assert dedup("run", "a.jsonl", "-o", "marked", *more, cwd=run).returncode == 0
    assert "'=1+1" in (run / "marked" / "clusters.csv").read_text(encoding="utf-8-sig")
    assert dedup("xlsx", "marked", "-o", "marked.xlsx", cwd=run).returncode == 0
    found = sheets(run / "marked.xlsx")
    assert [row[0] for row in found["clusters"]][1] == found["pairs"][1][0] == "=1+1"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [(("out", "-o", "book.csv"), "book.csv: a workbook is written as .xlsx (name it so)"),
     (("out", "-o", "none/book.xlsx"), "none/book.xlsx: its folder does not exist"),
     ((".", "-o", "book.xlsx"), "no finished run can be read")],
)  # fmt: skip
def test_what_cannot_be_written_is_one_line(run, arguments, line):
    done = dedup("xlsx", *arguments, cwd=run)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1) and line in done.stderr


def test_more_rows_than_a_sheet_holds_are_refused_and_nothing_is_left(run, monkeypatch):
    from dedup import stored
    from dedup.errors import OutputError

    monkeypatch.setattr(workbook, "ROWS", 2)
    before = sorted(path.name for path in run.iterdir())
    with pytest.raises(OutputError, match="clusters has more than the 2 rows"):
        workbook.write(stored.read(run / "out"), run / "large.xlsx")
    assert sorted(path.name for path in run.iterdir()) == before
