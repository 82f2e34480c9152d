"""What the user names, and the files that are meant."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dedup import read
from dedup.read import sources

LINE = '{"text":"a"}\n'


def test_a_folder_of_data_files_and_globs(put, refusal) -> None:
    for name in ("d/b.jsonl", "d/s/a.ndjson", "d/a.json", "d/readme.md"):
        put(name, LINE)
    assert [Path(file.path).as_posix() for file in sources.find(["d"])] == ["d/a.json", "d/b.jsonl", "d/s/a.ndjson"]
    assert list(read.read("d/**/*json*").digests) == ["d/a.json", "d/b.jsonl", "d/s/a.ndjson"]
    assert len(read.read([Path("d/s"), Path("d/b.jsonl")])) == 2
    assert refusal([Path("d"), Path("d/b.jsonl")]).startswith("d/b.jsonl: comes 2 times among the inputs (")


def test_brackets_in_a_real_name(put) -> None:
    assert len(read.read(str(put("a[1].jsonl", LINE)))) == 1


def test_what_is_not_there(put, refusal) -> None:
    assert refusal("nosuch.jsonl") == "nosuch.jsonl: no such file or folder (check the path)"
    assert refusal([Path("nosuch")]).startswith("nosuch: no such file or folder")
    assert refusal("d/*.txt").startswith("d/*.txt: no such file: nothing that can be read matches")
    assert refusal("A text that\nsomebody passed as a path. " * 99).startswith("A text that somebody passed")


def test_what_cannot_be_read(put, refusal) -> None:
    assert refusal(put("a.docx", "x")).startswith("a.docx: unknown kind of file (its name must end in one of .txt, .jsonl")
    put("d/a.docx", "x")
    assert refusal("d").startswith("d: a folder without .txt or data files (")
    Path("e.jsonl").mkdir()
    assert refusal("e.jsonl").startswith("e.jsonl: a folder without .txt or data files (")


def test_files_of_several_kinds_in_one_run(put) -> None:
    put("f/b.csv", "id,body\n7,from a table\n")
    put("f/a.jsonl", '{"id": 8, "content": "from a line"}\n')
    put("f/c.jsonl", '{"id": 9, "content": "another line", "body": "aside"}\n')
    put("f/licence.txt", "a text")
    for name in ("f/readme.md", "f/d.png", "f/e.png", "f/.hidden.png"):
        put(name, "x")
    corpus = read.read("f")
    assert corpus.ids == ["8", "9", "7", "licence.txt"]  # each kind by itself
    assert corpus.texts.to_pylist() == ["from a line", "another line", "from a table", "a text"]
    assert corpus.table.column("id").to_pylist() == ["8", "9", "7", "licence.txt"]
    assert corpus.unread == ["f: 2 JSON lines, 1 CSV, 1 text files read; 3 files of other kinds left out: 2 .png, 1 .md"]
    assert read.read([Path("f/licence.txt"), Path("f/a.jsonl")], id="row").ids == ["0", "1"]
    assert read.read("f/*.jsonl").unread == []


def test_an_id_that_two_kinds_share_is_an_error(put, refusal) -> None:
    files = [put("a.csv", "id,text\n8,x\n"), put("b.jsonl", '{"id": 8, "text": "y"}\n')]
    assert refusal(files).startswith("b.jsonl:1: id '8' repeats that of an earlier record (")
    assert read.read(files, id="row").ids == ["0", "1"]


def test_a_pipe_is_no_file(tmp_path, monkeypatch, refusal) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("a.jsonl", "a.csv", "a.parquet", "a.txt", "a.jsonl.gz"):
        os.mkfifo(name)
        assert refusal(name).startswith(f"{name}: cannot be read: it is no file but a pipe or a device (")


def test_a_name_too_long_for_a_path(refusal) -> None:
    for name in ("x" * 5000 + ".jsonl", "d/" * 4000 + "a.csv"):
        assert "no such file or folder" in refusal(Path(name))


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
