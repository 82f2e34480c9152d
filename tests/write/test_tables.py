"""Rows and tables to files: what goes in comes out of the usual readers again, whatever its type."""

from __future__ import annotations

import csv
import datetime as dt
import decimal
import json
import math
import stat
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import OutputError
from dedup.write import listings, tables

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def strict(text: str) -> object:
    """JSON as the standard has it, without the NaN and Infinity that Python also reads."""

    def refuse(name: str) -> None:
        raise AssertionError(f"{name} is no JSON")

    return json.loads(text, parse_constant=refuse)


def finite(value: object) -> object:
    """What JSON can hold of a value: null for NaN and infinity."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {name: finite(item) for name, item in value.items()}
    return [finite(item) for item in value] if isinstance(value, list) else value


@given(st.lists(st.dictionaries(st.text(), VALUES, max_size=4), max_size=4))
def test_rows_come_back_from_json_lines(tmp_path_factory, rows):
    path = tmp_path_factory.getbasetemp() / "rows.jsonl"
    assert tables.write_rows(rows, path) == len(rows)
    content = path.read_bytes()
    assert content.count(b"\n") == len(rows) and b"\r" not in content  # one line a row, whatever separators a text holds
    assert [strict(line) for line in content.decode("utf8").split("\n")[:-1]] == [finite(row) for row in rows]


@given(st.dictionaries(st.text(), VALUES, max_size=4))
def test_an_object_comes_back(tmp_path_factory, value):
    path = tmp_path_factory.getbasetemp() / "object.json"
    tables.write_object(value, path)
    assert strict(path.read_text(encoding="utf8")) == finite(value)


def test_texts_are_written_as_they_read(tmp_path):
    tables.write_rows([{"text": "雨 é 😀 <b>"}], tmp_path / "a.jsonl")
    assert "雨 é 😀 <b>" in (tmp_path / "a.jsonl").read_text(encoding="utf8")


HOUR = dt.datetime(2024, 3, 1, 8, 30)
COLUMNS = {  # an Arrow column of one value and a null; the value in JSON; the cell in CSV
    "integer": (pa.array([2**63, None], pa.uint64()), 2**63, str(2**63)),
    "float": (pa.array([0.5, None]), 0.5, "0.5"),
    "not a number": (pa.array([math.nan, None], from_pandas=False), None, "nan"),
    "text": (pa.array(['a "quoted",\nline', None]), 'a "quoted",\nline', 'a "quoted",\nline'),
    "text view": (pa.array(["a", None], pa.string_view()), "a", "a"),
    "category": (pa.array(["a", None]).dictionary_encode(), "a", "a"),
    "boolean": (pa.array([True, None]), True, "true"),
    "nothing": (pa.nulls(2), None, ""),
    "date": (pa.array([HOUR.date(), None]), "2024-03-01", "2024-03-01"),
    "time": (pa.array([HOUR, None], pa.timestamp("s")), "2024-03-01T08:30:00", "2024-03-01 08:30:00"),
    "zoned time": (pa.array([HOUR, None], pa.timestamp("s", "Asia/Tokyo")), "2024-03-01T17:30:00+09:00", "2024-03-01 17:30:00+0900"),
    "decimal": (pa.array([decimal.Decimal("1.50"), None]), "1.50", "1.50"),
    "bytes": (pa.array([b"\xff\x00", None]), "ff00", "ff00"),
    "list": (pa.array([["a", None], None]), ["a", None], '["a", null]'),
    "list of floats": (pa.array([[0.5, math.nan], None]), [0.5, None], "[0.5, null]"),
    "structure": (pa.array([{"a": 1, "b": ["雨"]}, None]), {"a": 1, "b": ["雨"]}, '{"a": 1, "b": ["雨"]}'),
    "uuid": (
        pa.ExtensionArray.from_storage(pa.uuid(), pa.array([bytes(16), None], pa.binary(16))),
        "00000000-0000-0000-0000-000000000000", "00000000-0000-0000-0000-000000000000",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("column", "value", "cell"), COLUMNS.values(), ids=COLUMNS)
def test_columns_of_every_type(tmp_path, column, value, cell):
    table = pa.table({"text": ["x", "y"], "column": column})
    for form in ("jsonl", "csv", "parquet"):
        tables.write_table(table, tmp_path / f"a.{form}")
    rows = [strict(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf8").splitlines()]
    assert rows == [{"text": "x", "column": value}, {"text": "y", "column": None}]
    with open(tmp_path / "a.csv", encoding="utf8", newline="") as file:
        assert list(csv.DictReader(file)) == [{"text": "x", "column": cell}, {"text": "y", "column": ""}]
    same = pyarrow.parquet.read_table(tmp_path / "a.parquet").column("column").to_pylist()
    assert str(same) == str(table.column("column").to_pylist())


def test_a_type_without_a_form_is_the_users_to_solve(tmp_path):
    table = pa.table({"text": ["x"], "column": pa.array([(1, 2, 3)], pa.month_day_nano_interval())})
    with pytest.raises(OutputError, match=r"a\.parquet: a column has no form in \.parquet: .*month_day_nano.* \(use --format jsonl\)$"):
        tables.write_table(table, tmp_path / "a.parquet")
    tables.write_table(table, tmp_path / "a.jsonl")
    tables.write_table(table, tmp_path / "a.csv")


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_no_rows_are_no_error(tmp_path, form):
    table = pa.table({"text": pa.array([], pa.string()), "tags": pa.array([], pa.list_(pa.string()))})
    tables.write_table(table, tmp_path / f"a.{form}")
    assert (tmp_path / f"a.{form}").exists()


def test_many_rows_in_their_order(tmp_path):
    ids = list(range(3 * tables.ROWS + 1))
    tables.write_table(pa.table({"id": ids}), tmp_path / "a.jsonl")
    assert [json.loads(line)["id"] for line in open(tmp_path / "a.jsonl")] == ids  # noqa: SIM115


# -- the table of names

NAMES = [
    dict(name="Khamsouk", aliases=[
        dict(text="Khamsouk", score=1.0, documents=["a", "b"]), dict(text='Kan "Suk", the', score=0.9, documents=["c"]),
    ]),
    dict(name="梁文昭", aliases=[dict(text="Liang Wenzhao", score=0.99, documents=["a"])]),
]  # fmt: skip


def test_names_as_json_lines(tmp_path):
    tables.write_names(NAMES, tmp_path / "n.jsonl")
    assert [json.loads(line) for line in (tmp_path / "n.jsonl").read_text(encoding="utf8").splitlines()] == NAMES


def test_names_as_csv_have_a_line_for_each_spelling(tmp_path):
    tables.write_names(NAMES, tmp_path / "n.csv")
    with open(tmp_path / "n.csv", encoding="utf8", newline="") as file:
        assert list(csv.reader(file)) == [
            ["name", "alias", "score", "documents"],
            ["Khamsouk", "Khamsouk", "1.0", "a b"],
            ["Khamsouk", 'Kan "Suk", the', "0.9", "c"],
            ["梁文昭", "Liang Wenzhao", "0.99", "a"],
        ]


def test_names_replace_an_earlier_table_only_when_they_are_complete(tmp_path):
    tables.write_names(NAMES, tmp_path / "n.csv")
    before = (tmp_path / "n.csv").read_bytes()
    with pytest.raises(KeyError):
        tables.write_names([*NAMES, dict(name="broken")], tmp_path / "n.csv")
    assert (tmp_path / "n.csv").read_bytes() == before and [path.name for path in tmp_path.iterdir()] == ["n.csv"]
    assert stat.S_IMODE((tmp_path / "n.csv").stat().st_mode) & 0o400


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("n.xlsx", "a table of names is written as .jsonl or .csv"),
        ("n", "a table of names is written as .jsonl or .csv"),
        ("nosuch/n.csv", "its folder does not exist"),
        ("folder.csv", "cannot be written"),
    ],
)
def test_files_that_cannot_become_a_table_of_names(tmp_path, name, fault):
    (tmp_path / "folder.csv").mkdir()
    tables.check_names_file(Path(tmp_path / "n.csv"))
    with pytest.raises(OutputError, match=fault) as error:
        tables.check_names_file(tmp_path / name)
    assert error.value.remedy


# -- for a spreadsheet


FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", '=HYPERLINK("http://x")']
PLAIN = ["-5", "+3.25", "-1e9", "1,000", "a=b", "", "'quoted'", "Rain; -3 degrees"]


def test_csv_for_a_spreadsheet_has_a_mark_and_no_formula(tmp_path):
    table = pa.table({"text": FORMULAS + PLAIN, "=n": list(range(len(FORMULAS + PLAIN)))})
    with tables.writer(tmp_path / "t.csv", spreadsheet=True) as write:
        write(table)
    content = (tmp_path / "t.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and not content[3:].startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines(keepends=True)))
    assert [row["text"].replace("\r\n", "\n") for row in rows] == [f"'{cell}" for cell in FORMULAS] + PLAIN
    assert list(rows[0]) == ["text", "'=n"]


def test_csv_for_a_spreadsheet_is_read_back_as_it_was(tmp_path):
    cells = [*FORMULAS, *PLAIN[:5], "'=quoted", "''=twice", "'-5", "'", "''", "'a"]
    table = pa.table({"text": cells, "=n": cells, "'=n": cells})
    for path, spreadsheet in ((tmp_path / "t.csv", True), (tmp_path / "plain.csv", False)):
        with tables.writer(path, spreadsheet=spreadsheet) as write:
            write(table)
        assert list(tables.read_rows(path)) == table.to_pylist()
        assert tables.Rows(path).take(len(cells)).equals(table)
    written = list(csv.DictReader((tmp_path / "t.csv").read_text(encoding="utf-8-sig").splitlines(keepends=True)))
    assert {"''=quoted", "'''=twice", "''-5"} < {row["text"] for row in written}


def test_other_csv_and_other_formats_are_as_they_were(tmp_path):
    table = pa.table({"text": FORMULAS})
    for suffix, spreadsheet in ((".csv", False), (".parquet", True), (".jsonl", True)):
        with tables.writer(tmp_path / f"t{suffix}", spreadsheet=spreadsheet) as write:
            write(table)
        assert [row["text"] for row in tables.read_rows(tmp_path / f"t{suffix}")] == FORMULAS


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_rows_are_taken_as_they_are_asked_for(tmp_path, suffix):
    table = pa.table({"id": [str(k) for k in range(3000)], "text": [None if k % 3 == 0 else f"line\n{k}" for k in range(3000)]})
    tables.write_table(table, tmp_path / f"t{suffix}")
    rows = tables.Rows(tmp_path / f"t{suffix}")
    assert rows.names == ["id", "text"]
    assert pa.concat_tables([rows.take(count) for count in (0, 1, 1500, 1499)]).to_pylist() == table.to_pylist()


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_pairs_and_names_come_back_from_every_format(tmp_path, form):
    pairs = [dict(left="a", right="b", label="exact", probability=1.0, evidence={}),
             dict(left="a", right="c", label="related", probability=0.25, evidence=dict(features=dict(x=None, y=0.5)))]  # fmt: skip
    listings.write_pairs(pairs, tmp_path / f"pairs.{form}", pa.string())
    found = [{**row, "probability": float(row["probability"])} for row in listings.read_pairs(tmp_path / f"pairs.{form}")]
    assert found == pairs
    aliases = [dict(text="Khamsouk", score=1.0, documents=["a b", "c"]), dict(text="Kansu", score=0.5, documents=["d"])]
    names = [dict(name="Khamsouk", aliases=aliases)]
    listings.write_names(names, tmp_path / f"names.{form}", pa.string())
    assert listings.read_names(tmp_path / f"names.{form}") == names


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_no_pairs_are_a_table_with_its_columns(tmp_path, form):
    listings.write_pairs([], tmp_path / f"pairs.{form}", pa.int64())
    rows = tables.Rows(tmp_path / f"pairs.{form}")
    assert rows.names == ["left", "right", "label", "probability", "evidence"] and len(rows.take(0)) == 0
