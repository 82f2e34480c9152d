"""CSV and TSV: every cell as it stands, and the line of what is wrong."""

from __future__ import annotations

import csv
import gzip
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import read
from dedup.errors import DataError, UsageError
from dedup.read import delimited

CELLS = st.text(st.characters(codec="utf8", exclude_characters="\0"), max_size=6) | st.sampled_from(
    ['"', "\r\n", ",", "\n\n", " ", "NA"]
)


@given(cells=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=9), arrow=st.booleans(), size=st.sampled_from([99, 1 << 20]))
def test_cells_come_back(cells: list[tuple[str, str]], arrow: bool, size: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("dedup.read.delimited.BLOCK", size)
        patch.setattr("dedup.read.raw.BLOCK", size)
        if not arrow:
            patch.setattr(delimited, "_by_arrow", _nothing)
        path = Path(folder, "a.csv")
        with open(path, "w", encoding="utf8", newline="") as file:
            csv.writer(file).writerows([("text", "other"), *cells])
        table = read.read(path).table
    assert list(zip(*table.to_pydict().values(), strict=True)) == cells


def _nothing(*_):
    yield from ()
    return 0


def test_cells_stay_strings(put) -> None:
    corpus = read.read(put("a.csv", "id,text,n,empty\n007,x,1.50,\n08,y,NA,\n"))
    assert corpus.ids == ["007", "08"]
    assert corpus.table.column("n").to_pylist() == ["1.50", "NA"] and corpus.table.column("empty").to_pylist() == ["", ""]


def test_quoted_newlines_byte_order_mark_and_crlf(put) -> None:
    table = read.read(put("a.csv", '\ufeffid,text\r\n1,"a\r\n\r\nb ""c"""\r\n\r\n2,d')).table
    assert table.to_pylist() == [{"id": "1", "text": 'a\r\n\r\nb "c"'}, {"id": "2", "text": "d"}]


@pytest.mark.parametrize("size", range(20, 60))
def test_a_block_that_ends_inside_a_quoted_newline(put, monkeypatch, size) -> None:
    monkeypatch.setattr("dedup.read.raw.BLOCK", size)
    monkeypatch.setattr("dedup.read.delimited.BLOCK", 200)
    texts = ["a\r\nb", "\r\n\r\n", "c"] * 9
    path = put("a.csv", "text\r\n" + "".join(f'"{text}"\r\n' for text in texts))
    assert read.read(path).texts.to_pylist() == texts


def test_tsv_and_gz(put) -> None:
    assert read.read(put("a.TSV", "id\ttext\n1\ta, b\n")).table.to_pylist() == [{"id": "1", "text": "a, b"}]
    assert read.read(put("a.tsv.gz", gzip.compress(b"id\ttext\n1\ta, b\n"))).table.to_pylist() == [{"id": "1", "text": "a, b"}]


def test_a_cell_larger_than_a_block(put) -> None:
    text = "word\n" * (8 << 20)
    corpus = read.read(put("a.csv", f'id,text\n1,"{text}"\n2,end\n'))
    assert corpus.table.column("text").to_pylist() == [text, "end"]


BAD = [
    ("3", "a.csv:5: a row of length 1 under a header of length 2"),
    ("3,c,d", "a.csv:5: a row of length 3 under a header of length 2"),
    ("1,c", "a.csv:5: id '1' repeats that of an earlier record"),
    (",c", "a.csv:5: no id: 'id' is missing or empty"),
    (b"3,caf\xe9", "a.csv:5: not UTF-8"),
]


@pytest.mark.parametrize(("bad", "expected"), BAD)
def test_a_bad_row_is_named_by_its_line(put, refusal, bad, expected) -> None:
    bad = bad if isinstance(bad, bytes) else bad.encode()
    path = put("a.csv", b'id,text\n1,"a\nb"\n2,c\n' + bad + b"\n9,z\n")
    assert refusal(path).startswith(expected + " (")
    corpus = read.read(path, skip_bad=True)
    assert corpus.ids == ["1", "2", "9"] and corpus.skipped == [expected]


def test_python_takes_over_where_arrow_stopped(put, monkeypatch) -> None:
    monkeypatch.setattr("dedup.read.delimited.BLOCK", 1 << 10)
    out = io.StringIO()
    csv.writer(out).writerows(
        [("id", "text"), *((i, f"a\n{i}" * 9) for i in range(400)), ("x",), *((i, "z") for i in range(400, 500))]
    )
    corpus = read.read(put("a.csv", out.getvalue()), skip_bad=True)
    assert corpus.ids == [str(i) for i in range(500)] and len(corpus.skipped) == 1


def test_no_columns_for_text_and_twice_the_same(put, refusal) -> None:
    assert refusal(put("a.csv", "a;b\n1;2\n")).startswith(
        "a.csv: no text column; the columns are: a;b (name the column with --text"
    )
    assert refusal(put("a.csv", "text,text\n1,2\n")).startswith("a.csv: two columns are called 'text'")
    assert refusal(put("a.csv", b"id,t\xe9xt\n1,2\n")).startswith("a.csv:1: not UTF-8")


OPEN = "a quote opens a cell here and does not end with it"
SWALLOWED = 'id,text\n1,one\n2,"two\n3,three\n4,four\n'


@pytest.mark.parametrize(
    ("content", "line", "ids"),
    [
        (SWALLOWED, 3, ["1", "3", "4"]),
        (SWALLOWED + '5,"five"\n6,six\n', 3, ["1", "3", "4", "5", "6"]),
        ('id,text\n1,"a\n""b"""\n2,"two" and more\n3,three\n', 4, ["1", "3"]),
        ('id,text,note\n1,"a\nb","open\n2,two,x\n', 3, ["2"]),
    ],
)
def test_a_quote_left_open_is_named_by_its_line(put, refusal, content, line, ids) -> None:
    for name, text in (("a.csv", content), ("a.tsv", content.replace(",", "\t"))):
        path = put(name, text)
        assert refusal(path).startswith(f"{name}:{line}: {OPEN}") and "--quoting none" in refusal(path)
        if "note" not in text:  # of the row with two open cells the first line is lost too
            assert read.read(path, skip_bad=True).ids == ids


def test_a_quote_left_open_far_behind(put, refusal, monkeypatch) -> None:
    monkeypatch.setattr("dedup.read.delimited.BLOCK", 1 << 10)
    monkeypatch.setattr("dedup.read.raw.BLOCK", 1 << 9)
    rows = [f'{i},"row, {i}"\n' for i in range(300)]
    rows[200] = '200,"row\n'
    path = put("a.csv", "id,text\n" + "".join(rows))
    assert refusal(path).startswith(f"a.csv:202: {OPEN}")
    corpus = read.read(path, skip_bad=True)
    assert corpus.ids == [str(i) for i in range(300) if i != 200] and len(corpus.skipped) == 1


CASES = Path(__file__).parents[3] / "shared" / "cases" / "8-files"


@pytest.mark.skipif(not CASES.is_dir(), reason="the files that others found trouble with, ../shared/cases/8-files, are not here")
def test_files_that_others_found_trouble_with() -> None:
    for name, line in (("tato.tsv", 12), ("tato2.tsv", 12), ("unb.csv", 3), ("q.tsv", 3)):
        with pytest.raises(DataError, match=f"{name}:{line}: {OPEN}"):
            read.read(CASES / name)
    assert len(read.read(CASES / "tato.tsv", quoting="none")) == len(read.read(CASES / "tato2.tsv", quoting="none")) == 1000
    assert [len(read.read(CASES / f"{name}.csv")) for name in ("semicolon", "semi2", "sep", "pipe", "tab")] == [4, 2, 4, 4, 4]
    with pytest.raises(DataError, match="--id row"):
        read.read(CASES / "chunks.jsonl")
    assert read.read(CASES / "chunks.jsonl", id="row").ids == ["0", "1"]


def test_quotes_as_plain_characters(put, refusal) -> None:
    path = put("a.tsv", 'id\ttext\n1\t"Halt" rief er\n2\t"offen\n')
    assert read.read(path, quoting="none").texts.to_pylist() == ['"Halt" rief er', '"offen']
    assert read.read(put("b.csv", 'id,text\n1,a "quoted" word\n2,5" pipe\n')).texts.to_pylist() == ['a "quoted" word', '5" pipe']


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        ("id;text\n1;a, b\n2;c\n", ["a, b", "c"]),
        ('"id";"text"\n1;"a; b"\n2;c\n', ["a; b", "c"]),
        ("id\ttext\n1\ta, b\n2\tc\n", ["a, b", "c"]),
        ("id|text\n1|a, b\n2|c\n", ["a, b", "c"]),
        ("sep=;\r\nid;text\r\n1;a, b\r\n2;c\r\n", ["a, b", "c"]),
        ("\ufeffsep=;\nid;text\n1;a, b\n2;c\n", ["a, b", "c"]),
        ("id,a;b,text\n1,x,a\n2,y,c\n", ["a", "c"]),
    ],
)
def test_separators_are_recognised_by_the_text_column(put, content, texts) -> None:
    assert read.read(put("a.csv", content)).texts.to_pylist() == texts


def test_a_separator_that_is_named(put, refusal) -> None:
    path = put("a.csv", "id~text\n1~a, b\n")
    assert read.read(path, delimiter="~").texts.to_pylist() == ["a, b"]
    assert read.read(put("b.csv", "id\ttext\n1\ta\n"), delimiter="tab").ids == ["1"]
    assert refusal(put("c.csv", "id;words\n1;a\n")).endswith("(name the column with --text COL, or name the separator with --delimiter)")
    assert "name the separator with --delimiter" in refusal(put("d.csv", "id;words\n1;a, b\n"))
    assert read.read("d.csv", text="words").texts.to_pylist() == ["a, b"]


@pytest.mark.parametrize("wrong", ["", ";;", "ä", '"', "\n"])
def test_what_separates_no_cells(put, wrong) -> None:
    with pytest.raises(UsageError, match="separates no cells"):
        read.read(put("a.csv", "text\nx\n"), delimiter=wrong)
    with pytest.raises(UsageError, match="quoting='all' is not known"):
        read.read("a.csv", quoting="all")


def test_a_truncated_gz(put, refusal) -> None:
    packed = gzip.compress(b"id,text\n" + b"".join(b"%d,%d\n" % (i, i**9) for i in range(2000)))
    path = put("a.csv.gz", packed[: len(packed) // 2])
    corpus = read.read(path, skip_bad=True)
    assert 500 < len(corpus) < 1500 and "truncated gzip data" in corpus.skipped[-1]
    assert "truncated gzip data" in refusal(path) or "a row of length" in refusal(path)
