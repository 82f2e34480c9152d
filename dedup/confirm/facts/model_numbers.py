"""Numbers of models and articles: what tells one article of a shop from the next, which is described alike.

Each shop writes them in its own way, KX-TSC14W, kxtsc14w or nnsn667b and NN-SN667, so they are compared without what joins their parts,
and once more without the letters at their end, which often say a colour or a country.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import numpy as np

from dedup.compiled import kernel
from dedup.confirm.facts.plain_numbers import CLASSES, FIGURE, JOIN, LETTER
from dedup.data import Packed

# Parts that are joined, if a figure is in one of them; not tried again behind a join.
WRITTEN = re.compile(
    r"(?<![A-Za-z0-9])(?<![A-Za-z0-9][-./])(?=(?:[A-Za-z]+[-./])*[A-Za-z]*\d)[A-Za-z0-9]+(?:[-./][A-Za-z0-9]+)*(?![A-Za-z0-9])"
)
DATE_OR_AMOUNT = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d+(?:\.\d+)*")
JOINS = re.compile(r"[-./]")
ENDING = re.compile(r"(?<=\d)[a-z]{1,3}$")
SHORTEST, FIGURES = 4, 5  # characters of a number with letters, and of one without


def found(sentence: str) -> list[str]:
    """The numbers of a text that name an article, each as a whole and, where they would do alone, by its parts.

    >>> found("Panasonic KX-TSC14W, 021-07746, 19.99 and 1200 on 2020-12-14")
    ['kxtsc14w', 'tsc14w', '02107746', '07746']
    """
    return [part for match in WRITTEN.finditer(sentence) for part in _named(match.group())]


def found_in(sentences: Packed) -> list[list[str]]:
    """`found` of each sentence, in UTF-8 with ASCII figures: what WRITTEN finds is looked for byte by byte."""
    raw, out = sentences.buffer.tobytes(), [list[str]() for _ in range(sentences.count)]
    for sentence, begin, end in _written(sentences.buffer, sentences.start, sentences.stop, CLASSES).tolist():
        out[sentence] += _named(raw[begin:end].decode("ascii"))
    return out


@kernel()
def _written(buffer: Any, start: Any, stop: Any, classes: Any) -> Any:
    """Parts of letters and figures that are joined, a figure among them, long enough to name an article: sentence, begin, end."""
    out, used = np.empty((len(buffer) // SHORTEST + 1, 3), np.int64), 0
    for s in range(len(start)):
        i = start[s]
        while i < stop[s]:
            begin, letters, figures = i, 0, 0
            while i < stop[s] and (classes[buffer[i]] & (LETTER | FIGURE) or i > begin and _joins(buffer, i, stop[s], classes)):
                letters += np.int64(classes[buffer[i]] & LETTER != 0)
                figures += np.int64(classes[buffer[i]] & FIGURE != 0)
                i += 1
            if figures and letters + figures >= (SHORTEST if letters else FIGURES):
                out[used, 0], out[used, 1], out[used, 2] = s, begin, i
                used += 1
            i += 1
    return out[:used].copy()


@kernel()
def _joins(buffer: Any, i: int, last: int, classes: Any) -> bool:
    """Whether one of - . / stands there with a letter or figure on both sides; before it one is known to be."""
    joins = classes[buffer[i]] & JOIN != 0 and classes[buffer[i - 1]] & JOIN == 0
    return joins and i + 1 < last and classes[buffer[i + 1]] & (LETTER | FIGURE) != 0


@lru_cache(maxsize=1 << 14)
def _named(written: str) -> list[str]:
    one = written.lower()
    return _parts(one) if not DATE_OR_AMOUNT.fullmatch(one) or one.isdigit() else []


def _parts(written: str) -> list[str]:
    whole, parts = JOINS.sub("", written), JOINS.split(written)
    return [one for one in dict.fromkeys((whole, *parts)) if _names(one)]


def _names(one: str) -> bool:
    if one.isdigit():
        return len(one) >= FIGURES
    return len(one) >= SHORTEST and any(c.isdigit() for c in one)


def stem(number: str) -> str:
    """The number without the letters at its end.

    >>> stem("nnsn667bk"), stem("ps3")
    ('nnsn667', 'ps3')
    """
    return ENDING.sub("", number)


@kernel()
def agree(numbers: Any, at: Any, weight: Any, a: int, b: int) -> float:
    """The share of the numbers of two documents that both have, by weight, of the side with less; NaN where one has none."""
    one, other = numbers[at[a] : at[a + 1]], numbers[at[b] : at[b + 1]]
    if len(one) == 0 or len(other) == 0:
        return np.nan
    common, j = 0.0, 0
    for i in range(len(one)):
        while j < len(other) and other[j] < one[i]:
            j += 1
        if j < len(other) and other[j] == one[i]:
            common += weight[at[a] + i]
    return common / max(1e-9, min(weight[at[a] : at[a + 1]].sum(), weight[at[b] : at[b + 1]].sum()))
