"""The cases of tests/cases: each pair by itself, the pairs of a file as one collection, and small collections as a whole."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import dedup
from tests.books import part

CASES = Path(__file__).parent / "cases"
FILES = sorted(path.stem for path in CASES.glob("*.jsonl"))


def _known(*rows: tuple[str, str, str]) -> dict[str, dict[str, str]]:
    """The reason by check and id, of rows of a reason, the checks that fail, and the ids."""
    found: dict[str, dict[str, str]] = {check: {} for check in ("compare", "label", "collection", "whole")}
    for reason, checks, ids in rows:
        for check in checks.split():
            found[check] |= dict.fromkeys(ids.split(), reason)
    return found


# Cases that fail: the reason, in which checks, and their ids. An entry that comes out right is an error: delete it then.
KNOWN = _known(
    (
        "a frame that is longer than the text",
        "collection",
        "tails-vi-fr-price",
    ),
    (
        "another spelling counts as another name",
        "compare",
        "names-place-spelling names-translit-arabic",
    ),
    (
        "another spelling counts as another name",
        "compare collection",
        "names-initial names-translit-chinese names-translit-korean names-translit-russian",
    ),
    (
        "another spelling counts as another name",
        "compare label",
        "names-script-ja",
    ),
    (
        "another spelling counts as another name",
        "compare label collection",
        "names-script-ar",
    ),
    (
        "chains and frames in a small collection",
        "whole",
        "gale-warnings one-credit products questions ru-lifts six-languages",
    ),
    (
        "figures and noise that differ where the fact is the same",
        "compare",
        "facts-zh-wan",
    ),
    (
        "figures and noise that differ where the fact is the same",
        "compare collection",
        "facts-access-count facts-byline facts-day-no-month facts-hash facts-ids facts-round-money "
        "facts-round-people facts-timecodes facts-unit-clock facts-unit-miles",
    ),
    (
        "figures and noise that differ where the fact is the same",
        "compare label",
        "facts-ocr-short",
    ),
    (
        "figures and noise that differ where the fact is the same",
        "compare label collection",
        "facts-ocr-garble facts-ocr-page-number",
    ),
    (
        "figures and noise that differ where the fact is the same",
        "label",
        "facts-ocr-figure facts-ocr-joined",
    ),
    (
        "long texts of few words",
        "compare",
        "parts-one-quotation parts-page-of-another-book parts-page-of-another-matter",
    ),
    (
        "long texts of few words",
        "compare collection",
        "parts-volumes-one-preface",
    ),
    (
        "long texts of few words",
        "compare label collection",
        "parts-anthologies-fifth",
    ),
    (
        "marks and formats",
        "collection",
        "formats-mail-other",
    ),
    (
        "one word of a script without capitals, or a date in other notation",
        "collection",
        "templates-en-minutes templates-ru-popravka templates-th-power templates-th-prakat",
    ),
    (
        "one word of a script without capitals, or a date in other notation",
        "compare",
        "templates-en-reworded",
    ),
    (
        "one word of a script without capitals, or a date in other notation",
        "compare collection",
        "templates-en-date-form templates-tr-tarih",
    ),
    (
        "one word of a script without capitals, or a date in other notation",
        "compare label collection",
        "templates-vi-sua",
    ),
    (
        "paraphrases of a few words",
        "compare",
        "short-a-resign",
    ),
    (
        "paraphrases of a few words",
        "compare collection",
        "short-a-fr short-a-learn short-a-zh short-p-abbr short-p-book short-p-lens",
    ),
    (
        "the encoder reads single short sentences badly",
        "compare label",
        "short-t-en-ja",
    ),
    (
        "the encoder reads single short sentences badly",
        "compare label collection",
        "short-t-de-pl short-t-en-ar short-t-en-ko short-t-en-tr short-t-en-vi short-t-en-zh short-t-fr-es "
        "short-t-ru-de short-t-zh-ru",
    ),
    (
        "the encoder reads single short sentences badly, a tail beside",
        "compare collection",
        "tails-s-en-credits tails-s-en-read",
    ),
    (
        "the encoder reads single short sentences badly, a tail beside",
        "compare label collection",
        "tails-s-de-en tails-s-es-en tails-s-vi-en",
    ),
    (
        "two characters of many",
        "compare collection",
        "longer-zh-swap",
    ),
    (
        "two scripts, or two forms of Han",
        "collection",
        "spelling-zh-traditional",
    ),
)
# Share of the cases that may be known to fail. One in ten is the aim: most of them wait for an encoder that reads single sentences better.
MOST_KNOWN = 1 / 6


def text(side: str | list[Any]) -> str:
    """A side of a case: a text, or pieces of which each is a text or sentences of a book."""
    pieces = [side] if isinstance(side, str) else side
    return "\n\n".join(piece if isinstance(piece, str) else part(*piece) for piece in pieces)


@cache
def pairs(file: str) -> list[dict[str, str]]:
    rows = [json.loads(line) for line in (CASES / f"{file}.jsonl").read_text(encoding="utf8").splitlines()]
    return [row | {"left": text(row["left"]), "right": text(row["right"])} for row in rows]


@cache
def wholes() -> list[dict[str, Any]]:
    return [json.loads(path.read_text(encoding="utf8")) for path in sorted((CASES / "collections").glob("*.json"))]


def params(cases: list[Any], check: str) -> list[Any]:
    """The cases as parameters of a test; the known failures have to fail."""
    known = KNOWN[check]
    marks = {id: [pytest.mark.xfail(reason=reason, strict=True, raises=AssertionError)] for id, reason in known.items()}
    return [pytest.param(case, id=case["id"], marks=marks.get(case["id"], [])) for case in cases]


ALL = [case | {"file": file} for file in FILES for case in pairs(file)]


@cache
def judged(left: str, right: str) -> dedup.Pair:
    return dedup.compare(left, right)


@cache
def groups_of(texts: tuple[tuple[str, str], ...]) -> dict[str, set[str]]:
    """The group of each id, from one search in all these texts."""
    rows = dedup.find_duplicates([{"id": id, "text": text} for id, text in texts]).clusters.to_pylist()
    members = defaultdict(set)
    for row in rows:
        members[row["cluster"]].add(row["id"])
    return {row["id"]: members[row["cluster"]] for row in rows}


@pytest.fixture(scope="module")
def grouped() -> Any:
    """`grouped(file)`: the group of each side, as `ID left` and `ID right`, in one collection of all cases of the file."""

    def grouped(file: str) -> dict[str, set[str]]:
        return groups_of(tuple((f"{case['id']} {side}", case[side]) for case in pairs(file) for side in ("left", "right")))

    return grouped


@pytest.mark.parametrize("case", params(ALL, "compare"))
def test_a_pair_by_itself(case):
    pair = judged(case["left"], case["right"])
    swapped = judged(case["right"], case["left"])
    assert swapped.probability == pytest.approx(pair.probability, abs=1e-6)
    assert (pair.probability >= 0.5) == (case["expect"] == "same"), f"{pair.label} {pair.probability:.3f}: {case['why']}"


@pytest.mark.parametrize("case", params([case for case in ALL if "label" in case], "label"))
def test_the_label_of_a_pair(case):
    assert judged(case["left"], case["right"]).label in case["label"].split("|"), case["why"]


@pytest.mark.parametrize("case", params(ALL, "collection"))
def test_a_pair_among_all_of_its_file(case, grouped):
    sides = {f"{case['id']} {side}" for side in ("left", "right")}
    right = [sides] * 2 if case["expect"] == "same" else [{side} for side in sorted(sides)]
    assert [grouped(case["file"])[side] for side in sorted(sides)] == right, case["why"]


@pytest.mark.parametrize("whole", params(wholes(), "whole"))
def test_a_small_collection(whole):
    right = {id: {id} for id in whole["texts"]} | {id: set(group) for group in whole["groups"] for id in group}
    assert groups_of(tuple(whole["texts"].items())) == right, whole["why"]


def test_few_cases_are_known_to_fail():
    ids = {case["id"] for case in [*ALL, *wholes()]}
    known = {id for failures in KNOWN.values() for id in failures}
    assert known <= ids and len(known) <= MOST_KNOWN * len(ids)


def test_the_cases_go_both_ways_and_no_text_stands_in_two():
    for file in FILES:
        texts = [case[side] for case in pairs(file) for side in ("left", "right")]
        assert len(set(texts)) == len(texts)
    different = sum(case["expect"] == "different" for case in ALL)
    assert len(ALL) >= 400 and 0.4 <= different / len(ALL) <= 0.6
    assert len({case["id"] for case in ALL}) == len(ALL)
