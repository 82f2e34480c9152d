"""Numbers read byte by byte, and what may stand beside them. For `plain`."""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.compiled import kernel
from dedup.confirm.facts.codes import DIGIT_BITS, LEAST_POWER

LETTER, FIGURE, ROMAN, JOIN, BEFORE, BEHIND, MARK = (1 << bit for bit in range(7))
MOST_DIGITS = 12
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
def may_begin(buffer: Any, i: int, first: int, last: int, classes: Any) -> bool:
    """Whether a number may begin here: behind a blank or a common mark, or a word and a hyphen; but see `p. 7`."""
    if i == first:
        return True
    if buffer[i - 1] == ord("-"):
        return stands(buffer, i - 2, first, last, classes, LETTER)
    return classes[buffer[i - 1]] & BEFORE != 0 and not (i - 2 >= first and buffer[i - 2] == ord("."))


@kernel()
def may_end(buffer: Any, begin: int, end: int, last: int, classes: Any) -> bool:
    """Whether a number may end here: before a mark behind which no figure follows, a hyphen and a word, the endings of 20th and 1990s."""
    if end == last:
        return True
    if buffer[end] == ord("-"):
        return stands(buffer, end + 1, begin, last, classes, LETTER)
    if classes[buffer[end]] & LETTER:
        return _is_ending(buffer, begin, end, last, classes)
    if buffer[begin - 1] == ord("(") and buffer[end] == ord(")"):
        return False  # the number of a reference
    follows = end + 1
    if (buffer[end] == ord(".") or buffer[end] == ord(":")) and follows < last and buffer[follows] == ord(" "):
        follows += 1
    return classes[buffer[end]] & BEHIND != 0 and not stands(buffer, follows, begin, last, classes, FIGURE)


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
