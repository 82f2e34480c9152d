"""The benchmarks of speed run, at sizes at which their figures mean nothing, and say what they measure."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from dedup.candidates.sketch import sketch
from dedup.normalise import packed
from tests.test_benchmarks import BENCHMARKS, script

DATASKETCH = ["dedup", "datasketch"]  # the tools that an installation without the extra `bench` has


@pytest.fixture(autouse=True)
def _siblings(monkeypatch):
    monkeypatch.syspath_prepend(str(BENCHMARKS))


def ran(name: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, BENCHMARKS / name, *map(str, arguments)], capture_output=True, text=True, check=True)


@pytest.mark.parametrize("shape", ["forms", "versions", "long", "lines"])
def test_a_shape_is_made_from_its_seed_alone(shape, tmp_path):
    made = script("made")
    sizes = [made.write(shape, 12, tmp_path / name, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))]
    same, again, other = ((tmp_path / name).read_bytes() for name in "abc")
    assert same == again != other
    texts = [json.loads(line)["text"] for line in same.splitlines()]
    assert len(texts) == 12 and sizes[0] == sum(len(text.encode()) for text in texts)
    assert len({*texts}) == 12


def shared(one: str, other: str) -> float:
    a, b = {*one.split()}, {*other.split()}
    return len(a & b) / len(a | b)


def shared_3_grams(one: str, other: str) -> float:
    a, b = ({*zip(words, words[1:], words[2:], strict=False)} for words in (one.lower().split(), other.lower().split()))
    return len(a & b) / min(len(a), len(b))


def test_the_shapes_are_what_they_are_called():
    made = script("made")
    texts = {shape: list(make(20, 1)) for shape, make in made.SHAPES.items()}
    assert min(shared(texts["forms"][0], other) for other in texts["forms"]) > 0.5
    assert min(shared(texts["versions"][0], other) for other in texts["versions"]) > 0.8
    assert shared(texts["lines"][0], texts["lines"][1]) < 0.5 and not any("\n" in text for text in texts["lines"])
    assert all(95_000 < len(text) < 110_000 for text in texts["long"])
    assert shared_3_grams(*texts["long"][:2]) < 0.05, "real texts of this length share as few"
    assert max(shared(texts["lines"][9], other) for other in texts["lines"][:9]) > 0.7, "a planted copy"


def test_the_sketches_of_ready_hashes_are_those_of_their_texts():
    ready, workers = script("ready_sketch"), script("speed_workers")
    texts = packed(workers.column(["The ferry leaves at noon and comes back at six.", "", "Two words", *script("made").lines(300, 1)]))
    settings = dict(minima=128, bands=16, rows=8, seed=1, workers=2)
    flat, starts = ready.shingle_hashes(texts, 3)
    got, wanted = ready.sketch(flat, starts, **settings), sketch(texts, shingle_size=3, **settings)
    for one, other in zip(got, wanted, strict=True):
        assert np.array_equal(one, other)
    assert not np.array_equal(ready.sketch(flat[::-1].copy(), starts, **settings).keys, wanted.keys)


def found_by(tools: ModuleType, name: str, tmp_path: Path) -> dict[str, list[object]]:
    peers, tool = script("peers"), tools.TOOLS[name]
    rows = peers.made(60)
    peers.prepared(rows, tmp_path)
    sources = {"texts": tool.texts, "hashes": tool.hashes}
    return {source: run(bring(tools.loaded(source, tmp_path))) for source, (bring, run) in sources.items()}


TOOLS = ["dedup", "datasketch", "rensa", "rensa batch", "rensa matrix", "FastSketchLSH", "FastSketchLSH one-shot", "gaoya"]  # not rho


@pytest.mark.parametrize("name", TOOLS)
def test_a_tool_finds_the_planted_copies_from_either_source_and_nothing_else(name, tmp_path):
    tools = script("peer_tools")
    if find_spec(tools.TOOLS[name].needs) is None:
        pytest.skip(f"{tools.TOOLS[name].needs} is not installed: pip install 'dedup-documents[bench]'")
    found = found_by(tools, name, tmp_path)
    copies = json.loads((tmp_path / "rows.json").read_text())
    for result in found.values():
        together = tools.told(tools.TOOLS[name].gives, result)
        assert sum(together) == 12 and tools.recall(copies, tools.TOOLS[name].gives, result) == {"0.03": 1.0}


def test_peers_that_are_missing_are_named_and_left_out(monkeypatch):
    peers = script("peers")
    monkeypatch.setattr(peers, "find_spec", lambda name: None if name in ("rensa", "gaoya") else object())
    assert peers.there(["dedup", "rensa", "rensa rho", "gaoya"]) == (["dedup"], ["gaoya", "rensa"])
    assert peers.there(["dedup"]) == (["dedup"], [])


def test_one_command_makes_one_table():
    lines = ran("peers.py", "--quick", "--tools", *DATASKETCH).stdout.splitlines()
    assert [line.split(" | ")[0] for line in lines] == ["| tool", "| ---", "| dedup", "| datasketch"]
    assert "seconds from hashes | peak MB from hashes" in lines[0]
    wrong = subprocess.run([sys.executable, BENCHMARKS / "peers.py"], capture_output=True, text=True)
    assert wrong.returncode == 2 and "CORPUS.jsonl, or --quick" in wrong.stderr


def test_a_shape_at_n_and_at_twice_as_many():
    lines = ran("shapes.py", "forms", "--of", 1000, "--repeats", 1, "--find", "near").stdout.splitlines()
    assert lines[2].startswith("| forms | 20 | ") and len(lines) == 3
    wrong = subprocess.run([sys.executable, BENCHMARKS / "shapes.py", "spheres"], capture_output=True, text=True)
    assert wrong.returncode == 2 and "no such shape: spheres" in wrong.stderr


def test_the_default_run_stands_beside_datasketch_and_grows(tmp_path):
    for size in (20, 40):
        script("made").write("lines", size, tmp_path / f"{size}.jsonl")
    before = {path: path.read_bytes() for path in (BENCHMARKS / "results").iterdir()}
    lines = ran("speed.py", "default", tmp_path / "40.jsonl", "--quick").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["datasketch", "dedup"]
    lines = ran("speed.py", "default-growth", tmp_path / "20.jsonl", tmp_path / "40.jsonl", "--quick").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["20", "40"] and all('"peak_mb"' in line for line in lines)
    assert {path: path.read_bytes() for path in (BENCHMARKS / "results").iterdir()} == before


def test_the_default_run_as_a_whole_is_set_against_signatures_and_lsh_alone():
    tools = {"datasketch": dict(seconds=10.0, wall=12.0, peak_mb=5), "dedup run": dict(wall=4.0, peak_mb=7)}
    lines = script("tables").default(dict(tools=tools)).splitlines()
    assert lines[-1] == "| dedup run: whole process | 4.0 | 0.40 | 7 |"


def test_starting_is_measured():
    lines = ran("startup.py", "--quick", "import").stdout.splitlines()
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| import dedup", "| python alone"]
    commands = script("startup").commands(Path("somewhere"))
    assert list(commands) == ["dedup run of 16 samples", "dedup compare of two files", "import dedup", "python alone"]


def test_the_peak_is_that_of_all_processes_together():
    measure = script("measure")
    if not Path("/proc/self/status").exists():
        pytest.skip("this system does not say how much memory is anonymous")
    hold = "import time; a = b'x' * (1 << 26); time.sleep(0.5)"
    alone = measure.measured([sys.executable, "-c", hold])
    child = measure.measured([sys.executable, "-c", f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"])
    nothing = measure.measured([sys.executable, "-c", "import time; time.sleep(0.1)"])
    assert alone["peak_mb"] > 60 and child["peak_mb"] > 60 and nothing["peak_mb"] < 60
    with pytest.raises(SystemExit, match="ended with 3"):
        measure.measured([sys.executable, "-c", "raise SystemExit(3)"])
