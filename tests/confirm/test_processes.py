"""Documents prepared in other processes are the same ones, in their order; a process that dies is an error and leaves none behind."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import numpy as np
import pytest

from dedup import cli
from dedup.candidates.minhash import pack
from dedup.confirm import processes
from dedup.confirm.blocks import Sentences
from dedup.confirm.processes import Source, blocks, read, worth, write
from dedup.encoder import shipped
from dedup.errors import DedupError

TEXTS = [
    "The ferry left at 7 p.m. on 3 May 2019. Anna Lindqvist counted 214 passengers, 35 of them children.",
    "Der Fährmann zählte am 12. März 1.250 Fahrgäste.\nEr war müde.",
    "渡轮于2019年5月3日离港。",
    "",
    "MODEL KX-TSC14W, 19.99, new in box.",
    "One line, and no figure.",
] * 3


@pytest.fixture
def source():
    texts = pack(TEXTS)
    return Source(texts, Sentences(texts, np.arange(len(TEXTS))), np.array([0, 1, 2, -1, 0, 0] * 3, np.int8), shipped())


def test_blocks_of_several_processes_are_those_of_one(source):
    cut = np.array_split(np.arange(len(TEXTS)), 7)
    for ours, theirs in zip(blocks(cut, source, processes=2), blocks(cut, source, processes=0), strict=True):
        for name, one, other in zip(ours._fields, ours, theirs, strict=True):
            assert one.dtype == other.dtype and one.shape == other.shape and np.array_equal(one, other), name


def test_a_process_that_dies_is_an_error(source, monkeypatch):
    monkeypatch.setattr(processes, "COMMAND", (sys.executable, "-c", "import sys; sys.stdin.buffer.read(100); sys.exit(7)"))
    monkeypatch.setattr(Source, "documents", lambda *_: pytest.fail("all is asked of the process"))
    monkeypatch.setattr(processes, "_by_one", lambda free, rows: [free.get(), free.get()][1](rows))
    with pytest.raises(DedupError, match="ended with 7 .*--workers 1"):
        list(blocks([np.arange(3)], source, processes=1))


def test_a_process_ends_when_nobody_asks_any_more():
    worker = [sys.executable, "-m", "dedup.confirm.worker", str(shipped().folder)]
    process = subprocess.Popen(worker, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, err = process.communicate(b"", timeout=120)
    assert (process.returncode, out, err) == (0, b"", b"")


def test_arrays_come_as_they_went():
    arrays = [np.arange(6, dtype=np.float32).reshape(2, 3), np.empty((0, 256), np.float32), np.array([True, False]), np.empty(0, np.uint64)]
    stream = io.BytesIO()
    write(stream, arrays)
    write(stream, [])
    size = stream.tell()
    stream.seek(0)
    for one, other in zip(read(stream), arrays, strict=True):
        assert one.dtype == other.dtype and one.shape == other.shape and np.array_equal(one, other)
    assert (read(stream), read(stream)) == ([], None)
    for end in (12, size // 3, size // 2):
        with pytest.raises(EOFError):
            read(io.BytesIO(stream.getvalue()[:end]))


def test_processes_are_started_only_where_it_is_worth_it(source, monkeypatch):
    rows = np.arange(len(TEXTS))
    assert worth(source.texts, rows, source.encoder, workers=8) == 0
    monkeypatch.setattr(processes, "WORTH", 100)
    assert worth(source.texts, rows, source.encoder, workers=8) == 7
    assert worth(source.texts, rows, source.encoder, workers=1) == 0
    assert worth(source.texts, rows, object(), workers=8) == 0


def test_a_run_with_processes_writes_what_one_without_writes(tmp_path, monkeypatch, capfd):
    rows = [dict(text=f"{text} {extra}") for text in TEXTS[:5] for extra in ("", "It rained.", "It rained then.", "Nobody came.")]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    started = []
    real = processes._started
    monkeypatch.setattr(processes, "_started", lambda source: started.append(1) or real(source))
    for out, least in (("one", 1 << 40), ("two", 1)):
        monkeypatch.setattr(processes, "WORTH", least)
        arguments = ["dedup", "run", str(tmp_path / "a.jsonl"), "-o", str(tmp_path / out), "--workers", "2", "--quiet"]
        monkeypatch.setattr(sys, "argv", arguments)
        cli.entry()
    assert started == [1]
    for path in (tmp_path / "one").iterdir():
        if path.name not in ("manifest.json", "report.html"):  # they tell the seconds
            assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name
