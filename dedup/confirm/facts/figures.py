"""Numbers and dates of a sentence, in a form that is equal wherever the fact is: 26,469.89 and 26.469,89; XI and 11th.

A fact is a short string whose first letter is its kind: `d` day of a year, `y` whole number that may be a year (1500 to
2099: no mark tells 1800 soldiers from the year 1800), `n` any other number, with its decimals, `c` a code whose letters
count as much as its figures, such as 3S or an article's MLPF3ZD. A unit does not make a code: 128GB is 128 GB, and M12x50
is 12 and 50, as M12 x 50 is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from itertools import compress

import numpy as np

from dedup.confirm.facts.codes import code, same_fact, short_form
from dedup.confirm.facts.dates import (
    DATES,
    HALF_DAY,
    MONTH_OF,
    TIME,
    TIME_WORDS,
    YEAR,
    date_keys,
    day_keys,
    half_day_numbers,
    time_numbers,
)
from dedup.confirm.facts.furniture import GLUED, without_furniture
from dedup.confirm.facts.numerals import HAN_POWER, han_digits, han_value, key_of, number_key, number_parts, roman, small_value
from dedup.confirm.facts.words import (
    CURRENCIES,
    LETTER_SCALES,
    NUMBER_WORDS,
    POINT_IS_DECIMAL,
    SCALES,
    TEENS,
    TENS,
    UNITS,
    UNSPACED_SCALES,
    any_of,
    by_word,
)

Found = list[tuple[int, int, str]]  # where a fact begins and ends in its sentence, and its key
Reader = tuple[re.Pattern[str], Callable[[re.Match[str]], list[str]]]  # what to look for, and the keys of what it finds

POWER_OF = by_word(SCALES) | by_word(UNSPACED_SCALES)
MONEY_POWER_OF = by_word(LETTER_SCALES)
WITH_POINT = set(POINT_IS_DECIMAL.split())

YEAR_ALONE = re.compile(YEAR)
# 12,34,567 as in India; 1.234.567,89 with any marks; 1234,5. A space marks thousands only behind one to three digits.
# The first digit stands alone because `re` skips fast to a pattern's first set of characters.
NUMBER = re.compile(
    r"\d(?:\d?(?:,\d{2}){1,9},\d{3}(?!\d)(?:\.\d+)?|\d{0,2}(?:[.,'’ \u00a0\u202f]\d{3}(?!\d)){1,9}(?:[.,]\d+)?|\d*(?:[.,]\d+)?)"
)
SPACE = re.compile("[ \u00a0\u202f]")
LONGEST_NUMBERED, FRACTION_DIGITS = 12, 3  # characters of what NUMBERED finds; decimals of a third
SCALE = re.compile(rf"{any_of(by_word(SCALES))}(?![^\W\d_])|{any_of(by_word(UNSPACED_SCALES))}", re.I)
_LETTER = "".join(MONEY_POWER_OF)
AMOUNT = re.compile(
    rf"({NUMBER.pattern})(?:((?:[ -]?(?:de )?(?:{SCALE.pattern})){{1,2}})|([{_LETTER}])(?= {any_of(CURRENCIES.split())}\b))?", re.I
)
# 2 1/2 and, as NFKC writes ½, 2 1⁄2 without the space.
FRACTION = re.compile(
    rf"(?<![\d.,/])(?:(\d{{1,3}})[ -]([1-9])/([2-9]|1[0-6])|(\d{{0,3}}?) ?([1-9])⁄([2-9]))(?![\d/])((?:[ -]?(?:{SCALE.pattern}))?)", re.I
)
SLASH = re.compile(r"[/⁄](?<=\d.)(?=\d)")  # in every fraction
# Letters that are no unit behind a figure; capitals on both sides of one.
CODE = re.compile(
    r"[A-Z0-9](?<![A-Za-z0-9].)(?:(?<=\d)(?:\d{0,2}[BbQqUuZz]|[ASs])|(?<=[A-Z])(?=[A-Z0-9]{5})[A-Z]*\d+[A-Z][A-Z0-9]*[A-Z])(?![A-Za-z0-9])"
)
# A space before three digits marks no thousands where a unit is glued behind them (iPhone 13 128GB), or one that no amount of
# thousands comes in, or a word for sizes and models stands before.
GLUED_UNIT = re.compile(r"[A-Za-zµμ]|[ \u00a0](?:[KMGT]i?B|[GTM]o|[ГТМ][Бб])\b")
NUMBERED = re.compile(
    r"\b(?:size|sizes|model|type|series|version|no\.?|nr\.?|taille|modèle|größe|gr\.|modell|typ|talla|modelo|tamanho|taglia|modello|"
    r"размер|модель|rozmiar|maat|iphone|galaxy|pixel)\s\Z", re.I
)  # fmt: skip
MONEY = re.compile(rf"(?<=[$€£])({NUMBER.pattern})([{_LETTER}])(?![^\W_])", re.I)

_HAN = "".join(character for character, power in HAN_POWER.items() if power > 1)
_PART = rf"{NUMBER.pattern}(?:[多余餘]?[{_HAN}]{{1,4}}| [多余餘]?[万萬亿億]{{1,2}})(?![米克瓦])"  # but 5千米 are 5 kilometres
HAN_AMOUNT = re.compile(rf"(?<!\d){_PART}(?:\s?{_PART})*(?:\d{{1,9}}(?!\d))?")
HAN_PART = re.compile(rf"({NUMBER.pattern}) ?[多余餘]?([{_HAN}]*)")
_UNIT, _ALL = "[一二两兩三四五六七八九]", "[〇零一二两兩三四五六七八九十百千万萬亿億]"
_UP_TO_39 = f"(?:[二三]?十{_UNIT}?|{_UNIT})"
# 二〇二〇年十二月二十二日; 二〇二〇年; 二十五. A figure alone is an article or part of a word.
HAN_NUMBER = re.compile(
    rf"(?:([一二][〇零○一二三四五六七八九]{{3}})年)?({_UP_TO_39})月({_UP_TO_39})[日号號]|([一二][〇零○一二三四五六七八九]{{3}})(?=年)"
    rf"|((?:{_UNIT}[十百千万萬亿億]|十(?:{_UNIT}|[万萬亿億])|(?:{_UNIT}|[十零〇])(?=[点點]{_UNIT})){_ALL}{{0,12}})(?:[点點]([〇零一二三四五六七八九]{{1,9}})([万萬亿億]?))?"
)

_SMALL = rf"(?:{any_of(TENS)}(?:[- \u2010]{any_of(UNITS)})?|{any_of(TEENS + UNITS)})"
WORD = re.compile(rf"\b(?ai:({_SMALL})(?: (hundred)(?: (?:and )?({_SMALL}))?)?((?:[ -](?:thousand|million|billion|trillion))*))\b")
ROMAN = re.compile(r"[IVXL](?<!\w.)[IVXL]{1,5}(?!\w)")
ROMAN_FORM = re.compile(r"(XL|L?X{0,3})(IX|IV|V?I{0,3})")
DIGIT = re.compile("[0-9]")
DATE_FIGURES = re.compile(r"[0-9](?:[-/.]\s?[0-9]{1,2}[-/.]\s?[0-9]|\.\s?[0-9]{1,2}\.)")  # in every date of figures alone, in ASCII
COUNT_WORDS = {word for word, value in NUMBER_WORDS.items() if value > 2} | set(POWER_OF)  # see _word_keys
MONTH_WORDS = {word.casefold().replace("ı", "i") for word in MONTH_OF}  # re.I takes i for ı
WORD_LETTERS = {code: chr(code).lower() if chr(code).isalpha() else " " for code in range(128)}
FOREIGN_FIGURE = re.compile("[^\\D0-9]|[٬٫]")  # decimal digits other than ASCII's; Arabic marks of thousands and decimals


def facts(sentence: str) -> list[tuple[str, str]]:
    """Numbers and dates as (key, as it stands), in order; each key once.

    >>> facts("On 22 December 2020 the XI congress cost 1,234.50.")
    [('d12-22', '22 December 2020'), ('y2020', '22 December 2020'), ('n11', 'XI'), ('n1234.5', '1,234.50')]
    """
    found: Found = []
    text = ascii_figures(sentence)
    if DIGIT.search(text):
        text = without_furniture(text)
    for pattern, keys_of in _readers(text):
        text = _taken(text, pattern, keys_of, found)
    surfaces: dict[str, str] = {}
    for start, end, key in sorted(found):
        surfaces.setdefault(key, sentence[start:end])
    return list(surfaces.items())


def agree(one: str, other: str, *, short: bool = False) -> bool:
    """Whether two facts are the same, or one is the other rounded or in another unit. A year is not rounded.

    `short`: or one is the day of the month, or the year of the century, of the other; for sentences that say the same.

    >>> agree("n26469.89", "n26470"), agree("n26469.89", "n26469.98"), agree("y2019", "y2020"), agree("n1.24", "n1240")
    (True, False, False, True)
    >>> agree("d12-22", "n22"), agree("d12-22", "n22", short=True), agree("y2013", "n13", short=True)
    (False, True, True)
    """
    codes = np.uint64(code(one)), np.uint64(code(other))
    return one == other or bool(same_fact(*codes) or (short and short_form(*codes)))


def ascii_figures(text: str) -> str:
    """The text, character by character, with the digits of every script as ASCII ones.

    >>> ascii_figures("٢٦٬٤٦٩٫٨٩ and ५२")
    '26,469.89 and 52'
    """
    return text if text.isascii() else FOREIGN_FIGURE.sub(_ascii_figure, text)


def _ascii_figure(match: re.Match[str]) -> str:
    figure = match.group()
    return {"٬": ",", "٫": "."}.get(figure) or str(unicodedata.decimal(figure))


def _readers(text: str) -> tuple[Reader, ...]:
    """The readers for a text, in the order in which they take what is theirs from it: dates before numbers."""
    if text.isascii():
        return _ascii_readers(text)
    if DIGIT.search(text):
        needed = (SLASH.search(text), True, GLUED.search(text), True)
        return DATE_READERS + HAN_READERS + tuple(compress(FIGURE_READERS, needed)) + LETTER_READERS
    return HAN_READERS[:1] + HAN_READERS[2:] + LETTER_READERS


def _ascii_readers(text: str) -> tuple[Reader, ...]:
    """Those that can find anything in a text of ASCII: a look at its words is faster than their patterns are."""
    words = text.translate(WORD_LETTERS).split()
    letters = LETTER_READERS[COUNT_WORDS.isdisjoint(words) :]
    if not DIGIT.search(text):
        return letters
    dated = not MONTH_WORDS.isdisjoint(words) or DATE_FIGURES.search(text)
    timed = not TIME_WORDS.isdisjoint(words) or "at 0" in text
    needed = (dated, timed, "/" in text and SLASH.search(text), "$" in text, GLUED.search(text), True)
    return tuple(compress(DATE_READERS + FIGURE_READERS, needed)) + letters


def _taken(text: str, pattern: re.Pattern[str], keys_of: Callable[[re.Match[str]], list[str]], found: Found) -> str:
    """The text with blanks in place of the facts that the pattern finds in it; they go to `found`."""

    def take(match: re.Match[str]) -> str:
        keys, (start, end) = keys_of(match), match.span()
        found.extend([(start, end, key) for key in keys])
        return " " * (end - start) if keys else match.group()

    return pattern.sub(take, text)


def _amount_keys(match: re.Match[str]) -> list[str]:
    number, words, letter = match.groups()
    if not number.isdigit() and len(parts := SPACE.split(number)) > 1 and _stand_apart(match, parts):
        return [number_key(part) for part in parts]
    if letter:
        return [number_key(number, MONEY_POWER_OF[letter.lower()], point=True)]
    if number == "00" and match.string[match.start() - 1 : match.start()] == ":":
        return []  # 11:00 is 11 o'clock
    if not words or YEAR_ALONE.fullmatch(number):  # "seit 2005 bin ich"; in Turkish, 5 bin are five thousand
        return [number_key(number)]
    scales = [word.lower() for word in SCALE.findall(words)]
    return [number_key(number, sum(POWER_OF.get(word, 0) for word in scales), point=WITH_POINT.issuperset(scales))]


def _stand_apart(match: re.Match[str], parts: list[str]) -> bool:
    """Whether digits with a space between them are two numbers."""
    if len(parts) != 2:
        return False
    glued = GLUED_UNIT.match(match.string, match.end()) and parts[1] != "000"
    return bool(glued or NUMBERED.search(match.string[max(0, match.start() - LONGEST_NUMBERED) : match.start()]))


def _fraction_keys(match: re.Match[str]) -> list[str]:
    """A whole number and a fraction are one number; a fraction alone, which may be a day and month, stays two."""
    whole, above, below = match[1] or match[4], match[2] or match[5], match[3] or match[6]
    if not whole:
        return [number_key(above), number_key(below)]
    if int(above) >= int(below):
        return []
    value = f"{int(whole) + int(above) / int(below):.{FRACTION_DIGITS}f}"
    return [number_key(value, POWER_OF.get(match[7].strip(" -").lower(), 0), point=True)]


def _code_keys(match: re.Match[str]) -> list[str]:
    return [f"c{match.group().lower()}"]


def _half_day_keys(match: re.Match[str]) -> list[str]:
    return [f"n{number}" for number in half_day_numbers(match)]


def _money_keys(match: re.Match[str]) -> list[str]:
    number, letter = match.groups()
    return [number_key(number, MONEY_POWER_OF.get(letter.lower(), 0), point=True)]


def _time_keys(match: re.Match[str]) -> list[str]:
    return [f"n{number}" for number in time_numbers(match)]


def _han_amount_keys(match: re.Match[str]) -> list[str]:
    """1亿2000万 is a sum; 5千万 a product."""
    total = Decimal(0)
    for number, scale in HAN_PART.findall(match.group()):
        total += Decimal(".".join(number_parts(number, point=True))).scaleb(sum(HAN_POWER[c] for c in scale))
    return [key_of(*f"{total:f}".split("."))]


def _han_keys(match: re.Match[str]) -> list[str]:
    year, month, day, year_alone, number, decimals, scale = match.groups()
    if month:
        return day_keys(han_digits(year) if year else None, han_value(month), han_value(day))
    if year_alone:
        return [key_of(han_digits(year_alone))]
    if not decimals:
        return [key_of(str(han_value(number)))]
    return [number_key(f"{han_value(number)}.{han_digits(decimals)}", HAN_POWER.get(scale, 0), point=True)]


def _word_keys(match: re.Match[str]) -> list[str]:
    count, hundred, rest, scales = match.groups()
    value = small_value(count) * (100 if hundred else 1) + (small_value(rest) if rest else 0)
    if value < 3 and not scales:
        return []  # "one" and "two" are articles and pairs more often than counts
    return [key_of(str(value) + "0" * sum(POWER_OF[word.lower()] for word in re.findall(r"\w+", scales)))]


def _roman_keys(match: re.Match[str]) -> list[str]:
    """Two letters with an L are more often a name or a size (LI Keqiang, XL), so they count only behind an article."""
    numeral = match.group()
    if not ROMAN_FORM.fullmatch(numeral):
        return []
    if len(numeral) == 2 and "L" in numeral and match.string[max(0, match.start() - 4) : match.start()].lower() != "the ":
        return []
    return [key_of(str(roman(numeral)))]


DATE_READERS: tuple[Reader, ...] = ((DATES, date_keys), (TIME, _time_keys))
FIGURE_READERS: tuple[Reader, ...] = ((FRACTION, _fraction_keys), (MONEY, _money_keys), (CODE, _code_keys), (AMOUNT, _amount_keys))
HAN_READERS: tuple[Reader, ...] = ((HALF_DAY, _half_day_keys), (HAN_AMOUNT, _han_amount_keys), (HAN_NUMBER, _han_keys))
LETTER_READERS: tuple[Reader, ...] = ((WORD, _word_keys), (ROMAN, _roman_keys))
