"""JSON lines come back as they were written, whichever parser read them and wherever the blocks were cut."""

from __future__ import annotations

import gzip
import io
import json
import math
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import read
from dedup.read import json_lines, raw


def lines(records: list[Any]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def rows(source: Any, **options: Any) -> list[dict[str, Any]]:
    return read.read(source, **options).table.to_pylist()


def same(value: Any, got: Any) -> bool:
    """Whether a value came back: as it was, with nulls for what its neighbours have, or as its JSON text."""
    if value is None or got is None:
        return value is None and got is None
    if isinstance(got, str) and not isinstance(value, str):
        return same(value, json.loads(got))
    if isinstance(value, dict):
        return all(same(value.get(name), got.get(name)) for name in {*value, *got})
    if isinstance(value, list):
        return len(value) == len(got) and all(map(same, value, got))
    return value == got and isinstance(value, bool) == isinstance(got, bool) and isinstance(value, str) == isinstance(got, str)


NAMES = st.sampled_from(["a", "b", "ключ", "2020-01-01", ""])
LEAVES = (
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.integers(-9, 9) | st.text(max_size=5)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "2020-01-01", "2020-01-01T10:00:00Z", "1", "null", "{", "\\", '"', "\u2028"])
)  # fmt: skip
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=6)
RECORDS = st.lists(st.dictionaries(NAMES, VALUES, max_size=4), min_size=1, max_size=8)


@given(records=RECORDS, size=st.sampled_from([32, 200, 1 << 20]), ascii_=st.booleans())
@settings(max_examples=150)
def test_records_come_back_in_order(records: list[dict[str, Any]], size: int, ascii_: bool) -> None:
    for number, record in enumerate(records):
        record |= {"text": f"t{number}", "id": number}
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr("dedup.read.raw.BLOCK", size)
        path = Path(folder, "a.jsonl")
        path.write_text("".join(json.dumps(record, ensure_ascii=ascii_) + "\n" for record in records), encoding="utf8")
        corpus = read.read(path)
    got = corpus.table.to_pylist()
    assert corpus.ids == [str(number) for number in range(len(records))]
    assert len(got) == len(records) and all(map(same, records, got))


@given(records=RECORDS)
def test_both_parsers_give_the_same_table(records: list[dict[str, Any]]) -> None:
    records = [{"text": "t", **record} for record in records]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder, "a.jsonl")
        path.write_text(lines(records), encoding="utf8")
        fast = read.read(path).table
        patch.setattr(json_lines.Lines, "are_plain", lambda self: False)
        slow = read.read(path).table
    assert fast.schema == slow.schema
    assert fast.to_pylist() == slow.to_pylist()


@given(records=RECORDS, size=st.sampled_from([16, 64, 256]))
def test_where_blocks_are_cut_does_not_matter(records: list[dict[str, Any]], size: int) -> None:
    records = [{"text": "t", **record} for record in records]
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path = Path(folder, "a.jsonl")
        path.write_text(lines(records), encoding="utf8")
        once = read.read(path).table
        patch.setattr("dedup.read.raw.BLOCK", size)
        often = read.read(path).table
    assert [field.name for field in once.schema] == [field.name for field in often.schema]
    assert once.schema == often.schema
    assert once.to_pylist() == often.to_pylist()


def test_flat_records_take_the_fast_way(put, monkeypatch) -> None:
    monkeypatch.setattr(json_lines, "_by_lines", None)
    path = put("a.jsonl", lines([{"id": i, "text": "x", "when": "2020-01-01", "n": [i], "o": {"p": i / 2}} for i in range(9)]))
    assert rows(path)[8] == {"id": 8, "text": "x", "when": "2020-01-01", "n": [8], "o": {"p": 4.0}}


def test_strings_that_look_like_times_stay_strings(put) -> None:
    record = {
        "n": 1,
        "day": "2020-01-01",
        "text": "x",
        "list": ["2020-01-01T00:00:00Z"],
        "o": {"n": 1, "at": "2020-01-01 10:00:00"},
    }
    table = read.read(put("a.jsonl", lines([record]))).table
    assert table.to_pylist() == [record]
    assert table.column_names == list(record)
    assert [field.name for field in table.schema.field("o").type] == ["n", "at"]


@pytest.mark.parametrize(
    ("values", "type_", "expected"),
    [
        ([1, 2**63 - 1], pa.int64(), None),
        ([1, 2**64 - 1], pa.uint64(), None),
        ([-1, 2**63], pa.string(), ["-1", str(2**63)]),
        ([1, 2.5], pa.float64(), None),
        ([2**53 + 1, 2.5], pa.string(), [str(2**53 + 1), "2.5"]),
        ([1e300, 0.1], pa.float64(), None),
        ([True, 1], pa.string(), ["true", "1"]),
        (["x", 1, None, {"a": 1}], pa.string(), ["x", "1", None, '{"a": 1}']),
        ([[1], [None, 2.5]], pa.list_(pa.float64()), None),
        ([[1], ["x", 2.0]], pa.string(), ["[1]", '["x", 2]']),
        ([{"b": [1], "a": None}, {"a": 1.0}, {"a": "x"}], pa.string(), ['{"b": [1]}', '{"a": 1}', '{"a": "x"}']),
        ([{"a": 1}, {"b": "x"}], pa.struct({"a": pa.int64(), "b": pa.string()}), [{"a": 1, "b": None}, {"a": None, "b": "x"}]),
        ([None, None], pa.null(), None),
    ],
)
@pytest.mark.parametrize("size", [16, 1 << 20])
def test_a_column_takes_the_narrowest_type_that_loses_nothing(put, monkeypatch, values, type_, expected, size) -> None:
    monkeypatch.setattr("dedup.read.raw.BLOCK", size)
    table = read.read(put("a.jsonl", lines([{"text": "t", "v": value} for value in values]))).table
    assert table.schema.field("v").type == type_
    assert table.column("v").to_pylist() == (values if expected is None else expected)


def test_columns_and_kinds_that_come_late(put, small_blocks) -> None:
    records = [{"id": i, "text": "some words", "a": None} for i in range(20)]
    records += [{"id": 20, "text": "x", "a": "2020-01-01", "b": 1}, {"id": 21, "text": "y", "b": 1.5}]
    got = rows(put("a.jsonl", lines(records)))
    assert got == [{"id": r["id"], "text": r["text"], "a": r.get("a"), "b": r.get("b")} for r in records]


def test_lists_of_nulls_that_arrow_breaks(put, monkeypatch) -> None:
    monkeypatch.setattr("dedup.read.raw.BLOCK", 16)
    path = put("a.jsonl", lines([{"text": "t", "o": {"b": None}}, {"text": "t", "o": {"a": [None, None]}}]))
    assert [row["o"] for row in rows(path)] == [{"b": None, "a": None}, {"b": None, "a": [None, None]}]


def test_nan_and_repeated_names_are_read_as_python_reads_them(put) -> None:
    got = rows(put("a.jsonl", '{"text":"a","v":NaN,"w":1,"w":2}\n{"text":"b","v":-Infinity}\n'))
    assert math.isnan(got[0]["v"]) and got[1]["v"] == -math.inf and got[0]["w"] == 2


def test_a_lone_surrogate_becomes_the_replacement_character(put) -> None:
    got = rows(put("a.jsonl", '{"text":"a\\ud800b","n":{"\\udfff":1}}\n{"text":"\\ud83d\\ude00"}\n'))
    assert got == [{"text": "a\ufffdb", "n": {"\ufffd": 1}}, {"text": "😀", "n": None}]


def test_blank_lines_crlf_byte_order_mark_and_a_last_line_without_end(put) -> None:
    path = put("a.jsonl", '\ufeff{"id":1,"text":"a"}\r\n\r\n   \n {"id":2,"text":"b"} \n\n{"id":3,"text":"c"}')
    assert read.read(path).ids == ["1", "2", "3"]


def test_gz_zst_and_several_members(put) -> None:
    content = lines([{"id": i, "text": "x" * i} for i in range(300)]).encode()
    half = content.index(b"\n", len(content) // 2) + 1
    packed = gzip.compress(content[:half]) + gzip.compress(content[half:]) + bytes(512)
    expected = rows(put("a.jsonl", content))
    assert rows(put("a.jsonl.gz", packed)) == expected
    assert rows(put("a.ndjson.zst", pa.compress(content, "zstd", asbytes=True))) == expected


def test_a_line_of_100_mb(put) -> None:
    path = put("a.jsonl", b'{"id":1,"text":"' + b"word " * (20 << 20) + b'"}\n{"id":2,"text":"end"}\n')
    table = read.read(path).table
    assert [len(text) for text in table.column("text").combine_chunks().to_numpy(zero_copy_only=False)] == [100 << 20, 3]


def test_stdin(monkeypatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b'{"text":"a"}\n{"text":"b"}\n')))
    corpus = read.read("-")
    assert corpus.ids == ["0", "1"] and list(corpus.digests) == ["-"] and not sys.stdin.closed


BROKEN = [
    (b'{"id":3,"text":}', "a.jsonl:4: broken JSON: Expecting value (character 16)"),
    (b'{"id":3', "a.jsonl:4: broken JSON"),
    (b"{'id':3}", "a.jsonl:4: broken JSON"),
    (b'{"id":3,"text":"a"},', "a.jsonl:4: broken JSON: Extra data"),
    (b'{"id":3,"text":"a"} {"id":4,"text":"b"}', "a.jsonl:4: broken JSON: Extra data"),
    (b'{"id":3,\n"text":"a"}', "a.jsonl:4: broken JSON"),
    (b'{"id":3,"text":"tab\there"}', "a.jsonl:4: broken JSON: Invalid control character"),
    (b"[1]", "a.jsonl:4: a JSON array where an object is expected"),
    (b"null", "a.jsonl:4: a JSON null where an object is expected"),
    (b'"text"', "a.jsonl:4: a JSON string where an object is expected"),
    (b'{"id":3,"text":"caf\xe9"}', "a.jsonl:4: not UTF-8 (byte 20 of the line)"),
    (b'{"id":3,"text":"a","\xff":1}', "a.jsonl:4: not UTF-8"),
    (b'{"id":3,"text":"a","n":' + b"[" * 60 + b"]" * 60 + b"}", "a.jsonl:4: JSON nested more than 50 levels deep"),
    (b'{"id":3,"text":"a","n":' + b"[" * 99999 + b"]" * 99999 + b"}", "a.jsonl:4: JSON nested more than 50 levels deep"),
    (b'{"id":3,"text":"a","n":' + b'{"a":\n' * 99999 + b"1" + b"}" * 100000, "a.jsonl:4: broken JSON"),
    (b'{"id":3,"text":"a","n":' + b"1" * 5000 + b"}", "a.jsonl:4: JSON that cannot be read"),
]


@pytest.mark.parametrize(("bad", "expected"), BROKEN)
@pytest.mark.parametrize("size", [64, 1 << 24])
def test_a_bad_line_is_named(put, refusal, monkeypatch, bad, expected, size) -> None:
    monkeypatch.setattr("dedup.read.raw.BLOCK", size)
    message = refusal(put("a.jsonl", b'{"id":1,"text":"a"}\n\n{"id":2,"text":"b"}\n' + bad + b'\n{"id":5,"text":"c"}\n'))
    assert message.startswith(expected) and "--skip-bad" in message


def test_bad_lines_are_left_out_and_listed(put) -> None:
    path = put(
        "a.jsonl", b'{"id":1,"text":"a"}\n' + b"\n".join(bad for bad, _ in BROKEN[:3] + BROKEN[7:11]) + b'\n{"id":5,"text":"c"}\n'
    )
    corpus = read.read(path, skip_bad=True)
    assert corpus.ids == ["1", "5"]
    assert [line.split(": ")[0] for line in corpus.skipped] == [f"a.jsonl:{n}" for n in range(2, 9)]


def test_the_line_is_right_deep_in_a_large_file(put, refusal) -> None:
    good = [b'{"id":%d,"text":"%s"}\n' % (i, b"word " * 60) for i in range(60_000)]
    good[51_234] = b"\n"
    content = b"".join([*good, b'{"id":1e,"text":""}\n', *good[:9]])
    assert len(content) > 2 * raw.BLOCK
    assert refusal(put("a.jsonl.gz", gzip.compress(content, 1))).startswith("a.jsonl.gz:60001: broken JSON")


def test_a_json_array_is_refused_even_if_bad_lines_may_go(put, refusal) -> None:
    for content in ('[\n{"text":"a"},\n{"text":"b"}\n]', ' [{"text":"a"}]'):
        assert refusal(put("a.json", content), skip_bad=True).startswith(
            "a.json:1: a JSON array where JSON lines are expected (turn"
        )


def test_a_truncated_gz_names_the_line_and_keeps_what_came_before(put, refusal) -> None:
    packed = gzip.compress(lines([{"id": i, "text": str(i**9)} for i in range(2000)]).encode())
    path = put("a.jsonl.gz", packed[: len(packed) // 2])
    corpus = read.read(path, skip_bad=True)
    assert corpus.ids == [str(i) for i in range(len(corpus))] and 500 < len(corpus) < 1500
    assert corpus.skipped == [f"a.jsonl.gz:{len(corpus) + 1}: truncated gzip data"]
    assert refusal(path).startswith(corpus.skipped[0] + " (copy the file again")


def test_damaged_and_mistaken_compression(put, refusal) -> None:
    packed = bytearray(gzip.compress(lines([{"text": str(i**9)} for i in range(2000)]).encode()))
    packed[len(packed) // 2] ^= 255
    assert "truncated or damaged gzip data" in refusal(put("a.jsonl.gz", bytes(packed)))
    assert refusal(put("b.jsonl.gz", '{"text":"not packed"}')).startswith("b.jsonl.gz:1: truncated or damaged gzip data")
    zstd = pa.compress(lines([{"text": str(i**9)} for i in range(2000)]).encode(), "zstd", asbytes=True)
    assert "truncated or damaged zstd data" in refusal(put("c.jsonl.zst", zstd[:-9]))
