"""Made versions keep their facts, and made twins have others: what the training sets rest on."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.confirm.facts.figures import NUMBER, agree, facts
from dedup.training.made_translations import retold
from dedup.training.respell import other_facts, other_number, respelled

SENTENCES = [
    "On 22 December 2020 the port handled 1,234,567 tonnes, 12.4 percent more than in 2019.",
    "Seven ships and 14 boats came on May 5; 26,469.89 dollars were paid, or 4.2 million crowns.",
    "Le 3 mars 2021, 8 412 spectateurs ont vu 17 matchs.",
]


def keys(text: str) -> list[str]:
    return [key for key, _ in facts(text)]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("english", [True, False])
def test_another_notation_tells_the_same_facts(sentence, english):
    versions = {respelled(sentence, np.random.default_rng(seed), english=english) for seed in range(40)}
    assert len(versions) >= 3
    for version in versions:
        assert all(any(agree(key, there) for there in keys(version)) for key in keys(sentence)), version


@pytest.mark.parametrize("sentence", SENTENCES)
def test_other_facts_leave_the_words(sentence):
    for seed in range(40):
        twin = other_facts(sentence, np.random.default_rng(seed), share=1.0, swap={"Seven": "Eight"})
        assert len(twin.split()) == len(sentence.split())
        assert len(set(keys(twin)) & set(keys(sentence))) <= 2  # few are the same by chance


@pytest.mark.parametrize("number", ["7", "22", "2019", "1,234", "0.5", "100"])
def test_another_number_is_another(number):
    for seed in range(60):
        other = other_number(number, np.random.default_rng(seed))
        assert other != number and len(other) in (len(number), len(number) - 1, len(number) + 1)


def test_passages_by_two_translators_and_a_twin():
    group = ["\n".join(SENTENCES[:2] * 2), "\n".join(s.replace("the port", "our port") for s in SENTENCES[:2] * 2), "of other length"]
    made = retold([group] * 3, seed=1, english=True)
    assert made == retold([group] * 3, seed=1, english=True)
    assert set(made.gold) >= {"retold-0-0", "retold-0-0-other"}
    assert all(made.gold.count(gold) == (1 if gold.endswith("other") else 2) for gold in made.gold)


def test_passages_by_four_tellers_have_one_twin_with_other_numbers():
    group = ["\n".join(s.replace("the port", f"{whose} port") for s in SENTENCES[:2] * 2) for whose in ("the", "our", "their", "this")]
    made = retold([group] * 3, seed=1, english=False, tellers=4)
    assert {made.gold.count(gold) for gold in made.gold if not gold.endswith("other")} == {4}
    assert {made.gold.count(gold) for gold in made.gold if gold.endswith("other")} == {1}
    for gold in set(made.gold):
        if gold.endswith("other"):
            told = [set(NUMBER.findall(text)) for text, other in zip(made.texts, made.gold, strict=True) if other in (gold, gold[:-6])]
            assert all(told[-1] - one for one in told[:-1])
