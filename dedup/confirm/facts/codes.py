"""Facts as numbers of 64 bits that kernels compare: the same fact, or one of them rounded or in another unit.

A number is kept as its digits and the power of ten of the last of them, so 26,470 is 2647 and 1: what it was rounded to
can be seen. Bits 0 to 56 are the digits, 57 to 62 the power + 32. A day has bit 63, and below it 32 * month + day; a code
of letters and figures has bit 63 and a hash.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np

from dedup.compiled import kernel

DIGITS = 17  # of a number; later ones say nothing
POWER_BITS, DIGIT_BITS, LEAST_POWER = 6, 57, -32
DATE, MONTH_BITS, DATE_DIGITS = 1 << 63, 5, 3
NEAR = 0.05  # a number rounded so far that it changes by more than this is another number: 3 is not 2.6
SAME_DIGITS = 100  # digits that show one quantity in two units, 1,240 kg and 1.24 t: at least three
UNITS = (2, 3, 6, 9)  # powers of ten between them: centi-, kilo-, mega-, giga-
CENTURIES = (1900, 2000)  # what "85" leaves out of a year; "07" is more often something else
TEN_TO = 10.0 ** np.arange(LEAST_POWER, LEAST_POWER + 2**POWER_BITS)
_MASK, _POWER_MASK, _DATE = np.uint64(2**DIGIT_BITS - 1), np.uint64(2**POWER_BITS - 1), np.uint64(DATE)
_DIGIT_BITS, _WHOLE = np.uint64(DIGIT_BITS), np.uint64(-LEAST_POWER << DIGIT_BITS)
_DAY, _HASH = np.uint64(2**MONTH_BITS - 1), np.uint64(13 << MONTH_BITS)  # what is beyond the days is the hash of a number


def code(key: str) -> int:
    """The code of a key of `facts`, 0 to 2**64 - 1; equal for equal keys.

    >>> [(code(key) & (1 << 57) - 1, (code(key) >> 57) - 32) for key in ("n26470", "n26469.89", "n20", "y2019")]
    [(2647, 1), (2646989, -2), (20, 0), (2019, 0)]
    """
    if key[0] == "d":
        month, _, day = key[1:].partition("-")
        return DATE | int(month) << MONTH_BITS | int(day)
    if key[0] == "c":
        return _hashed(key)
    whole, _, decimals = key[1:].partition(".")
    shown, power = whole + decimals, -len(decimals)
    shown, power = shown[:DIGITS], power + max(0, len(shown) - DIGITS)
    if len(whole) > 2 and power >= 0:  # one of two digits is as exact as it looks: 20 boats are not 21
        digits = shown.rstrip("0")
        shown, power = digits, power + len(shown) - len(digits)
    if not LEAST_POWER <= power < LEAST_POWER + 2**POWER_BITS:
        return _hashed(key)
    return int(shown) | (power - LEAST_POWER) << DIGIT_BITS


def _hashed(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little") | DATE


@kernel()
def same_fact(one: Any, other: Any) -> bool:
    """Whether two codes are one fact: equal, one rounded to the last digit of the other, or one quantity in two units."""
    if one == other or (one | other) & _DATE:
        return one == other
    power, other_power = np.int64((one >> _DIGIT_BITS) & _POWER_MASK), np.int64((other >> _DIGIT_BITS) & _POWER_MASK)
    if power == other_power:
        return False
    if power < other_power:
        one, other, power, other_power = other, one, other_power, power
    digits, unit = np.int64(one & _MASK), TEN_TO[power]
    if digits == np.int64(other & _MASK):
        return digits >= SAME_DIGITS and power - other_power in UNITS
    rounded, exact = digits * unit, np.int64(other & _MASK) * TEN_TO[other_power]
    if _may_be_year(rounded) or _may_be_year(exact):
        unit = 1.0 if other_power < -LEAST_POWER else 0.0
    gap = abs(rounded - exact)
    return gap <= unit * 0.5000001 and gap <= NEAR * exact


@kernel()
def short_form(one: Any, other: Any) -> bool:
    """Whether one code is a day of the month or a year of the century, and the other that day or year in full.

    Where another writer says the same: "on 22 December" is "on the 22nd" there. In two whole texts 22 is most often something else.
    """
    less, more = min(one, other), max(one, other)
    if more & _DATE:
        month_and_day = more ^ _DATE
        return month_and_day < _HASH and less == (month_and_day & _DAY) | _WHOLE
    years = _whole(more) - _whole(less)
    return 10 <= _whole(less) < 100 and (years == CENTURIES[0] or years == CENTURIES[1])


@kernel()
def _whole(number: Any) -> float:
    """The value of a number without decimals; of any other 0."""
    power = np.int64(number >> _DIGIT_BITS)
    return np.int64(number & _MASK) * TEN_TO[power] if power >= -LEAST_POWER else 0.0


@kernel()
def _may_be_year(value: float) -> bool:
    return 1500 <= value <= 2099 and value == np.floor(value)


@kernel()
def told(codes: Any, others: Any, short: bool) -> Any:
    """How many of the codes stand among the others, as they are, rounded or (if `short`) in short form, and their digits.

    Both are sorted and distinct.
    """
    count, digits, j = 0, 0, 0
    for i in range(len(codes)):
        while j < len(others) and others[j] < codes[i]:
            j += 1
        if (j < len(others) and others[j] == codes[i]) or _told_in_other_words(codes[i], others, short):
            count += 1
            digits += _digits(codes[i])
    return count, digits


@kernel()
def _told_in_other_words(one: Any, others: Any, short: bool) -> bool:
    for k in range(len(others)):  # noqa: SIM110 - a kernel knows no any()
        if same_fact(one, others[k]) or (short and short_form(one, others[k])):
            return True
    return False


@kernel()
def _digits(one: Any) -> int:
    """How many digits tell the fact: the more, the less it can be the same by chance."""
    if one & _DATE:
        return DATE_DIGITS
    rest, count = np.int64(one & _MASK) // 10, 1
    while rest > 0:
        rest, count = rest // 10, count + 1
    return count
