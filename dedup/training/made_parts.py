"""A labelled set of wholes and their parts: pages and paragraphs beside the long text that they stand in.

A part and its whole are duplicates, down to 1 in 200 of the length; two wholes that have a fifth to two fifths in common are not, nor
is a passage that tells other facts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dedup import normalise
from dedup.confirm.alignment.sentences import split
from dedup.training.made_sets import Made, edited, tells_others
from dedup.training.respell import other_facts

STORIES = (1, 2, 4, 8, 24, 48, 96)  # of a whole
SHORTEST = 25  # words of a part
IN_COMMON = (0.2, 0.4)  # share of a whole that another one has too


def parts(texts: Sequence[str], *, seed: int, wholes: int) -> Made:
    """From many texts, about 50 a whole: wholes of 1 to 96 of them, one part of each, and another whole or a twin of the part."""
    rng, made = np.random.default_rng(seed), Made([], [])
    stories = [sentences for text in texts if len(sentences := split(normalise.clean(text))) > 3]
    for number in range(wholes):
        size = STORIES[number % len(STORIES)]
        own, others, stories = stories[:size], stories[size : 2 * size], stories[2 * size :]  # each story is told in one place
        common = int(size * rng.uniform(*IN_COMMON))
        part = _part(own[-1], rng)
        texts_of = {"": [_joined(own), _noisy(part, rng)]}
        if number % 3 == 0 and common:
            texts_of["-other"] = [_joined([*others[: size - common], *own[:common]])]
        twin = [other_facts(s, rng, share=1.0, swap={}) for s in part]
        if number % 3 and tells_others("\n".join(twin), "\n".join(part)):
            texts_of["-twin"] = ["\n".join(twin)]
        for suffix, told in texts_of.items():
            made.texts.extend(told)
            made.gold.extend([f"part-{number}{suffix}"] * len(told))
    return made


def _joined(stories: Sequence[Sequence[str]]) -> str:
    return "\n".join(sentence for story in stories for sentence in story)


def _part(story: Sequence[str], rng: np.random.Generator) -> list[str]:
    """A run of at least SHORTEST words of the story, at most half of it where that is long enough."""
    first = int(rng.integers(0, max(1, len(story) // 2)))
    most, out = first + max(1, int(len(story) * rng.uniform(0.1, 0.5))), list[str]()
    for place in range(first, len(story)):
        if place >= most and len(" ".join(out).split()) >= SHORTEST:
            break
        out.append(story[place])
    return out


def _noisy(part: Sequence[str], rng: np.random.Generator) -> str:
    """The part as it stands, or with a few words changed."""
    rate = 0.1 * float(rng.random()) if rng.random() < 0.5 else 0.0
    return "\n".join(edited(s, rng, rate=rate) for s in part)
