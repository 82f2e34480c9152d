"""A name in any script → its readings in lower-case ASCII letters, so that spellings can be compared letter by letter."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product

from anyascii import anyascii

from dedup.composed import nfkc
from dedup.names import han, palladius

MOST_READINGS = 6  # readings are compared with each other, so the work grows with the square
MOST_TOKENS = 8  # the longest official names have seven parts; anything longer is not a name
LONGEST_TOKEN = 24

_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_SEPARATORS = re.compile(r"[\s·・•‧∙⋅･,.;/\\()\[\]\"“”«»\-‐‑–—_~|+:]+")
_DROPPED = re.compile(r"['’‘ʼʻ`´ʿʾ״׳]")
_NOT_LETTERS = re.compile(r"[^a-z]")

# Family names whose usual Latin spelling is not what their letters say (Revised Romanisation first, always kept).
_KOREAN_FAMILY = {
    "김": ("kim",), "이": ("lee", "ri"), "박": ("park", "pak"), "최": ("choi",), "정": ("chung", "jung"), "강": ("kang",),
    "조": ("cho",), "윤": ("yoon",), "임": ("lim",), "신": ("shin",), "유": ("yoo", "ryu"), "노": ("roh",), "우": ("woo",),
    "문": ("moon",), "주": ("chu",), "구": ("koo",), "반": ("ban",), "백": ("paik",), "권": ("kwon",), "전": ("chun",),
    "양": ("ryang",), "여": ("lyuh",), "심": ("shim",), "진": ("chin",), "석": ("suk",), "허": ("hur",),
    "고": ("koh", "ko"),
}  # fmt: skip


@lru_cache(maxsize=1 << 16)
def readings(name: str) -> tuple[str, ...]:
    """The readings of a name: ASCII letters a-z, tokens separated by one space, unique, the best first, at most six.

    Most scripts have one reading. Han has several: Mandarin with the readings of family names, their Wade-Giles
    spelling, and readings of other countries. A Cyrillic name that is Chinese in Palladius' spelling is read back to
    pinyin too. A name without letters has no reading: the result is empty.

    >>> readings("Бганба, Валерий")
    ('valeriy bganba',)
    >>> readings("Си Цзиньпин")
    ('si tszinpin', 'xi jinping')
    """
    tokens = _tokens(_given_name_first(normalised(name)))[:MOST_TOKENS]
    variants = _whole_name(tokens) or [" ".join(parts) for parts in _combinations(tokens)]
    clean = (" ".join(reading.split()) for reading in variants)
    return tuple(dict.fromkeys(reading for reading in clean if reading))[:MOST_READINGS]


def normalised(name: str) -> str:
    """Unicode NFKC: composed letters, full-width and compatibility forms as their plain ones."""
    return nfkc(name)


def _given_name_first(name: str) -> str:
    """Registers write "Family, Given": one comma, with something on both sides."""
    family, comma, given = name.partition(",")
    return f"{given} {family}" if comma and "," not in given and given.strip() and family.strip() else name


def _tokens(name: str) -> list[str]:
    return [token for token in _SEPARATORS.split(_DROPPED.sub("", name)) if token]


def _whole_name(tokens: list[str]) -> list[str]:
    """Readings that look at the whole name: native Han, Hangul, and Palladius' Cyrillic."""
    if all(map(str.isascii, tokens)):
        return []
    if len(tokens) == 1 and han.is_han(tokens[0]):
        return han.native_readings(tokens[0])
    if tokens and all(_HANGUL.fullmatch(token) for token in tokens) and len("".join(tokens)) <= 4:
        return _korean("".join(tokens))
    chinese = palladius.to_pinyin(tokens)
    return [" ".join(letters(token) for token in tokens), chinese] if chinese else []


def _korean(name: str) -> list[str]:
    family, given = name[:1], name[1:]
    spelt = letters(given)
    return [f"{reading} {spelt}" for reading in (letters(family), *_KOREAN_FAMILY.get(family, ()))]


def _combinations(tokens: list[str]) -> list[tuple[str, ...]]:
    """All readings of the tokens; only Han tokens have more than one, and only their first ones are multiplied."""
    if not any(map(han.is_han, tokens)):
        return [tuple(map(letters, tokens))]
    options = [han.foreign_readings(token) if han.is_han(token) else [letters(token)] for token in tokens]
    return [parts for parts, _ in zip(product(*options), range(MOST_READINGS), strict=False)]


@lru_cache(maxsize=1 << 16)
def letters(token: str) -> str:
    """The letters a-z of one token in any script, the first 24."""
    plain = token if token.isascii() else anyascii(token)
    plain = plain.lower()
    return (plain if plain.isalpha() else _NOT_LETTERS.sub("", plain))[:LONGEST_TOKEN]
