"""Short texts drawn at random: no two say the same but those that were planted, and the same seed draws the same."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest

from dedup.training import scattered
from dedup.training.scattered import Plan, differ, nearest
from dedup.training.sentence_pool import fold, pool

WHO = "baker sailor teacher farmer doctor singer hunter painter tailor miller".split()
WHAT = "bought a new boat|sold the old house|lost his grey hat|found the broken bridge|painted the garden fence".split("|")
SAID = [f"The {who} {what} last week." for who in WHO for what in WHAT]
POOL = pool(
    {
        "de": [(one, f"Es heißt auf Deutsch so: {one}") for one in SAID],
        "fr": [(one, f"On le dit ainsi en français : {one}") for one in SAID[::2]],
    }
)


def plan(**changes) -> Plan:
    return Plan(("de", "en", "fr"), 30, (1, 1), 0.5, scattered.plain)._replace(**changes)


@pytest.mark.parametrize("size", [1, 3])
def test_no_meaning_comes_twice_but_in_the_version_of_a_document(size):
    made = scattered.scattered(POOL, plan(documents=12, sentences=(size, size)), seed=3)
    told = defaultdict(set)
    for text, gold in zip(made.texts, made.gold, strict=True):
        for one in SAID:
            if fold(one) in fold(text):
                told[one].add(gold)
    assert told and max(map(len, told.values())) == 1
    assert {1, 2} == set(Counter(made.gold).values())


def test_the_same_seed_draws_the_same_and_another_one_something_else():
    made = scattered.scattered(POOL, plan(near=0.5), seed=3)
    assert made == scattered.scattered(POOL, plan(near=0.5), seed=3) != scattered.scattered(POOL, plan(near=0.5), seed=4)


def test_versions_differ_and_nothing_is_planted_where_nothing_is_asked_for():
    made = scattered.scattered(POOL, plan(planted=1.0), seed=5)
    assert len(set(made.texts)) == len(made.texts) and set(Counter(made.gold).values()) == {2}
    assert set(Counter(scattered.scattered(POOL, plan(planted=0.0), seed=5).gold).values()) == {1}


def test_questions_alone_and_sentences_of_a_length_are_drawn_where_asked_for():
    assert scattered.scattered(POOL, plan(with_=r"\?$"), seed=1).texts == []
    assert scattered.scattered(POOL, plan(length=(5, 9)), seed=1).texts == []


def test_documents_that_begin_with_a_sentence_of_another_one_are_no_version_of_it():
    made = scattered.scattered(POOL, plan(sentences=(2, 2), planted=0.0, reused=1.0, languages=("en",)), seed=1)
    first = [text.split(". ")[0] for text in made.texts]
    assert len(set(made.gold)) == len(made.texts) > len(set(first))


def test_a_neighbour_shares_most_words_and_says_something_else():
    found = nearest(SAID, SAID)
    assert len(found) > len(SAID) / 2 and all(fold(one) != fold(other) and differ(one, other) for one, other in found.items())
    assert all(len(set(one.split()) & set(other.split())) >= 4 for one, other in found.items())
    assert differ("The baker sold bread today.", "The sailor sold bread today.")
    assert not differ("She is really charming today.", "She is quite charming today.")
    assert not differ("The baker bakes bread.", "The bakers baked bread.")  # a form of the same word


def test_versions_wear_the_same_dress_or_each_its_own():
    made = scattered.scattered(POOL, plan(planted=1.0, dress=scattered.instruction, alike=1.0), seed=2)
    for one, other in zip(made.texts[::2], made.texts[1::2], strict=True):
        assert one.split()[0] == other.split()[0]
    made = scattered.scattered(POOL, plan(planted=1.0, dress=scattered.instruction, alike=0.0), seed=2)
    assert any(one.split()[0] != other.split()[0] for one, other in zip(made.texts[::2], made.texts[1::2], strict=True))


def test_what_documents_wear_leaves_every_word():
    rng, said = np.random.default_rng(1), ["One bird sings.", "Two birds sing!"]
    for dress in (scattered.plain, scattered.headline, scattered.subtitle, scattered.instruction, scattered.tailed):
        for _ in range(20):
            assert fold(" ".join(said)) in fold(dress(said, rng))
    assert {scattered.tailed(said, rng).endswith(scattered.TAILS[0]) for _ in range(40)} == {True, False}
