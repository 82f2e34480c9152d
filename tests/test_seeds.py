"""Five real documents, of which two report one phone call: what issue 2 wants to see. They lie outside the repository."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import defaultdict
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

SEEDS = Path(__file__).parent.parent.parent / "shared" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason=f"the seed documents are not in {SEEDS}; they are not part of the repository")

OFFICIAL, TRANSLATED = "003_99f0b4cb48226a06.txt", "004_a48dcb34ebee6f8a.txt"


@pytest.fixture(scope="module")
def out(tmp_path_factory) -> dict[str, list[dict[str, Any]]]:
    """The tables of `dedup run` on the seeds, by name."""
    folder = tmp_path_factory.mktemp("seeds") / "out"
    subprocess.run([sys.executable, "-m", "dedup", "run", SEEDS, "-o", folder], check=True, stdout=subprocess.DEVNULL)
    tables = ("clusters", "pairs", "names")
    return {name: [json.loads(line) for line in (folder / f"{name}.jsonl").read_text(encoding="utf8").splitlines()] for name in tables}


def test_the_two_reports_of_the_call_are_merged_and_nothing_else(out):
    groups = defaultdict(set)
    for row in out["clusters"]:
        groups[row["cluster"]].add(row["id"])
    assert len(out["clusters"]) == 5
    assert [group for group in groups.values() if len(group) > 1] == [{OFFICIAL, TRANSLATED}]
    (removed,) = [row for row in out["clusters"] if row["duplicate_of"]]
    assert removed["label"] == "translation-variant" and removed["probability"] >= 0.9


def test_every_other_pair_is_related_or_distinct(out):
    pairs = {frozenset((row["left"], row["right"])): row for row in out["pairs"]}
    for pair in combinations((row["id"] for row in out["clusters"]), 2):
        if set(pair) != {OFFICIAL, TRANSLATED} and frozenset(pair) in pairs:
            judged = pairs[frozenset(pair)]
            assert judged["label"] in ("related", "distinct") and judged["probability"] <= 0.2, judged


def test_the_president_is_one_person_under_five_spellings_and_nobody_is_mistaken_for_xi(out):
    people = [{alias["text"] for alias in row["aliases"]} for row in out["names"]]
    (president,) = [spellings for spellings in people if "Bunyang" in spellings]
    assert {"Bunyang", "Bunyan", "Boon Yang"} <= president and president & {"Bounnhang", "Bounnhang Vorachith"}
    for spellings in people:
        if any(re.search(r"\bXi\b", name) for name in spellings):
            assert all(re.search(r"\b(Xi|Jinping)\b", name) for name in spellings), spellings


def test_compare_shows_the_names_and_at_least_ten_aligned_sentences(tmp_path):
    command = [sys.executable, "-m", "dedup", "compare", SEEDS / OFFICIAL, SEEDS / TRANSLATED]
    shown = subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, text=True, encoding="utf8").stdout
    assert shown.startswith(f"{OFFICIAL} and {TRANSLATED}: translation-variant, probability ")
    names = shown.split("Names that match")[1].split("\n\n")[0]
    for spelling in ("Bounnhang", "Bunyang", "Bunyan", "Boon Yang", "Xi Jinping"):
        assert re.search(rf"\b{spelling}\b", names)
    assert int(re.search(r"Aligned sentences \((\d+) of", shown)[1]) >= 10
