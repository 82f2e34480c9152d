"""NFKC in time that grows with the text alone.

Python's own form sorts the accents on a letter by inserting one after the other, which takes the square of their number: 12 s for a
million in two classes in turn. No writing sets more than a few.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from itertools import groupby

RUN = 32  # accents on one letter from which they are sorted here
SHORT = 256  # characters of a text in which no run is long
MADE_OF_ACCENTS = "\u0f73\u0f75\u0f81\uff9e\uff9f"  # by NFKD; all other accents are such themselves


def nfkc(text: str) -> str:
    """The text in Unicode's normal form KC.

    >>> nfkc("cafe\\u0301 ﬁn")
    'café fin'
    """
    return text if text.isascii() else unicodedata.normalize("NFKC", _in_order(text))


def is_nfkc(text: str) -> bool:
    """Whether the text is in the form that `nfkc` gives."""
    ordered = _in_order(text)
    return unicodedata.is_normalized("NFKC", text) if ordered is text else unicodedata.normalize("NFKC", ordered) == text


def _in_order(text: str) -> str:
    """The text itself, or one of the same form in which long runs of accents stand in their canonical order."""
    if len(text) < SHORT or text.isascii() or not _two()(text[:: RUN // 2]):  # two of these are in every long run
        return text
    return _runs().sub(_sorted, text) if _runs().search(text) else text


def _sorted(run: re.Match[str]) -> str:
    """The run taken apart, and the accents behind each other character sorted."""
    characters = run.group().translate({ord(one): unicodedata.normalize("NFKD", one) for one in set(run.group())})
    if all(map(unicodedata.combining, characters)):
        return "".join(sorted(characters, key=unicodedata.combining))
    accented = groupby(characters, key=lambda character: unicodedata.combining(character) > 0)
    return "".join("".join(sorted(part, key=unicodedata.combining)) if accents else "".join(part) for accents, part in accented)


@cache
def _runs() -> re.Pattern[str]:
    """Long runs of accents. Beyond U+FFFF all counts as one: single ones would be looked for one by one, twenty times as slowly."""
    return re.compile(f"{_accent()}{{{RUN},}}")


@cache
def _two() -> Callable[[str], object]:
    return re.compile(_accent() + "{2}").search


def _accent() -> str:
    accents = "".join(character for character in map(chr, range(0x300, 0x10000)) if unicodedata.combining(character))
    return f"[{accents}{MADE_OF_ACCENTS}\U00010000-\U0010ffff]"
