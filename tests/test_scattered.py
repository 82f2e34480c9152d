"""Texts drawn at random are nothing alike, and planted translations are found: through the command, on real sentences.

The sentences lie outside the repository.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

DRAW = Path(__file__).parent.parent.parent / "shared" / "make_scattered.py"
pytestmark = pytest.mark.skipif(not DRAW.is_file(), reason=f"{DRAW} and its sentences are not there; they are not part of the repository")
LANGUAGES = "de,ru,zh,fr,es,ar"


class Found(NamedTuple):
    """How many versions were planted, how many documents were removed, and for how many of these what is kept says the same."""

    planted: int
    removed: int
    right: int


def searched(folder: Path, *arguments: str) -> Found:
    """Draws documents and searches them."""
    source, out = folder / "drawn.jsonl", folder / "out"
    source.write_bytes(subprocess.run([sys.executable, str(DRAW), LANGUAGES, *arguments], check=True, capture_output=True).stdout)
    subprocess.run([sys.executable, "-m", "dedup", "run", source, "-o", out], check=True, stdout=subprocess.DEVNULL)
    gold = {row["id"]: row["gold"] for row in map(json.loads, source.read_text(encoding="utf8").splitlines())}
    rows = [json.loads(line) for line in (out / "clusters.jsonl").read_text(encoding="utf8").splitlines()]
    assert {row["id"] for row in rows} == set(gold)
    removed = [(row["id"], row["duplicate_of"]) for row in rows if not row["canonical"]]
    return Found(len(gold) - len(set(gold.values())), len(removed), sum(gold[one] == gold[other] for one, other in removed))


@pytest.mark.parametrize("sentences", [1, 2])
def test_of_texts_that_are_nothing_alike_nothing_is_removed(tmp_path, sentences):
    found = searched(tmp_path, "1500", str(sentences), "11")
    assert found.planted == 0 and found.removed <= 2  # a few sentences come twice, in other words


def test_planted_translations_are_found_and_nothing_else(tmp_path):
    found = searched(tmp_path, "1500", "2", "12", "0.1")
    assert found.planted > 100
    assert found.right >= 0.85 * found.planted and found.right >= 0.97 * found.removed
