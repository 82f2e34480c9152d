"""Records of which each has other keys: a table of them would be the square of their size."""

from __future__ import annotations

import json

import pytest

from dedup import read
from dedup.read import json_lines, sparse


def differing(count: int) -> list[dict]:
    return [{"id": str(k), "text": "a", f"k{k}": k} for k in range(count)]


def lines(records: list[dict]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


LINE = "a key that no record before has, 'k{}', where there are {:,} different ones already (put such values under one key, as a list of"


@pytest.mark.parametrize("where", ["top", "inside", "in lists"])
def test_keys_that_differ_in_each_record_are_refused_at_last(put, refusal, where):
    def record(k: int) -> dict:
        inner = {f"k{k}": k}
        return {"text": "a"} | (inner if where == "top" else {"more": inner} if where == "inside" else {"more": [inner]})

    given, least = list(map(record, range(3000))), sparse.MOST - (1 if where == "top" else 2)
    line = LINE.format(least, sparse.MOST)
    assert refusal(put("a.jsonl", lines(given))).startswith(f"a.jsonl:{least + 1}: {line}")
    assert refusal(given).startswith(f"record {least + 1}: {line}")
    assert len(read.read(put("a.jsonl", lines(given)), skip_bad=True)) == len(read.read(given, skip_bad=True)) == least


def test_so_they_are_where_they_come_block_by_block(put, refusal, monkeypatch):
    from dedup.read import raw

    monkeypatch.setattr(raw, "BLOCK", 4096)
    assert refusal(put("a.jsonl", lines(differing(3000)))).startswith(f"a.jsonl:{sparse.MOST - 1}: a key that no record before has, ")


def test_records_that_have_all_of_many_keys_are_read(put):
    wide = [{"text": "a"} | {f"k{k}": k for k in range(3 * sparse.MOST)} for _ in range(3)]
    for source in (put("a.jsonl", lines(wide)), wide):
        assert read.read(source).table.num_columns == 3 * sparse.MOST + 1
    half = [{"text": "a"} | {f"k{k}": k for k in range(own, own + 900)} for own in range(0, 3000, 100)]
    assert len(read.read(put("b.jsonl", lines(half)))) == len(read.read(half)) == 30


def test_few_that_differ_stay_with_arrow(put, monkeypatch):
    monkeypatch.setattr(json_lines, "_by_lines", None)
    assert len(read.read(put("a.jsonl", lines(differing(500))))) == 500


def test_what_a_sample_lets_expect():
    assert sparse.expected(differing(100), 1000) == (102 + 900, 3)
    assert sparse.expected([{"a": 1, "b": {"c": 1}}] * 10, 1000) == (3, 3)


def test_columns_of_nulls_are_there_if_they_are_named(put, monkeypatch):
    from dedup.read import raw

    records = [{"text": "a", "day": "x"}] * 40 + [{"text": "b", "day": None}] * 40 + [{"text": 'c "day"'}] * 40
    monkeypatch.setattr(raw, "BLOCK", 512)
    assert read.read(put("a.jsonl", lines(records))).table.column("day").null_count == 80
