"""Pairs of short texts that share rare words in any order."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.candidates import postings, shared_words
from dedup.candidates.minhash import pack

LISTINGS = [f"{make} {kind} {number} {colour}" for make in ("Alto", "Brio", "Cora") for kind in ("drill", "lamp", "kettle")
            for number, colour in ((12, "red"), (40, "blue"), (75, "white"))]  # fmt: skip


def find(texts: list[str], *, most: int = 8, share: float = 0.2, workers: int = 1, folder=None) -> list[tuple[int, int]]:
    found = shared_words.find(pack(texts), most=most, share=share, workers=workers, folder=folder)
    return list(zip(found.left.tolist(), found.right.tolist(), strict=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Velora espresso machine VX200 with grinder", "Grinder espresso machine: Velora, VX200"),
        ("Council closes bridge after flood", "After flood, bridge is closed by the council"),
        ("ВЕРХНИЙ мост закрыт после паводка", "После паводка закрыт верхний мост"),
        ("洪水过后大桥关闭", "大桥关闭，洪水过后"),
    ],
)
def test_the_same_words_in_another_order_are_a_pair(one, other):
    texts = [*LISTINGS, one, other]
    assert (len(LISTINGS), len(LISTINGS) + 1) in find(texts)


def test_texts_that_share_frequent_words_alone_are_not():
    texts = [f"the {a} of the {b}" for a, b in zip("abcdefghij", "klmnopqrst", strict=True)]
    assert find(texts) == []


def test_a_text_keeps_those_that_share_most():
    texts = ["red lamp brass base tall", "red lamp brass base", "red lamp brass", "red lamp", "red"]
    found = find(texts, most=1)
    assert (0, 1) in found and (0, 4) not in found[:1]
    assert len(find(texts, most=8)) > len(found)


def test_long_texts_are_left_to_three_word_runs():
    long = " ".join(f"word{k}" for k in range(200))
    assert find([long, long + " more", "a lamp", "the lamp"]) == [(2, 3)]


def test_no_words_no_pairs():
    assert find([]) == find(["", "", "!!", "?"]) == find(["alone"]) == []


def test_two_words_of_long_lists_still_bring_a_pair_together():
    rng = random.Random(3)
    left, right = [f"l{k}" for k in range(40)], [f"r{k}" for k in range(40)]
    texts = [f"{a} {b}" for a in left for b in right]  # each word in 40 texts, each two of them in one
    rng.shuffle(texts)
    texts = [f"{text} x{k}" for k, text in enumerate(texts)] + ["r3 l7 y"]
    assert any(texts[a].startswith("l7 r3 ") for a, b in find(texts) if b == len(texts) - 1)


SHORT = st.text("abc 漢字ไท", max_size=14)


@given(st.lists(SHORT, max_size=12), st.sampled_from([0.1, 0.5, 1.0]))
def test_pairs_are_ordered_sorted_and_share_a_word(texts, share):
    found = find(texts, share=share)
    assert found == sorted(set(found)) and all(a < b for a, b in found)
    words = shared_words.words_of(pack(texts), workers=1)
    own = [set(words.hashes[at : at + count].tolist()) for at, count in zip(words.at, words.counts, strict=True)]
    assert all(own[a] & own[b] for a, b in found)


@given(st.lists(SHORT, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_the_order_of_the_texts_does_not_matter(texts, rng):
    order = rng.sample(range(len(texts)), len(texts))
    shuffled = find([texts[k] for k in order], most=99)
    assert sorted(tuple(sorted((order[a], order[b]))) for a, b in shuffled) == find(texts, most=99)


@pytest.mark.parametrize(("workers", "chunk", "entries"), [(1, 1, 50), (2, 7, 7), (2, 256, 1 << 22)])
def test_workers_chunks_and_files_do_not_change_the_result(monkeypatch, tmp_path, workers, chunk, entries):
    expected = find(LISTINGS)
    monkeypatch.setattr(shared_words, "CHUNK", chunk)
    monkeypatch.setattr(postings, "ENTRIES", entries)
    monkeypatch.setattr(postings, "ROWS", 3)
    for folder in (None, tmp_path):
        assert find(LISTINGS, workers=workers, folder=folder) == expected and expected


def test_a_rare_word_says_more_bits():
    texts = ["the lamp", "the mill", "the lamp again", "the boat"]
    words = shared_words.words_of(pack(texts), workers=1)
    bits = shared_words.information(words, len(texts))
    own = {word: int(shared_words.words_of(pack([word]), workers=1).hashes[0]) for word in ("the", "lamp", "boat")}
    said = {word: float(bits[number >> 44]) for word, number in own.items()}
    assert said["the"] < said["lamp"] < said["boat"]
