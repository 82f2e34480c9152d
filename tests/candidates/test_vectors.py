"""One vector a document, and which are nearest."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.candidates import vectors
from dedup.candidates.minhash import pack

EN, ZH, UNKNOWN = 0, 1, -1
LONG = "word " * 500


class Counting:
    """An encoder that remembers what it was asked for."""

    def __init__(self):
        self.asked = []

    def encode(self, sentences):
        self.asked += list(sentences)
        return np.array([[len(s), 1] for s in sentences], np.float32).reshape(len(sentences), 2)


def asked(texts: list[str], language: list[int]) -> list[str]:
    encoder = Counting()
    shown = vectors.of(pack(texts), np.array(language, np.int8), encoder=lambda: encoder)
    assert np.any(shown, axis=1).tolist() == [text[: vectors.READ] in encoder.asked for text in texts]
    return encoder.asked


def test_of_one_language_only_passages_are_encoded():
    assert asked(["short", LONG, "also short"], [EN, EN, EN]) == ["short", "also short"]


def test_of_two_languages_all_texts_of_a_known_one_are():
    assert asked(["short", LONG, LONG + "x", LONG + "y"], [EN, EN, ZH, UNKNOWN]) == ["short", LONG, LONG + "x"]


def test_the_encoder_is_not_loaded_for_long_texts_of_one_language():
    def no_encoder():
        raise AssertionError("the encoder was loaded")

    for texts in ([], [LONG], [LONG, LONG], ["one", LONG], ["", "", ""]):
        assert not vectors.of(pack(texts), np.full(len(texts), EN, np.int8), encoder=no_encoder).any()


def test_a_script_that_the_encoder_does_not_read_is_not_encoded():
    assert asked(["აქ ვართ", "one", "two"], [UNKNOWN] * 3) == ["one", "two"]


def test_a_file_holds_the_same_vectors(tmp_path, static_encoder):
    packed, language = pack(["A boat", "A mill", LONG]), np.full(3, EN, np.int8)
    one, other = (vectors.of(packed, language, encoder=lambda: static_encoder, folder=folder) for folder in (None, tmp_path))
    assert np.array_equal(one, other)


POINTS = st.lists(st.tuples(st.integers(-3, 3), st.integers(-3, 3)), min_size=1, max_size=20)


@given(POINTS, st.integers(0, 5), st.sampled_from([1, 3, 2048]))
def test_the_nearest_are_those_of_a_naive_search(points, count, block):
    rows = np.arange(len(points))
    given_ = np.array(points, np.float32)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(vectors, "BLOCK", block)
        found = vectors.nearest(given_, rows, rows, count)
    for row in rows.tolist():
        order = sorted((other for other in rows.tolist() if other != row), key=lambda other: (-float(given_[row] @ given_[other]), other))
        expected = [*order[:count], *[vectors.NONE] * max(0, count - len(order))]
        assert found[row].tolist() == expected
