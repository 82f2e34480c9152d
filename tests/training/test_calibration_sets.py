"""Which texts the made sets are made from: each in one language, and none that a set left out would leave behind."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from dedup.confirm.calibration import calibrated
from dedup.confirm.calibration.calibrated import OTHER, SAME, SHORT
from dedup.confirm.features import COLUMN, FEATURES
from dedup.training import calibration_sets, fitting, scattered_sets
from dedup.training.calibration_sets import COLLECTED
from dedup.training.kin import KIN, kin_of
from dedup.training.labelled import LabelledSet

FLOORS = Path(__file__).parent.parent.parent / "benchmarks" / "floors.json"


def rows(*languages: str) -> list[calibration_sets.Row]:
    return [{"lang": language, "text": f"{language}{k}"} for k, language in enumerate(languages)]


def test_kin_are_sets_that_there_are():
    known = {*COLLECTED, *json.loads(FLOORS.read_text(encoding="utf8"))["floors"], *scattered_sets.NAMES}
    assert set(KIN) <= {*COLLECTED, "parallel", "parts"} and {name for kin in KIN.values() for name in kin} <= known


def test_what_was_made_from_the_same_texts_is_left_out_together():
    assert "halves-variants" in kin_of("variants") and "variants" in kin_of("halves-variants")
    assert "crosslingual" not in kin_of("variants") and {"crosslingual", "variants-other-languages"} <= kin_of("twins-languages")
    assert kin_of("reuse") == {"reuse"}


def test_groups_in_a_row_are_told_in_one_language_and_all_languages_come():
    one_each = calibration_sets._one_each([rows("en", "fr", "de")] * 9)
    assert [row["lang"] for row in one_each] == ["en"] * 3 + ["fr"] * 3 + ["de"] * 3


def test_a_page_has_stories_of_one_language():
    assert calibration_sets._pages(rows("en", "en", "en", "fr", "en", "fr", "de")) == ["en0\nen1\nen2", "de6"]


def test_a_made_set_is_shown_to_the_trees_of_the_kind_that_its_duplicates_are_of():
    label, same = np.array([1, 1, 1, 0, 0, -1], np.int8), np.array([True, True, False, False, True, True])
    nothing = np.empty(0, np.int64)
    made = LabelledSet("made", None, nothing, nothing, label, nothing, "", np.empty((0, 0)), {})
    assert fitting.shows(made, same).tolist() == [True, True, False, False, True, False]
    assert not fitting.shows(made, ~same).any()
    for shown in (made._replace(digest="of a file"), made._replace(name="scattered-sentences")):
        assert fitting.shows(shown, ~same).tolist() == [False, False, True, True, False, False]


def test_each_pair_is_shown_to_the_trees_of_its_length():
    raw = np.zeros((4, len(FEATURES)))
    raw[:, COLUMN["log_length"]] = np.log([20, 2000, 20, 2000])
    same = np.array([True, True, False, False])
    kinds = {kind: rows.tolist() for kind, rows in calibrated.of_kinds(raw, same).items()}
    assert kinds == {SAME: [False, True, False, False], OTHER: [False, False, False, True],
                     SAME + SHORT: [True, False, False, False], OTHER + SHORT: [False, False, True, False]}  # fmt: skip


def test_phrases_and_reports_share_no_sentence():
    pairs = [("A phrase.", "Ein Satz."), ("A sentence of the news that is long enough to be one of a report.", "Ein langer Satz.")]
    assert calibration_sets._phrases(pairs) == pairs[:1]
    assert list(calibration_sets._translations({"de": pairs})) == [pairs[1][0]]
