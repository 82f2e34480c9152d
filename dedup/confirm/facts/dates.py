"""Dates and times of day as they are written in many languages and notations. For `facts`."""

from __future__ import annotations

import re

from dedup.confirm.facts.numerals import han_value
from dedup.confirm.facts.words import MONTHS, OTHER_WORDS, VERBS, any_of, by_word

MONTH_OF = by_word(MONTHS)
AMBIGUOUS = set(f"{VERBS} {OTHER_WORDS}".split())
CAPITALISED = "|".join(f"{word.capitalize()}|{word.upper()}" for word in VERBS.split())
YEAR = r"(?:1[5-9]|20)\d\d(?!\d)"
MONTH = (
    rf"{any_of(set(MONTH_OF) - AMBIGUOUS)}|(?-i:{CAPITALISED})"
    rf"|{any_of(AMBIGUOUS)}(?=\W{{1,2}}(?:del? )?(?:[0-3]?\d\W{{1,2}})?{YEAR})"
)
# How dates are written: D day, LATE a day that is no month, M month in figures, MONTH in letters, Y year. 03/05/2020 is the
# fifth of March here and the third of May there, so it stays three numbers.
DAY_FIRST = (
    r"{Y}[-/.]\s?{M}[-/.]\s?{D}",
    r"(?:{Y}\s?[年년]\s?)?{M}\s?[月월]\s?{D}\s?[日号號일]",
    r"{D}\.\s?{M}\.\s?{Y}",
    r"(?:(?<=\bam )|(?<=\bvom )|(?<=\bbis )|(?<=\bzum )|(?<=\bden )|(?<=\bon )){D}\.\s?{M}\.(?=\s|\Z)(?!\s\d)",
    r"{LATE}[-/]{M}[-/]{Y}",
    r"{M}[-/]{LATE}[-/]{Y}",
    r"(?:(?<=ngày )|(?<=ວັນທີ )|(?<=วันที่ )){D}\s?[-/]\s?{M}(?:\s?[-/]\s?{Y})?",
    r"{D}\s?tháng\s?{M}(?:\s?(?:năm|,|/)\s?{Y})?",
    r"{D}(?:st|nd|rd|th|er|º|ª|-?го|\.)?\s(?:of |de |do |من )?{MONTH}(?:\s?/\s?[^\W\d_]+(?: ال[^\W\d_]+)?)?(?:,? (?:del? )?{Y})?",
)
MONTH_FIRST = r"(?<![^\W_])(?=[^\W\d_]{{3,12}}\.?\s\d){MONTH}\s{D}(?:st|nd|rd|th|\.)?(?![.,]\d)(?:,? {Y})?"


def _date(form: str, number: int) -> str:
    """The pattern of a way to write dates; the names of its groups begin with d, m and y."""
    day, month, year = f"(?P<d{number}>", f"(?P<m{number}>", f"(?P<y{number}>"
    return form.format(
        D=rf"{day}3[01]|[12]\d|0?[1-9])(?!\d)", LATE=rf"{day}3[01]|2\d|1[3-9])(?!\d)", M=rf"{month}1[0-2]|0?[1-9])(?!\d)",
        MONTH=rf"{month}{MONTH})(?![^\W_])\.?", Y=f"{year}{YEAR})",
    )  # fmt: skip


_DAY_FIRST = "|".join(_date(form, number) for number, form in enumerate(DAY_FIRST))
DATES = re.compile(rf"(?<![a-zA-Z\d])(?:(?=\d)(?<!\d[.,])(?:{_DAY_FIRST})|{_date(MONTH_FIRST, len(DAY_FIRST))})", re.I)

# 7 p.m. and 4:12 am; 18.20 Uhr, 18h20; 0530 hours, at 1747 hours, at 0915.
# Without such a word 04:12 is two numbers, which are the same ones.
TIME = re.compile(
    r"(\d\d?)(?:(?:(?:: ?|\.)(\d\d))?(?: ?([ap])(?:m|\. ?m\.?)(?!\w)|(?= (?:Uhr|uur)\b| น\.))| ?h ?(\d\d)(?!\w)"
    r"|(?:(?<=0\d)|(?<=\bat [12]\d))(\d\d)(?= (?:hours|hrs)\b)|(?<=\d\d)(\d\d)(?= (?:GMT|UTC)\b)"
    r"|(?<=\bat 0\d)([0-5]\d)(?![\w%]|[-.,:/]\w))",
    re.I,
)

TIME_WORDS = set("am pm m h uhr uur hours hrs gmt utc".split())  # one of them is in every time that TIME finds; p.m. ends with m


def time_numbers(match: re.Match[str]) -> list[int]:
    """The hour of 24 and the minutes, if any, of what TIME finds; nothing if it is no time.

    >>> [time_numbers(TIME.search(text)) for text in ("at 7 p.m.", "12:05 am", "18.20 Uhr", "0530 hours", "31 Uhr")]
    [[19], [0, 5], [18, 20], [5, 30], []]
    """
    before = match.string[match.start() - 1 : match.start()]
    hour, minute, half = int(match[1]), int(match[2] or match[4] or match[5] or match[6] or match[7] or 0), (match[3] or "").lower()
    if before.isalnum() or before in list(".,:") or minute > 59 or hour > (12 if half else 24):
        return []
    hour = hour % 12 + 12 * (half == "p") if half else hour
    return [hour, minute] if minute else [hour]


# 上午八点, 下午5点半, 午後４時, 오후 4시: the half of the day stands before the hour.
AFTERNOON = "下午 晚上 晚间 晚間 傍晚 午後 夜 오후 저녁 밤".split()
_HOUR = "[一二两兩三四五六七八九十]{1,3}"
HALF_DAY = re.compile(
    rf"({'|'.join(AFTERNOON)}|上午|早上|清晨|凌晨|中午|午前|朝|오전|새벽|아침)\s?(?:(\d{{1,2}})|({_HOUR}))(?:\s?[点點时時시]|(?=:))"
    rf"(?:([半반])|:(\d\d)|\s?(?:(\d{{1,2}})|({_HOUR}))\s?[分분])?"
)


def half_day_numbers(match: re.Match[str]) -> list[int]:
    """The hour of 24 and the minutes, if any, of what HALF_DAY finds.

    >>> [half_day_numbers(HALF_DAY.search(text)) for text in ("上午八点", "下午5点半", "오후 4시", "晚上十点二十分")]
    [[8], [17, 30], [16], [22, 20]]
    """
    half, hour, hour_word, thirty, *minutes, minute_word = match.groups()
    value = int(hour) if hour else han_value(hour_word)
    minute = 30 if thirty else int(next(filter(None, minutes), 0)) or (han_value(minute_word) if minute_word else 0)
    if value > 24 or minute > 59:
        return []
    value += 12 * (half in AFTERNOON and value < 12)
    return [value, minute] if minute else [value]


def date_keys(match: re.Match[str]) -> list[str]:
    """The keys of a date that DATES finds: its day, and its year if it has one."""
    got = {name[0]: value for name, value in match.groupdict().items() if value}
    month = int(got["m"]) if got["m"].isdigit() else MONTH_OF.get(got["m"].lower(), 0)
    return day_keys(got.get("y"), month, int(got["d"]))


def day_keys(year: str | None, month: int, day: int) -> list[str]:
    """The keys of a day; none if there is no such day.

    >>> day_keys("2020", 12, 22), day_keys(None, 13, 1)
    (['d12-22', 'y2020'], [])
    """
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return []
    return [f"d{month:02}-{day:02}"] + ([f"y{year}"] if year else [])
