"""Pairs that share rare word 3-grams: translation variants, which banded MinHash does not see."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.candidates import postings, shared_shingles
from dedup.candidates.minhash import pack
from dedup.data import Candidates

WORDS = [f"w{i}" for i in range(5000)]


def find(texts: list[str], *, rate=0.25, floor=48, cap=50, window=5, shared=3, share=0.0, workers=1, folder=None) -> Candidates:
    return shared_shingles.find(
        pack(texts), size=3, rate=rate, floor=floor, cap=cap, window=window, shared=shared, share=share, workers=workers, folder=folder
    )


def sample(texts: list[str], *, rate=0.25, floor=48) -> list[list[int]]:
    made = shared_shingles.sample(pack(texts), size=3, rate=rate, floor=floor, workers=1)
    return [made.hashes[first : first + count].tolist() for first, count in zip(made.at, made.counts, strict=True)]


def pairs(found: Candidates) -> list[tuple[int, int]]:
    return list(zip(found.left.tolist(), found.right.tolist(), strict=True))


def made_text(rng: random.Random, length: int) -> str:
    return " ".join(rng.choices(WORDS, k=length))


def phrases(count: int, rng: random.Random) -> str:
    """Three-word phrases, each between words of its own, so that each makes exactly one common 3-gram."""
    return [made_text(rng, 3) for _ in range(count)]


def with_phrases(common: list[str], rng: random.Random) -> str:
    return " ".join(f"{made_text(rng, 12)} {phrase}" for phrase in common) + " " + made_text(rng, 12)


def test_two_texts_that_share_rare_phrases_are_a_pair_and_unrelated_ones_are_not():
    rng = random.Random(1)
    common = phrases(30, rng)  # 30 common 3-grams of 450: Jaccard .03
    texts = [made_text(rng, 450) for _ in range(50)] + [with_phrases(common, rng), with_phrases(common, rng)]
    found = find(texts)
    assert pairs(found) == [(50, 51)]
    assert (found.view, found.skipped) == ("shared-shingles", 0)


@pytest.mark.parametrize(("common", "expected"), [(2, []), (3, [(0, 1)])])
def test_three_shared_shingles_are_enough_and_two_are_not(common, expected):
    rng = random.Random(2)
    common = phrases(common, rng)
    assert pairs(find([with_phrases(common, rng) + " " + made_text(rng, 100) for _ in range(2)], rate=1.0)) == expected


def test_phrases_of_the_whole_collection_single_out_no_pair():
    rng = random.Random(3)
    stock = phrases(30, rng)
    texts = [with_phrases(stock, rng) for _ in range(60)]
    assert pairs(find(texts, rate=1.0, cap=50)) == []
    assert find(texts, rate=1.0, cap=50).skipped == 30
    assert len(pairs(find(texts, rate=1.0, cap=60))) > 0


def test_a_rare_pair_is_found_among_texts_full_of_stock_phrases():
    rng = random.Random(4)
    stock, own = phrases(30, rng), phrases(5, rng)
    texts = [with_phrases(stock, rng) for _ in range(60)]
    texts[7] += " " + with_phrases(own, rng)
    texts[31] += " " + with_phrases(own, rng)
    assert pairs(find(texts, rate=1.0)) == [(7, 31)]


def test_the_sample_translation_is_found(samples):
    names = list(samples)
    found = {frozenset((names[a], names[b])) for a, b in pairs(find(list(samples.values())))}
    assert {"call-official", "call-translated"} in found
    assert {"harvest", "harvest-retold"} in found
    assert {"museum", "market-monday"} not in found


def test_short_texts_need_to_share_less():
    assert [shared_shingles.needed(size, 3, 0.0) for size in (0, 1, 15, 16, 24, 500)] == [1, 1, 1, 2, 3, 3]
    assert [shared_shingles.needed(size, 3, 0.08) for size in (0, 15, 48, 500)] == [1, 1, 3, 40]
    assert pairs(find(["one two three", "One, two, three!", "one two four"])) == [(0, 1)]
    assert pairs(find(["ok", "OK.", "no"])) == [(0, 1)]


def test_texts_without_words_are_no_pair():
    assert pairs(find(["", "", "!!!", "???"])) == []
    assert pairs(find([])) == []


def test_the_sample_keeps_the_lowest_hashes_so_that_equal_shingles_are_kept_in_every_text():
    rng = random.Random(5)
    one, other = made_text(rng, 1000), made_text(rng, 1000)
    (a, both) = sample([one, f"{one} {other}"], floor=0)
    assert set(a) <= set(both)
    assert max(both) < 2**62  # the lowest quarter of 64 bits
    assert len(a) == pytest.approx(998 / 4, rel=0.2)
    assert both == sorted(set(both))


def test_the_floor_keeps_short_texts_from_starving():
    text = made_text(random.Random(6), 50)
    assert len(sample([text], floor=0)[0]) < 25
    assert len(sample([text], floor=30)[0]) == 30
    assert len(sample([text], floor=100)[0]) == 48  # all there are


def test_a_story_of_many_variants_is_linked_by_window_and_stays_connected():
    rng = random.Random(7)
    story = phrases(40, rng)
    found = find([with_phrases(story, rng) for _ in range(30)], rate=1.0, window=5)
    assert len(found.left) == sum(min(5, 29 - i) for i in range(30))
    assert {b for a, b in pairs(found) if b == a + 1} == set(range(1, 30))


SHORT = st.text("ab ", max_size=12)


@given(st.lists(SHORT, max_size=12))
def test_pairs_are_ordered_sorted_unique_and_within_bounds(texts):
    found = pairs(find(texts))
    assert found == sorted(set(found))
    assert all(0 <= a < b < len(texts) for a, b in found)


@given(st.lists(SHORT, min_size=1, max_size=10), st.randoms(use_true_random=False))
def test_small_posting_lists_do_not_depend_on_the_order(texts, rng):
    order = rng.sample(range(len(texts)), len(texts))
    shuffled = pairs(find([texts[i] for i in order]))
    assert sorted(tuple(sorted((order[a], order[b]))) for a, b in shuffled) == pairs(find(texts))


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("chunk", [1, 7, 256])
@pytest.mark.parametrize(("entries", "rows"), [(1 << 22, 1 << 15), (50, 3), (7, 1)])
def test_workers_chunks_partitions_and_files_do_not_change_the_result(samples, monkeypatch, tmp_path, workers, chunk, entries, rows):
    texts = [*samples.values(), "", *samples.values()]
    expected = find(texts)
    monkeypatch.setattr(shared_shingles, "CHUNK", chunk)
    monkeypatch.setattr(postings, "ENTRIES", entries)
    monkeypatch.setattr(postings, "ROWS", rows)
    for folder in (None, tmp_path):
        found = find(texts, workers=workers, folder=folder)
        assert pairs(found) == pairs(expected) and len(pairs(expected)) > 10
        assert found.skipped == expected.skipped


def naive(texts: list[str], *, cap: int, window: int, shared: int) -> list[tuple[int, int]]:
    """The same over sets, in a dozen lines."""
    own = [set(hashes) for hashes in sample(texts)]
    lists = [[d for d in range(len(texts)) if h in own[d]] for h in set().union(*own)]
    times = Counter()
    for members in lists:
        reach = len(members) if len(members) <= postings.FULL else window
        if len(members) <= cap:
            times.update((a, b) for x, a in enumerate(members) for b in members[x + 1 : x + 1 + reach])
    least = {(a, b): shared_shingles.needed(min(len(own[a]), len(own[b])), shared, 0.0) for a, b in times}
    return sorted(pair for pair in times if times[pair] >= least[pair] <= len(own[pair[0]] & own[pair[1]]))


@given(st.lists(st.text("abc ", max_size=30), max_size=40), st.integers(2, 20), st.integers(1, 4))
def test_it_finds_what_a_naive_version_finds(texts, cap, window):
    assert pairs(find(texts, cap=cap, window=window)) == naive(texts, cap=cap, window=window, shared=3)
