"""Documents made of parallel sentences: what they share and what not."""

from __future__ import annotations

import pytest

from dedup.training.made_translations import reported, translated

MATTERS = ("ferry", "bridge", "museum", "school", "brewery", "airport")
TOLD = {
    f"On day {day} the {matter} was the talk of the whole harbour": {"de": f"de {matter} {day}", "fr": f"fr {matter} {day}"}
    for day, matter in enumerate(MATTERS * 12)
}
ELSEWHERE = {f"Sentence {k} that only one language has": {"it": f"it {k}"} for k in range(5)}


def matters(text: str) -> list[str]:
    return [matter for line in text.split("\n") for matter in MATTERS if matter in line]


def test_a_document_is_told_in_two_languages_and_no_sentence_twice():
    made = translated([list({s: others["de"] for s, others in TOLD.items()}.items())], seed=1)
    assert len(made.gold) == 2 * len(set(made.gold)) > 6
    assert all(text.startswith("On day") and other.startswith("de ") for text, other in zip(made.texts[::2], made.texts[1::2], strict=True))
    told = [line for text in made.texts for line in text.replace(" On", "\nOn").replace(" de", "\nde").split("\n")]
    assert len(told) == len(set(told))


def test_reports_are_told_in_every_language_and_keep_to_their_matter():
    pytest.importorskip("sklearn", reason="making topics needs the extra: pip install 'dedup-documents[train]'")
    made = reported(TOLD | ELSEWHERE, seed=1)
    assert all(made.gold.count(one) == 3 for one in made.gold)
    assert max(len(set(matters(text))) for text in made.texts) <= 3  # drawn at random, most would have all six
    assert not any("only one language" in text for text in made.texts)
    assert made == reported(TOLD | ELSEWHERE, seed=1) != reported(TOLD | ELSEWHERE, seed=2)
