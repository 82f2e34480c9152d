"""The looks of words: one for each token, alike for two readings of a word, and what the word is."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.candidates.minhash import pack, tokenise
from dedup.confirm import words
from dedup.confirm.alignment.differences import look_alike


def looks(text: str) -> words.Looks:
    packed = pack([text])
    return words.looks(packed, tokenise(packed)[1])


def alike(one: str, other: str) -> bool:
    return bool(look_alike(looks(one).shape[0], looks(other).shape[0]))


@given(st.text(max_size=60))
def test_every_token_has_a_look(text):
    found = looks(text)
    assert len(found.shape) == len(tokenise(pack([text]))[0])
    assert np.all(found.shape > 0)


def test_a_misread_word_looks_like_itself_and_another_does_not():
    for one, other in [("agreement", "agreernent"), ("Hospital", "H0spita1"), ("society", "soeiety"), ("straße", "strafe")]:
        assert alike(one, other), (one, other)
    for one, other in [("agreement", "settlement"), ("Bergen", "Passaic"), ("lose", "gain"), ("guitar", "piano"), ("阳", "和")]:
        assert not alike(one, other), (one, other)


def test_figures_and_capitals_are_told_in_every_script():
    kinds = looks("On 12 мая М12x50 Ольга саw ١٢ 猫").kind.tolist()
    figure = [bool(kind & words.FIGURE) for kind in kinds]
    capital = [bool(kind & words.CAPITAL) for kind in kinds]
    assert figure == [False, True, False, True, False, False, True, False]
    assert capital == [True, False, False, True, True, False, False, False]


def test_keys_are_equal_for_the_same_words_alone():
    tokens, at = tokenise(pack(["The ferry stops.", "the FERRY -- stops!!", "The ferry stopped.", "...", ""]))
    same, again, other, marks, nothing = words.keys(tokens, at).tolist()
    assert same == again != other and marks == nothing == 0
