"""Figures that can be read byte by byte: most sentences have plain ones or none, and patterns take twenty times as long.

A sentence is plain if each of its figures stands alone between blanks and common marks, 1,234 and 56.7 million among them, and no word or
mark is near that could make a date, a time, a page number or an address of them. All others are left to `figures.facts`.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import numpy as np

from dedup.compiled import kernel
from dedup.confirm.facts import figures
from dedup.confirm.facts.dates import TIME_WORDS
from dedup.confirm.facts.plain_numbers import (
    CLASSES,
    FIGURE,
    LETTER,
    MARK,
    NOT_PLAIN,
    code_of,
    is_word,
    may_begin,
    may_end,
    number,
)
from dedup.confirm.facts.plain_places import (
    has_figure,
    is_punctuation,
    may_be_numeral_of_east_asia,
    may_be_of_list,
    may_be_roman,
    stands_in_brackets,
)
from dedup.confirm.facts.words import NUMBER_WORDS
from dedup.data import Packed

# Words besides those of times that may make something else of a figure beside them: of pages; years ago.
OTHER_CUES = "page pages seite seiten pagina paginas strona halaman trang ago"
RIGHTS = "copyright c"  # the latter in brackets; a year may stand far behind
TABLE_BITS, OFFSET, PRIME = 12, 0xCBF29CE484222325, 0x100000001B3  # FNV-1a
# What a word is: the value of a number below a hundred, POWER + the power of ten of a scale, or one of these. ONE stands for two as well,
# which are articles and pairs more often than counts.
NOTHING, CUE, MONTH, ONE, DE, RIGHT, POWER = 0, -1, -2, -3, -4, -5, 100
# How many bytes before and behind a word a figure stands at most that it makes something of: "22nd of March", "March 22"; "7 minutes ago",
# "7 p. m.", "page 7"; of a letter beyond ASCII, in a month or a power of ten behind another one, "2nd of décembre", "5 billones de milión",
# or before the figure, "şubat 7", "página 7".
NEAR_MONTH, BEHIND_MONTH = 9, 3
NEAR_CUE, BEHIND_CUE = 12, 3
NEAR_LETTER, BEHIND_LETTER = 28, 16
MOST_DIGITS = 17
_OFFSET, _PRIME, _SHIFT, _LAST = np.uint64(OFFSET), np.uint64(PRIME), np.uint64(64 - TABLE_BITS), np.uint64((1 << TABLE_BITS) - 1)


class Read(NamedTuple):
    """Codes of facts, uint64, and where those of each sentence begin, int64 (sentences + 1); which sentences are not plain, bool."""

    codes: np.ndarray
    at: np.ndarray
    left: np.ndarray


def read(packed: Packed) -> Read:
    """The facts of plain sentences, in UTF-8 with ASCII figures; none of the others."""
    count = packed.count
    found = Read(np.empty(len(packed.buffer) // 2 + count + 1, np.uint64), np.zeros(count + 1, np.int64), np.zeros(count, np.bool_))
    used = _read(packed.buffer, packed.start, packed.stop, CLASSES, WORDS, MEANING, *found)
    return found._replace(codes=found.codes[:used].copy())


def _hash(word: str) -> int:
    value = OFFSET
    for byte in word.encode():
        value = ((value ^ byte) * PRIME) % 2**64
    return value


def _meanings() -> dict[str, int]:
    """What the words of ASCII letters mean. A sentence with other letters near a figure is not plain anyway."""
    scales = [word for word in figures.POWER_OF if word.isascii()]
    meanings = {word: CUE for scale in scales for word in re.findall("[a-z]+", scale)}
    meanings |= {word: MONTH for word in figures.MONTH_WORDS if word.isascii()}
    meanings |= {word: POWER + figures.POWER_OF[word] for word in scales if word.isalpha()} | {"de": DE}
    meanings |= dict.fromkeys((*TIME_WORDS, *OTHER_CUES.split()), CUE) | dict.fromkeys(RIGHTS.split(), RIGHT)
    return meanings | {word: value if value > 2 else ONE for word, value in NUMBER_WORDS.items()}


def _tables() -> tuple[np.ndarray, np.ndarray]:
    """The words that matter, by their hashes in a table with open addressing, uint64, and what each means, int16."""
    words, meaning = np.zeros(1 << TABLE_BITS, np.uint64), np.zeros(1 << TABLE_BITS, np.int16)
    for word, means in sorted(_meanings().items()):
        place = _hash(word) >> (64 - TABLE_BITS)
        while words[place]:
            place = (place + 1) % len(words)
        words[place], meaning[place] = _hash(word), means
    return words, meaning


WORDS, MEANING = _tables()


@kernel()
def _read(buffer: Any, start: Any, stop: Any, classes: Any, words: Any, meaning: Any, codes: Any, at: Any, left: Any) -> int:
    used = 0
    for s in range(len(start)):
        first, last = start[s], stop[s]
        here, has_figures = _words(buffer, first, last, classes, words, meaning, codes, used)
        if has_figures and here != NOT_PLAIN:
            here = _numbers(buffer, first, last, classes, words, meaning, codes, here)
        left[s] = here == NOT_PLAIN
        used = used if left[s] else here
        at[s + 1] = used
    return used


@kernel()
def _words(buffer: Any, first: int, last: int, classes: Any, words: Any, meaning: Any, codes: Any, used: int) -> Any:
    """Write the codes of numbers in words behind those `used`; how many there are then, and whether figures stand in the sentence.

    NOT_PLAIN if its words may be other numbers, or they or its marks may make something else of figures.
    """
    has_figures, has_rights, has_address, goes_on, i = False, False, False, NOT_PLAIN, first
    while i < last:
        if not classes[buffer[i]] & LETTER:
            has_figures |= classes[buffer[i]] & FIGURE != 0
            has_rights |= buffer[i] == 0xC2 and i + 1 < last and buffer[i + 1] == 0xA9
            if may_be_numeral_of_east_asia(buffer, i, last) or _is_near_figure(buffer, i, first, last, classes):
                return NOT_PLAIN, True
            has_address |= not has_address and _is_address(buffer, i, first, last, classes, words, meaning)
            i += 1
            continue
        end, means = _word(buffer, i, last, classes, words, meaning)
        if may_be_roman(buffer, i, end, first, last, classes) or _makes_more_of_figure(buffer, i, end, means, first, last, classes):
            return NOT_PLAIN, True
        if means == ONE or means > NOTHING:
            if i == goes_on or means < POWER and means != ONE and not _stands_alone(buffer, i, end, first, last, classes):
                return NOT_PLAIN, True
            if NOTHING < means < POWER:
                codes[used], used = code_of(means, 0), used + 1
            if means < POWER and end < last and (buffer[end] == ord(" ") or buffer[end] == ord("-")):
                goes_on = end + 1
        has_rights |= means == RIGHT and (end > i + 1 or stands_in_brackets(buffer, i, end, first, last))
        i = end
    return NOT_PLAIN if has_figures and (has_rights or has_address) else used, has_figures


@kernel()
def _makes_more_of_figure(buffer: Any, begin: int, end: int, means: int, first: int, last: int, classes: Any) -> bool:
    """Whether a word is one of those that may make something else of a figure, and one stands near."""
    if means == MONTH:
        return has_figure(buffer, begin - NEAR_MONTH, end + BEHIND_MONTH, first, last, classes)
    return means == CUE and has_figure(buffer, begin - NEAR_CUE, end + BEHIND_CUE, first, last, classes)


@kernel()
def _is_near_figure(buffer: Any, i: int, first: int, last: int, classes: Any) -> bool:
    """Whether a letter beyond ASCII, or what may be one, stands so near a figure that it may make something else of it."""
    return (
        buffer[i] >= 0xC0 and not is_punctuation(buffer, i, last)
        and has_figure(buffer, i - NEAR_LETTER, i + BEHIND_LETTER, first, last, classes)
    )  # fmt: skip


@kernel()
def _is_address(buffer: Any, i: int, first: int, last: int, classes: Any, words: Any, meaning: Any) -> bool:
    """Whether `www.` or // stands here, which may part a word, or a / or @ in a run without blanks that holds a figure or a number word."""
    if buffer[i] == ord("."):
        return i - 3 >= first and buffer[i - 1] == buffer[i - 2] == buffer[i - 3] == ord("w")
    return classes[buffer[i]] & MARK != 0 and (buffer[i - 1] == ord("/") or _has_number(buffer, i, first, last, classes, words, meaning))


@kernel()
def _has_number(buffer: Any, i: int, first: int, last: int, classes: Any, words: Any, meaning: Any) -> bool:
    """Whether a figure or a number word is in the run without blanks around a place."""
    while i > first and buffer[i - 1] > ord(" "):
        i -= 1
    while i < last and buffer[i] > ord(" "):
        if classes[buffer[i]] & FIGURE:
            return True
        if not classes[buffer[i]] & LETTER:
            i += 1
            continue
        i, means = _word(buffer, i, last, classes, words, meaning)
        if means == ONE or means > NOTHING:
            return True
    return False


@kernel()
def _word(buffer: Any, i: int, last: int, classes: Any, words: Any, meaning: Any) -> Any:
    """Where the letters end that begin here, and what they mean."""
    value = _OFFSET
    while i < last and classes[buffer[i]] & LETTER:
        value, i = (value ^ np.uint64(buffer[i] | 32)) * _PRIME, i + 1
    place = value >> _SHIFT
    while words[place]:
        if words[place] == value:
            return i, np.int64(meaning[place])
        place = (place + np.uint64(1)) & _LAST
    return i, NOTHING


@kernel()
def _stands_alone(buffer: Any, begin: int, end: int, first: int, last: int, classes: Any) -> bool:
    """Whether neither a figure nor what may be a letter stands beside a word."""
    if is_word(buffer, begin - 1, first, last, classes) or is_word(buffer, end, first, last, classes):
        return False
    before = begin == first or buffer[begin - 1] < 0x80 or (begin - 3 >= first and is_punctuation(buffer, begin - 3, last))
    return before and (end == last or buffer[end] < 0x80 or is_punctuation(buffer, end, last))


@kernel()
def _numbers(buffer: Any, first: int, last: int, classes: Any, words: Any, meaning: Any, codes: Any, used: int) -> int:
    """Write the codes of a sentence's numbers in figures behind those `used`; how many there are then, or NOT_PLAIN."""
    i = first
    while i < last and buffer[i] == ord(" "):
        i += 1
    if may_be_of_list(buffer, i, last, classes):
        return NOT_PLAIN
    while i < last:
        if not classes[buffer[i]] & FIGURE:
            i += 1
            continue
        end, value, decimals = number(buffer, i, last, classes)
        if end == NOT_PLAIN or not may_begin(buffer, i, decimals, first, last, classes):
            return NOT_PLAIN
        if not may_end(buffer, i, end, decimals, first, last, classes):
            return NOT_PLAIN
        behind, power = _scale(buffer, end, last, classes, words, meaning)
        may_be_year = behind > end and decimals == 0 and end - i == 4  # "seit 2005 bin ich"
        if power == NOT_PLAIN or may_be_year or end - i + power > MOST_DIGITS:
            return NOT_PLAIN
        codes[used], used, i = code_of(value * 10 ** max(0, power - decimals), max(0, decimals - power)), used + 1, behind
    return used


@kernel()
def _scale(buffer: Any, end: int, last: int, classes: Any, words: Any, meaning: Any) -> Any:
    """Where a number ends with the word of a power of ten behind it, and this power; NOT_PLAIN if it may be read in another way."""
    if end + 1 >= last or not (buffer[end] == ord(" ") or buffer[end] == ord("-")) or not classes[buffer[end + 1]] & LETTER:
        return end, 0
    behind, means = _word(buffer, end + 1, last, classes, words, meaning)
    if means == DE:
        return end, NOT_PLAIN
    if means <= POWER:
        return end, 0
    _, follows = _word(buffer, behind + 1, last, classes, words, meaning)
    return behind, NOT_PLAIN if follows in (DE, CUE) or follows > POWER else means - POWER
