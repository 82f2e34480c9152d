"""The sets of short texts that the shipped calibration is trained on: what is drawn for each, and how much."""

from __future__ import annotations

from dedup.training import scattered
from dedup.training.made_sets import Made
from dedup.training.scattered import Plan
from dedup.training.sentence_pool import Pool

SIX, OTHER_SIX, LARGE = ("de", "ru", "zh", "fr", "es", "ar"), ("tr", "ja", "vi", "en", "hi", "pl"), ("en", "de", "fr", "ru", "es", "cs")
ALL = tuple("ar cs de el en es fa fi fr he hi hu id it ja km ko lo my nl pl pt ro ru sv th tr uk vi zh".split())
UNKNOWN = ("da", "mr", "bg", "tl", "sw", "bn", "am", "ur", "en", "is", "ka", "eu")  # to the shipped encoder, but for English
ONE, TITLE = (1, 1), (10, 48)

PLANS = {
    "scattered-english": Plan(("en",), 700, ONE, 0.01, scattered.plain, near=0.3),
    "scattered-sentences": Plan(SIX, 1000, ONE, 0.1, scattered.plain, near=0.1),
    "scattered-strangers": Plan(OTHER_SIX, 700, ONE, 0.0, scattered.plain, near=0.2),
    "scattered-all": Plan(ALL, 1000, ONE, 0.1, scattered.plain),
    "scattered-reworded": Plan(("en", "fi", "de", "ru", "tr", "mr"), 400, ONE, 0.3, scattered.plain, near=0.2),
    "scattered-two": Plan(ALL, 700, (2, 2), 0.1, scattered.plain),
    "scattered-four": Plan(SIX, 500, (4, 4), 0.1, scattered.plain),
    "scattered-eight": Plan(LARGE, 300, (8, 8), 0.01, scattered.plain),
    "scattered-sixteen": Plan(LARGE, 150, (16, 16), 0.1, scattered.plain),
    "scattered-unknown": Plan(UNKNOWN, 600, (1, 2), 0.1, scattered.plain),
    "scattered-titles": Plan(SIX, 500, ONE, 0.1, scattered.headline, near=0.2, length=TITLE),
    "scattered-headlines": Plan(("en", "de", "ru", "cs", "fr"), 400, ONE, 0.01, scattered.headline, length=(50, 120)),
    "scattered-questions": Plan(LARGE, 400, ONE, 0.1, scattered.plain, near=0.2, ending="?"),
    "scattered-instructions": Plan(SIX, 600, ONE, 0.1, scattered.instruction, near=0.1, alike=1.0),
    "scattered-instructions-two": Plan(OTHER_SIX, 300, (1, 3), 0.0, scattered.instruction),
    "scattered-subtitles": Plan(SIX, 300, (2, 6), 0.1, scattered.subtitle, length=(10, 60)),
    "scattered-tails": Plan(SIX, 700, (1, 4), 0.1, scattered.tailed),
    "scattered-tails-strangers": Plan(OTHER_SIX, 300, (1, 2), 0.0, scattered.tailed),
}  # fmt: skip


def from_sentences(pool: Pool) -> dict[str, Made]:
    """The sets drawn from parallel sentences, by name."""
    return {name: scattered.scattered(pool, plan, seed=100 + seed) for seed, (name, plan) in enumerate(PLANS.items())}
