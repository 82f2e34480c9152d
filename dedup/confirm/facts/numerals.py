"""What numbers in letters are worth: Chinese and Japanese numerals, Roman ones, English words. For `facts`."""

from __future__ import annotations

import re

from dedup.confirm.facts.words import HAN_DIGITS, HAN_SCALES, NUMBER_WORDS

HAN_POWER = {character: power for power, characters in HAN_SCALES.items() for character in characters}
ROMAN_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50}


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
