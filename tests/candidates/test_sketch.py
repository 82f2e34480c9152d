"""The fused pass gives the same minima, keys and low bits as signatures computed on their own."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.candidates.minhash import pack, signatures
from dedup.candidates.sketch import Sketches, sketch

TEXTS = ["The river rose by two metres overnight.", "the RIVER rose by two metres overnight", "", "?!", "雨が降る", "rain"]


def made(texts: list[str], *, workers: int = 1, folder: Path | None = None) -> Sketches:
    return sketch(pack(texts), shingle_size=3, minima=32, bands=4, rows=8, seed=1, workers=workers, folder=folder)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=8))
def test_low_bits_are_those_of_the_signatures(texts: list[str]) -> None:
    whole = signatures(pack(texts), shingle_size=3, minima=32, seed=1, workers=1)
    assert np.array_equal(made(texts).low, whole.astype(np.uint8))


@given(st.lists(st.text("ab c", max_size=12), min_size=2, max_size=6))
def test_a_key_is_equal_exactly_where_all_rows_of_the_band_are(texts: list[str]) -> None:
    whole = signatures(pack(texts), shingle_size=3, minima=32, seed=1, workers=1).reshape(len(texts), 4, 8)
    keys = made(texts).keys
    for band in range(4):
        for x in range(len(texts)):
            for y in range(len(texts)):
                assert (keys[band, x] == keys[band, y]) == np.array_equal(whole[x, band], whole[y, band])


def test_documents_without_a_token_are_marked() -> None:
    assert made(TEXTS).empty.tolist() == [False, False, True, True, False, False]


def test_workers_and_a_folder_change_nothing(tmp_path: Path) -> None:
    texts = [f"text number {i} of a long list of texts" for i in range(700)]
    one, other = made(texts), made(texts, workers=2, folder=tmp_path)
    assert all(np.array_equal(x, y) for x, y in zip(one, other, strict=True))
    assert {path.name for path in tmp_path.iterdir()} == {"band-keys", "low-bits"}
