"""What OCR confuses is one reading; what it does not is another word or figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.confirm.facts.misread import confused, skeleton

MISREAD = [
    ("1905", "l9O5"), ("56", "$6"), ("10", "IO"), ("25", "2S"), ("85", "B5"), ("2nd", "znd"), ("modern", "modem"), ("clear", "dear"),
    ("when", "vvhen"), ("eat", "cat"), ("home", "bome"), ("run", "rnn"), ("then", "fhen"), ("ſociety", "fociety"), ("be", "6e"),
    ("good", "9ood"), ("it.", "it"), ("don't", "dont"), ("Hello!", "hello"), ("!n", "in"), ("society", "fociety"), ("1l1", "lIi"),
]  # fmt: skip
OTHER = [("16", "18"), ("1905", "1906"), ("10", "100"), ("rose", "fell"), ("north", "south"), ("12", "21"), ("may", "day"), ("", "1")]


@pytest.mark.parametrize(("one", "other"), MISREAD)
def test_one_reading(one, other):
    assert confused(one, other) and confused(other, one)
    assert skeleton(one) == skeleton(other)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_other_words_and_figures(one, other):
    assert not confused(one, other) and not confused(other, one)
    assert skeleton(one) != skeleton(other)


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_no_two_numbers_are_confused(one, other):
    assert confused(str(one), str(other)) == (skeleton(str(one)) == skeleton(str(other))) == (one == other)


SWAPS = [tuple(pair.split()) for pair in "l 1,o 0,s 5,z 2,c e,u n,f t,g 9,rn m,cl d,vv w".split(",")]
PIECES = st.sampled_from([piece for pair in SWAPS for piece in pair] + list("akprxy"))


@given(st.lists(PIECES, min_size=1, max_size=8), st.data())
def test_any_swaps_leave_the_key(pieces, data):
    swap = dict(SWAPS) | {other: one for one, other in SWAPS}
    other = [swap.get(piece, piece) if data.draw(st.booleans()) else piece for piece in pieces]
    assert skeleton("".join(pieces)) == skeleton("".join(other))
    assert confused("".join(pieces), "".join(other))


@given(st.text(max_size=12))
def test_a_token_is_read_as_itself(token):
    assert confused(token, token)
