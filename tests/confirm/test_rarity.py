"""What a shared word says: the background's figures, shrunk towards those of the corpus at hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.candidates.minhash import pack, tokenise
from dedup.confirm import rarity


def weights_in(texts: list[str], *words: str) -> list[float]:
    table = rarity.weights(pack(texts))
    tokens, _ = tokenise(pack([" ".join(words)]))
    return table[tokens >> np.uint64(64 - rarity.SLOT_BITS)].tolist()


def test_rare_words_weigh_more_in_every_language():
    for words in ("the minister ferry Bounnhang", "der minister fähre", "в министр паром"):
        found = weights_in([], *words.split())
        assert found == sorted(found) and len(set(found)) == len(found), words


def test_a_word_of_most_documents_weighs_little_and_an_unknown_one_as_much_as_any():
    the, unknown = weights_in([], "the", "xqzvwyk")
    assert the < 1
    assert unknown == pytest.approx(16 * np.log(2), abs=0.01)  # the rate of a word the table does not know is 2 ** -16


def test_without_documents_the_background_alone_counts():
    np.testing.assert_allclose(rarity.weights(pack([])), -np.log(rarity.background()), atol=1e-5)


def test_a_word_that_every_document_of_the_corpus_uses_loses_weight_and_a_word_none_uses_gains():
    alone, the_alone = weights_in([], "congress", "the")
    small, _ = weights_in(["the congress met"] * 5, "congress", "the")
    large, _ = weights_in(["the congress met"] * 3000, "congress", "the")
    _, the_absent = weights_in(["congress met"] * 3000, "congress", "the")
    assert alone > small > large
    assert large < 0.15
    assert the_absent > the_alone


def test_the_background_counts_for_300_documents():
    rate = np.exp(-weights_in([], "congress")[0])
    (half,) = weights_in(["congress"] * 300, "congress")
    assert np.exp(-half) == pytest.approx((1 + rate) / 2, rel=1e-4)


def test_a_word_counts_once_a_document():
    assert weights_in(["congress congress congress"], "congress") == weights_in(["congress"], "congress")


@given(st.lists(st.text("ab c", max_size=6), max_size=5), st.randoms(use_true_random=False))
def test_weights_are_at_least_0_and_do_not_depend_on_the_order(texts, rng):
    table = rarity.weights(pack(texts))
    assert table.shape == (1 << rarity.SLOT_BITS,)
    assert table.min() >= 0 and table.max() < 16
    np.testing.assert_array_equal(table, rarity.weights(pack(rng.sample(texts, len(texts)))))
