"""The same documents give the same bytes, whatever the hash seed, the number of workers or the order they come in."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

REPORTS = Path(__file__).parent.parent / "samples" / "reports"


def run(inputs: str, out: str, *options: str, cwd: Path, hash_seed: int) -> None:
    command = [sys.executable, "-m", "dedup", "run", inputs, "-o", out, *options]
    subprocess.run(command, cwd=cwd, env=os.environ | {"PYTHONHASHSEED": str(hash_seed)}, check=True, stdout=subprocess.DEVNULL)


def contents(folder: Path) -> dict[str, bytes]:
    """The files of an output folder; of the manifest all but `run`, which holds seconds and workers."""
    found = {path.name: path.read_bytes() for path in folder.iterdir()}
    manifest = json.loads(found["manifest.json"])
    del manifest["run"]
    return found | {"manifest.json": json.dumps(manifest).encode()}


class Runs(NamedTuple):
    """Three runs over the sample reports. `other` is the shuffled one, and went into the folder of an earlier run.

    `before` is what that earlier run had left in the folder, which was equal to `first` but for the seed and workers.
    """

    first: dict[str, bytes]
    before: dict[str, bytes]
    other: dict[str, bytes]
    foreign: dict[str, bytes]


@pytest.fixture(scope="module")
def runs(tmp_path_factory) -> Runs:
    folder = tmp_path_factory.mktemp("runs")
    rows = [json.dumps({"id": path.stem, "text": path.read_text(encoding="utf8")}) for path in sorted(REPORTS.iterdir())]
    rows.append('{"id": "empty", "text": ""}')
    (folder / "reports.jsonl").write_text("\n".join(rows) + "\n")
    random.Random(4).shuffle(rows)
    (folder / "shuffled.jsonl").write_text("\n".join(rows) + "\n")
    run("reports.jsonl", "first", "--workers", "1", cwd=folder, hash_seed=1)
    run("reports.jsonl", "other", "--workers", "2", cwd=folder, hash_seed=2)
    before = contents(folder / "other")
    foreign = {"notes.txt": b"mine", "kept.txt": b"also mine"}
    for name, content in foreign.items():
        (folder / "other" / name).write_bytes(content)
    run("reports.jsonl", "other", "--find", "exact", "--format", "csv", cwd=folder, hash_seed=3)
    assert {"clusters.csv", "kept.csv"} <= {path.name for path in (folder / "other").iterdir()}
    run("shuffled.jsonl", "other", "--workers", "2", cwd=folder, hash_seed=3)
    return Runs(contents(folder / "first"), before, contents(folder / "other"), foreign)


def rows(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.splitlines()]


def test_hash_seed_and_workers_change_no_byte(runs):
    assert runs.first.keys() == runs.before.keys()
    assert [name for name in runs.first if runs.first[name] != runs.before[name]] == []


def test_the_order_of_the_input_changes_the_order_of_the_rows_alone(runs):
    first, other = ({row["id"]: row for row in rows(found["clusters.jsonl"])} for found in (runs.first, runs.other))
    assert other == first  # cluster, canonical, duplicate_of, label, probability
    assert list(other) != list(first) and len(first) == 17


def test_the_order_of_the_input_changes_no_pair_and_no_name(runs):
    assert runs.other["names.jsonl"] == runs.first["names.jsonl"]
    pairs = [{(row["left"], row["right"]): row for row in rows(found["pairs.jsonl"])} for found in (runs.first, runs.other)]
    assert pairs[0] == pairs[1] and len(pairs[0]) > 20
    one, other = (json.loads(found["manifest.json"]) for found in (runs.first, runs.other))
    assert {key for key in one if one[key] != other[key]} == {"inputs"}


def test_a_run_into_its_own_folder_replaces_what_was_there_and_leaves_the_rest(runs):
    assert set(runs.other) == set(runs.first) | set(runs.foreign)
    assert {name: runs.other[name] for name in runs.foreign} == runs.foreign


@pytest.mark.parametrize("find", ["exact", "near", "variants"])
def test_the_library_gives_the_same_for_any_order(find, samples):
    import dedup

    documents = [{"id": name, "text": text} for name, text in samples.items()]
    one = dedup.find_duplicates(documents, find=find, workers=1)
    other = dedup.find_duplicates(documents[::-1], find=find, workers=2)
    assert sorted(one.clusters.to_pylist(), key=lambda row: row["id"]) == sorted(other.clusters.to_pylist(), key=lambda row: row["id"])
    assert one.pairs == other.pairs and one.names == other.names
    assert sorted(one.kept.column("id").to_pylist()) == sorted(other.kept.column("id").to_pylist())


def test_other_documents_beside_them_do_not_change_the_id_of_a_group(samples):
    import dedup

    few = [{"id": name, "text": samples[name]} for name in ("call-official", "call-copy", "museum")]
    many = [*few, {"id": "new", "text": "Rain is expected in the north."}]
    ids = [{row["id"]: row["cluster"] for row in dedup.find_duplicates(source, find="near").clusters.to_pylist()} for source in (few, many)]
    assert all(ids[1][name] == cluster for name, cluster in ids[0].items())
    assert len(set(ids[1].values())) == 3
