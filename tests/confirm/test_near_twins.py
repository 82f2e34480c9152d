"""Near twins, written for this test: one template with other facts is not one report, and the same facts told otherwise are.

`near_twins.jsonl` holds short reports in our own words, two a line, and whether they tell the same facts. No model was
trained on them. Those that come out wrong are named below; one that comes out right has to be taken off the list.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import dedup

PAIRS = [json.loads(line) for line in (Path(__file__).parent / "near_twins.jsonl").read_text(encoding="utf8").splitlines()]
RIGHT = 0.94  # share of the pairs, at least
WRONG_ALONE = {"same-crash", "same-concert", "same-match", "same-museum-abbrev", "same-recall"}


def wrong(merged: dict[str, bool]) -> set[str]:
    """The pairs that are merged and should not be, or the other way round."""
    return {pair["id"] for pair in PAIRS if merged[pair["id"]] != (pair["expect"] == "same")}


@pytest.fixture(scope="module")
def alone() -> dict[str, bool]:
    """Whether the two texts of each pair are merged if there are no others."""
    return {pair["id"]: dedup.compare(pair["left"], pair["right"]).probability >= 0.5 for pair in PAIRS}


@pytest.fixture(scope="module")
def groups() -> dict[tuple[str, str], str]:
    """The group of every text by pair and side, with all of them in one collection."""
    texts = [{"id": f"{pair['id']} {side}", "text": pair[side]} for pair in PAIRS for side in ("left", "right")]
    clusters: list[dict[str, Any]] = dedup.find_duplicates(texts).clusters.to_pylist()
    return {tuple(row["id"].split(" ")): row["cluster"] for row in clusters}


def test_there_are_enough_pairs_of_both_kinds_and_in_two_languages():
    same = [pair for pair in PAIRS if pair["expect"] == "same"]
    assert len({pair["id"] for pair in PAIRS}) == len(PAIRS) >= 72
    assert 0.4 * len(PAIRS) <= len(same) <= 0.6 * len(PAIRS)
    assert sum("two languages" in pair["kind"] for pair in PAIRS) >= 15


def test_nearly_all_pairs_are_judged_rightly_on_their_own(alone):
    assert len(wrong(alone)) <= (1 - RIGHT) * len(PAIRS)


def test_what_is_wrong_on_its_own_is_known(alone):
    assert wrong(alone) == WRONG_ALONE


def test_all_are_judged_rightly_in_one_collection(groups):
    merged = {pair["id"]: groups[pair["id"], "left"] == groups[pair["id"], "right"] for pair in PAIRS}
    assert wrong(merged) == set()


def test_no_two_texts_of_one_template_with_other_facts_are_merged():
    """Merging what should stay apart loses a document: none of a collection is of this kind (above); two alone are told apart worse."""
    assert sum(pair["expect"] == "different" for pair in PAIRS if pair["id"] in WRONG_ALONE) <= 2
