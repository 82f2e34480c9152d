from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.data import Mention, NameMatch
from dedup.names.aliases import aliases


def document(*sentences: str) -> list[Mention]:
    return [Mention(k, 9 * n, 9 * n + 5, name) for k, text in enumerate(sentences) for n, name in enumerate(text.split("; "))]


DOCUMENTS = {
    0: document("Bounnhang Vorachith; Xi Jinping", "Bounnhang"),
    1: document("Boon Yang", "Bunyang; Xi Jinping", "Bunyan"),
    2: document("Си Цзиньпин"),
    3: document("Xi Jinping; Xi Zhongxun"),
}
MATCHES = [
    (0, 1, [NameMatch(("Bounnhang", "Bounnhang Vorachith"), ("Bunyang", "Boon Yang", "Bunyan"), 0.9)]),
    (0, 2, [NameMatch(("Xi Jinping",), ("Си Цзиньпин",), 0.99)]),
    (2, 3, [NameMatch(("Си Цзиньпин",), ("Xi Zhongxun",), 0.6)]),
]


def texts(entry) -> set[str]:
    return {alias.text for alias in entry.aliases}


def test_people_with_their_spellings_preferred_form_first():
    first, second = aliases(DOCUMENTS, MATCHES)
    assert first.name == first.aliases[0].text == "Bounnhang Vorachith"
    assert texts(first) == {"Bounnhang Vorachith", "Bounnhang", "Boon Yang", "Bunyang", "Bunyan"}
    assert second.name == "Xi Jinping"
    assert {alias.text: alias.documents for alias in second.aliases} == {"Xi Jinping": (0, 1, 3), "Си Цзиньпин": (2,)}


def test_names_that_stand_side_by_side_are_never_one_person():
    assert not any({"Xi Jinping", "Xi Zhongxun"} <= texts(entry) for entry in aliases(DOCUMENTS, MATCHES))


def test_one_spelling_is_no_entry():
    assert aliases(DOCUMENTS, [(0, 1, [NameMatch(("Xi Jinping",), ("Xi Jinping",), 1.0)])]) == []
    assert aliases({}, []) == []


def test_one_full_name_in_several_documents_links_their_spellings():
    documents = {0: document("Xi Jinping"), 1: document("习近平"), 2: document("Xi Jinping"), 3: document("Си Цзиньпин")}
    matches = [
        (0, 1, [NameMatch(("Xi Jinping",), ("习近平",), 0.9)]),
        (2, 3, [NameMatch(("Xi Jinping",), ("Си Цзиньпин",), 0.9)]),
    ]
    (entry,) = aliases(documents, matches)
    assert texts(entry) == {"Xi Jinping", "习近平", "Си Цзиньпин"}


def test_a_single_name_is_not_one_person_across_unrelated_documents():
    documents = {0: document("Xi"), 1: document("Си"), 2: document("Xi"), 3: document("Ши")}
    matches = [(0, 1, [NameMatch(("Xi",), ("Си",), 0.9)]), (2, 3, [NameMatch(("Xi",), ("Ши",), 0.9)])]
    assert [texts(entry) for entry in aliases(documents, matches)] == [{"Xi", "Си"}, {"Xi", "Ши"}]


def test_what_the_user_knows_decides():
    documents = {0: document("Mark Felt"), 1: document("Deep Throat"), 2: document("Марк Фелт")}
    matches = [(0, 2, [NameMatch(("Mark Felt",), ("Марк Фелт",), 0.9)])]
    (entry,) = aliases(documents, matches, same=[("Deep Throat", "Mark Felt")])
    assert texts(entry) == {"Mark Felt", "Deep Throat", "Марк Фелт"}
    assert aliases(documents, matches, different=[("Марк Фелт", "Mark Felt")]) == []


@settings(deadline=None, max_examples=25)
@given(st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(chance: random.Random):
    rows, matches = list(DOCUMENTS.items()), list(MATCHES)
    chance.shuffle(rows)
    chance.shuffle(matches)
    assert aliases(dict(rows), matches) == aliases(DOCUMENTS, MATCHES)
