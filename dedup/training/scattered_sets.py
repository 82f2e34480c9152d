"""The sets of short texts that the shipped calibration is trained on: what is drawn for each, and how much."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dedup.training import scattered
from dedup.training.furniture import furnished, program
from dedup.training.made_sets import Made
from dedup.training.scattered import Plan
from dedup.training.sentence_pool import Pool
from dedup.training.slot_sets import misread_stories, notices, slot_twins

SIX, OTHER_SIX, LARGE = ("de", "ru", "zh", "fr", "es", "ar"), ("tr", "ja", "vi", "en", "hi", "pl"), ("en", "de", "fr", "ru", "es", "cs")
ALL = tuple("ar cs de el en es fa fi fr he hi hu id it ja km ko lo my nl pl pt ro ru sv th tr uk vi zh".split())
UNKNOWN = ("da", "mr", "bg", "tl", "sw", "bn", "am", "ur", "en", "is", "ka", "eu")  # to the shipped encoder, but for English
WITH_NAMES = ("en", "de", "fr", "ru", "es", "cs")  # in the languages of most news: for notices, whose slots are names and figures
ONE, TITLE = (1, 1), (10, 48)
LEAST_NEWS, PROGRAMS = 40, 80  # characters; lines of code that stand under a licence, a banner or a disclaimer

PLANS = {
    "scattered-english": Plan(("en",), 3000, ONE, 0.01, scattered.plain, near=0.1),
    "scattered-sentences": Plan(SIX, 3000, ONE, 0.1, scattered.plain, near=0.1),
    "scattered-strangers": Plan((*SIX, *OTHER_SIX), 3000, ONE, 0.0, scattered.plain, near=0.1),
    "scattered-all": Plan(ALL, 3000, ONE, 0.1, scattered.plain),
    "scattered-reworded": Plan(("en", "fi", "de", "ru", "tr", "mr"), 400, ONE, 0.3, scattered.plain, near=0.2),
    "scattered-two": Plan(ALL, 3000, (2, 2), 0.1, scattered.plain, reused=0.1),
    "scattered-four": Plan(ALL, 1500, (3, 4), 0.1, scattered.plain, reused=0.1),
    "scattered-eight": Plan(LARGE, 300, (8, 8), 0.01, scattered.plain),
    "scattered-sixteen": Plan(LARGE, 150, (16, 16), 0.1, scattered.plain),
    "scattered-unknown": Plan(UNKNOWN, 600, (1, 2), 0.1, scattered.plain),
    "scattered-titles": Plan(SIX, 500, ONE, 0.1, scattered.headline, near=0.2, length=TITLE),
    "scattered-headlines": Plan(("en", "de", "ru", "cs", "fr"), 400, ONE, 0.01, scattered.headline, length=(50, 120)),
    "scattered-questions": Plan(LARGE, 400, ONE, 0.1, scattered.plain, near=0.2, with_=r"\?$"),
    "scattered-instructions": Plan(SIX, 2000, ONE, 0.1, scattered.instruction, near=0.1, alike=1.0),
    "scattered-instructions-two": Plan(OTHER_SIX, 1500, (1, 3), 0.0, scattered.instruction),
    "scattered-subtitles": Plan(SIX, 300, (2, 6), 0.1, scattered.subtitle, length=(10, 60)),
    "scattered-tails": Plan(SIX, 1500, (1, 4), 0.1, scattered.tailed),
    "scattered-tails-strangers": Plan(OTHER_SIX, 1000, (1, 2), 0.0, scattered.tailed),
    "scattered-figures": Plan(ALL, 2000, ONE, 0.1, scattered.plain, with_=r"\d"),
}  # fmt: skip


FROM_SENTENCES = (*PLANS, "slots-sentences", "notices-languages", "furniture")
NAMES = (*FROM_SENTENCES, "notices-wire", "misread-wire")


def made(pool: Pool, wire: Sequence[str]) -> dict[str, Made]:
    """The sets drawn from parallel sentences, and from 400 reports of a news wire, by name."""
    drawn = {name: scattered.scattered(pool, plan, seed=100 + seed) for seed, (name, plan) in enumerate(PLANS.items())}
    rng = np.random.default_rng(150)
    code = np.random.default_rng(156)
    bodies = [*wire[300:400], *(program(code) for _ in range(PROGRAMS))]
    bodies += [text for language in ALL for _, text in _documents(pool, language, rng, count=8, most=4)]
    return drawn | {
        "slots-sentences": slot_twins(_sentences(pool, rng), seed=151),
        "notices-languages": notices([text for one in WITH_NAMES for text in _documents(pool, one, rng, count=20, most=3)], seed=152),
        "notices-wire": notices([("en", text) for text in wire[:140]], seed=153),
        "misread-wire": misread_stories(wire[140:300], seed=154),
        "furniture": furnished([bodies[k] for k in rng.permutation(len(bodies)).tolist()], seed=155),
    }


def _sentences(pool: Pool, rng: np.random.Generator) -> list[tuple[str, str]]:
    """Sentences of all languages with their language, a third of them English."""
    return [one for language in (*ALL, *["en"] * 12) for one in _documents(pool, language, rng, count=12, most=1)]


def _documents(pool: Pool, language: str, rng: np.random.Generator, *, count: int, most: int) -> list[tuple[str, str]]:
    """So many documents of a language with its code, of up to so many sentences of news length, drawn at random."""
    known = [one for one in pool.of_language[language] if len(one) >= LEAST_NEWS]
    drawn = [known[k] for k in rng.permutation(len(known))[: count * most].tolist()]
    told = [pool.sentences[one].told[language][0] for one in drawn]
    sizes = rng.integers(1 if most < 3 else 2, most + 1, count).tolist()
    return [(language, " ".join(told[k * most : k * most + size])) for k, size in enumerate(sizes) if told[k * most :]]
