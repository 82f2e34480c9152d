"""Numbers read byte by byte, and what may stand beside them. For `plain`."""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.compiled import kernel
from dedup.confirm.facts.codes import DIGIT_BITS, LEAST_POWER

LETTER, FIGURE, ROMAN, JOIN, BEFORE, BEHIND, MARK = (1 << bit for bit in range(7))
MOST_DIGITS = 12
LONGEST_PAGE_WORD = 3  # letters
UUID_FIRST, UUID_LAST = 8, 12  # figures of these parts of one, which `furniture` takes away as a whole
NOT_PLAIN = -1
_WHOLE = -LEAST_POWER


def _classes() -> np.ndarray:
    """What a byte may be, as bits, uint8 (256,)."""
    out = np.zeros(256, np.uint8)
    for characters, bit in (
        ("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", LETTER), ("0123456789", FIGURE),
        ("IVXL", ROMAN), ("-./", JOIN), (" (\"'$+#", BEFORE), (" ,.;:)!?\"'%", BEHIND), ("/@", MARK),
    ):  # fmt: skip
        out[[ord(character) for character in characters]] |= bit
    return out


CLASSES = _classes()


@kernel()
def is_word(buffer: Any, i: int, first: int, last: int, classes: Any) -> bool:
    """Whether a letter or figure of ASCII, or an underscore, stands there."""
    return first <= i < last and (classes[buffer[i]] & (LETTER | FIGURE) != 0 or buffer[i] == ord("_"))


@kernel()
def stands(buffer: Any, i: int, first: int, last: int, classes: Any, some: int) -> bool:
    """Whether a byte of some class stands there."""
    return first <= i < last and classes[buffer[i]] & some != 0


@kernel()
def number(buffer: Any, i: int, last: int, classes: Any) -> Any:
    """Where the number ends that begins here, its digits and how many of them are decimals: 12, 1,234 or 56.7.

    NOT_PLAIN as its end if it may be read in another way.
    """
    end, value = _digits(buffer, i, last, classes, 0)
    decimals, length = 0, end - i
    if stands(buffer, end + 1, i, last, classes, FIGURE) and (buffer[end] == ord(",") or buffer[end] == ord(".")):
        behind, tail = _digits(buffer, end + 1, last, classes, 0)
        if behind - end != 4:
            decimals, end, value = behind - end - 1, behind, value * 10 ** min(behind - end - 1, MOST_DIGITS) + tail
        elif buffer[end] == ord(",") and length <= 3 and buffer[i] != ord("0"):
            end, value = _thousands(buffer, end, last, classes, value)
        else:
            return NOT_PLAIN, value, 0
        if buffer[end - 1 - decimals] == ord(".") and end < last and buffer[end] == ord("."):
            return NOT_PLAIN, value, 0  # 5.6. is a day
    if end - i > MOST_DIGITS or (length > 1 and buffer[i] == ord("0")):
        return NOT_PLAIN, value, 0
    return end, value, decimals


@kernel()
def _digits(buffer: Any, i: int, last: int, classes: Any, value: int) -> Any:
    """Where a run of figures ends, and `value` with them behind it."""
    while i < last and classes[buffer[i]] & FIGURE:
        value, i = value * 10 + np.int64(buffer[i] - 48), i + 1
    return i, value


@kernel()
def _thousands(buffer: Any, i: int, last: int, classes: Any, value: int) -> Any:
    """The same for groups of three figures, each behind a comma."""
    while i + 3 < last and buffer[i] == ord(","):
        end, longer = _digits(buffer, i + 1, last, classes, value)
        if end != i + 4:
            break
        i, value = end, longer
    return i, value


@kernel()
def code_of(value: int, decimals: int) -> Any:
    """The code of a number without its decimal point, 0 <= value < 10**18, as `codes.code` has it."""
    while decimals and value % 10 == 0:
        value, decimals = value // 10, decimals - 1
    power = -decimals
    if not decimals and value >= 100:
        while value % 10 == 0:
            value, power = value // 10, power + 1
    return np.uint64(value) | np.uint64(power + _WHOLE) << np.uint64(DIGIT_BITS)


@kernel()
def may_begin(buffer: Any, i: int, decimals: int, first: int, last: int, classes: Any) -> bool:
    """Whether a number may begin here: behind a blank, a common mark or a dash, a word or a whole number and a hyphen; but see `p. 7`."""
    if i == first:
        return True
    if buffer[i - 1] == ord("-"):
        of_range = stands(buffer, i - 2, first, last, classes, FIGURE) and decimals == 0  # 2019-12.5 is a day
        return (of_range or stands(buffer, i - 2, first, last, classes, LETTER)) and not _is_in_uuid(buffer, i, last, classes)
    if _is_dash_or_quote(buffer, i - 3, first, last):
        return True
    behind_stop = i - 2 >= first and buffer[i - 2] == ord(".")
    return classes[buffer[i - 1]] & BEFORE != 0 and not (behind_stop and _may_be_page(buffer, i, first, classes))


@kernel()
def _is_dash_or_quote(buffer: Any, i: int, first: int, last: int) -> bool:
    """Whether one of – — ‘ ’ “ ” stands there."""
    if not (first <= i and i + 2 < last and buffer[i] == 0xE2 and buffer[i + 1] == 0x80):
        return False
    return buffer[i + 2] == 0x93 or buffer[i + 2] == 0x94 or 0x98 <= buffer[i + 2] <= 0x99 or 0x9C <= buffer[i + 2] <= 0x9D


@kernel()
def _may_be_page(buffer: Any, i: int, first: int, classes: Any) -> bool:
    """Whether no blank is behind the full stop before a figure, or before it one of p, pp, S and pag."""
    if buffer[i - 1] != ord(" "):
        return True
    begin = i - 2
    while begin > first and classes[buffer[begin - 1]] & LETTER:
        begin -= 1
    final = buffer[i - 3] | 32 if begin < i - 2 else np.uint8(0)
    return i - 2 - begin <= LONGEST_PAGE_WORD and (final == ord("p") or final == ord("s") or final == ord("g"))


@kernel()
def _is_in_uuid(buffer: Any, i: int, last: int, classes: Any) -> bool:
    """Whether the figures here, behind a hyphen, stand before another or are as many as in the last part of a UUID."""
    end, _ = _digits(buffer, i, last, classes, 0)
    return end - i == UUID_LAST or (end < last and buffer[end] == ord("-"))


@kernel()
def may_end(buffer: Any, begin: int, end: int, decimals: int, first: int, last: int, classes: Any) -> bool:
    """Whether a number may end here: before a mark behind which no figure follows, a dash, a blank and a number of its own, a hyphen and
    a word or number, the endings of 20th and 1990s."""
    if end == last:
        return True
    if buffer[end] == ord("-"):
        if stands(buffer, end + 1, begin, last, classes, LETTER):
            return end - begin != UUID_FIRST
        of_range = stands(buffer, end + 1, begin, last, classes, FIGURE) and decimals == 0
        return of_range and not stands(buffer, begin - 1, first, last, classes, JOIN)
    if classes[buffer[end]] & LETTER:
        return decimals == 0 and _is_ending(buffer, begin, end, last, classes)
    if begin > first and buffer[begin - 1] == ord("(") and buffer[end] == ord(")") and end - begin == 1:
        return False  # the number of a reference
    if buffer[end] == ord(" "):
        return not _may_go_on(buffer, begin, end, decimals, last, classes)
    if buffer[end] == 0xE2:
        marks_thousands = stands(buffer, end + 3, begin, last, classes, FIGURE) and buffer[end + 2] == 0x99  # 12’500
        return _is_dash_or_quote(buffer, end, begin, last) and not marks_thousands
    follows = end + 1
    if (buffer[end] == ord(".") or buffer[end] == ord(":")) and follows < last and buffer[follows] == ord(" "):
        follows += 1
    return classes[buffer[end]] & BEHIND != 0 and not stands(buffer, follows, begin, last, classes, FIGURE)


@kernel()
def _may_go_on(buffer: Any, begin: int, end: int, decimals: int, last: int, classes: Any) -> bool:
    """Whether three figures behind a blank may be thousands of a number, which has none of its own yet, or in groups of three."""
    behind, _ = _digits(buffer, end + 1, last, classes, 0)
    return behind - end == 4 and decimals == 0 and (end - begin <= 3 or buffer[end - 4] == ord(","))


@kernel()
def _is_ending(buffer: Any, begin: int, end: int, last: int, classes: Any) -> bool:
    one, other = buffer[end], buffer[end + 1] if end + 1 < last else np.uint8(32)
    if one == ord("s") and end - begin == 4:
        length = 1
    elif end - begin <= 3 and buffer[begin] != ord("0") and _is_ordinal(one, other):  # 0ther is a word misread
        length = 2
    else:
        return False
    return not is_word(buffer, end + length, begin, last, classes) and not (end + length < last and buffer[end + length] >= 0x80)


@kernel()
def _is_ordinal(one: int, other: int) -> bool:
    """st, nd, rd or th."""
    return (
        one == ord("s") and other == ord("t") or one == ord("n") and other == ord("d")
        or one == ord("r") and other == ord("d") or one == ord("t") and other == ord("h")
    )  # fmt: skip
