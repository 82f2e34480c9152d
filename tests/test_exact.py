"""Which documents count as the same content, and an order of contents that does not depend on the input's."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
import xxhash
from hypothesis import given
from hypothesis import strategies as st

from dedup import exact
from dedup.candidates.minhash import pack
from dedup.normalise import clean


def groups(documents: dict[str, str]) -> set[frozenset[str]]:
    """Ids of documents of equal content, from texts by id as a user has them."""
    ids = list(documents)
    distinct = exact.group(pack([clean(text) for text in documents.values()]), ids)
    return {frozenset(np.array(ids)[distinct.member_of == content].tolist()) for content in range(len(distinct.first))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A new bridge over the river.", "A new bridge over the river."),
        ("A new bridge over the river.", "  A new\nbridge over\n\n the river. \r\n"),  # lines broken elsewhere
        ("A new bridge over the river.", "<p>A new bridge&nbsp;over the river.</p>"),
        ("Café fine", "Cafe\u0301 ﬁne"),  # another Unicode form
    ],
)
def test_the_same_content(one, other):
    assert groups({"a": one, "b": other}) == {frozenset("ab")}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A new bridge over the river.", "A new bridge over the rivers."),
        ("A new bridge", "A new Bridge"),
        ("A new bridge", "A newbridge"),
        ("Café", "Cafe"),
        ("12 boats", "21 boats"),
        ("a b", "b a"),
        ("word", ""),
    ],
)
def test_other_content(one, other):
    assert groups({"a": one, "b": other}) == {frozenset("a"), frozenset("b")}


def test_runs_of_white_space_count_as_one_space_and_none_as_none():
    distinct = exact.group(pack([clean(text) for text in ("a b", " a \n\n b", "ab")]), ["x", "y", "z"])
    assert distinct.member_of[0] == distinct.member_of[1] != distinct.member_of[2]


def test_texts_side_by_side_do_not_flow_into_each_other():
    assert len(groups({"a": "xy", "b": "z", "c": "x", "d": "yz"})) == 4


def test_empty_documents_are_equal_to_nothing():
    assert groups({"a": "", "b": "", "c": " \n ", "d": "text"}) == {frozenset(i) for i in "abcd"}
    assert groups({}) == set()


def test_the_sample_copy_is_the_same_content_and_the_edited_one_is_not(samples):
    together = [group for group in groups(samples) if len(group) > 1]
    assert together == [frozenset({"call-official", "call-copy"})]


def test_the_document_of_the_smallest_id_stands_for_the_content():
    distinct = exact.group(pack(["same", "other", "same", "same"]), ["c", "x", "a", "b"])
    assert sorted(distinct.first.tolist()) == [1, 2]
    assert distinct.first[distinct.member_of].tolist() == [2, 1, 2, 2]


@given(
    st.lists(
        st.text("ab\n老", max_size=9) | st.builds(lambda text, n: text * n, st.text("ab\n", max_size=3), st.integers(30, 150)), max_size=6
    )
)
@pytest.mark.parametrize("digest", [xxhash.xxh3_128_digest, lambda content: hashlib.blake2b(content, digest_size=16).digest()])
def test_digests_take_line_breaks_as_spaces(digest, texts):
    texts = ["", "x" * 128, "y" * 127 + "\n", "\n" * 129, "z" * 256, *texts]
    expected = b"".join(digest(text.replace("\n", " ").encode()) for text in texts)
    assert exact.digests(pack(texts), digest).astype(">u8").tobytes() == expected


def by_length(content: bytes) -> bytes:
    return len(content).to_bytes(16, "big")


def but_for_the_end(content: bytes) -> bytes:
    """Digests that differ, but not in the digits that name a group."""
    return bytes(10) + xxhash.xxh3_128_digest(content)[10:]


@pytest.mark.parametrize("weak", [by_length, but_for_the_end])
def test_texts_made_to_share_a_digest_stay_apart_and_so_do_the_names_of_their_groups(monkeypatch, weak):
    monkeypatch.setattr(exact, "_xxh3", weak)
    texts = {"a": "12 boats", "b": "21 boats", "c": "12 boats", "d": "12\nboats", "e": ""}
    assert groups(texts) == {frozenset("acd"), frozenset("b"), frozenset("e")}
    distinct = exact.group(pack(list(texts.values())), list(texts))
    assert len({digest.astype(">u8").tobytes()[:10] for digest in distinct.digest}) == 3


def test_copies_alone_are_no_clash(monkeypatch):
    monkeypatch.setattr(exact, "_blake2b", None)  # would fail if it were asked
    assert groups({"a": "12 boats", "b": "12 boats", "c": "21 boats", "d": "", "e": ""}) == set(map(frozenset, ("ab", "c", "d", "e")))


def test_contents_stand_in_the_order_of_their_digests():
    distinct = exact.group(pack([f"text {k}" for k in range(50)]), [str(k) for k in range(50)])
    keys = [tuple(row) for row in distinct.digest.tolist()]
    assert keys == sorted(set(keys))
    assert distinct.digest.shape == (50, 2)


DOCUMENTS = st.dictionaries(st.text("xyz", min_size=1, max_size=3), st.text("ab \n", max_size=4).map(str.strip), max_size=10)


@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(documents, rng):
    ids = sorted(documents)
    shuffled = rng.sample(ids, len(ids))
    one = exact.group(pack([documents[i] for i in ids]), ids)
    other = exact.group(pack([documents[i] for i in shuffled]), shuffled)
    np.testing.assert_array_equal(one.digest, other.digest)
    assert [ids[row] for row in one.first] == [shuffled[row] for row in other.first]
    assert dict(zip(ids, one.member_of.tolist(), strict=True)) == dict(zip(shuffled, other.member_of.tolist(), strict=True))


@given(DOCUMENTS)
def test_documents_are_together_exactly_if_their_words_are_equal(documents):
    for members in groups(documents):
        assert len({tuple(documents[i].split()) for i in members}) == 1
    words = [tuple(text.split()) for text in documents.values()]
    assert len(groups(documents)) == len(set(words) - {()}) + words.count(())
