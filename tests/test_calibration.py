"""One scale for several runs: the manifest of a run over a collection, given to a run over a part of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

PLACES = "Ashcombe Birling Corfe Dunster Elstow Fowey Goring Harlech Ilkley Jarrow Kelso Lydd".split()
NEWS = (
    "The market hall in {0} opens again on Saturday after two winters of repairs. Its roof had leaked since the storm, and traders sold"
    " from vans beside the church. The council of {0} paid for slates from the old quarry. {1} stalls are let already, most of them for"
    " cheese and bread. On the first day a brass band will play, and children may ring the bell."
)


def dedup(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "dedup", *map(str, arguments)], capture_output=True, text=True, encoding="utf8")


@pytest.fixture(scope="module")
def collection(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("calibration")
    texts = [NEWS.format(place, 10 + k) for k, place in enumerate(PLACES)]
    copies = [text.replace("Saturday", "Saturday morning") for text in texts]
    rows = [{"id": k, "text": text} for k, text in enumerate(text for pair in zip(texts, copies, strict=True) for text in pair)]
    (folder / "all.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "few.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows[:4]))
    assert dedup("run", folder / "all.jsonl", "-o", folder / "all").returncode == 0
    return folder


def calibration(out: Path) -> dict[str, object] | None:
    found: dict[str, object] | None = json.loads((out / "manifest.json").read_text())["calibration"]
    return found


def test_the_manifest_has_the_scale_of_the_collection_and_what_it_rests_on(collection):
    found = calibration(collection / "all")
    assert found is not None and found["pairs"] >= 30 and len(found["weights"]) == len(found["measures"]) + 1  # type: ignore[operator, arg-type]
    assert "calibration" in (collection / "all" / "report.html").read_text()


def test_a_part_of_it_takes_that_scale_and_has_none_of_its_own(collection):
    assert dedup("run", collection / "few.jsonl", "-o", collection / "alone").returncode == 0
    assert calibration(collection / "alone") is None
    manifest = collection / "all" / "manifest.json"
    assert dedup("run", collection / "few.jsonl", "-o", collection / "part", "--calibration", manifest).returncode == 0
    assert calibration(collection / "part") == calibration(collection / "all")


def test_a_run_without_a_scale_cannot_give_one(collection):
    dedup("run", collection / "few.jsonl", "-o", collection / "alone")
    for path, reason in ((collection / "alone" / "manifest.json", "too small"), (collection / "none.json", "none.json")):
        failed = dedup("run", collection / "few.jsonl", "-o", collection / "failed", "--calibration", path)
        assert failed.returncode == 2 and reason in failed.stderr and len(failed.stderr.strip().splitlines()) <= 3
        assert not (collection / "failed").exists()


def test_wording_alone_needs_no_scale(collection):
    manifest = collection / "all" / "manifest.json"
    idle = dedup("run", collection / "few.jsonl", "-o", collection / "idle", "--find", "near", "--calibration", manifest)
    assert idle.returncode == 2 and "--calibration" in idle.stderr
