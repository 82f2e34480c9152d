"""Made pages of one template: alike but for what they are about."""

from __future__ import annotations

from collections import Counter

from dedup.training import templates
from dedup.training.sentence_pool import pool

STORY = (
    "The {0} barn was painted twice. Nobody liked the first {0} coat. Then it rained on the {0} roof. A goat ate the {0} brush. All of them"
    " laughed."
)
STORIES = [STORY.format(colour) for colour in ("red", "blue", "green", "grey", "brown", "white")]


def test_pages_of_a_template_share_its_sentences_and_name_their_own_subject():
    made = templates.templates(STORIES, seed=1, count=8)
    first = {gold: text.split("\n")[0] for text, gold in zip(made.texts, made.gold, strict=True) if gold.startswith("template-0-")}
    assert len(set(first.values())) == len(first) > 1
    assert max(Counter(made.gold).values()) > 1 and made == templates.templates(STORIES, seed=1, count=8)


def test_translations_of_a_page_are_one_group():
    english = [f"The keeper of gate number {k} writes down every single cart that passes." for k in range(90)]
    other = {name: [(s, f"{name} {s[::-1]}") for s in english] for name in ("de", "fr")}
    made = templates.templates_told(pool(other), languages=("en", "de", "fr"), seed=2, count=4)
    assert made.texts and all(count in (2, 3) for count in Counter(made.gold).values())
    assert len(set(made.texts)) == len(made.texts)
