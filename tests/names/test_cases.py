"""Pairs of names collected by hand (`cases.jsonl`): `same` says whether they name one person, `comment` why it is hard.

Those with `documents` (names by sentence, two texts whose sentences correspond) are left open by the spelling: there the
texts decide. The names are those of issue 5 and of public registers of members of parliament (everypolitician).
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dedup.data import Mention
from dedup.names.align import align
from dedup.names.similarity import SAME, name_similarities

CASES = [json.loads(line) for line in Path(__file__).with_name("cases.jsonl").read_text(encoding="utf8").splitlines()]
BY_SPELLING = [case for case in CASES if "documents" not in case]
BY_DOCUMENTS = [case for case in CASES if "documents" in case]


def pair(case: dict) -> str:
    return f"{case['left']} | {case['right']}"


def mentions(sentences: list[list[str]]) -> list[Mention]:
    return [Mention(number, 40 * k, 40 * k + len(name), name) for number, names in enumerate(sentences) for k, name in enumerate(names)]


@pytest.fixture(scope="module")
def scores() -> dict[str, float]:
    values = name_similarities([case["left"] for case in CASES], [case["right"] for case in CASES])
    return {pair(case): float(value) for case, value in zip(CASES, values, strict=True)}


@pytest.mark.parametrize("case", BY_SPELLING, ids=pair)
def test_the_spelling_decides(case, scores):
    assert (scores[pair(case)] >= SAME) == case["same"]


@pytest.mark.parametrize("case", BY_DOCUMENTS, ids=pair)
def test_where_the_spelling_is_wrong_or_open_the_documents_decide(case, scores):
    left, right = case["documents"]
    links = [((k,), (k,)) for k in range(min(len(left), len(right)))]
    matches = align(mentions(left), mentions(right), links)
    joined = any(case["left"] in match.left and case["right"] in match.right for match in matches)
    assert joined == case["same"]


def test_half_of_the_cases_are_different_people_and_many_scripts_occur():
    different = sum(not case["same"] for case in CASES)
    assert len(CASES) >= 120 and different >= 60
    assert len({script for case in CASES for script in case["scripts"]}) >= 6
