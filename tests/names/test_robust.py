"""Names and texts that somebody could send to do harm: quick, without an exception, and the work grows with the text."""

from __future__ import annotations

import pytest

from dedup.data import Mention
from dedup.names.align import align
from dedup.names.extract import case_counts, extract
from dedup.names.people import people
from dedup.names.similarity import name_similarities

HOSTILE = [
    "",
    " ",
    "a" * 10_000,
    "A. " * 3_000,
    "习" * 10_000,
    "王·" * 2_000,
    "ア" * 9_000,
    "ا" * 5_000,
    "ﷺ" * 500,
    "😀" * 50,
    "\u202eAnn\u202c Lee",
    "Ann\x00Lee",
    "e\u0301" * 3_000,
    "12345",
    "-" * 5_000,
    "\ud800",
]
LONG_RUNS = [
    *["A ", "Ab ", "A.", "Ab-", "O'", "de ", "“(", "习·", "王小", "国家主席", "ア・", "김", "أ ", "و"],
    *["Abcd ", "Al-", "アイ", "アイ ", "ア-", "习近平", "特朗普", "王志", "主席阿卡", "阿卡（Aa ", "ترامب ", "Лаоса ", "of ", "state "],
]


def test_any_two_strings_have_a_similarity():
    left, right = zip(*[(x, y) for x in HOSTILE for y in [*HOSTILE, "Xi Jinping", "习近平"]], strict=True)
    scores = name_similarities(left, right)
    assert ((scores >= 0) & (scores <= 1)).all()


@pytest.mark.parametrize("piece", LONG_RUNS)
def test_a_long_run_of_one_piece_holds_no_more_names_than_pieces(piece):
    text = [piece * (400_000 // len(piece))]
    mentions = extract(text, case_counts(text))
    assert len(mentions) <= 400_000 // len(piece)
    assert all(text[0][mention.start : mention.end].split() == mention.text.split() for mention in mentions[:100])


def test_a_document_may_have_thousands_of_names():
    sentences = [f"El presidente Juan Perez{chr(97 + k % 26)}{chr(97 + k // 26 % 26)}x habló." for k in range(8_000)]
    sentences += [f"{chr(0x30A1 + k % 80)}{chr(0x30A1 + k // 80)}ラ・マルコ氏は言った。" for k in range(4_000)]
    counts = case_counts(sentences)
    assert len(extract(sentences, counts)) > 4_000


def test_a_book_with_thousands_of_people_is_aligned():
    letters = "bdfgklmnprst"
    names = [f"{a}a{b}o{c}i {c}u{a}e{b}".title() for a in letters for b in letters for c in letters[:7]]
    mentions = [Mention(k, 0, 9, name) for k, name in enumerate(names)]
    assert len(people(mentions)) > 300
    matches = align(mentions, mentions, [((k,), (k,)) for k in range(len(names))])
    assert all(match.left == match.right for match in matches)
