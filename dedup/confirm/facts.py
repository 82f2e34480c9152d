"""Numbers and dates of a sentence, in a form that is equal wherever the fact is: 26,469.89 and 26.469,89; XI and 11th.

A fact is a short string whose first letter is its kind: `d` day of a year, `y` whole number that may be a year (1500 to
2099: no mark tells 1800 soldiers from the year 1800), `n` any other number, with its decimals.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal

from dedup.confirm.fact_words import (
    HAN_DIGITS,
    HAN_SCALES,
    LETTER_SCALES,
    MONTHS,
    NUMBER_WORDS,
    OTHER_WORDS,
    SCALES,
    TEENS,
    TENS,
    UNITS,
    UNSPACED_SCALES,
    VERBS,
    any_of,
    by_word,
)

MONTH_OF = by_word(MONTHS)
POWER_OF = by_word(SCALES) | by_word(UNSPACED_SCALES) | by_word(LETTER_SCALES)
HAN_POWER = {character: power for power, characters in HAN_SCALES.items() for character in characters}
AMBIGUOUS = set(f"{VERBS} {OTHER_WORDS}".split())
CAPITALISED = "|".join(f"{word.capitalize()}|{word.upper()}" for word in VERBS.split())
YEAR = r"(?:1[5-9]|20)\d\d(?!\d)"
MONTH = (
    rf"{any_of(set(MONTH_OF) - AMBIGUOUS)}|(?-i:{CAPITALISED})"
    rf"|{any_of(AMBIGUOUS)}(?=\W{{1,2}}(?:del? )?(?:[0-3]?\d\W{{1,2}})?{YEAR})"
)
# How dates are written. D day, M month in figures, MONTH in letters, Y year, LATE a day that is no month: 03/05/2020 is
# the fifth of March or the third of May, and stays three numbers.
DAY_FIRST = (
    r"{Y}[-/.]\s?{M}[-/.]\s?{D}",
    r"(?:{Y}\s?[年년]\s?)?{M}\s?[月월]\s?{D}\s?[日号號일]",
    r"{D}\.\s?{M}\.\s?{Y}",
    r"{LATE}[-/]{M}[-/]{Y}",
    r"{M}[-/]{LATE}[-/]{Y}",
    r"(?:(?<=ngày )|(?<=ວັນທີ )|(?<=วันที่ )){D}\s?[-/]\s?{M}(?:\s?[-/]\s?{Y})?",
    r"{D}\s?tháng\s?{M}(?:\s?(?:năm|,|/)\s?{Y})?",
    r"{D}(?:st|nd|rd|th|er|º|ª|-?го|\.)?\s(?:of |de |do |من )?{MONTH}(?:\s?/\s?[^\W\d_]+(?: ال[^\W\d_]+)?)?(?:,? (?:del? )?{Y})?",
)
MONTH_FIRST = r"(?<![^\W_])(?=[^\W\d_]{{3,12}}\.?\s\d){MONTH}\s{D}(?:st|nd|rd|th|\.)?(?![.,]\d)(?:,? {Y})?"


def _date(form: str, number: int) -> str:
    """The pattern of a way to write dates; its groups begin with d, m and y."""
    day, month, year = f"(?P<d{number}>", f"(?P<m{number}>", f"(?P<y{number}>"
    return form.format(
        D=rf"{day}3[01]|[12]\d|0?[1-9])(?!\d)", LATE=rf"{day}3[01]|2\d|1[3-9])(?!\d)", M=rf"{month}1[0-2]|0?[1-9])(?!\d)",
        MONTH=rf"{month}{MONTH})(?![^\W_])\.?", Y=f"{year}{YEAR})",
    )  # fmt: skip


DATES = re.compile(
    rf"(?<![a-zA-Z\d])(?:(?=\d)(?<!\d[.,])(?:{'|'.join(_date(form, n) for n, form in enumerate(DAY_FIRST))})|{_date(MONTH_FIRST, 99)})",
    re.I,
)
# 12,34,567 as in India; 1.234.567,89 with any mark; 1234,5.
NUMBER = re.compile(r"\d{1,2}(?:,\d{2})+,\d{3}(?!\d)|\d{1,3}(?:[.,'’ \u00a0\u202f]\d{3}(?!\d))+(?:[.,]\d+)?|\d+(?:[.,]\d+)?")
_SCALE = rf"(?:{any_of(by_word(SCALES))}(?![^\W\d_])|{any_of(by_word(UNSPACED_SCALES))})"
_LETTER = rf"(?:{'|'.join(by_word(LETTER_SCALES))})(?![^\W_])"
AMOUNT = re.compile(
    rf"(?P<currency>[$€£] ?)?(?P<number>{NUMBER.pattern})(?P<scale>(?:[ -]?(?:de )?{_SCALE}){{1,2}}|(?(currency){_LETTER}|(?!)))?", re.I
)
SCALE = re.compile(_SCALE, re.I)
_HAN = "".join(HAN_POWER)
_HAN_PART = rf"(?:{NUMBER.pattern})[多余餘]?[{_HAN}]+(?![米克瓦])"  # 5千米 are 5 kilometres
HAN_AMOUNT = re.compile(rf"{_HAN_PART}(?:\s?{_HAN_PART})*(?:\d+)?")
HAN_PART = re.compile(rf"({NUMBER.pattern})[多余餘]?([{_HAN}]*)")
_UNIT = f"[一二两兩三四五六七八九]"
_SMALL = f"(?:[二三]?十{_UNIT}?|{_UNIT})"
HAN_NUMBER = re.compile(
    rf"(?:([〇零○一二三四五六七八九]{{4}})年\s?)?({_SMALL})月({_SMALL})[日号號]|([一二][〇零○一二三四五六七八九]{{3}})(?=年)"
    rf"|((?:{_UNIT}[十百千万萬亿億]|十(?:{_UNIT}|[万萬亿億]))[〇零一二两兩三四五六七八九十百千万萬亿億]*)"
)
