"""Numbers and dates of a sentence, in a form that is equal wherever the fact is: 26,469.89 and 26.469,89; XI and 11th.

A fact is a short string whose first letter is its kind: `n` number, `d` day of a year, `y` year.
"""

from __future__ import annotations

import re
import unicodedata

# Month names and their usual short forms, in English, German, French, Spanish, Italian, Portuguese, Dutch, Russian,
# Ukrainian, Polish, Czech, Turkish, Icelandic, Finnish and Indonesian, in the forms that stand in dates.
MONTHS = {
    1: "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari января янв січня stycznia sty ledna leden ocak "
    "janúar tammikuuta",
    2: "february feb februar février févr fév febrero febbraio febb fevereiro fev februari февраля фев лютого lutego lut února únor "
    "şubat febrúar helmikuuta",
    3: "march mar märz mär mars marzo março maart mrt марта мар березня marca března březen mart maaliskuuta maret",
    4: "april apr avril avr abril abr aprile апреля апр квітня kwietnia kwi dubna duben nisan apríl huhtikuuta",
    5: "may mai mayo maggio mag maio mei мая травня maja května květen mayıs maí toukokuuta",
    6: "june jun juni juin junio giugno giu junho июня июн червня czerwca cze června červen haziran júní kesäkuuta",
    7: "july jul juli juillet juil julio luglio lug julho июля июл липня lipca lip července červenec temmuz júlí heinäkuuta",
    8: "august aug août agosto ago augustus августа авг серпня sierpnia sie srpna srpen ağustos ágúst elokuuta agustus",
    9: "september sept sep septembre septiembre settembre set setembro сентября сен сент вересня września wrz září eylül syyskuuta",
    10: "october oct oktober okt octobre octubre ottobre ott outubro out октября окт жовтня października paź října říjen ekim "
    "október lokakuuta",
    11: "november nov novembre noviembre novembro ноября нояб листопада listopada lis listopadu listopad kasım nóvember "
    "marraskuuta",
    12: "december dec dezember dez décembre déc diciembre dic dicembre dezembro декабря дек грудня grudnia gru prosince "
    "prosinec aralık desember joulukuuta",
}
MONTH_OF = {name: month for month, names in MONTHS.items() for name in names.split()}
_MONTH = r"(?P<{0}>" + "|".join(sorted(MONTH_OF, key=len, reverse=True)) + r")(?![^\W_])\.?"
_DAY = r"(?P<{0}>[0-3]?\d)(?:st|nd|rd|th|er|º|\.)?"
_YEAR = r"(?P<{0}>1[5-9]\d\d|20\d\d)"
DATES = re.compile(
    rf"\b{_YEAR.format('iso_y')}-(?P<iso_m>[01]\d)-(?P<iso_d>[0-3]\d)\b"
    rf"|(?:(?P<zh_y>\d{{4}})\s?年\s?)?(?P<zh_m>1?\d)\s?月\s?(?P<zh_d>[123]?\d)\s?[日号]"
    rf"|\b{_DAY.format('df_d')}\s(?:of |de |do )?{_MONTH.format('df_m')}(?:,? (?:de |del )?{_YEAR.format('df_y')})?\b"
    rf"|\b{_MONTH.format('mf_m')}\s{_DAY.format('mf_d')}\b(?!,\d)(?:,? {_YEAR.format('mf_y')})?",
    re.I,
)
NUMBER = re.compile(r"\d+(?:[.,'’ \u00a0\u202f]\d{3}(?!\d))*(?:[.,]\d+)?")
ROMAN = re.compile(r"\b(?=[IVXL]{2,6}\b)(XL|L?X{0,3})(IX|IV|V?I{0,3})\b")
ROMAN_VALUE = {"I": 1, "V": 5, "X": 10, "L": 50}
WORDS = {
    "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
WORD = re.compile(r"\b(" + "|".join(WORDS) + r")\b", re.I)


def facts(sentence: str) -> list[tuple[str, str]]:
    """Numbers and dates as (key, as it stands), in order; each key once.

    >>> facts("On 22 December 2020 the XI congress cost 1,234.50.")
    [('d12-22', '22 December 2020'), ('y2020', '22 December 2020'), ('n11', 'XI'), ('n12345', '1,234.50')]
    """
    sentence = _ascii_digits(sentence)
    found = [(m.start(), key, m.group().strip()) for m in DATES.finditer(sentence) for key in _date_keys(m)]
    rest = DATES.sub(lambda m: " " * len(m.group()), sentence)
    found += [(m.start(), number_key(m.group()), m.group()) for m in NUMBER.finditer(rest)]
    found += [(m.start(), f"n{roman(m.group())}", m.group()) for m in ROMAN.finditer(rest) if m.group()]
    found += [(m.start(), f"n{WORDS[m.group().lower()]}", m.group()) for m in WORD.finditer(rest)]
    seen: dict[str, str] = {}
    for _, key, surface in sorted(found, key=lambda f: f[0]):
        seen.setdefault(key, surface)
    return list(seen.items())


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _date_keys(match: re.Match[str]) -> list[str]:
    got = {name.split("_")[1]: value for name, value in match.groupdict().items() if value}
    month = int(got["m"]) if got["m"].isdigit() else MONTH_OF.get(got["m"].lower(), 0)
    keys = [f"d{month:02}-{int(got['d']):02}"]
    return [*keys, f"y{got['y']}"] if "y" in got else keys


def number_key(number: str) -> str:
    """Equal for equal figures whatever marks the thousands and the decimals: all digits, outer zeros gone.

    That 10.5 and 105 fall together is the price; that a language decides what a comma means is the reason.

    >>> number_key("26.469,89") == number_key("26,469.89")
    True
    """
    digits = re.sub(r"\D", "", number)
    if re.fullmatch(r"1[5-9]\d\d|20\d\d", number):
        return f"y{number}"
    if re.search(r"[.,]\d+$", number) and not re.search(r"[.,]\d{3}$", number):
        digits = digits.rstrip("0")
    return "n" + (digits.lstrip("0") or "0")


def roman(numeral: str) -> int:
    """The value of a Roman numeral up to 89.

    >>> roman("XIX")
    19
    """
    values = [ROMAN_VALUE[c] for c in numeral]
    return sum(-v if v < following else v for v, following in zip(values, [*values[1:], 0], strict=True))
