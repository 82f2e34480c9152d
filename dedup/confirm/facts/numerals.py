"""What numbers are worth, in figures with any marks, in Han numerals, Roman ones, English words. For `facts`."""

from __future__ import annotations

import re
from functools import lru_cache

from dedup.confirm.facts.words import HAN_DIGITS, HAN_SCALES, NUMBER_WORDS

HAN_POWER = {character: power for power, characters in HAN_SCALES.items() for character in characters}
ROMAN_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50}


@lru_cache(maxsize=1 << 14)
def number_key(number: str, power: int = 0, *, point: bool = False) -> str:
    """The key of a number times a power of ten, whatever marks its thousands and decimals.

    A mark before exactly three digits is one of thousands, unless another kind stands before it: no language decides, so
    1.234 is the same in all of them. That it may have been 1 and a fraction is the price, except where what follows the
    number tells that it is written with a decimal `point`.

    >>> number_key("26.469,89") == number_key("26,469.89") == number_key("26469.890")
    True
    >>> number_key("4.2", 6), number_key("1,800"), number_key("100.0")
    ('n4200000', 'y1800', 'n100')
    """
    whole, decimals = number_parts(number, point=point)
    return key_of(whole + decimals[:power].ljust(power, "0"), decimals[power:])


def number_parts(number: str, *, point: bool) -> tuple[str, str]:
    """The digits before and behind the decimal mark."""
    if number.isdigit():
        return number, ""
    marks = [c for c in number if not c.isdigit()]
    head, _, tail = number.rpartition(marks[-1])
    if not _marks_decimals(marks, head, tail, point=point):
        head, tail = number, ""
    return "".join(c for c in head if c.isdigit()), tail


def _marks_decimals(marks: list[str], head: str, tail: str, *, point: bool) -> bool:
    if marks[-1] not in ".,":
        return False
    if len(marks) > 1:
        return marks.count(marks[-1]) == 1
    return len(tail) != 3 or len(head) > 3 or head[0] == "0" or (point and marks == ["."])


def key_of(whole: str, decimals: str = "") -> str:
    """The key of a number given as the digits before and behind its decimal mark."""
    whole, decimals = whole.lstrip("0") or "0", decimals.rstrip("0")
    if decimals:
        return f"n{whole}.{decimals}"
    return f"y{whole}" if len(whole) == 4 and "1500" <= whole <= "2099" else f"n{whole}"


def han_digits(signs: str) -> str:
    """The figures of numerals written one by one: 二〇二〇 is 2020."""
    return "".join(str(HAN_DIGITS[c]) for c in signs)


def han_value(numeral: str) -> int:
    """The value of a Chinese or Japanese numeral.

    >>> han_value("二十五"), han_value("三千零五"), han_value("一亿二千万")
    (25, 3005, 120000000)
    """
    total = section = digit = 0
    for c in numeral:
        if c in HAN_DIGITS:
            digit = HAN_DIGITS[c]
        elif (unit := 10 ** HAN_POWER[c]) < 10_000:
            section, digit = section + (digit or 1) * unit, 0
        else:
            rest, section, digit = section + digit, 0, 0
            total = (total + rest) * unit if total < unit else total + rest * unit
    return total + section + digit


def small_value(words: str) -> int:
    """The value of an English number word below a hundred: forty-two."""
    return sum(NUMBER_WORDS[word] for word in re.split("[- \u2010]", words.lower()))


def roman(numeral: str) -> int:
    """The value of a Roman numeral up to 89.

    >>> roman("XIX")
    19
    """
    values = [ROMAN_VALUE[c] for c in numeral]
    return sum(-v if v < following else v for v, following in zip(values, [*values[1:], 0], strict=True))
