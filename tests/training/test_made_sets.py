"""Sets made from other text: what is a duplicate in them and what is not."""

from __future__ import annotations

import re

import numpy as np

from dedup.confirm.facts.figures import NUMBER
from dedup.training.made_sets import OF_STORIES, OF_YEARS, forms, grown, other_numbers, other_people, twins
from dedup.training.made_translations import halves_retold
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


LONG = [" ".join(f"{who} told the board of step {k} and of its cost, {k * 37} crowns." for k in range(10, 24)) for who in ("Anna", "Peter")]


def test_grown_versions_keep_facts_and_twins_have_other_facts():
    made = grown(LONG, seed=4)
    assert set(made.gold) == {"grown-0", "grown-1", "grown-1-other"}
    first = [text for text, gold in zip(made.texts, made.gold, strict=True) if gold == "grown-0"]
    told = [set(NUMBER.findall(text)) for text in first]
    assert len(first) >= 2 and all(len(one & other) > len(one) / 3 for one, other in zip(told, told[1:], strict=False))
    assert all(text.islower() for text, gold in zip(made.texts, made.gold, strict=True) if gold != "grown-0")
    version, twin = (
        next(text for text, gold in zip(made.texts, made.gold, strict=True) if gold == name) for name in ("grown-1", "grown-1-other")
    )
    assert set(NUMBER.findall(twin)) - set(NUMBER.findall(version))
    assert made == grown(LONG, seed=4)


def test_a_page_without_facts_has_no_twin_that_could_tell_others():
    plain = [" ".join(f"{who} told the board of {what} and of its cost." for what in map(chr, range(97, 111))) for who in ("Anna", "Peter")]
    assert set(grown(plain, seed=4).gold) == {"grown-0", "grown-1"}


def test_a_twin_tells_other_numbers_than_every_version_of_its_text():
    plain = "Anna told the board of it. " * 19 + "Step 14 cost 37 crowns, step 15 cost 41."  # four numbers in twenty lines are an update
    made = twins([*LONG, plain] * 4, seed=4)
    of = {name: [text for text, gold in zip(made.texts, made.gold, strict=True) if gold == name] for name in made.gold}
    assert {"twin-0-other", "twin-1-other"} <= set(of) and not {"twin-2-other", "twin-5-other"} & set(of)
    assert len(of["twin-1"]) == 2
    for name in of:
        for text in of[name.removesuffix("-other")] if name.endswith("-other") else []:
            assert other_numbers(of[name][0], text) >= 4  # a third of some 14 lines
    assert other_numbers("1,400 boats", "1400 boats") == 0


def test_halves_of_a_story_are_told_by_several_and_say_other_things():
    group = ["\n".join(f"{who} line {k}" for k in range(5)) for who in ("en", "de", "fr", "es")]
    made = halves_retold([group, [*group[:2], "one line more"]], seed=1, tellers=3)
    assert made.gold == ["half-0-0"] * 3 + ["half-0-1"] * 3 + ["half-1-0"] * 2 + ["half-1-1"] * 2
    assert {text.splitlines()[0][3:] for text, gold in zip(made.texts, made.gold, strict=True) if gold == "half-0-1"} == {"line 2"}
    assert len(set(made.texts[:3])) == 3


def test_only_pages_that_grow_for_years_update_their_facts():
    known = set(re.findall(r"\d+", " ".join(LONG)))
    told = {growth: grown([LONG[0], LONG[1]], seed=4, growth=growth) for growth in (OF_STORIES, OF_YEARS)}
    new = {
        growth: {n for text, gold in zip(made.texts, made.gold, strict=True) if gold == "grown-1" for n in re.findall(r"\d+", text)} - known
        for growth, made in told.items()
    }
    assert not new[OF_STORIES] and new[OF_YEARS]


def test_pages_of_a_form_have_its_labels_and_two_versions_each():
    made = forms(LONG, seed=2, templates=2)
    assert made.gold == [f"form-{form}-{page}" for form in (0, 1) for page in range(5) for _ in range(2)]
    labels = [{line.split(": ")[0] for line in text.split("\n")} for text in made.texts[:10:2]]
    assert all(one == labels[0] for one in labels) and len(set(made.texts[:10:2])) == 5
    assert made == forms(LONG, seed=2, templates=2)
