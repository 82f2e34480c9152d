"""Words that reverse a sentence: found on one side only, or as the opposite of what stands on the other."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.candidates.minhash import pack, tokenise
from dedup.confirm.facts.polarity import ANTONYMS, NEGATION, NEGATIONS, polarity_table


def codes(sentence: str, language: str | None) -> list[set[int]]:
    hashes, found = polarity_table(language)
    tokens, _ = tokenise(pack([sentence.lower()]))
    return [set(found[np.searchsorted(hashes, t) : np.searchsorted(hashes, t, "right")].tolist()) for t in tokens]


def reversed_(one: str, other: str, language: str | None) -> bool:
    """What a kernel does: negations counted on each side, opposites looked for among the words of one side alone."""
    left, right = codes(one, language), codes(other, language)
    negated = sum(NEGATION in code for code in left) != sum(NEGATION in code for code in right)
    here, there = set().union(*left), set().union(*right)
    return negated or any(code >= 0 and code ^ 1 in there and not (code in there or code ^ 1 in here) for code in here)


REVERSED = [
    ("en", "The bridge is open to lorries", "The bridge is not open to lorries"),
    ("en", "The mayor does drive", "The mayor doesn't drive"),
    ("en", "Prices rose in spring", "Prices fell in spring"),
    ("en", "They voted to adopt the plan", "They voted to reject the plan"),
    ("en", "It is a legal claim", "It is an illegal claim"),
    ("en", "a far smaller value", "a far larger value"),
    ("de", "Hunde sind hier erlaubt", "Hunde sind hier verboten"),
    ("de", "Der Zug fährt heute", "Der Zug fährt heute nicht"),
    ("fr", "Le pont est ouvert", "Le pont est fermé"),
    ("fr", "Le train part avec eux", "Le train ne part pas avec eux"),
    ("es", "El puente está abierto", "El puente no está abierto"),
    ("es", "Los precios subieron más", "Los precios subieron menos"),
    ("pt", "A lei foi aprovada", "A lei foi rejeitada"),
    ("ru", "Мост открыт", "Мост закрыт"),
    ("ru", "Он был виновен", "Он не был виновен"),
    ("ar", "ارتفع سعر الخبز", "انخفض سعر الخبز"),
    ("hi", "पुल खुला है", "पुल बंद है"),
    ("hi", "वह आया है", "वह नहीं आया है"),
    ("zh", "合同有效", "合同无效"),
    ("zh", "股价上涨", "股价下跌"),
    ("zh", "他必须来", "他不必来"),
    ("ja", "株価が上昇した", "株価が下落した"),
    ("ja", "契約は有効だ", "契約は無効だ"),
    ("ko", "법안이 가결됐다", "법안이 부결됐다"),
    ("it", "Il ponte è aperto", "Il ponte è chiuso"),
    ("vi", "giá vàng tăng", "giá vàng giảm"),
    ("id", "harga naik", "harga turun"),
]
ALIKE = [
    ("en", "Prices rose in spring", "Prices climbed in spring"),
    ("en", "It may rain in May", "It might rain in May"),
    ("de", "Hunde sind hier erlaubt", "Hunde sind hier gestattet"),
    ("fr", "Une personne est venue", "Une femme est venue"),
    ("pt", "Ele mora no Porto", "Ele mora em Porto"),
    ("zh", "他常常来", "他非常常来"),
    ("ar", "هذا ما قاله", "هذا الذي قاله"),
    ("en", "more rain before noon, less after", "less rain after noon, more before"),
]


@pytest.mark.parametrize(("language", "one", "other"), REVERSED)
def test_sentences_that_say_the_opposite(language, one, other):
    assert reversed_(one, other, language) and reversed_(other, one, language)


# Left out of the table of all languages: Spanish `no`, which is "in the" in Portuguese, and the t of doesn't.
@pytest.mark.parametrize(("language", "one", "other"), [case for case in REVERSED if not {"no", "doesn't"} & set(case[2].split())])
def test_the_table_of_all_languages_finds_them_too(language, one, other):
    assert reversed_(one, other, None)


@pytest.mark.parametrize(("language", "one", "other"), ALIKE)
def test_sentences_that_say_the_same_in_other_words(language, one, other):
    assert not reversed_(one, other, language)


def test_tables_are_sorted_and_hold_pairs():
    for language in (None, *NEGATIONS):
        hashes, found = polarity_table(language)
        assert hashes.dtype == np.uint64 and found.dtype == np.int16 and len(hashes) == len(found) > 0
        assert (np.diff(hashes.astype(object)) >= 0).all() and found.min() == NEGATION
        assert {code ^ 1 for code in found.tolist() if code >= 0} == {code for code in found.tolist() if code >= 0}


def test_a_language_without_lists_has_an_empty_table():
    assert [len(column) for column in polarity_table("xx")] == [0, 0]


@pytest.mark.parametrize("language", ANTONYMS)
def test_no_word_is_its_own_opposite(language):
    for left, right in ANTONYMS[language]:
        assert left and right and not set(left) & set(right)
        assert all(word == word.lower() for word in left + right)
