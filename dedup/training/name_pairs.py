"""Labelled pairs of single words and of names that came through Chinese, made from word lists for the mix of `train names`.

The recorded names of people hold few single words and few names in the pinyin of their Han rendering, but news has
both: "Bounnhang" as "Bunyang", "Kommasith" as "Kongmaxi".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

WRONG = 5  # wrong pairs for each right one
LOOKED_AT = 400  # the wrong ones are the most similar of so many
Pair = tuple[str, str, int]


def word_pairs(words: Sequence[tuple[str, str]], letters: Sequence[str], *, count: int, rng: np.random.Generator) -> list[Pair]:
    """Right and wrong pairs (left, right, 1 or 0) from spellings of one word; `letters` are the readings of the right ones.

    Wrong ones are other words of the list that look most like the left word.
    """
    pairs: list[Pair] = []
    for k in rng.permutation(len(words))[:count]:
        left, right = words[k]
        pairs.append((left, right, 1))
        pairs += [(left, words[other][1], 0) for other in similar(left, letters, rng) if words[other][1] != right]
    return pairs


def similar(word: str, letters: Sequence[str], rng: np.random.Generator, *, count: int = WRONG) -> list[int]:
    """The numbers of the words most like `word` among a random part of the list, other than itself, best first."""
    some = rng.integers(0, len(letters), LOOKED_AT)
    found = process.extract(word.lower(), [letters[k] for k in some], scorer=fuzz.ratio, limit=count + 1)
    return [int(some[place]) for text, _, place in found if text != word.lower()][:count]


def two_part_pairs(words: Sequence[tuple[str, str]], *, joint: str, count: int, rng: np.random.Generator) -> list[Pair]:
    """Names of two random words; the wrong ones have one or both parts replaced by words that look alike."""
    pairs: list[Pair] = []
    latin = [left for left, _ in words]
    for one, other in zip(*(rng.permutation(len(words))[:count] for _ in range(2)), strict=True):
        name = f"{words[one][0]} {words[other][0]}"
        pairs.append((name, words[one][1] + joint + words[other][1], 1))
        ones, others = similar(latin[one], latin, rng, count=3), similar(latin[other], latin, rng, count=3)
        wrong = [(one, k) for k in others[:2]] + [(k, other) for k in ones[:2]] + list(zip(ones, others, strict=False))
        pairs += [(name, words[a][1] + joint + words[b][1], 0) for a, b in wrong]
    return pairs
