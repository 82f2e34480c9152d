"""What the text is put together of: columns, paths into objects, the messages of a chat."""

from __future__ import annotations

import json

import pyarrow as pa
import pyarrow.parquet
import pytest

from dedup import read
from dedup.errors import UsageError

TASKS = [
    {"id": 1, "instruction": "Name a river.", "input": None, "output": "The Oder."},
    {"id": 2, "instruction": "Add.", "input": "1 and 2", "output": "3"},
]
CHATS = [
    {"id": "a", "messages": [{"role": "user", "content": "Is it late?"}, {"role": "assistant", "content": "It is ten."}]},
    {"id": "b", "messages": [{"role": "user", "content": None}, {"role": "assistant", "content": "Yes."}]},
    {"id": "c", "messages": []},
    {"id": "d", "messages": None},
]
SAID = ["Is it late?\nIt is ten.", "Yes.", "", ""]


def lines(records: list[dict]) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def test_several_columns_are_joined(put, refusal) -> None:
    path = put("a.jsonl", lines(TASKS))
    corpus = read.read(path, text=["instruction", "input", "output"])
    assert corpus.texts.to_pylist() == ["Name a river.\nThe Oder.", "Add.\n1 and 2\n3"]
    assert corpus.table.to_pylist() == TASKS and corpus.text_column == "instruction + input + output"
    assert read.read(path, text=("output",)).texts.to_pylist() == ["The Oder.", "3"]
    assert refusal(path, text=["output", "answer"]).startswith("a.jsonl: no column 'answer'; the columns are: id, instruction, input")
    assert refusal(lines_with := [*TASKS, {"id": 3, "instruction": 5, "output": "x"}], text=["instruction", "output"]).startswith(
        "record 3: 'instruction' is not a string but a number ("
    )
    corpus = read.read(lines_with, text=["instruction", "output"], skip_bad=True)
    assert corpus.ids == ["1", "2"] and len(corpus.texts) == 2


@pytest.mark.parametrize("wrong", [[], [5], [None]])
def test_what_names_no_columns(wrong) -> None:
    with pytest.raises(UsageError, match="names no columns"):
        read.read(TASKS, text=wrong)


def test_members_of_objects(put, refusal) -> None:
    records = [{"id": 1, "meta": {"body": "a", "more": {"title": "t"}}}, {"id": 2, "meta": None}, {"id": 3, "meta": {"body": None}}]
    path = put("a.jsonl", lines(records))
    assert read.read(path, text="meta.body").texts.to_pylist() == ["a", "", ""]
    assert read.read(path, text=["meta.more.title", "meta.body"]).texts.to_pylist() == ["t\na", "", ""]
    assert refusal(path).startswith("a.jsonl: no text column; the columns are: id, meta.body, meta.more.title (name the column")
    assert refusal(path, text="meta.text").startswith("a.jsonl: no column 'meta.text'; the columns are: id, meta.body")
    table = pa.Table.from_pylist(records)
    pa.parquet.write_table(table, "a.parquet")
    assert read.read("a.parquet", text="meta.body").texts.to_pylist() == ["a", "", ""]
    assert read.read([{"meta.body": "own", "meta": {"body": "a"}}], text="meta.body").texts.to_pylist() == ["own"]


def test_members_of_objects_that_are_kept_as_json_text(put, refusal) -> None:
    records = [{"id": 1, "meta": {"body": "a", "tags": [1]}}, {"id": 2, "meta": {"body": "b", "tags": ["x", 2]}}]
    assert read.read(put("a.jsonl", lines(records)), text="meta.body").texts.to_pylist() == ["a", "b"]
    records.append({"id": 3, "meta": "no object"})
    assert refusal(put("b.jsonl", lines(records)), text="meta.body").startswith("b.jsonl:3: 'meta.body' is not a string")
    assert read.read("b.jsonl", text="meta.body", skip_bad=True).ids == ["1", "2"]


def test_messages_are_the_text_where_there_is_no_other(put) -> None:
    path = put("a.jsonl", lines(CHATS))
    for corpus in (read.read(path), read.read(CHATS), read.read(pa.Table.from_pylist(CHATS)), read.read(path, text="messages")):
        assert corpus.texts.to_pylist() == SAID and corpus.ids == list("abcd")
    assert read.read([{"text": "t", "messages": CHATS[0]["messages"]}]).texts.to_pylist() == ["t"]
    assert read.read(path, text=["id", "messages"]).texts.to_pylist()[:2] == ["a\n" + SAID[0], "b\nYes."]


def test_messages_of_parts(put, refusal) -> None:
    parts = [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": {"url": "x"}}]
    chats = [*CHATS, {"id": "e", "messages": [{"role": "user", "content": parts}]}]
    assert read.read(put("a.jsonl", lines(chats))).texts.to_pylist() == [*SAID, "What is this?"]
    wrong = [*CHATS, {"id": "e", "messages": [{"role": "user", "content": 5}]}]
    told = "'messages' is not a string but a list that is no chat: its items are objects with role and content"
    assert refusal(put("b.jsonl", lines(wrong))).startswith(f"b.jsonl:5: {told} (")


def test_lists_that_are_no_chat(put, refusal) -> None:
    assert refusal([{"messages": ["a", "b"]}]).startswith("record 1: column 'messages' holds list<")
    assert refusal([{"messages": [{"said": "a"}]}]).startswith("record 1: column 'messages' holds list<")


def test_columns_of_categories_and_of_large_strings_are_joined() -> None:
    table = pa.table({"a": pa.array(["x", "y"]).dictionary_encode(), "b": pa.array(["p", None], pa.large_string())})
    assert read.read(table, text=["a", "b"]).texts.to_pylist() == ["x\np", "y"]


def test_the_mapped_file_has_the_joined_texts(put, small_blocks, tmp_path) -> None:
    from dedup import intake

    path = put("a.jsonl", lines(TASKS + [{"id": k, "instruction": f"Say {k}.", "output": "<b>k</b>", "new": k} for k in range(3, 30)]))
    corpus, packed = intake.mapped([path], tmp_path, wanted=read.Wanted(["instruction", "output"]), lines=True)
    assert corpus.texts.to_pylist()[:3] == ["Name a river.\nThe Oder.", "Add.\n3", "Say 3.\n<b>k</b>"]
    assert bytes(packed.buffer[packed.start[2] : packed.stop[2]]) == b"Say 3.\nk"


def test_a_chat_without_messages_is_an_empty_document(put):
    for more in ([], [{"messages": [{"role": "user", "content": "What is dew?"}]}]):
        records = [{"messages": []}, *more, {"messages": []}]
        assert read.read(put("a.jsonl", lines(records))).texts.to_pylist() == ["", *["What is dew?"] * len(more), ""]


@pytest.mark.parametrize(
    ("value", "told"),
    [([], "an empty list"), ([1], "a list that is no chat: its items are objects with role and content"), ({"a": 1}, "an object"),
     (5, "a number"), (0.5, "a number"), (True, "true or false")],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("path", ["text", "meta.body"])
def test_what_is_no_text_is_said(put, refusal, value, told, path):
    records = [{"text": "A ferry."}, {"text": value}] if path == "text" else [{"meta": {"body": "A ferry."}}, {"meta": {"body": value}}]
    if (path, value) != ("meta.body", []):  # a chat without messages
        assert refusal(put("a.jsonl", lines(records)), text=path).startswith(f"a.jsonl:2: {path!r} is not a string but {told} (")


def test_long_names_and_many_are_cut_in_errors(put, refusal):
    long = "n" * 10_000
    many = {f"c{k}": "a" for k in range(5000)}
    for record, text in (({long: "a"}, None), ({"text": "a"}, long), (many, None), ({long: [1], "id": 1}, long)):
        assert len(refusal(put("a.jsonl", lines([record])), text=text)) < 700
    assert "in all) (name the column with --text COL)" in refusal(put("b.csv", f"{','.join(many)}\n{','.join(many.values())}\n"))
