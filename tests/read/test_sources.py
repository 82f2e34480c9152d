"""What the user names, and the files that are meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from dedup import read
from dedup.read import sources

LINE = '{"text":"a"}\n'


def test_a_folder_of_data_files_and_globs(put) -> None:
    for name in ("d/b.jsonl", "d/s/a.ndjson", "d/a.json", "d/readme.md"):
        put(name, LINE)
    assert [Path(file.path).as_posix() for file in sources.find(["d"])] == ["d/a.json", "d/b.jsonl", "d/s/a.ndjson"]
    assert list(read.read("d/**/*json*").digests) == ["d/a.json", "d/b.jsonl", "d/s/a.ndjson"]
    assert len(read.read([Path("d"), Path("d/b.jsonl")])) == 4


def test_brackets_in_a_real_name(put) -> None:
    assert len(read.read(str(put("a[1].jsonl", LINE)))) == 1


def test_what_is_not_there(put, refusal) -> None:
    assert refusal("nosuch.jsonl") == "nosuch.jsonl: no such file or folder (check the path; from Python, texts are given as a list)"
    assert refusal([Path("nosuch")]).startswith("nosuch: no such file or folder")
    assert refusal("d/*.txt").startswith("d/*.txt: no such file: nothing that can be read matches")
    assert refusal("A text that\nsomebody passed as a path. " * 99).startswith("A text that somebody passed")


def test_what_cannot_be_read(put, refusal) -> None:
    assert refusal(put("a.docx", "x")).startswith("a.docx: unknown kind of file (its name must end in one of .txt, .jsonl")
    put("d/a.docx", "x")
    assert refusal("d").startswith("d: a folder without .txt or data files (")
    Path("e.jsonl").mkdir()
    assert refusal("e.jsonl").startswith("e.jsonl: a folder without .txt or data files (")
    put("f/a.csv", "text\nx\n")
    put("f/b.jsonl", LINE)
    assert refusal("f").startswith("CSV and JSON lines together: f/a.csv, f/b.jsonl (read one kind at a time")
    put("g/licence.txt", "x")
    put("g/rows.jsonl", LINE)
    assert refusal("g").startswith("text and JSON lines together: g/licence.txt, g/rows.jsonl (read one kind at a time")


def test_empty_files(put, refusal) -> None:
    for name, content in (("a.jsonl", ""), ("b.jsonl", "\n \n"), ("c.csv", ""), ("d.csv", "id,text\n"), ("e.jsonl.gz", "")):
        assert refusal(put(name, content)).startswith(f"{name}: no records: the input is empty (")
    assert len(read.read(["a.jsonl", put("f.jsonl", LINE)])) == 1


def test_lists_of_strings_are_paths_only_if_all_look_like_paths(put) -> None:
    put("a.jsonl", LINE)
    put("d/b.jsonl", LINE)
    for paths in (["a.jsonl"], ["a.jsonl", "d"], ["d/*"], ["nosuch.csv"], ["-"]):
        assert sources.paths(paths) == paths
    for texts in (["A text."], ["a.jsonl", "A text."], ["d", "e"], ["What now?\nb.txt"], ["a\0*"], ["*" * 9999]):
        assert sources.paths(texts) is None
    assert sources.paths([Path("nosuch"), "d"]) == ["nosuch", "d"]
    assert sources.paths(iter(["a.jsonl"])) is None


def test_an_iterator_of_paths_is_named_as_such(refusal) -> None:
    assert refusal(iter([Path("a")])).startswith("an iterator of paths (give them as a list)")
    assert refusal([Path("a"), 5]).startswith("int in a list of paths")


@pytest.mark.parametrize("name", ["a.txt", "a.TXT.GZ", "a.b.ndjson.zst", "x/y.ipc", "-"])
def test_known_kinds(name) -> None:
    assert sources.kind(name)


@pytest.mark.parametrize("name", ["a", "a.gz", "txt", "a.txt.bak", ".txt/a", "a.xlsx"])
def test_unknown_kinds(name) -> None:
    assert sources.kind(name) is None
