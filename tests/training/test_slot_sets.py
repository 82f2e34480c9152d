"""Texts that differ in one slot are never labelled as one, copies with noise are, and no twin is its original."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.training import furniture, noise, slot_sets, slots

PLACES = "Ostrava Bergen Malmö Toledo Verona Cardiff Lublin Graz".split()
SAID = [("en", f"The council of {place} will open a bridge on {day} {k + 3} May.") for k, place in enumerate(PLACES) for day in slots.DAYS]
NOTICES = [("en", f"{text} All are welcome to the feast. The mayor is to speak at {k + 5} pm.") for k, (_, text) in enumerate(SAID)]
STORIES = [f"{text} It cost {k * 37 + 1200} crowns, and {k + 40} men worked for {k + 11} weeks." for k, (_, text) in enumerate(NOTICES)]


@pytest.mark.parametrize(
    "make", [lambda seed: slot_sets.slot_twins(SAID, seed=seed), lambda seed: slot_sets.notices(NOTICES, seed=seed),
             lambda seed: slot_sets.misread_stories(STORIES, seed=seed), lambda seed: furniture.furnished(STORIES, seed=seed)]
)  # fmt: skip
def test_the_same_seed_gives_the_same_set_and_no_text_stands_in_two_groups(make):
    made = make(7)
    assert made == make(7) != make(8)
    assert max(Counter(text for text, _ in set(zip(made.texts, made.gold, strict=True))).values()) == 1
    assert max(Counter(made.gold).values()) > 1


@given(st.integers(0, 10**6), st.sampled_from(SAID))
def test_a_twin_is_the_sentence_but_for_one_place(seed, said):
    language, text = said
    twin = slots.other_slot(text, np.random.default_rng(seed), language=language, names=PLACES, words=[])
    assert twin != text and len(set(text.split()) - set(twin.split())) <= 1
    assert abs(len(text.split()) - len(twin.split())) <= 1


def test_a_rare_word_gives_way_to_another_with_its_ending():
    text, common = "he wore a striped jacket", ["take the normal basket"] * 4
    words = slots.words_of([text, "she bought a tin bucket", "they saw a wooden figure", *common])
    assert "jacket" in words and "basket" not in words
    found = {slots.other_slot(text, np.random.default_rng(seed), language="xx", names=[], words=words) for seed in range(20)}
    assert found - {None} == {"he wore a striped bucket"}


def test_a_sentence_without_anything_to_change_has_no_twin():
    assert slots.other_slot("it rains again", np.random.default_rng(0), language="en", names=PLACES, words=[]) is None
    assert slots.siblings("it rains again", np.random.default_rng(0), names=PLACES, count=3) == []


@pytest.mark.parametrize(
    ("language", "text", "other"),
    [("en", "smoking is not allowed", {"smoking is allowed", "smoking is not forbidden"}), ("de", "das war nicht klug", {"das war klug"}),
     ("zh", "这张票有效", {"这张票无效", "这张票没有效"}), ("xx", "smoking is allowed", {"smoking is allowed"})],
)  # fmt: skip
def test_opposites(language, text, other):
    assert {slots.opposite(text, np.random.default_rng(seed), language=language) for seed in range(9)} <= other


def test_siblings_differ_from_each_other_in_one_slot():
    found = slots.siblings(SAID[0][1], np.random.default_rng(3), names=PLACES, count=4)
    assert len({*found, SAID[0][1]}) == len(found) + 1 >= 3
    assert len({tuple(k for k, (a, b) in enumerate(zip(one.split(), SAID[0][1].split(), strict=True)) if a != b) for one in found}) == 1


def test_a_notice_sent_again_keeps_what_tells_it_from_the_others():
    made = slot_sets.notices(NOTICES, seed=5)
    of = {gold: [text for text, other in zip(made.texts, made.gold, strict=True) if other == gold] for gold in made.gold}
    for gold, (first, *again) in of.items():
        others = [of[name][0] for name in of if name != gold and name.rsplit("-", 1)[0] == gold.rsplit("-", 1)[0]]
        own = [Counter(words(first)) - Counter(words(other)) for other in others]
        assert own and all(own)
        assert all(each <= Counter(words(copy)) for copy in again for each in own)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


@given(st.integers(0, 10**6))
def test_noise_leaves_a_text_that_one_can_still_read(seed):
    rng, text = np.random.default_rng(seed), STORIES[seed % len(STORIES)]
    for copy in (noise.misread(text, rng, rate=0.05), noise.hyphenated(text, rng), noise.retyped(text, rng)):
        assert 0.8 < len(copy.replace("\n", " ")) / len(text) < 1.25
    assert noise.hyphenated(text, rng).replace("-\n", "").replace("\n", " ") == " ".join(text.split())


def test_a_figure_is_misread_only_where_words_are():
    text = "Lot 4711 sold"
    for seed in range(200):  # of two words both have to be misread
        copy = noise.misread(text, np.random.default_rng(seed), rate=0.1)
        assert "4711" in copy or not {"Lot", "sold"} & set(copy.split())
    assert noise.misread(text, np.random.default_rng(0), rate=0.0) == text


def test_ways_of_typing():
    rng = np.random.default_rng(0)
    assert noise.without_accents("Çağrı, Đặng, Łódź, Ёлка, 한국어", rng) == "Cagri, Dang, Lodz, Елка, 한국어"
    assert noise.turned("Red wool coat for children.", rng) in {"children, Red wool coat for", "for children, Red wool coat"}
    assert noise.turned("Red coat", rng) == "Red coat"


def test_pages_of_one_site_wear_the_same_and_say_something_else():
    made = furniture.furnished(STORIES, seed=4)
    shared = [banner for banner in furniture.BANNERS if sum(banner in text for text in made.texts) > 3]
    assert shared and len(set(made.gold)) == len(STORIES)
    copies = {gold for gold, number in Counter(made.gold).items() if number == 2}
    assert copies == {f"page-{k}" for k in range(0, len(STORIES), 3)}
