"""Lines of JSON come out of a run byte for byte as they came; what is no strict JSON is written anew."""

from __future__ import annotations

import gzip
import io
import json
import os
import sys
from pathlib import Path

import orjson
import pytest

from dedup import api, batch, read
from dedup.errors import DataError
from dedup.progress import silent
from dedup.settings import Settings
from dedup.write import own_lines

ODD = [
    b'{"id": "a",   "text": "The ferry stops at noon.", "n": 1.0}',
    b'{"text": "The  ferry stops at noon.", "id": "b", "n": 1e2}',
    b'{"id": "c", "text": "Rain \\u00e9 \\/ \\ud83d\\ude00", "new": [1, {"x": null}]}',
    b'{"id":"d","text":"Caf\xc3\xa9","big":12345678901234567890123, "id2": "2024-01-01 10:00:00"}',
    b'  {"id": "e", "text": null}  ',
    b'{"id": "f", "text": "twice", "text": "two of a name"}',
]


def written(folder: Path, *inputs: Path, **source: bool) -> dict[bytes, bytes]:
    """All lines of kept and removed, by their ids."""
    models, given = api.Models(), batch.Source([str(path) for path in inputs], read.Wanted(**source))
    batch.run(given, folder / "out", settings=Settings(find="exact"), models=models, output=batch.Output(), progress=silent)
    kept, removed = ((folder / "out" / f"{name}.jsonl").read_bytes() for name in ("kept", "removed"))
    assert (kept + removed).endswith(b"\n")
    rows = kept.split(b"\n")[:-1] + [own_lines.unmarked(row, "duplicate_of") for row in removed.split(b"\n")[:-1]]
    assert all("duplicate_of" in orjson.loads(row) for row in removed.split(b"\n")[:-1])
    by_id = {orjson.loads(row)["id"]: row for row in rows}
    assert len(by_id) == len(rows)
    return by_id


def put(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def as_they_came(lines: list[bytes]) -> dict[bytes, bytes]:
    return {orjson.loads(line)["id"]: line for line in lines}


@pytest.mark.parametrize("size", [8 << 20, 60])  # all in one block, or about a line in each
@pytest.mark.parametrize(
    "content",
    [
        b"\n".join(ODD) + b"\n",
        b"\n".join(ODD),  # no end of the last line
        b"\r\n".join(ODD) + b"\r\n",
        b"\r\n".join(ODD) + b"\r",
        b"\xef\xbb\xbf" + b"\n\n \n".join(ODD),  # a byte order mark, blank lines
        b"\n".join(ODD[:4]).replace(b"  {", b"{") + b"\n\n\n" + ODD[4] + b"\n" + ODD[5],
    ],
)
def test_lines_come_out_as_they_came(tmp_path, monkeypatch, content, size):
    monkeypatch.setattr("dedup.read.raw.BLOCK", size)
    assert written(tmp_path, put(tmp_path / "in.jsonl", content)) == as_they_came(ODD)


@pytest.mark.parametrize("line", range(len(ODD)))
def test_a_block_of_plain_lines_too(tmp_path, line):
    many = [orjson.dumps({"id": f"x{k}", "text": f"filler {k % 7}", "f": 1.5}) for k in range(3000)]
    given = [*many[:1500], ODD[line], *many[1500:]]
    assert written(tmp_path, put(tmp_path / "in.jsonl", b"\n".join(given))) == as_they_came(given)


def test_several_files_compressed_ones_and_stdin(tmp_path, monkeypatch):
    first = put(tmp_path / "1.jsonl", b"\n".join(ODD[:2]))
    second = put(tmp_path / "2.jsonl.gz", gzip.compress(b"\n".join(ODD[2:])))
    assert written(tmp_path, first, second) == as_they_came(ODD)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"\n".join(ODD))))
    assert written(tmp_path, Path("-")) == as_they_came(ODD)


def test_a_pipe_with_a_name_is_refused_as_nobody_may_write_to_it(tmp_path):
    os.mkfifo(tmp_path / "in.jsonl")
    with pytest.raises(DataError, match="it is no file but a pipe"):
        written(tmp_path, tmp_path / "in.jsonl")


def test_an_input_that_changes_meanwhile_is_an_error_and_leaves_no_output(tmp_path):
    path = put(tmp_path / "in.jsonl", b'{"id": "a", "text": "A text."}\n{"id": "b", "text": "Another."}\n')

    def progress(desc: str = "", **_: object):
        if desc == "cluster":
            path.write_bytes(path.read_bytes() + ODD[0] + b"\n")
        return silent()

    source = batch.Source([str(path)])
    with pytest.raises(DataError, match="changed while it was worked on") as error:
        batch.run(source, tmp_path / "out", settings=Settings(find="exact"), models=api.Models(), output=batch.Output(), progress=progress)
    assert error.value.remedy and [file.name for file in tmp_path.iterdir()] == ["in.jsonl"]


def test_records_that_are_left_out_take_no_other_line_with_them(tmp_path):
    bad = [b"broken", b'{"id": "a", "text": "an id that repeats"}', b'{"id": "g", "text": 5}', b'{"id": "\xff"}', b'{"text": "no id"}']
    mixed = [ODD[0], bad[0], ODD[1], bad[1], ODD[2], bad[2], ODD[3], bad[3], ODD[4], bad[4], ODD[5]]
    assert written(tmp_path, put(tmp_path / "in.jsonl", b"\n".join(mixed)), skip_bad=True) == as_they_came(ODD)
    plain = [ODD[0], bad[1], ODD[1], bad[4], ODD[2]]
    assert written(tmp_path, put(tmp_path / "in.jsonl", b"\n".join(plain)), skip_bad=True) == as_they_came(ODD[:3])


@pytest.mark.parametrize("value", [b"NaN", b"[1.5, NaN]", b'{"x": [{"y": NaN}]}', b"Infinity", b"-Infinity", b'"\\ud800"'])
def test_what_is_no_strict_json_is_written_anew(tmp_path, value):
    odd = b'{"id": "odd", "text": "A  text.", "n": ' + value + b"}"
    rest = [b'{"id": "one",  "text": "One."}', b'{"id": "two",  "text": "NaN in a text.", "n": null}']
    rows = written(tmp_path, put(tmp_path / "in.jsonl", b"\n".join([rest[0], odd, rest[1]])))
    assert rows["one"] == rest[0] and rows["two"] == rest[1]
    again = json.loads(rows["odd"])  # strict, as orjson has read it
    assert again["text"] == "A  text." and again["n"] in (None, [1.5, None], {"x": [{"y": None}]}, "\ufffd")


def test_other_input_and_other_output_are_written_from_the_columns(tmp_path):
    assert written(tmp_path, put(tmp_path / "in.csv", b"id,text,n\na,One,1\nb,one two,\n"))["b"] == b'{"id":"b","text":"one two","n":""}'
    source = batch.Source([str(put(tmp_path / "in.jsonl", b"\n".join(ODD)))])
    batch.run(source, tmp_path / "out", settings=Settings(find="exact"), models=api.Models(), output=batch.Output("csv"), progress=silent)
    assert (tmp_path / "out" / "kept.csv").read_text(encoding="utf8").startswith('"id","text","n"')
