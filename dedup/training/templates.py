"""Labelled sets of pages of one template, each about something else and with passages of its own; in one language and in several.

Two pages of a handbook that tell how to come from one program or another are alike in most of their sentences, and name another subject
in each. Copies and translations of one page name the same. Each function gives texts and their gold groups; the same seed the same set.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dedup import normalise
from dedup.confirm.alignment.sentences import split
from dedup.training.listings import SYLLABLES, one_of, some
from dedup.training.made_sets import Made, edited
from dedup.training.sentence_pool import Pool

PAGES, NAMED = 7, 0.35  # pages of a template at most, and the share of its sentences that name the subject
LANGUAGES = 4  # that a page is told in at most
FRAME, OWN = (6, 18), (4, 12)  # sentences of the template, and of a page's own


def templates(texts: Sequence[str], *, seed: int, count: int) -> Made:
    """From stories of one language: so many templates of two to six pages, most of them with one to three edited versions."""
    rng, made = np.random.default_rng(seed), Made([], [])
    stories = [split(normalise.clean(text)) for text in texts]
    for number in range(count):
        frame = one_of(stories, rng)[: int(rng.integers(*FRAME))]
        naming = [bool(rng.random() < NAMED) for _ in frame]
        for page in range(int(rng.integers(2, PAGES))):
            own, name = one_of(stories, rng)[: int(rng.integers(*OWN))], subject(rng)
            told = _woven([_about(s, name) if on else s for s, on in zip(frame, naming, strict=True)], own, name)
            rates = (0.3 * float(rng.random()) ** 2 for _ in range(int(rng.integers(0, 3))))
            versions = [told, *([edited(s, rng, rate=rate) for s in told] for rate in rates)]
            made.texts.extend(map("\n".join, versions))
            made.gold.extend([f"template-{number}-{page}"] * len(versions))
    return made


def templates_told(pool: Pool, *, languages: Sequence[str], seed: int, count: int) -> Made:
    """The same of sentences and their translations: each template with all its pages in two to LANGUAGES languages."""
    rng, made = np.random.default_rng(seed), Made([], [])
    known = [s for s in sorted(pool.sentences) if len(s) > 40 and sum(one in pool.sentences[s].told for one in languages) > 2]
    for number in range(count):
        tongues = some(languages, rng, 2, LANGUAGES + 1)
        telling = [s for s in known if all(one in pool.sentences[s].told for one in tongues)]
        if len(telling) < 60:
            continue
        frame = some(telling, rng, *FRAME)
        naming = [bool(rng.random() < NAMED) for _ in frame]
        for page in range(int(rng.integers(2, PAGES))):
            own, name = some(telling, rng, *OWN), subject(rng)
            for tongue in tongues:
                told = [pool.sentences[s].told[tongue][0] for s in frame]
                named = [_about(s, name) if on else s for s, on in zip(told, naming, strict=True)]
                made.texts.append("\n".join(_woven(named, [pool.sentences[s].told[tongue][0] for s in own], name)))
                made.gold.append(f"template-{number}-{page}")
    return made


def subject(rng: np.random.Generator) -> str:
    """An invented name."""
    return "".join(some(SYLLABLES, rng, 2, 4)).capitalize()


def _about(sentence: str, name: str) -> str:
    return f"{name}: {sentence}"


def _woven(frame: Sequence[str], own: Sequence[str], name: str) -> list[str]:
    """The page's own sentences between those of the template, under its name."""
    at = len(frame) // 2
    return [name, *frame[:at], *own, *frame[at:]]
