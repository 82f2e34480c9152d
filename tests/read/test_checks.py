"""Which columns are the text and the id, and ids that are missing or repeat."""

from __future__ import annotations

import uuid

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import read
from dedup.read.checks import Seen


@pytest.mark.parametrize(
    ("names", "text", "id"),
    [
        (["id", "text", "content"], "text", "id"),
        (["Document", "Body", "UID"], "Body", "UID"),
        (["TEXT", "text", "_id", "doc_id"], "text", "doc_id"),
        (["content", "url"], "content", None),
    ],
)
def test_usual_names(names, text, id) -> None:
    corpus = read.read([{name: f"in {name}" for name in names}])
    assert corpus.text_column == text and corpus.ids == [f"in {id}" if id else "0"]


def test_named_columns(refusal) -> None:
    records = [{"id": 1, "text": "a", "key": "x", "Titel": "b"}]
    corpus = read.read(records, text="Titel", id="key")
    assert corpus.text_column == "Titel" and corpus.ids == ["x"]
    assert refusal(records, text="titel").startswith("no column 'titel'; the columns are: id, text, key, Titel (name")
    assert refusal(records, id="Key").startswith("no column 'Key'; the columns are: id, text, key, Titel (name")
    assert refusal([{"a": 1}]).startswith("no text column; the columns are: a (name the column with --text COL)")


@pytest.mark.parametrize(
    ("values", "ids"),
    [
        ([1, 2], ["1", "2"]),
        ([1.0, 2.5], ["1", "2.5"]),
        ([True, "x"], ["true", "x"]),
        ([2**63, 1], [str(2**63), "1"]),
        ([b"\x01\xff", b"a"], ["01ff", "61"]),
        (pa.array(["x", "y"]).dictionary_encode(), ["x", "y"]),
        (pa.ExtensionArray.from_storage(pa.uuid(), pa.array([bytes(16), bytes(15) + b"1"], pa.binary(16))),
         [str(uuid.UUID(int=0)), str(uuid.UUID(int=49))]),
    ],
)  # fmt: skip
def test_ids_become_strings(values, ids) -> None:
    source = (
        [{"text": "a", "id": v} for v in values] if isinstance(values, list) else pa.table({"text": ["a", "b"], "id": values})
    )
    assert read.read(source).ids == ids


def test_chunks_of_one_document_are_numbered(put, refusal) -> None:
    path = put("a.jsonl", '{"doc_id": "a", "text": "part one"}\n{"doc_id": "a", "text": "part two"}\n')
    assert "--id row" in refusal(path)
    assert read.read(path, id="row").ids == ["0", "1"]
    assert read.read([{"row": "x", "text": "a"}, {"row": "y", "text": "b"}], id="row").ids == ["x", "y"]  # a column of that name
    assert read.read([{"text": "a"}, {"text": 5}, {"text": "c"}], id="row", skip_bad=True).ids == ["0", "1"]


def test_missing_ids(refusal) -> None:
    for missing in (None, "", float("nan")):
        records = [{"id": 1.0 if isinstance(missing, float) else "1", "text": "a"}, {"id": missing, "text": "b"}]
        assert refusal(records).startswith("record 2: no id: 'id' is missing or empty (correct it, name another column with --id")
        corpus = read.read(records, skip_bad=True)
        assert corpus.ids == ["1"] and corpus.skipped == ["record 2: no id: 'id' is missing or empty"]
    assert refusal([{"id": 1, "text": "a"}, {"text": "b"}]).startswith("record 2: no id")


def test_repeats_in_other_blocks_and_files(put, refusal, small_blocks) -> None:
    put("a.jsonl", "".join(f'{{"id":{i},"text":"some words"}}\n' for i in range(50)))
    put("b.jsonl", '{"id":99,"text":"x"}\n\n{"id":"7","text":"y"}\n{"id":8,"text":"z"}\n')
    assert refusal(["a.jsonl", "b.jsonl"]).startswith("b.jsonl:3: id '7' repeats that of an earlier record (")
    corpus = read.read(["a.jsonl", "b.jsonl"], skip_bad=True)
    assert len(corpus) == 51 and [line.split(":")[1] for line in corpus.skipped] == ["3", "4"]


def test_an_id_of_a_record_that_was_left_out_may_come_again() -> None:
    records = [{"id": 1, "text": "a"}, {"id": 2, "text": 5}, {"id": 2, "text": "b"}]
    assert read.read(records, skip_bad=True).ids == ["1", "2"]


def test_generated_ids_number_the_records_that_stay(put) -> None:
    corpus = read.read(put("a.jsonl", '{"text":"a"}\nbroken\n{"text":"b"}\n'), skip_bad=True)
    assert corpus.ids == ["0", "1"]


def test_a_better_column_that_comes_too_late(put, refusal, small_blocks) -> None:
    start = '{"body":"some words in a body"}\n' * 5
    assert refusal(put("a.jsonl", start + '{"text":"x"}\n')).startswith(
        "a.jsonl: column 'text' begins here, after 'body' was taken"
    )
    assert refusal(put("b.jsonl", start + '{"body":"x","id":1}\n')).startswith(
        "b.jsonl: column 'id' begins here, the records before"
    )
    assert len(read.read("a.jsonl", text="body")) == 6


def test_a_later_file_without_the_text(put, refusal) -> None:
    put("a.jsonl", '{"text":"a","day":"2020-01-01"}\n')
    put("b.jsonl", '{"body":"b"}\n')
    assert refusal(["a.jsonl", "b.jsonl"]).startswith("b.jsonl: no column 'text'; the columns are: body")
    put("b.jsonl", '{"text":null}\n')
    assert read.read(["a.jsonl", "b.jsonl"]).texts.to_pylist() == ["a", None]


def test_texts_that_are_no_strings(put, refusal, small_blocks) -> None:
    assert refusal(put("a.jsonl", '{"text":null}\n{"text":["a"]}\n')).startswith("a.jsonl:2: column 'text' holds list<")
    put("b.jsonl", '{"text":"words and words and words and words and words"}\n' * 3 + '{"text":5}\n' * 9)
    assert refusal("b.jsonl").startswith("b.jsonl:4: 'text' is not a string but a number (")
    corpus = read.read("b.jsonl", skip_bad=True)
    assert len(corpus) == 3 and len(corpus.skipped) == 9


@given(st.lists(st.lists(st.sampled_from([f"id {i}" for i in range(40)]), max_size=12), max_size=12))
def test_repeats_are_those_of_a_set(batches: list[list[str]]) -> None:
    seen, known = Seen(), set()
    for ids in batches:
        expected = []
        for position, id in enumerate(ids):
            expected += [position] if id in known else []
            known.add(id)
        assert seen.repeats(ids) == expected
