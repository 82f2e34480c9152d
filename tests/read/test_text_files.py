"""Folders of text files: which are read, in which order, and what their ids are."""

from __future__ import annotations

import builtins
import gzip

import pytest

from dedup import read
from dedup.errors import DataError


def test_a_folder_in_sorted_order_with_paths_for_ids(put) -> None:
    for name in (
        "d/b.txt",
        "d/a/z.txt",
        "d/a.TXT",
        "d/a/y.txt.gz",
        "d/.hidden.txt",
        "d/.cache/x.txt",
        "d/notes.md",
    ):
        put(name, gzip.compress(name.encode()) if name.endswith(".gz") else name)
    corpus = read.read("d")
    assert corpus.ids == ["a/y.txt.gz", "a/z.txt", "a.TXT", "b.txt"]
    assert corpus.table.to_pydict() == {"id": corpus.ids, "text": [f"d/{id}" for id in corpus.ids]}


def test_ids_start_from_what_several_folders_share(put) -> None:
    for name in ("d/one/a.txt", "d/two/a.txt", "d/two/b.txt"):
        put(name, name)
    assert read.read(["d/one", "d/two"]).ids == ["one/a.txt", "two/a.txt", "two/b.txt"]
    assert read.read(["d/two/b.txt", "d/one/a.txt"]).ids == ["two/b.txt", "one/a.txt"]
    assert read.read("d/t*/*.txt").ids == ["two/a.txt", "two/b.txt"]
    assert read.read("d/one/a.txt").ids == ["a.txt"]


def test_text_comes_as_it_is_but_for_the_byte_order_mark(put) -> None:
    put("d/a.txt", "\ufeff a\r\n\tb\n")
    put("d/empty.txt", "")
    assert read.read("d").texts.to_pylist() == [" a\r\n\tb\n", ""]


def test_the_same_file_twice(put, refusal) -> None:
    put("d/a.txt", "a")
    assert refusal(["d", "d/a.txt"]).startswith("d/a.txt: comes 2 times among the inputs (")


def test_bytes_that_are_not_utf8(put, refusal) -> None:
    put("d/a.txt", "good")
    put("d/b.txt", b"one\ntwo\ncaf\xe9\n")
    put("d/c.txt.gz", gzip.compress(b"three" * 99)[:-20])
    assert refusal("d").startswith("d/b.txt:3: not UTF-8 (convert it to UTF-8, or")
    corpus = read.read("d", skip_bad=True)
    assert corpus.ids == ["a.txt"] and corpus.skipped == ["d/b.txt:3: not UTF-8", "d/c.txt.gz: truncated gzip data"]


def test_a_file_that_may_not_be_read(put, refusal, monkeypatch) -> None:
    put("d/a.txt", "good")
    put("d/b.txt", "secret")
    real = builtins.open

    def deny(path, *args, **options):
        if str(path).endswith(("b.txt", "b.jsonl")):
            raise PermissionError(13, "Permission denied")
        return real(path, *args, **options)

    monkeypatch.setattr(builtins, "open", deny)
    assert refusal("d") == "d/b.txt: cannot be read: Permission denied (check the file and its permissions)"
    assert read.read("d", skip_bad=True).ids == ["a.txt"]
    assert refusal(put_jsonl(put), skip_bad=True).startswith("b.jsonl: cannot be read: Permission denied")


def put_jsonl(put):
    from pathlib import Path

    Path("b.jsonl").touch()
    return "b.jsonl"


def test_one_text_file(put) -> None:
    assert read.text_file(put("a.md", "\ufeffwords\n")) == "words\n"
    for bad in (put("b.txt", b"\xff"), "nosuch.txt", "."):
        with pytest.raises(DataError) as caught:
            read.text_file(bad)
        assert str(caught.value).startswith(str(bad))


def test_digests(put) -> None:
    put("d/a.txt", "a")
    put("d/b.txt", "b")
    before = read.read(["d", put("c.txt", "c")]).digests
    assert list(before) == ["d", "c.txt"] and before["c.txt"] == "12d8bdd17f74de858c40219a46b9f81b"
    put("d/b.txt", "B")
    after = read.read(["d", "c.txt"]).digests
    assert after["d"] != before["d"] and after["c.txt"] == before["c.txt"]
