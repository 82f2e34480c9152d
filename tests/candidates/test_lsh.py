"""Signatures → buckets → candidate pairs: which copies are found, and what a bucket of thousands costs."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup.candidates import lsh
from dedup.candidates.minhash import pack
from dedup.candidates.sketch import sketch
from dedup.data import Candidates

WORDS = [f"w{i}" for i in range(5000)]


def find(texts: list[str], *, jaccard: float = 0.5, window: int = 8) -> Candidates:
    bands, rows = lsh.bands_and_rows(jaccard, 128)
    made = sketch(pack(texts), shingle_size=3, minima=128, bands=bands, rows=rows, seed=1, workers=1)
    return lsh.find(made, jaccard=jaccard, window=window, workers=1)


def pairs(found: Candidates) -> list[tuple[int, int]]:
    return list(zip(found.left.tolist(), found.right.tolist(), strict=True))


def made_text(rng: random.Random, length: int = 150) -> str:
    return " ".join(rng.choices(WORDS, k=length))


def edited(text: str, rng: random.Random, *, words: int) -> str:
    """The text with this many words replaced."""
    out = text.split()
    for place in rng.sample(range(len(out)), words):
        out[place] = rng.choice(WORDS)
    return " ".join(out)


def groups(found: Candidates, documents: int) -> int:
    """Number of connected components."""
    parent = list(range(documents))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for a, b in pairs(found):
        parent[root(a)] = root(b)
    return len({root(row) for row in range(documents)})


def test_edited_copies_are_found_and_unrelated_texts_are_not():
    rng = random.Random(1)
    originals = [made_text(rng) for _ in range(60)]
    copies = [edited(text, rng, words=5) for text in originals]  # 3-gram Jaccard about .8
    found = find(originals + copies)
    assert pairs(found) == [(i, i + 60) for i in range(60)]
    assert found.view == "minhash"


def test_a_rewritten_copy_is_below_the_threshold():
    rng = random.Random(1)
    original = made_text(rng)
    assert pairs(find([original, edited(original, rng, words=50)])) == []  # 3-gram Jaccard about .2


def test_the_same_words_in_another_order_are_no_copy():
    assert pairs(find(["a b c d e f g h i j", "j i h g f e d c b a"])) == []


def test_the_sample_reports(samples):
    names = list(samples)
    found = {frozenset((names[a], names[b])) for a, b in pairs(find(list(samples.values()), jaccard=0.4))}
    assert {"call-official", "call-edited"} in found
    assert {"call-official", "call-translated"} not in found  # 15 % of the 3-grams; shared_shingles finds those
    assert {"market-monday", "market-tuesday"} not in found


def test_empty_documents_are_no_pair():
    assert pairs(find(["", "one two three", "", "one two three"])) == [(1, 3)]
    assert pairs(find(["", ""])) == []
    assert pairs(find([])) == []


def test_documents_of_punctuation_alone_are_no_pair():
    found = dedup.find_duplicates(["???", "!!!", "Rice rose."], find="near")
    assert found.removed.num_rows == 0


def test_a_bucket_of_thousands_costs_linear_time_and_stays_connected():
    count, window = 3000, 8
    found = find(["the same page of text " * 5] * count + ["quite another page of text " * 5], window=window)
    assert len(found.left) <= count * (window + 1)
    assert groups(found, count + 1) == 2
    assert found.skipped == count - window - 1  # the members linked to the representative only, once each, not once a band


def test_a_small_bucket_is_paired_in_full_and_nothing_is_skipped():
    found = find(["the same page of text " * 5] * 9, window=8)
    assert len(found.left) == 9 * 8 // 2
    assert found.skipped == 0


def test_copies_are_found_among_hundreds_that_share_a_page_of_boilerplate():
    rng = random.Random(2)
    page = made_text(rng, 100)
    own = [made_text(rng, 150) for _ in range(500)]
    copies = [edited(text, rng, words=2) for text in own[:20]]
    found = find([f"{page} {text}" for text in own + copies])
    assert {(i, 500 + i) for i in range(20)} <= set(pairs(found))
    assert len(found.left) < 2 * 500  # texts that share the page alone are at Jaccard .25


def test_the_estimate_of_each_pair_comes_with_it():
    rng = random.Random(3)
    text = made_text(rng, 400)
    found = find([text, text, edited(text, rng, words=20)])
    assert pairs(found) == [(0, 1), (0, 2), (1, 2)]
    assert found.jaccard.tolist() == pytest.approx([1.0, 0.75, 0.75], abs=0.12)


@pytest.mark.parametrize(("jaccard", "minima"), [(0.3, 128), (0.5, 128), (0.8, 128), (0.5, 64), (0.9, 256)])
def test_bands_and_rows_fit_into_the_signature_and_grow_strict_with_the_threshold(jaccard, minima):
    bands, rows = lsh.bands_and_rows(jaccard, minima)
    assert 1 <= bands * rows <= minima
    assert (1 / bands) ** (1 / rows) == pytest.approx(jaccard, abs=0.15)  # where the S-curve rises: MMDS, section 3.4.2


@pytest.mark.parametrize(("jaccard", "minima"), [(1.0, 128), (0.5, 1), (0.5, 2)])
def test_a_threshold_of_one_and_few_minima_make_a_single_band(jaccard, minima):
    assert lsh.bands_and_rows(jaccard, minima) == (1, minima)
    assert pairs(find(["one two three four", "One two three, four!", "one two three five"], jaccard=1.0)) == [(0, 1)]


SHORT = st.text("ab ", max_size=12)


@given(st.lists(SHORT, max_size=12))
def test_pairs_are_ordered_sorted_unique_and_within_bounds(texts):
    found = pairs(find(texts, window=2))
    assert found == sorted(set(found))
    assert all(0 <= a < b < len(texts) for a, b in found)
    assert all(texts[a] and texts[b] for a, b in found)


@given(st.lists(SHORT, min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_small_buckets_do_not_depend_on_the_order(texts, rng):
    order = rng.sample(range(len(texts)), len(texts))
    shuffled = pairs(find([texts[i] for i in order], window=10))
    assert sorted(tuple(sorted((order[a], order[b]))) for a, b in shuffled) == pairs(find(texts, window=10))


ROWS = st.tuples(st.integers(0, 12), st.integers(0, 12)).filter(lambda pair: pair[0] < pair[1])
PAIRS = st.dictionaries(ROWS, st.sampled_from([0.5, 0.6, 0.9]))


@given(PAIRS, st.integers(1, 4))
def test_a_pair_stays_if_it_is_among_the_nearest_of_one_of_its_documents(found, most):
    pairs = sorted(found)
    left, right = np.array(pairs, np.int64).reshape(-1, 2).T
    kept = lsh.nearest(left, right, np.array([found[pair] for pair in pairs]), most=most)
    for pair, stays in zip(pairs, kept.tolist(), strict=True):
        ahead = [sum(d in p and (-found[p], sum(p) - d) < (-found[pair], sum(pair) - d) for p in pairs) for d in pair]
        assert stays == (min(ahead) < most)


def test_texts_that_are_all_alike_stay_connected_with_few_pairs_each():
    rng = random.Random(4)
    page = made_text(rng, 300)
    texts = [f"{page} {made_text(rng, 60)}" for _ in range(400)]
    found = find(texts, window=4)
    assert groups(found, len(texts)) == 1
    assert len(found.left) <= len(texts) * lsh.MOST
