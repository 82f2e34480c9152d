"""What stands at or around a place of a sentence, read byte by byte. For `plain`."""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.compiled import kernel
from dedup.confirm.facts.plain_numbers import FIGURE, ROMAN, is_word, stands


@kernel()
def stands_in_brackets(buffer: Any, begin: int, end: int, first: int, last: int) -> bool:
    """Whether round brackets stand around a word."""
    return begin > first and end < last and buffer[begin - 1] == ord("(") and buffer[end] == ord(")")


@kernel()
def is_punctuation(buffer: Any, i: int, last: int) -> bool:
    """Whether a dash, a quote or a mark of U+2000 to U+203F begins here, a hyphen excepted."""
    return i + 2 < last and buffer[i] == 0xE2 and buffer[i + 1] == 0x80 and buffer[i + 2] != 0x90


@kernel()
def may_be_numeral_of_east_asia(buffer: Any, i: int, last: int) -> bool:
    """Whether a character of the blocks that hold Han, kana or Hangul begins here."""
    return 0xE3 <= buffer[i] < 0xF0 or (buffer[i] == 0xE2 and i + 1 < last and buffer[i + 1] >= 0xBA)


@kernel()
def has_figure(buffer: Any, begin: int, end: int, first: int, last: int, classes: Any) -> bool:
    """Whether a figure stands between two places of the sentence."""
    figures_here = 0
    for i in range(max(first, begin), min(last, end)):
        figures_here += np.int64(classes[buffer[i]] & FIGURE != 0)
    return figures_here > 0


@kernel()
def may_be_roman(buffer: Any, begin: int, end: int, first: int, last: int, classes: Any) -> bool:
    """Whether the letters between two places are I, V, X, L alone, two to six, with no letter or figure on either side."""
    if not 2 <= end - begin <= 6:
        return False
    for i in range(begin, end):
        if not classes[buffer[i]] & ROMAN:
            return False
    return not (is_word(buffer, begin - 1, first, last, classes) or is_word(buffer, end, first, last, classes))


@kernel()
def may_be_of_list(buffer: Any, i: int, last: int, classes: Any) -> bool:
    """Whether the figures that a sentence begins with may be the number of a line or of an entry: 7. or 7) or (7, or two blanks behind."""
    if i < last and buffer[i] == ord("("):
        return stands(buffer, i + 1, i, last, classes, FIGURE)
    end = i
    while end < last and classes[buffer[end]] & FIGURE:
        end += 1
    if end in (i, last):
        return False
    if buffer[end] == ord(".") or buffer[end] == ord(")"):
        return not stands(buffer, end + 1, i, last, classes, FIGURE)
    return buffer[end] <= ord(" ") and end + 1 < last and not 33 <= buffer[end + 1] < 0x80
