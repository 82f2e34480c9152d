"""Sets made from other text: what is a duplicate in them and what is not."""

from __future__ import annotations

import numpy as np

from dedup.training.made_sets import other_people
from dedup.training.respell import other_spelling

STORIES = [
    f"The harbour board met on Monday. {one} opened the meeting, and {other} kept the minutes. {one} spoke of the new quay."
    for one, other in [("Anna Berg", "Peter Holm"), ("Maria Vasquez", "James Clifford")]
]


def test_twins_have_other_people_and_versions_the_same_in_another_spelling():
    made = other_people([*STORIES, "The harbour board met on Monday."], seed=3, most=9)
    assert made.gold == [f"people-{k}{suffix}" for k in (0, 1) for suffix in ("", "-other", "")]
    for story, text, twin in zip(STORIES, made.texts[::3], made.texts[1::3], strict=True):
        assert text.split() == story.split()
        assert abs(len(twin.split()) - len(text.split())) <= 3 and twin != text
    assert made == other_people([*STORIES, "The harbour board met on Monday."], seed=3, most=9)


def test_no_more_texts_than_asked_for():
    assert set(other_people(STORIES, seed=3, most=1).gold) == {"people-0", "people-0-other"}


def test_another_spelling_of_a_name_begins_with_a_capital_and_stays_near():
    spelt = {other_spelling("Shevchenko", np.random.default_rng(seed)) for seed in range(20)}
    assert {"Shevchenko", "Shewchenko", "Schevchenko"} <= spelt and all(name.istitle() for name in spelt)
    assert other_spelling("Bo", np.random.default_rng(0)) == "Bo"
