"""Plain sentences read byte by byte have the facts that the patterns find, and others are left to these."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.candidates.minhash import pack
from dedup.confirm.facts import figures, model_numbers, plain
from dedup.confirm.facts.codes import code

PARTS = """1|2|0|3|12|100|2019|1999|5|20|1,234|1.5|0.25|12.500|1,234,567|3.5.|00|07|1234567|.|,|-|/|:|;|(|)|'|’|“|–|%|$|€|[|]|{|"|and|of
de|de |c|(c)|©|at|at 0|on|am|pm|m|p.m.|h|uhr|may|May|march|March|mar|out|set|ago|Jan|Jan.|december|of March|th|st|nd|rd|s|x|K|GB|mln|million
billion|thousand|hundred|two|one|three|Three|five|twenty|twenty-five|mil|miles|millones|bin|page|p. |pp.|S. |no. |size|iPhone|www.|http://a.b/
@|XI|IV|LI|xi|I|_|é|ü|م|年|三|十二|亿|한|½|⁄|1⁄2|1/2|‐|updated|Published on|3 May|May 3|3rd of May|2020-12-14|14:05|5. 6.|tháng|ngày |A|3S
MLPF3ZD|12,34,567|million two|six mln|six million|hundred and|dollars| | | | |  |\t""".replace("\n", "|").split("|")


def read(sentences: list[str]) -> list[set[int] | None]:
    """The codes of each sentence, None if it is not plain."""
    found = plain.read(pack(sentences))
    codes = [set(found.codes[found.at[k] : found.at[k + 1]].tolist()) for k in range(len(sentences))]
    return [None if left else own for own, left in zip(codes, found.left.tolist(), strict=True)]


def by_patterns(sentence: str) -> set[int]:
    return {code(key) for key, _ in figures.facts(sentence)}


@settings(max_examples=600, deadline=None)
@given(st.lists(st.lists(st.sampled_from(PARTS), max_size=7).map("".join), min_size=1, max_size=30), st.booleans())
def test_what_is_read_is_what_the_patterns_find(sentences, spaced):
    sentences = [figures.ascii_figures(s.replace("|", " ") if not spaced else " ".join(s)) for s in sentences]
    numbers = model_numbers.found_in(pack(sentences))
    for sentence, own, of_articles in zip(sentences, read(sentences), numbers, strict=True):
        assert own is None or own == by_patterns(sentence), sentence
        assert of_articles == model_numbers.found(sentence), sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Nothing is counted here.",
        "The ferry carried 214 passengers in 1998.",
        "It cost 1,250,000 crowns, and 56.70 more in the 1990s.",
        "The 20th boat sank in May, and three others with it.",
        "Profits of 5.2 million beat 300 thousand - “by far”.",
        "12 people came, and/or left, the hours long, 12 months of 1250 500 times.",
        "In its index (1987) a share was 136.48 125.54, of 12-15, 1986-87 and 1530–1540, he said. 25 more fell.",
        "It said “25” and ‘no’ to the naive café that lay a long way behind all those words, 7 of them.",
        "Çağla gülümsedi ve hiçbir şey söylemedi.",
        "Μόνο λέξεις στέκονται εδώ.",
        "",
    ],
)
def test_ordinary_sentences_are_plain(sentence):
    assert read([sentence]) == [by_patterns(sentence)]


@pytest.mark.parametrize(
    "sentence",
    [
        "On 22 December the ferry sank.",
        "December 22 was a Tuesday.",
        "It left at 0915 sharp.",
        "We met at 7 p.m. on deck 3.",
        "See page 7 for more.",
        "Seit 2005 bin ich hier.",
        "See https://example.org/7 for more.",
        "They paid five million for it.",
        "The XI congress met.",
        "三千人参加了会议。",
        "12. people came.",
        "12) people came.",
        "12  people came.",
        "On 2019-12.5 it left.",
        "It is 12345678-abcd-abcd-abcd-abcdefabcdef, of the 20th.",
        "Read p. 7 and S. 8.",
        "Read three of them at indiahttp://example.org/ or in 5 others.",
        "It is in (7).",
        "11.5s",
        "It took 12 500, 7 minutes ago.",
        "Şubat 7 oldu.",
        "Copyright of all those who wrote, the 5 of them.",
        "From 12 500 to 13 000 of them.",
        "5 de mayo",
        "Louis bought 2 1/2 of them.",
    ],
)
def test_what_patterns_may_read_in_another_way_is_left_to_them(sentence):
    assert read([sentence]) == [None]


def test_sentences_keep_their_own_facts():
    sentences = ["It cost 5 crowns.", "On 3 May it cost 6.", "Nothing.", "Then 7 of 8 left."]
    assert read(sentences) == [by_patterns(sentences[0]), None, set(), by_patterns(sentences[3])]
