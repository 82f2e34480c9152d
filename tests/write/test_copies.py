"""The user's own lines into two files: from where they lie, from their bytes, or anew, in any mixture."""

from __future__ import annotations

import json
import os
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import xxhash
from hypothesis import given
from hypothesis import strategies as st

from dedup.data import Corpus, Ids
from dedup.errors import DataError
from dedup.originals import Originals
from dedup.read.own_lines import LINE
from dedup.write import own_lines

KINDS = ("in file", "held", "anew")
ROWS = st.lists(st.tuples(st.sampled_from(KINDS), st.booleans(), st.text("ab", max_size=30), st.integers(0, 2)), max_size=12)


def line(text: str) -> bytes:
    return f'{{"t" : "{text}"}}\n'.encode()


def corpus_of(folder: Path, rows: list, chunk: int) -> Corpus:
    """Rows of (kind, stays, text, bytes that lie before it in the file), their lines in two files and in chunks."""
    contents, lines = [b"", b""], []
    for k, (kind, _, text, gap) in enumerate(rows):
        file = k * 2 // len(rows)
        start = len(contents[file]) + gap
        contents[file] += b"x" * gap + line(text)
        place = dict(file=file, start=start, stop=len(contents[file]), bytes=None)
        lines.append({"in file": place, "held": dict(file=None, start=None, stop=None, bytes=line(text)), "anew": None}[kind])
    for number, content in enumerate(contents):
        (folder / f"{number}.jsonl").write_bytes(content)
    files = [str(folder / f"{number}.jsonl") for number in range(2)]
    chunks = [pa.array(lines[first : first + chunk], LINE) for first in range(0, len(lines), chunk)]
    table = pa.table({"t": pa.array([row[2] for row in rows], pa.string())})
    originals = Originals(files, {path: xxhash.xxh3_128_hexdigest(Path(path).read_bytes()) for path in files})
    return Corpus(table, Ids(table.column("t")), "t", lines=pa.chunked_array(chunks, LINE), originals=originals)


def copied(folder: Path, corpus: Corpus, stays: list[bool], step: int) -> tuple[bytes, bytes]:
    removed, kept = folder / "removed", folder / "kept"
    with own_lines.writer(corpus, removed, kept) as write:
        for first in range(0, len(stays), step):
            some = np.array(stays[first : first + step], bool)
            write(slice(first, first + step), some, pa.chunked_array([[f"x{first + k}" for k in np.flatnonzero(~some)]], pa.string()))
    marked = removed.read_bytes().splitlines(keepends=True)
    gone = [row for row, stay in enumerate(stays) if not stay]
    assert [json.loads(row)["duplicate_of"] for row in marked] == [f"x{row}" for row in gone]
    return b"".join(own_lines.unmarked(row, own_lines.MARK) for row in marked), kept.read_bytes()


def expected(rows: list, stay: bool) -> bytes:
    return b"".join(f'{{"t":"{text}"}}\n'.encode() if kind == "anew" else line(text) for kind, stays, text, _ in rows if stays == stay)


@given(ROWS, st.integers(1, 5), st.integers(1, 5), st.sampled_from([1, 40, 8 << 20]))
def test_every_line_goes_byte_for_byte_into_one_of_the_files(tmp_path_factory, rows, chunk, step, stretch):
    folder = tmp_path_factory.mktemp("copies")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(own_lines, "STRETCH", stretch)
        removed, kept = copied(folder, corpus_of(folder, rows, chunk), [row[1] for row in rows], step)
    assert (removed, kept) == (expected(rows, stay=False), expected(rows, stay=True))


MANY = [("in file", k % 3 > 0, f"text {k}", k % 2) for k in range(3000)]


def test_a_system_that_writes_only_a_part_at_a_time(tmp_path, monkeypatch):
    real = os.writev
    monkeypatch.setattr(os, "writev", lambda file, pieces: real(file, [pieces[0][: max(1, len(pieces[0]) // 2)]]))
    removed, kept = copied(tmp_path, corpus_of(tmp_path, MANY, 700), [row[1] for row in MANY], 1000)
    assert (removed, kept) == (expected(MANY, stay=False), expected(MANY, stay=True))


def test_a_system_that_writes_one_piece_at_a_time(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "writev")
    removed, kept = copied(tmp_path, corpus_of(tmp_path, MANY, 700), [row[1] for row in MANY], 1000)
    assert (removed, kept) == (expected(MANY, stay=False), expected(MANY, stay=True))


def test_a_file_that_was_only_touched_or_copied_over_itself_is_the_same(tmp_path):
    corpus, file = corpus_of(tmp_path, MANY, 700), tmp_path / "1.jsonl"
    os.utime(tmp_path / "0.jsonl")
    (tmp_path / "new").write_bytes(file.read_bytes())
    os.replace(tmp_path / "new", file)
    removed, kept = copied(tmp_path, corpus, [row[1] for row in MANY], 1000)
    assert (removed, kept) == (expected(MANY, stay=False), expected(MANY, stay=True))


@pytest.mark.parametrize("fate", ["longer", "shorter", "another", "gone"])
def test_a_file_that_is_no_longer_what_it_was(tmp_path, fate):
    corpus, file = corpus_of(tmp_path, MANY, 700), tmp_path / "1.jsonl"
    content = file.read_bytes()
    if fate == "gone":
        file.unlink()
    elif fate == "another":
        (tmp_path / "new").write_bytes(content.replace(b"text", b"tent"))
        os.replace(tmp_path / "new", file)
    else:
        file.write_bytes(content + b"\n" if fate == "longer" else content[:50])
    with pytest.raises(DataError, match="changed while it was worked on|cannot be read a second time") as error:
        copied(tmp_path, corpus, [row[1] for row in MANY], 1000)
    assert str(file) in str(error.value)


@pytest.mark.parametrize(
    "given",
    [b"{}\n", b"{ }\n", b'{"a": 1}\n', b'  {"a": {"b": "}"}  }  \n', b'{"a": "\\"duplicate_of\\": 1"}\n', b'{"a":[]}'],
)
def test_a_mark_comes_off_again(given):
    marked = own_lines.marked(given, "duplicate_of", 'x"}, "duplicate_of": "y')
    assert json.loads(marked) == json.loads(given) | {"duplicate_of": 'x"}, "duplicate_of": "y'}
    assert json.loads(own_lines.unmarked(marked, "duplicate_of")) == json.loads(given)


def test_a_column_of_the_users_own_keeps_its_name():
    assert own_lines.mark_of(["id", "text"]) == "duplicate_of"
    assert own_lines.mark_of(["duplicate_of", "dedup_duplicate_of"]) == "dedup_dedup_duplicate_of"
