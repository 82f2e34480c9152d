"""Labelled sets of texts that are equal but for one slot, or equal but for the noise of a copy.

slot_twins: sentences beside one with another fact or the opposite (not duplicates) and beside the same one typed or read otherwise.
notices: a few sentences sent out again and again with one figure, date or name changed (not duplicates), some of them also edited.
misread_stories: reports as a machine read them from print, beside the same report with other facts.
Each function gives texts and their gold groups; the same seed gives the same set.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from dedup import normalise
from dedup.confirm.alignment.sentences import split
from dedup.training import noise, slots
from dedup.training.made_sets import NAME, Made, edited, other_numbers
from dedup.training.respell import other_facts

MISREAD_SENTENCE, MISREAD_STORY = (0.02, 0.15), (0.01, 0.15)  # of characters
SIBLINGS = 4  # the most that one notice has
TELLING = 3  # other numbers from which a misread sibling is told from a misread copy


def slot_twins(sentences: Sequence[tuple[str, str]], *, seed: int) -> Made:
    """From languages and sentences: those with something to change, the twin, and for two of three one or two noisy copies."""
    rng, made = np.random.default_rng(seed), Made([], [])
    names, words = _names(sentences), {language: slots.words_of(told) for language, told in _by_language(sentences).items()}
    for number, (language, text) in enumerate(sentences):
        twin = slots.other_slot(text, rng, language=language, names=names[language], words=words[language])
        if twin is None:
            continue
        copies = [copied(text, rng) for _ in range(number % 3)]
        _tell(made, f"slot-{number}", [text, *copies])
        _tell(made, f"slot-{number}-other", [copied(twin, rng) if rng.random() < 0.2 else twin])
    return made


def _names(texts: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The names in the texts of each language."""
    return {language: slots.names_of(told) for language, told in _by_language(texts).items()}


def _by_language(texts: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    return {language: [text for other, text in texts if other == language] for language in sorted({language for language, _ in texts})}


def copied(text: str, rng: np.random.Generator) -> str:
    """The same sentence misread, turned or retyped."""
    way = float(rng.random())
    if way < 0.4:
        return noise.misread(text, rng, rate=float(rng.uniform(*MISREAD_SENTENCE)))
    return noise.turned(text, rng) if way < 0.5 else noise.retyped(text, rng)


def _tell(made: Made, gold: str, texts: Sequence[str]) -> None:
    """Each text once: what noise left as it was is no pair to learn from, and what another group says would be of both."""
    new = [text for text in dict.fromkeys(texts) if text not in made.texts]
    made.texts.extend(new)
    made.gold.extend([gold] * len(new))


def notices(texts: Sequence[tuple[str, str]], *, seed: int) -> Made:
    """From languages and texts: the first two to six sentences with one slot filled in up to five ways, half of them edited too."""
    rng, made = np.random.default_rng(seed), Made([], [])
    names = _names(texts)
    for number, (language, text) in enumerate(texts):
        told = " ".join(split(normalise.clean(text))[: int(rng.integers(2, 7))])
        others = slots.siblings(told, rng, names=names[language], count=int(rng.integers(1, SIBLINGS + 1)))
        for place, one in enumerate([told, *others] if others else []):
            _tell(made, f"notice-{number}-{place}", [one, *([_sent_again(one, [told, *others], rng)] if rng.random() < 0.5 else [])])
    return made


def _sent_again(text: str, notices: Sequence[str], rng: np.random.Generator) -> str:
    """An edited copy that keeps every word in which the text differs from the other notices, and says no where the text does."""
    own = Counter(word for word in text.split() if word.casefold() in slots.NEGATIONS)
    for other in notices:
        own |= Counter(text.split()) - Counter(other.split())
    copy = noise.retyped(text, rng) if rng.random() < 0.4 else edited(text, rng, rate=float(rng.uniform(0.02, 0.12)))
    return copy if own <= Counter(copy.split()) else noise.without_marks(text, rng)


def misread_stories(texts: Sequence[str], *, seed: int) -> Made:
    """Each story once as it is and one to three times misread; every second one also with other facts, read well or badly."""
    rng, made = np.random.default_rng(seed), Made([], [])
    names = sorted({name for text in texts for name in NAME.findall(text)})
    for number, text in enumerate(texts):
        told = " ".join(split(normalise.clean(text)))
        _tell(made, f"misread-{number}", [told, *(_printed(told, rng) for _ in range(int(rng.integers(1, 4))))])
        swap = {name: names[int(rng.integers(len(names)))] for name in sorted(set(NAME.findall(told))) if rng.random() < 0.6}
        other = other_facts(told, rng, share=float(rng.uniform(0.7, 1.0)), swap=swap)
        if number % 2 and other_numbers(other, told) >= TELLING:
            _tell(made, f"misread-{number}-other", [_printed(other, rng) if rng.random() < 0.5 else other])
    return made


def _printed(text: str, rng: np.random.Generator) -> str:
    lines = noise.hyphenated(text, rng) if rng.random() < 0.6 else text
    return noise.misread(lines, rng, rate=float(rng.uniform(*MISREAD_STORY)))
