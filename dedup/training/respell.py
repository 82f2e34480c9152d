"""The same facts in another notation, and other facts in the same: what makes versions and near twins of a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

import numpy as np

from dedup.confirm.facts.dates import YEAR, date_keys
from dedup.confirm.facts.figures import AMOUNT, DATES, NUMBER, number_key
from dedup.confirm.facts.words import TEENS, UNITS

MONTHS = "January February March April May June July August September October November December".split()
SMALL = dict(zip(map(str, range(1, 20)), UNITS + TEENS, strict=True))
WRITTEN = {word: figure for figure, word in SMALL.items() if int(figure) > 2}
NUMBER_WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(WRITTEN)})(?![\w-])")
PERCENT = re.compile(r" ?per ?cent\b| ?%")
PERCENTS = (" percent", " per cent", "%")
# What transliterations of one name differ in: two ways to write one sound.
SOUNDS = dict(sh="sch", kh="h", zh="j", ts="tz", ph="f", ck="k", c="k", v="w", ou="u", oo="u", ee="i", y="i", j="y", th="t", nn="n", ll="l",
              ss="s", tt="t", au="o", x="ks")  # fmt: skip
LEAST_ROUNDED = 3  # digits: nobody rounds 24
CHANGED = 0.5  # of the numbers and dates that could be written otherwise


def respelled(sentence: str, rng: np.random.Generator, *, english: bool) -> str:
    """The sentence with some numbers rounded or without marks; in English, also dates and small numbers in another form."""
    figures = lambda text: NUMBER.sub(lambda m: _other_notation(m, rng, english=english), text)  # noqa: E731
    if not english:
        return _outside_dates(sentence, figures, lambda m: m.group())
    out = _outside_dates(sentence, figures, lambda m: _other_date(m, rng))
    out = NUMBER_WORD.sub(lambda m: WRITTEN[m.group()] if rng.random() < CHANGED else m.group(), out)
    form = PERCENTS[int(rng.integers(len(PERCENTS)))]
    return PERCENT.sub(form, out)


def other_spelling(name: str, rng: np.random.Generator) -> str:
    """A name with about half of its sounds that could be written otherwise written so."""
    out = name.lower()
    for one, other in SOUNDS.items():
        out = out.replace(one, other) if rng.random() < CHANGED else out
    return out.title()


def _outside_dates(sentence: str, change: Callable[[str], str], date: Callable[[re.Match[str]], str]) -> str:
    parts, at = [], 0
    for match in DATES.finditer(sentence):
        parts += [change(sentence[at : match.start()]), date(match)]
        at = match.end()
    return "".join([*parts, change(sentence[at:])])


def _other_date(match: re.Match[str], rng: np.random.Generator) -> str:
    keys = date_keys(match)
    if not keys or rng.random() > CHANGED:
        return match.group()
    month, day = int(keys[0][1:3]), int(keys[0][4:])
    year, name = "".join(key[1:] for key in keys[1:]), MONTHS[month - 1]
    comma = f", {year}" if year else ""
    forms = [f"{day} {name} {year}".strip(), f"{name} {day}{comma}", f"{name[:3]}. {day}{comma}", f"{year}-{month:02}-{day:02}"]
    return forms[int(rng.integers(4 if year else 3))] if name[:3] != "May" else forms[int(rng.integers(2))]


def _other_notation(match: re.Match[str], rng: np.random.Generator, *, english: bool) -> str:
    number = match.group()
    amount = AMOUNT.match(match.string, match.start())
    scaled = amount is not None and amount.end() > match.end()
    key = number_key(number)
    if rng.random() > CHANGED or scaled or key[0] == "y" or number[0] == "0":
        return number
    if english and number in SMALL and int(number) > 2 and match.string[match.start() - 1 : match.start()] == " ":
        return SMALL[number]
    if len(key[1:].replace(".", "").strip("0")) < LEAST_ROUNDED:
        return re.sub(r"[,\s](?=\d{3}\b)", "", number)
    return _rounded(Decimal(key[1:]), number, rng, english=english)


def _rounded(value: Decimal, number: str, rng: np.random.Generator, *, english: bool) -> str:
    """To two or three digits; millions in words, thousands with the marks that were there."""
    digits = int(rng.integers(2, 4))
    unit = value.adjusted() + 1 - digits
    near = value.quantize(Decimal(1).scaleb(unit)) if unit < 0 else (value.scaleb(-unit)).quantize(Decimal(1)).scaleb(unit)
    if english and near >= 10**6:
        return f"{(near / 10**6).normalize():f} million"
    if unit < 0:
        return f"{near:f}" if "." in number else f"{near:f}".replace(".", ",")
    mark = next((c for c in number if not c.isdigit()), "")
    return f"{int(near):,}".replace(",", mark if near > 999 else "")


def other_facts(sentence: str, rng: np.random.Generator, *, share: float, swap: dict[str, str]) -> str:
    """The sentence with this share of its numbers, dates among them, replaced by others, and its names swapped."""
    out = _other_months(sentence, rng, share)
    out = re.sub(r"[A-Z][a-z]{3,}", lambda m: m.group() if m.group() in MONTHS else swap.get(m.group(), m.group()), out)
    return NUMBER.sub(lambda m: other_number(m.group(), rng) if rng.random() < share else m.group(), out)


def _other_months(sentence: str, rng: np.random.Generator, share: float) -> str:
    """This share of the English months inside dates replaced by others; the days are numbers."""
    month = re.compile("|".join(MONTHS))
    return DATES.sub(
        lambda m: month.sub(lambda name: MONTHS[int(rng.integers(12))], m.group()) if rng.random() < share else m.group(), sentence
    )


def other_number(number: str, rng: np.random.Generator) -> str:
    """As many digits, others; what may be a day or a year stays one."""
    if number.isdigit() and 3 < int(number) < 31:
        return str((int(number) + int(rng.integers(1, 27)) - 4) % 27 + 4)
    if re.fullmatch(YEAR, number):
        return str(int(number) - int(rng.integers(1, 20)))
    digits = re.sub(r"\d", lambda m: str(int(rng.integers(10))), number)
    digits = digits if digits[0] != "0" or number[0] == "0" else str(int(rng.integers(1, 10))) + digits[1:]
    return digits if digits != number else str(int(rng.integers(1, 9))) + digits[1:]
