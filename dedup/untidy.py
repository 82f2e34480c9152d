"""Which texts may need cleaning, told from their bytes: a first look at all of them, a closer one at those with odd bytes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import Any

import numpy as np
from numba import types

from dedup.compiled import bytes_in, i64_in, kernel, u64_in, word_at
from dedup.data import Packed

UNTIDY, OTHER = 1, 2  # what is told of a text: it has to be cleaned, or only if it is not in NFKC
FORM = 4  # and meanwhile, that it has signs which some format uses
ONES, HIGH = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)
MARK_WORDS = tuple(ONES * np.uint64(ord(mark)) for mark in "<&[")
WORDS = 32  # of eight bytes looked at together, by vector instructions: half the time of 4


def look(contents: Packed, *, kinds: np.ndarray, elements: np.ndarray, shortcodes: np.ndarray) -> np.ndarray:
    """UNTIDY, OTHER or both for each text, uint8; 0 for a text that cleaning would leave as it is.

    `kinds`: the same for each code point up to U+FFFF, wherever it stands. `elements`, `shortcodes`: names that make markup
    of a bracket, as `numbers` gives them.
    """
    looks = _looked(contents.buffer, contents.start, contents.stop)
    _look_for_form(contents.buffer, contents.start, contents.stop, looks)
    _look_closer(contents.buffer, contents.start, contents.stop, kinds, elements, shortcodes, looks)
    return looks


def numbers(names: Iterable[str]) -> np.ndarray:
    """What `_name` makes of names in lower case, uint64."""
    return np.array([reduce(lambda value, c: (value * 37 + ord(c)) % 2**64, name, 0) for name in names], np.uint64)


@kernel(types.uint8[::1](bytes_in, i64_in, i64_in))
def _looked(buffer: Any, start: Any, stop: Any) -> Any:
    """UNTIDY where white space is uneven, a hyphen ends a line or a control stands, OTHER where a byte beyond ASCII or a bracket does.

    FORM where a sign of some format stands. Vector instructions do it as long as nothing else is called and few pairs are asked
    for: the others are left to a second look.
    """
    out = np.empty(len(start), np.uint8)
    for d in range(len(start)):
        text, untidy, other, form = buffer[start[d] : stop[d]], np.uint8(0), np.uint8(0), np.uint8(0)
        for i in range(len(text)):
            c = text[i]
            space = (c == 32) | (c == 10)
            before = text[i - 1] if i > 0 else np.uint8(32)
            untidy |= np.uint8((space & ((before == 32) | (before == 10))) | ((c < 32) & (c != 10)) | (c == 127))
            untidy |= np.uint8((c == 10) & (before == 45))
            other |= np.uint8((c > 127) | (c == 60) | (c == 38) | (c == 91))
            sign = (c == 92) | (c == 42) | (c == 62) | (c == 61) | (c == 35) | (c == 124)  # \\ * > = # |
            form |= np.uint8(sign | ((before == 10) & (c > 44) & (c < 50)))  # - . / 0 1
        untidy |= np.uint8(len(text) > 0 and (text[-1] == 32 or text[-1] == 10))
        form |= np.uint8(len(text) > 0 and (text[0] == 45 or text[0] == 48 or text[0] == 49))
        out[d] = UNTIDY * untidy + OTHER * other + FORM * form
    return out


@kernel()
def _has_form(text: Any) -> bool:
    """Whether such signs are there. Vector instructions look for them, as in `_looked`."""
    sure = np.uint8(0)
    for i in range(len(text)):
        c, before, second = text[i], text[i - 1] if i > 0 else np.uint8(10), text[i - 2] if i > 1 else np.uint8(10)
        sure |= np.uint8(c == 92) | (np.uint8(before == 10) & np.uint8((c == 35) | (c == 124) | (c == 61) | (c == 62)))
        number = np.uint8((before >= 48) & (before <= 49)) & np.uint8((c == 32) | (c == 41) | (c == 46) | (c == 58))
        sure |= np.uint8(second == 10) & (number | (np.uint8(before == 45) & np.uint8(c == 45)))
        sure |= (np.uint8(before == 42) & np.uint8(c == 42)) | (np.uint8(before == 61) & np.uint8(c == 10))
        sure |= np.uint8(before == 45) & np.uint8(c == 62)
    return sure > 0


@kernel(types.void(bytes_in, i64_in, i64_in, types.uint8[::1]))
def _look_for_form(buffer: Any, start: Any, stop: Any, looks: Any) -> None:
    """UNTIDY in place of FORM: for a backslash, **, -->, = before a line's end, and # | = > -- 0. or 1. at the beginning of one."""
    for d in range(len(looks)):
        formed = looks[d] & (FORM | UNTIDY) == FORM and _has_form(buffer[start[d] : stop[d]])
        looks[d] = looks[d] & np.uint8(UNTIDY | OTHER) | np.uint8(UNTIDY * formed)


@kernel()
def _is_mark(c: int) -> bool:
    return c == 60 or c == 38 or c == 91


@kernel()
def _odd_bits(buffer: Any, p: int, words: int) -> int:
    """Not 0 if a bracket or a byte beyond ASCII is among so many times eight bytes.

    The latter has its high bit, and one of the marks gets it by the subtraction from nothing.
    """
    less, amp, square = MARK_WORDS
    odd = np.uint64(0)
    for k in range(words):
        word = word_at(buffer, p + 8 * k)
        odd |= word | ((word ^ less) - ONES) | ((word ^ amp) - ONES) | ((word ^ square) - ONES)
    return odd & HIGH


@kernel()
def _next_odd(buffer: Any, p: int, end: int) -> int:
    """The first place from p on with a bracket or a byte beyond ASCII: most texts have few, so first in long strides."""
    while p + 8 * WORDS <= end and not _odd_bits(buffer, p, WORDS):
        p += 8 * WORDS
    while p + 8 <= end and not _odd_bits(buffer, p, 1):
        p += 8
    while p < end and buffer[p] < 0x80 and not _is_mark(np.int64(buffer[p])):
        p += 1
    return p


@kernel()
def _is_among(names: Any, name: int) -> bool:
    for one in names:  # noqa: SIM110  # kernels know no generators
        if one == name:
            return True
    return False


@kernel()
def _is_letter(c: int) -> bool:
    return 65 <= c & 0xDF <= 90


@kernel()
def _name(buffer: Any, p: int, end: int) -> Any:
    """The letters and digits that stand here, perhaps behind a slash, as one number in any case; and where they end."""
    p += 1 if p < end and buffer[p] == 47 else 0
    name = np.uint64(0)
    while p < end:
        c = buffer[p] | np.uint8(32)
        if not (97 <= c <= 122 or 48 <= c <= 57):
            break
        name = name * np.uint64(37) + np.uint64(c)
        p += 1
    return name, p


@kernel()
def _may_be_markup(buffer: Any, mark: int, p: int, end: int, elements: Any, shortcodes: Any) -> bool:
    """Whether what stands from p on, behind a mark, may make a tag, a reference or a shortcode of it."""
    follows = np.int64(buffer[p]) if p < end else 32
    if mark == 38:  # S&P is no character reference: their names have two letters at least
        return follows == 35 or (_is_letter(follows) and p + 1 < end and _is_letter(np.int64(buffer[p + 1])))
    name, behind = _name(buffer, p, end)
    c = np.int64(buffer[behind]) if behind < end else 0
    ends = c == 32 or c == 10 or c == 47 or c == 58 or c == 62 or c == 93  # white space / : > ]
    if mark == 60:  # <! and <?
        return follows == 33 or follows == 63 or (ends and _is_among(elements, name)) or _may_be_tag(buffer, p, end)
    return follows == 91 or c == 95 or (ends and _is_among(shortcodes, name)) or _is_link(buffer, p, end)  # [[, [vc_row], [ad_1]


@kernel()
def _may_be_tag(buffer: Any, p: int, end: int) -> bool:
    """Whether up to the next bracket stands what ends an element of any name, closes itself or has values, or a ` behind that."""
    closes, valued, spaced = p < end and buffer[p] == 47, False, False
    p += 1 if closes else 0
    while p < end and buffer[p] != 60 and buffer[p] != 62:
        c = buffer[p]
        if closes and spaced and not (c == 32 or c == 10):  # </Bank of>
            return False
        spaced |= c == 32 or c == 10
        valued |= c == 61 or c == 47
        p += 1
    return p < end and buffer[p] == 62 and (closes or valued or (p + 1 < end and buffer[p + 1] == 96))


@kernel()
def _is_link(buffer: Any, p: int, end: int) -> bool:
    """Whether the bracket that closes before another opens has a round one behind it."""
    while p < end and buffer[p] != 91 and buffer[p] != 93:
        p += 1
    return p + 1 < end and buffer[p] == 93 and buffer[p + 1] == 40


@kernel(types.void(bytes_in, i64_in, i64_in, bytes_in, u64_in, u64_in, types.uint8[::1]))
def _look_closer(buffer: Any, start: Any, stop: Any, kinds: Any, elements: Any, shortcodes: Any, looks: Any) -> None:
    """Take OTHER back where all characters are plain and no bracket makes markup; say UNTIDY where something has to go."""
    for d in range(len(looks)):
        if looks[d] != OTHER:
            continue
        end, look = stop[d], np.uint8(0)
        p = _next_odd(buffer, start[d], end)
        while p < end and not look & UNTIDY:
            c, follows = np.int64(buffer[p]), np.int64(buffer[p + 1]) if p + 1 < end else 32
            if c < 0x80:
                p += 1
                look |= np.uint8(UNTIDY) if _may_be_markup(buffer, c, p, end, elements, shortcodes) else np.uint8(0)
            elif c < 0xE0:
                look |= kinds[((c & 31) << 6) | (follows & 63)]
                p += 2
            elif c < 0xF0:
                look |= kinds[((c & 15) << 12) | ((follows & 63) << 6) | (np.int64(buffer[p + 2]) & 63)]
                p += 3
            else:  # in planes 12 to 15 are the selectors of variants
                look |= np.uint8(UNTIDY if c == 0xF3 else OTHER)
                p += 4
            p = _next_odd(buffer, p, end)
        looks[d] = look
