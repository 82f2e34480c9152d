"""Who is named in both of two aligned texts, and who stands in somebody else's place."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.data import Mention
from dedup.names.align import MOST_PAIRS, Links, match_all
from dedup.names.people import people
from dedup.names.places import agreement, conflict


def mentions(*sentences: str) -> list[Mention]:
    """One sentence a string, names parted by semicolons."""
    return [
        Mention(k, 10 * n, 10 * n + 5, name.strip())
        for k, text in enumerate(sentences)
        for n, name in enumerate(text.split(";"))
        if name.strip()
    ]


def diagonal(count: int) -> Links:
    return [((k,), (k,)) for k in range(count)]


def measured(left: list[Mention], right: list[Mention], links: Links, *, most: int = 0) -> tuple[float, float]:
    """Agreement and conflict."""
    (found,) = match_all([(people(left), people(right), links)], most=most)
    return agreement(found), conflict(found)


def test_the_same_people_agree():
    agree, differ = measured(mentions("Anna Berg; Peter Holm", "Berg"), mentions("Anna Berg; Peter Holm", "Anna Berg"), diagonal(2))
    assert agree > 0.99 and differ == 0


@pytest.mark.parametrize(("one", "other"), [("Mikhail Petrov", "Михаил Петров"), ("Li Keqiang", "李克强"), ("Bounnhang", "Bunyang")])
def test_the_same_person_in_another_spelling_agrees(one, other):
    agree, differ = measured(mentions(one, one), mentions(other, other), diagonal(2))
    assert agree > 0.6 and differ == 0


def test_somebody_else_in_the_same_place_is_a_conflict():
    agree, differ = measured(mentions("Anna Berg; Peter Holm"), mentions("Anna Berg; Rajesh Singh"), diagonal(1))
    assert agree == pytest.approx(0.5, abs=0.01) and differ == 1 / 2
    assert measured(mentions("Omar Khan"), mentions("Rajesh Singh"), diagonal(1)) == (0, 1)


def test_a_person_left_out_takes_nobodys_place():
    agree, differ = measured(mentions("Anna Berg; Peter Holm"), mentions("Anna Berg"), diagonal(1))
    assert agree > 0.99 and differ == 0


def test_people_who_change_sentences_are_no_conflict():
    agree, differ = measured(mentions("Anna Berg", "Omar Khan"), mentions("Omar Khan", "Anna Berg"), diagonal(2))
    assert agree > 0.9 and not differ > 0


def test_people_in_sentences_that_are_not_linked_do_not_count():
    left, right = mentions("Anna Berg", "Omar Khan"), mentions("Anna Berg", "Rajesh Singh")
    assert measured(left, right, diagonal(1))[1] == 0 < measured(left, right, diagonal(2))[1]


@pytest.mark.parametrize(("left", "right", "links"), [([], [], 0), (["Anna Berg"], [], 1), (["Anna Berg"], ["", "Anna Berg"], 1)])
def test_missing_evidence_is_not_disagreement(left, right, links):
    assert all(map(math.isnan, measured(mentions(*left), mentions(*right), diagonal(links))))


NAMES = ["Xi Jinping", "Xi", "Bounnhang", "Bunyang", "Omar Khan", "Rajesh Singh", "Anna Berg", "Peter Holm", "Михаил Петров"]
TEXTS = st.lists(st.lists(st.sampled_from(NAMES), max_size=3).map("; ".join), min_size=1, max_size=4).map(lambda texts: mentions(*texts))


@given(TEXTS, TEXTS)
def test_both_are_shares_and_swapping_the_documents_changes_neither(left, right):
    found, swapped = measured(left, right, diagonal(3)), measured(right, left, diagonal(3))
    assert all(math.isnan(value) or 0 <= value <= 1 for value in found)
    assert found == pytest.approx(swapped, nan_ok=True)


@given(TEXTS)
def test_a_text_agrees_with_itself(text):
    agree, differ = measured(text, text, diagonal(4), most=MOST_PAIRS)
    assert (math.isnan(agree) and math.isnan(differ)) or (agree > 0.8 and differ == 0)
