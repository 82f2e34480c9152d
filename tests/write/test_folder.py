"""The output folder: complete or not there, and never in the way of what is not ours."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from dedup.errors import OutputError
from dedup.write import folder
from dedup.write.folder import check, check_new, is_ours, replacing


def write(path: Path, **more: str) -> None:
    """What a run writes, as far as the folder is concerned."""
    (path / "clusters.jsonl").write_text("{}\n")
    for name, content in more.items():
        (path / name.replace("_", ".")).write_text(content)
    (path / "manifest.json").write_text(json.dumps(dict(program="dedup")))


def names(path: Path) -> list[str]:
    return sorted(p.name for p in path.iterdir())


def test_a_new_folder_appears_when_it_is_complete(tmp_path):
    out = tmp_path / "a" / "b" / "out"
    with replacing(out) as private:
        write(private)
        assert not out.exists() and private.stat().st_mode & 0o077 == 0
    assert names(out) == ["clusters.jsonl", "manifest.json"] and is_ours(out)
    assert names(tmp_path / "a" / "b") == ["out"]


def test_a_new_folder_has_the_permissions_of_any_other(tmp_path):
    old = os.umask(0o027)
    try:
        with replacing(tmp_path / "out") as private:
            write(private)
        assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o750
    finally:
        os.umask(old)


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_what_fails_leaves_nothing(tmp_path, error):
    with pytest.raises(error), replacing(tmp_path / "out") as private:
        write(private)
        raise error
    assert names(tmp_path) == []


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_what_fails_leaves_an_earlier_output_as_it_was(tmp_path, error):
    with replacing(tmp_path) as private:
        write(private, kept_csv="first")
    with pytest.raises(error), replacing(tmp_path) as private:
        write(private, kept_csv="second")
        raise error
    assert names(tmp_path) == ["clusters.jsonl", "kept.csv", "manifest.json"] and (tmp_path / "kept.csv").read_text() == "first"


def test_a_full_disk_is_the_users_to_solve(tmp_path):
    message = r"out: No space left on device \(free some space, or give another -o\)$"
    with pytest.raises(OutputError, match=message), replacing(tmp_path / "out"):
        raise OSError(28, "No space left on device")
    assert names(tmp_path) == []


def test_an_earlier_output_is_replaced_and_what_is_not_ours_stays(tmp_path):
    with replacing(tmp_path) as private:
        write(private, kept_jsonl="first", removed_jsonl="first", report_html="first")
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "kept").mkdir()
    with replacing(tmp_path) as private:
        write(private, kept_csv="second")
    assert names(tmp_path) == ["clusters.jsonl", "kept", "kept.csv", "manifest.json", "notes.txt"]
    assert (tmp_path / "kept.csv").read_text() == "second" and (tmp_path / "notes.txt").read_text() == "mine"


def test_the_private_folder_of_an_existing_one_lies_in_it(tmp_path):
    """The folder may be a file system of its own (a mounted volume), and then nothing can be renamed into it from outside."""
    with replacing(tmp_path) as private:
        assert private.parent == tmp_path
        write(private)
    assert names(tmp_path) == ["clusters.jsonl", "manifest.json"]


def test_an_output_is_not_ours_while_it_is_being_replaced(tmp_path, monkeypatch):
    """Between the first and the last file the folder holds parts of two runs; so the manifest goes first and comes last."""
    with replacing(tmp_path) as private:
        write(private)
    moved = []
    replace = os.replace
    monkeypatch.setattr(os, "replace", lambda old, new: (moved.append((Path(new).name, is_ours(tmp_path))), replace(old, new)))
    with replacing(tmp_path) as private:
        write(private, kept_csv="")
    assert moved == [("clusters.jsonl", False), ("kept.csv", False), ("manifest.json", False)] and is_ours(tmp_path)


def test_a_relative_folder_and_the_working_directory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with replacing(Path("out")) as private:
        write(private)
    monkeypatch.chdir(tmp_path / "out")
    with replacing(Path()) as private:
        write(private)
    assert names(tmp_path) == ["out"] and names(tmp_path / "out") == ["clusters.jsonl", "manifest.json"]


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"program": "other"}', '"dedup"', "\udcff"])
def test_what_is_not_ours(tmp_path, content):
    if content is not None:
        (tmp_path / "manifest.json").write_bytes(content.encode("utf8", "surrogateescape"))
    assert not is_ours(tmp_path)
    if content is None:
        check(tmp_path)  # empty
    else:
        with pytest.raises(OutputError, match=r"the folder exists and is not an output of dedup \(give a new or empty folder with -o\)$"):
            check(tmp_path)


def test_a_file_in_the_way(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError, match="exists and is not a folder"):
        check(tmp_path / "file")
    with pytest.raises(OutputError, match="cannot be written"):
        check(tmp_path / "file" / "below" / "out")


def test_a_model_needs_an_empty_folder_even_beside_our_own_outputs(tmp_path):
    check_new(tmp_path)
    check_new(tmp_path / "new")
    write(tmp_path)
    check(tmp_path)
    with pytest.raises(OutputError, match="the folder exists and is not empty"):
        check_new(tmp_path)


def test_every_file_of_a_run_is_known_for_the_next_one(tmp_path):
    for name in folder.FILES:
        (tmp_path / name).write_text("")
    for form in folder.FORMATS:
        (tmp_path / f"kept.{form}").write_text("")
    write(tmp_path)
    with replacing(tmp_path) as private:
        write(private)
    assert names(tmp_path) == ["clusters.jsonl", "manifest.json"]
