from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.data import Mention
from dedup.names.align import align, align_all
from dedup.names.people import people, people_of


def mentions(*sentences: str) -> list[Mention]:
    """One sentence a string, names parted by semicolons."""
    return [
        Mention(k, 10 * n, 10 * n + 5, name.strip())
        for k, text in enumerate(sentences)
        for n, name in enumerate(text.split(";"))
        if name.strip()
    ]


def diagonal(count: int) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [((k,), (k,)) for k in range(count)]


def joined(matches) -> set[tuple[str, str]]:
    return {(x, y) for match in matches for x in match.left for y in match.right}


def test_three_spellings_in_one_text_are_one_person_and_the_one_of_the_other_text():
    left = mentions("Xi Jinping", "Bounnhang Vorachith; Xi", "Bounnhang", "Xi", "Bounnhang")
    right = mentions("Xi Jinping", "Boon Yang; Xi Jinping", "Bunyang", "Xi Jinping", "Bunyan")
    matches = align(left, right, diagonal(5))
    assert len(matches) == 2
    assert {("Bounnhang", "Bunyan"), ("Bounnhang Vorachith", "Boon Yang"), ("Bounnhang", "Bunyang")} <= joined(matches)
    assert ("Xi Jinping", "Bunyang") not in joined(matches)


def test_position_decides_between_two_spellings():
    left = mentions("Bounnhang", "Wang Yi", "Bounnhang", "Wang Yi", "")
    right = mentions("Boon Yang", "Wang Yi; Bounyong", "Boon Yang", "Wang Yi", "Bounyong")
    matches = align(left, right, diagonal(5))
    assert ("Bounnhang", "Boon Yang") in joined(matches)
    assert ("Bounnhang", "Bounyong") not in joined(matches)


def test_no_position_joins_names_that_have_nothing_in_common():
    left, right = mentions("Xi Jinping", "Xi Jinping", "", ""), mentions("Bounnhang", "Bounnhang", "", "")
    assert align(left, right, diagonal(4)) == []


def test_each_person_is_matched_once():
    left, right = mentions("Li Keqiang; Li Zhanshu"), mentions("Li Zhanshu; Ли Кэцян")
    assert joined(align(left, right, diagonal(1))) == {("Li Keqiang", "Ли Кэцян"), ("Li Zhanshu", "Li Zhanshu")}


def test_spellings_that_stand_in_one_sentence_are_different_people():
    assert len(people(mentions("Bunyang; Bunyan"))) == 2
    assert len(people(mentions("Bunyang", "Bunyan"))) == 1


def test_a_shared_family_name_goes_to_the_one_named_more_often():
    found = people(mentions("Bill Clinton", "Bill Clinton", "Hillary Clinton", "Clinton"))
    assert {frozenset(person.spellings) for person in found} == {
        frozenset({"Bill Clinton", "Clinton"}),
        frozenset({"Hillary Clinton"}),
    }


def test_nobody_is_matched_in_empty_documents():
    assert align([], [], []) == []


NAMES = ["Xi Jinping", "Xi", "Bounnhang", "Bunyang", "Li Keqiang", "Wang Yi", "Boon Yang"]
DOCUMENTS = st.lists(st.tuples(st.integers(0, 3), st.sampled_from(NAMES)), max_size=8).map(
    lambda rows: [Mention(sentence, 10 * k, 10 * k + 5, name) for k, (sentence, name) in enumerate(sorted(rows))]
)


@settings(deadline=None, max_examples=25)
@given(DOCUMENTS, DOCUMENTS)
def test_swapping_the_documents_swaps_the_matches_and_nobody_is_matched_twice(left, right):
    one = align(left, right, diagonal(4))
    assert len({text for match in one for text in match.left}) == sum(len(match.left) for match in one)
    other = align(right, left, diagonal(4))
    assert sorted(round(match.score, 9) for match in one) == sorted(round(match.score, 9) for match in other)


SPELLINGS = st.sampled_from(["Xi Jinping", "Xi", "Си Цзиньпин", "Bounnhang", "Bunyang", "Boon Yang", "Wang Yi", "Bill Clinton", "Clinton"])
TEXTS = st.lists(st.lists(SPELLINGS, max_size=3).map("; ".join), min_size=1, max_size=4).map(lambda texts: mentions(*texts))


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
def test_documents_and_pairs_compared_at_once_are_those_compared_alone(pairs):
    assert people_of([left for left, _ in pairs]) == [people(left) for left, _ in pairs]
    at_once = align_all([(people(left), people(right), diagonal(3)) for left, right in pairs])
    assert at_once == [align(left, right, diagonal(3)) for left, right in pairs]
