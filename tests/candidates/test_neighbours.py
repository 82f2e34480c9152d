"""Nearest documents by vector in the other languages: pairs that share no words."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.candidates import neighbours, vectors
from dedup.candidates.minhash import pack
from dedup.data import Candidates

EN, ZH, RU, UNKNOWN = 0, 1, 2, -1


def find(lookup_encoder, documents: list[tuple[int, list[float]]], *, count: int = 1, short: list[bool] | None = None) -> Candidates:
    """Documents as (language, vector); their texts are their row numbers."""
    texts = [str(row) for row in range(len(documents))]
    encoder = lookup_encoder({text: vector for text, (_, vector) in zip(texts, documents, strict=True)})
    language = np.array([language for language, _ in documents], np.int8)
    shown = vectors.of(pack(texts), language, encoder=lambda: encoder)
    return neighbours.find(shown, language, np.array(short or [False] * len(texts), bool), neighbours=count)


def pairs(found: Candidates) -> list[tuple[int, int]]:
    return list(zip(found.left.tolist(), found.right.tolist(), strict=True))


def test_the_nearest_of_the_other_language_is_a_pair_and_the_nearer_one_of_the_same_is_not(lookup_encoder):
    found = find(lookup_encoder, [(EN, [1, 0]), (EN, [1, 0.01]), (ZH, [0.9, 0.2]), (ZH, [0, 1])])
    assert pairs(found) == [(0, 2), (1, 2), (1, 3)]  # (1, 3): of the English ones 1 is nearer to 3 than 0 is
    assert found.view == "neighbours"


def test_each_document_looks_into_every_other_language(lookup_encoder):
    found = find(lookup_encoder, [(EN, [1, 0, 0]), (ZH, [1, 0.1, 0]), (RU, [1, 0, 0.1]), (RU, [0, 0, 1])])
    assert set(pairs(found)) >= {(0, 1), (0, 2), (1, 2)}
    assert (2, 3) not in pairs(found)


def test_a_collection_of_one_known_language_has_no_such_pairs(lookup_encoder):
    for language in ([], [EN], [EN, EN, EN], [EN, UNKNOWN, UNKNOWN]):
        assert pairs(find(lookup_encoder, [(one, [1, 0]) for one in language], count=5)) == []


def test_short_texts_are_found_by_longer_ones_and_look_for_none_themselves(lookup_encoder):
    documents = [(EN, [1, 0]), (ZH, [1, 0]), (ZH, [0.9, 0.3])]
    assert pairs(find(lookup_encoder, documents, short=[False, True, True])) == [(0, 1)]
    assert pairs(find(lookup_encoder, documents, short=[True, True, True])) == []


def test_the_number_of_neighbours_is_kept_on_both_sides(lookup_encoder):
    one = [(EN, [1, 0.02 * k]) for k in range(6)]
    other = [(ZH, [1, 0.02 * k + 0.01]) for k in range(6)]
    assert len(find(lookup_encoder, one + other, count=1).left) <= 12
    assert len(find(lookup_encoder, one + other, count=99).left) == 36


def test_what_is_much_farther_than_the_nearest_one_is_no_neighbour(lookup_encoder):
    found = find(lookup_encoder, [(EN, [1, 0]), (ZH, [1, 0.1]), (ZH, [1, 0.15]), (ZH, [1, 0.9])], count=8)
    assert {(0, 1), (0, 2)} <= set(pairs(found))
    assert pairs(find(lookup_encoder, [(EN, [1, 0]), (EN, [0, 1]), (ZH, [1, 0.1]), (ZH, [0.1, 1])], count=8)) == [(0, 2), (1, 3)]


def test_length_does_not_count_and_ties_go_to_the_smaller_row(lookup_encoder):
    found = find(lookup_encoder, [(EN, [1, 1]), (ZH, [5, 5]), (ZH, [1, 1]), (ZH, [9, 0])])
    assert (0, 1) in pairs(found)
    assert pairs(find(lookup_encoder, [(EN, [1, 0]), (ZH, [1, 0]), (ZH, [1, 0])])) == [(0, 1), (0, 2)]


def test_documents_of_an_unknown_language_are_nobodys_neighbours(lookup_encoder):
    assert pairs(find(lookup_encoder, [(EN, [1, 0]), (UNKNOWN, [1, 0]), (ZH, [0.5, 1])])) == [(0, 2)]


def test_a_document_without_a_vector_has_no_neighbours(lookup_encoder):
    assert pairs(find(lookup_encoder, [(EN, [1, 0]), (ZH, [0, 0])])) == []


def test_blocks_do_not_change_the_result(lookup_encoder, monkeypatch):
    rng = np.random.default_rng(1)
    documents = [(k % 3, rng.normal(size=4).tolist()) for k in range(40)]
    expected = pairs(find(lookup_encoder, documents, count=3))
    monkeypatch.setattr(vectors, "BLOCK", 7)
    assert pairs(find(lookup_encoder, documents, count=3)) == expected


def test_the_samples_in_three_languages(samples, static_encoder):
    from dedup.candidates import languages

    names, contents = list(samples), pack(list(samples.values()))
    language = languages.detect(contents)
    shown = vectors.of(contents, language, encoder=lambda: static_encoder)
    found = neighbours.find(shown, language, np.zeros(len(names), bool), neighbours=1)
    named = {frozenset((names[a], names[b])) for a, b in pairs(found)}
    assert {"call-chinese", "call-russian"} in named
    assert not any("museum" in pair and "market-monday" in pair for pair in named)


VECTORS = st.lists(st.integers(-3, 3), min_size=2, max_size=2).map(lambda v: [v[0], v[1], 4])


@given(st.lists(st.tuples(st.sampled_from([EN, ZH, RU, UNKNOWN]), VECTORS), max_size=12), st.integers(1, 3))
def test_pairs_join_two_languages_and_are_ordered_sorted_and_unique(lookup_encoder, documents, count):
    found = pairs(find(lookup_encoder, documents, count=count))
    assert found == sorted(set(found))
    assert all(a < b and documents[a][0] != documents[b][0] for a, b in found)
