"""A run that removes most of a collection, or whose groups hang on few bits, says so; all others say nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup import cluster, doubts
from dedup.data import Clusters, Distinct, Judged
from dedup.pipeline import Found

STORY = "The ferry to the island stops at noon because the river is high, and nobody knows when it will run again, said ferryman {}"
SHOP = "The baker in the lower street sells rolls from six in the morning, and on Sundays a cake with plums that costs {} crowns"
HARBOUR = (
    "The ferry to the island stops at noon because the river is high. Its crew has tied it to the old pier and gone home. "
    "People from the farms wait in the inn and play cards, and the innkeeper has put more wood on the fire. "
    "The mail boat has taken the letters across instead, and the doctor came over in it before breakfast with a bag of lemons. "
    "A rope across the road keeps carts away from the water, which stands as high as the second step of the chapel. "
    "Nobody knows when it will run again. {}"
)
ENDS = ("Perhaps soon.", "We shall see.", "Time will tell.", "Some are angry.", "Others sleep.", "A dog barks.", "The soup is hot.", "")
OTHERS = (
    "Rain falls on the old mill.", "A choir sings in the square.", "Two horses won the race.", "The library lends maps.",
    "Ice closed the mountain road.", "A tailor mends the flags.", "The well in the yard is dry.", "Bees came back in April.",
)  # fmt: skip


def run(folder, texts: list[str], *options: str):
    (folder / "in.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), encoding="utf8")
    command = [sys.executable, "-m", "dedup", "run", folder / "in.jsonl", "-o", folder / "out", "--quiet", *options]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf8", cwd=folder)
    assert done.returncode == 0, done.stderr
    return done, json.loads((folder / "out/manifest.json").read_text(encoding="utf8")), (folder / "out/report.html").read_text("utf8")


def copies(text: str, count: int) -> list[str]:
    return [text.format(number) for number in range(count)]


def test_a_run_that_removes_most_of_a_collection_says_so_everywhere(tmp_path):
    done, manifest, page = run(tmp_path, [*copies(STORY, 6), *copies(SHOP, 6)], "--find", "near")
    (reason,) = manifest["warnings"]
    assert reason.startswith("10 of 12 different texts (83%) are removed: look at report.html") and "--jaccard" in reason
    assert done.stderr == f"dedup: warning: {reason}\n"
    assert f"<li>{reason}</li>" in page.split("<main>")[0]


def test_a_default_run_names_what_would_remove_less(tmp_path):
    done, manifest, _ = run(tmp_path, [*(HARBOUR.format(end) for end in ENDS), *OTHERS[:3]])
    assert manifest["counts"]["removed"] > 5
    assert "--find near" in done.stderr and "--threshold" in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "texts",
    [
        [*copies(STORY, 5), *OTHERS],  # less than half
        [*copies(STORY, 7)],  # most of a handful
        [*copies(STORY, 3), *OTHERS, *[OTHERS[0]] * 30],  # most of it, but exact copies
        list(OTHERS),
    ],
    ids=["a part", "few", "exact copies", "nothing"],
)
def test_other_runs_say_nothing(tmp_path, texts):
    done, manifest, page = run(tmp_path, texts, "--find", "near")
    assert done.stderr == "" and manifest["warnings"] == [] and 'class="warnings"' not in page


def test_a_program_finds_the_warnings_in_the_result():
    assert len(dedup.find_duplicates([*copies(STORY, 9), *OTHERS[:3]], find="near").warnings) == 1
    assert dedup.find_duplicates([*copies(STORY, 3), *OTHERS], find="near").warnings == []


# -- groups that hang on few bits


def found(contents: int, pairs: list[tuple[int, int, float, float]], column: str = doubts.SHARED_BITS, equal: float = 0.0) -> Found:
    """What a run found of so many contents; pairs: two contents, probability, bits; `equal`: whether they are the same words."""
    left, right, probability, bits = (np.array(values) for values in zip(*pairs, strict=True))
    columns = np.column_stack((np.full(len(pairs), 0.5), bits, np.full(len(pairs), equal)))
    judged = Judged(left, right, probability, [""] * len(pairs), columns, ("other", column, doubts.EQUAL_WORDS))
    none = np.empty(0, np.int64)
    clusters = Clusters(cluster.components(contents, judged, threshold=0.5).group, 0)
    return Found(Distinct(none, none, none), 0, [], judged, None, clusters)


def reasons(contents: int, pairs: list[tuple[int, int, float, float]], **column: Any) -> list[str]:
    return doubts.reasons(found(contents, pairs, **column), find="variants", threshold=0.5)


def couples(*bits: float) -> list[tuple[int, int, float, float]]:
    return [(2 * k, 2 * k + 1, 0.9, value) for k, value in enumerate(bits)]


def test_more_than_a_third_of_the_removed_on_few_bits():
    (reason,) = reasons(100, couples(*[5.0] * 5, *[80.0] * 7))
    assert reason.startswith("of 12 removed texts 5 (42%) have less than 20 bits in common with another: look at report.html")
    assert reasons(100, couples(*[5.0] * 4, *[80.0] * 8)) == []
    assert reasons(100, couples(*[20.0] * 12)) == []


def test_a_few_removed_texts_say_nothing():
    assert reasons(100, couples(*[5.0] * 9)) == []
    assert len(reasons(100, couples(*[5.0] * 10))) == 1


def test_without_the_measurement_or_where_it_is_missing_nothing_is_said():
    assert reasons(100, couples(*[5.0] * 12), column="word_jaccard") == []
    assert reasons(100, couples(*[float("nan")] * 12)) == []


def test_the_same_words_are_the_same_however_few():
    assert reasons(100, couples(*[5.0] * 12), equal=1.0) == []


def test_a_text_that_another_pair_holds_does_not_hang_on_few_bits():
    weak = [(a, b, 0.9, 3.0) for a in range(13) for b in range(a + 1, 13)]
    assert len(reasons(100, weak)) == 1
    chain = {(k, k + 1): 60.0 for k in range(12)}
    assert reasons(100, [(a, b, p, chain.get((a, b), bits)) for a, b, p, bits in weak]) == []


def test_what_is_not_confirmed_holds_nothing():
    related = [(2 * k, 2 * k + 1, 0.2, 90.0) for k in range(30, 45)]
    assert doubts.on_few_bits(found(100, couples(*[5.0] * 10) + related).judged, found(100, couples(*[5.0] * 10)).clusters.group, 0.5) == 10


def test_both_reasons_at_once():
    assert len(reasons(15, [(0, k, 0.9, 1.0) for k in range(1, 15)])) == 2


@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19), st.floats(0, 1), st.floats(0, 60)), min_size=1, max_size=60))
def test_no_more_hang_on_few_bits_than_are_removed(pairs):
    made = found(20, [(min(a, b), max(a, b), p, bits) for a, b, p, bits in pairs if a != b] or [(0, 1, 0.0, 0.0)])
    hanging = doubts.on_few_bits(made.judged, made.clusters.group, 0.5)
    assert 0 <= hanging <= 20 - len(set(made.clusters.group.tolist()))
