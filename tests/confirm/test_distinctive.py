"""What stands in many documents counts for less, and what is left of two texts without what both have."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dedup.confirm.features import NAMES, of_pairs

FRAME = "This page belongs to the handbook of the water works. Send us your questions at any time. We answer every letter within a week."
OWN = [
    "The pump house stands behind the old mill and takes its water from two wells.",
    "Filters are rinsed every other night, when hardly anybody opens a tap.",
    "A leak in the main pipe shows as a drop of pressure on the upper gauge.",
    "The reservoir on the hill was dug by hand in the year of the great drought.",
    "Chlorine is added only when the river has flooded the lower meadow.",
    "Meters are read in spring by students, who cycle from farm to farm.",
]


def values(prepare, texts, left, right):
    documents, weights = prepare(texts)
    found = of_pairs(documents, weights, np.array([left]), np.array([right]), workers=1)[0]
    return dict(zip(NAMES, found.tolist(), strict=True))


def pages(copies: int) -> list[str]:
    return [f"{FRAME} {own}" for own in OWN for _ in range(copies)]


def test_pages_of_one_frame_have_less_in_common_the_more_pages_there_are(prepare):
    two, many = values(prepare, pages(1)[:2], 0, 1), values(prepare, pages(4), 0, 23)
    assert many["own_least"] < two["own_least"] - 0.1 and many["own_runs"] < two["own_runs"] - 0.1
    assert many["least_coverage"] == pytest.approx(two["least_coverage"])
    assert many["own_share"] < 0.9 < two["own_share"] + 1e-9


def test_copies_of_one_page_stay_copies_however_many_there_are(prepare):
    found = values(prepare, [f"{FRAME} {OWN[0]}"] * 40, 3, 30)
    assert found["own_least"] == found["own_most"] == pytest.approx(1) == found["own_runs"]


def test_two_sentences_that_share_a_year_have_nothing_left_in_common(prepare):
    year = values(prepare, ["Im März 2014 hatte ich Fieber.", "She sold her boat in 2014."], 0, 1)
    told = values(prepare, ["Im März 2014 hatte ich Fieber.", "In March 2014 I had a fever."], 0, 1)
    assert year["rest_vector"] < 0.3 < told["rest_vector"] and min(year["rest_share"], told["rest_share"]) > 0.5


def test_of_the_same_text_nothing_is_left(prepare):
    found = values(prepare, [OWN[0], OWN[0]], 0, 1)
    assert math.isnan(found["rest_vector"]) and found["rest_share"] == 0


def test_numbers_of_models_tell_articles_apart_that_are_described_alike(prepare):
    kettle = "steel kettle with a wooden handle, 1.7l, {}"
    same = values(prepare, [kettle.format("kt77w"), "kt77w kettle 1.7l"], 0, 1)
    other = values(prepare, [kettle.format("kt77w"), kettle.format("kt81b")], 0, 1)
    none = values(prepare, [kettle.format("kt77w"), "a steel kettle"], 0, 1)
    assert same["numbers_agree"] == pytest.approx(1) and other["numbers_agree"] < 0.5 and math.isnan(none["numbers_agree"])


def test_under_one_frame_what_is_left_of_two_pages_decides(prepare):
    other = values(prepare, [f"{FRAME} {OWN[0]}", f"{FRAME} {OWN[1]}"], 0, 1)
    edited = values(prepare, [f"{FRAME} {OWN[0]}", f"{FRAME} {OWN[0].replace('old mill', 'old water mill')}"], 0, 1)
    assert other["left_least"] < 0.5 < edited["left_least"] and other["left_vector"] < edited["left_vector"] - 0.3
    assert min(other["left_share"], edited["left_share"]) > 0.2


def test_nothing_is_left_of_a_text_that_stands_in_the_other(prepare):
    found = values(prepare, [f"{FRAME} {OWN[0]}", f"{FRAME} {OWN[0]} {OWN[1]}"], 0, 1)
    assert math.isnan(found["left_least"]) and math.isnan(found["left_vector"]) and found["left_share"] == 0
