"""Runs of capitalised words, cut into what may be names, and what the words around them say."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dedup.names.han import MODELS
from dedup.names.not_names import ORGANISATIONS, OTHER, PLACES, TITLES

LOUD = 0.6  # share of capital letters from which a line is set in capitals and its case says nothing
HEADLINE = 0.7  # share of capitalised words from which a line is a headline: its runs are split instead of dropped
COMMON = 2.0  # a word is common when it stands in lower case this many times as often as with a capital inside sentences
KNOWN_COMMON = 8.0  # the same for a word that is known as a name: "Rice" and "Page" are, "will" and "may" are not
PLACED = 0.2  # share of its capitals after "in", "at", "near" … from which a word is a place
LONGEST = 5  # words of a name, particles apart

_UPPER = "".join(chr(c) for c in [*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000)] if chr(c).isupper())
_LOWER = "".join(chr(c) for c in [*range(0x61, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000)] if chr(c).islower())
_LETTER = f"{_UPPER}{_LOWER}\u0300-\u036f"
_WORD = rf"[{_UPPER}][{_LETTER}]*(?:['’](?!s\b)[{_LETTER}]{{2,}})?(?:-[{_LETTER}]+)*"
_INITIAL = rf"[{_UPPER}]\.(?:[ ]?[{_UPPER}]\.)*"
_PARTICLE = (
    r"(?:de la|de los|van der|van den|von der|de|da|do|dos|das|del|della|di|du|van|von|der|den|ter|al|el|bin|ibn|ben|bint|"
    r"la|le|af|zu|y|e)"
)
_PART = rf"(?:{_INITIAL}|{_WORD})"
_RUN = re.compile(rf"(?<![{_LETTER}0-9_'’-]){_PART}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0])?(?:al-|el-|d['’])?{_PART})*")
_TOKEN = re.compile(r"\S+")
_ANY_WORD = re.compile(rf"[{_LETTER}]+(?:['’-][{_LETTER}]+)*")
_START = re.compile(r"[^\w]*")
_ROMAN = re.compile(r"[IVXLC]+$")
PARTICLES = frozenset(re.findall(r"\w+", _PARTICLE))

PERSON, THING, PLACE = "person", "thing", "place"
Words = list[tuple[int, int, str]]

_SAYS = (
    "said|says|told|tells|asked|asks|added|adds|explained|replied|admitted|recalled|recalls|"
    "сказал|сказала|заявил|заявила|сообщил|сообщила|отметил|отметила|говорит|рассказал|рассказала|рассказывает"
)
_ROLES = (
    "president|minister|premier|chancellor|secretary|chairman|chairwoman|leader|spokesman|spokeswoman|king|queen|judge|coach|"
    "mayor|governor|senator|ambassador|director|colleague|counterpart|actor|actress|singer|player|lawyer|striker|captain|"
    "attorney|wife|husband|son|daughter|brother|sister|mother|father|girlfriend|boyfriend|fiancée|aide|correspondent|"
    "reporter|journalist|analyst|economist|prosecutor|pitcher|quarterback|goalkeeper|midfielder|neurosurgeon|icon|"
    "президент|министр|премьер|губернатор|глава|депутат|директор|мэр|тренер|адвокат|журналист|актер|актриса|певец|певица"
)
_BEFORE = re.compile(rf"(?<!\w)(?:(?:(?:{_ROLES})[ауо]?м?|[Ss]ecretary of [Ss]tate|of (?:the )?state)[ ,]{{1,2}}|(?:{_SAYS})[ ])$")
_AFTER = re.compile(rf",? (?:who |also |later |then )?(?:{_SAYS})(?!\w)|, \d\d,")
_ARTICLE = re.compile(r"(?<!\w)(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)[ ]$")
_PLACED = r"(?:[Ii]n|[Aa]t|[Nn]ear|[Ii]nto|[Oo]utside|around|[Вв]о?)"
_PREPOSITION = re.compile(rf"(?<!\w)(?:{_PLACED}|[Vv]isit)[ ]$")
_REPORTED = re.compile(r" (?:reports|reported|сообщает|сообщают|пишет)(?!\w)")
_QUOTES_OPEN, _QUOTES_CLOSE = "\"“„«‘'", "\"”“»’'"
_IN_PLACE = re.compile(rf"(?<!\w){_PLACED}[ ]([{_UPPER}][{_LETTER}]+)")


class CaseCounts(NamedTuple):
    """How often each word (in lower case) stands in lower case, with a capital inside sentences, and after "in" or "at"."""

    lower: Counter[str]
    inside: Counter[str]
    placed: Counter[str]


class Piece(NamedTuple):
    """Words of a run that may be a name, and what the words around it say: PERSON, THING, PLACE or nothing."""

    sentence: int
    words: tuple[tuple[int, int, str], ...]
    cue: str


def count(sentences: Iterable[str]) -> CaseCounts:
    """Count how a corpus writes its words; lines set in capitals and headlines are left out."""
    counts = CaseCounts(Counter(), Counter(), Counter())
    for sentence in sentences:
        words = _ANY_WORD.findall(sentence)
        if words and not _is_loud(sentence.translate(_CASES)) and not _is_headline(words):
            counts.lower.update([word for word in words if word[0].islower()])
            counts.inside.update([word.lower() for word in words[1:] if word[0].isupper()])
            counts.placed.update([word.lower() for word in _IN_PLACE.findall(sentence)])
    return counts


@lru_cache(maxsize=1)
def known_names() -> frozenset[str]:
    """Given and family names frequent among recorded people, in lower case, in several scripts."""
    path = MODELS / "known_names.txt.gz"
    return frozenset(gzip.decompress(path.read_bytes()).decode().split("\n")) if path.exists() else frozenset()


def is_known(key: str) -> bool:
    """Whether a word in lower case is known as a name; a Cyrillic one may have a case ending of one or two letters."""
    known = known_names()
    return key in known or ("\u0400" <= key[0] <= "\u052f" and len(key) > 4 and (key[:-1] in known or key[:-2] in known))


def is_place(key: str, counts: CaseCounts) -> bool:
    """Whether a word is a place by the list, or because the corpus writes "in" before it."""
    return _is_listed(key) or counts.placed[key] > max(1, PLACED * counts.inside[key])


def _is_listed(key: str) -> bool:
    return _stem(key) in _place_stems() or any(part in PLACES for part in key.split("-"))


def _stem(key: str) -> str:
    """A Cyrillic word without its case ending: "германии" and "германия" are "герман"; other words as they are."""
    return key[: max(4, len(key) - 2)] if "\u0400" <= key[0] <= "\u052f" else key


@lru_cache(maxsize=1)
def _place_stems() -> frozenset[str]:
    return frozenset(map(_stem, PLACES))


def is_common(key: str, counts: CaseCounts) -> bool:
    """Whether a corpus writes a word in lower case much oftener than with a capital."""
    return counts.lower[key] > (KNOWN_COMMON if is_known(key) else COMMON) * counts.inside[key]


def pieces(number: int, text: str, counts: CaseCounts) -> Iterator[Piece]:
    """The runs of capitalised words of a sentence, cut at titles, acronyms and words that open no name."""
    cases = text.translate(_CASES)
    if _is_loud(cases):
        return
    headline = cases.count("U") > 3 and _is_headline(_ANY_WORD.findall(text))  # a headline has four long words with capitals
    start = _START.match(text).end()  # type: ignore[union-attr]  # matches the empty string too
    for run in _RUN.finditer(text):
        for part, after in _split(_words(run), start, headline, counts):
            start_of_part = part[0][0]
            cue = PERSON if after == "title" else _cue(text, start_of_part, part[-1][1])
            tainted = after == "thing" and not _opens_name(part) and not _BEFORE.search(text[:start_of_part][-32:])
            yield Piece(number, tuple(part), THING if tainted else cue)


def _opens_name(part: Words) -> bool:
    """Whether words after a thing's name are a person's: the "Federation Vladimir Putin", but not "Public Protection"."""
    return len(part) > 1 and is_known(part[0][2].lower())


class _Cases(dict[int, str | None]):
    """Characters by their case: "U" a capital letter, "l" a small one, "." another letter, None no letter. Filled on demand."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        kind = "U" if character.isupper() else "l" if character.islower() else "."
        self[code] = kind if character.isalpha() else None
        return self[code]


_CASES = _Cases()


def _is_loud(cases: str) -> bool:
    """Whether most letters are capitals; `cases` is what _CASES makes of a text, ten times as fast as asking every character."""
    capitals = cases.count("U")
    cased = capitals + cases.count("l")
    return cased > 3 and capitals >= LOUD * cased


def _is_headline(words: Sequence[str]) -> bool:
    long = [word for word in words if len(word) > 3]
    return len(long) > 4 and len([word for word in long if word[0].isupper()]) >= HEADLINE * len(long)


def _words(run: re.Match[str]) -> Words:
    """The words of a run with their places; most runs are one word of letters alone."""
    start, text = run.start(), run.group()
    if text.isalpha():
        return [(start, start + len(text), text)]
    return [_cut_hyphen(start + token.start(), token.group()) for token in _TOKEN.finditer(text)]


def _cut_hyphen(start: int, word: str) -> tuple[int, int, str]:
    """ "Yang-Xinhuanet" is Yang and an agency; "China-Laos" stays whole and is a place."""
    first, hyphen, rest = word.partition("-")
    if hyphen and rest.lower() in (OTHER | PLACES) and first.lower() not in PLACES:
        word = first
    return (start, start + len(word), word)


def _cue(text: str, start: int, end: int) -> str:
    """What stands beside a run: a role or a verb of speech, an article or quotes around it, or a preposition of place."""
    before = text[max(0, start - 24) : start]
    if _ARTICLE.search(before) or (before[-1:] in _QUOTES_OPEN and text[end : end + 1] in _QUOTES_CLOSE and before):
        return THING
    if _BEFORE.search(before) or _AFTER.match(text, end):
        return PERSON
    if _PREPOSITION.search(before):
        return PLACE
    return THING if _REPORTED.match(text, end) else ""


def _split(words: Words, start: int, headline: bool, counts: CaseCounts) -> list[tuple[Words, str]]:
    """Cut a run at words that cannot be inside a name; each piece with the kind of word it was cut at before it."""
    parts: list[tuple[Words, str]] = []
    current: Words = []
    after = ""
    for word in words:
        kind = _cut(word, current, start, headline, counts)
        if not kind:
            current.append(word)
            continue
        parts.append((current, after))
        current, after = [], kind
    parts.append((current, after))
    return [(trimmed, kind) for part, kind in parts if (trimmed := _trimmed(part))]


def _cut(word: tuple[int, int, str], before: Words, start: int, headline: bool, counts: CaseCounts) -> str:
    """Why a run is cut at a word: "title", "thing", "other", or "" where it is not."""
    text, key = word[2], word[2].lower().rstrip(".")
    if key in TITLES or key.rpartition("-")[2] in TITLES:  # "Vice-Admiral", "Super-agent"
        return "title"
    if len(text) > 1 and text.isupper() and not text.endswith(".") and not (before and _ROMAN.match(text)):
        return "other"
    if not before and key in ORGANISATIONS:
        return "thing"
    opening = (not before and _stem(key) in _place_stems()) or (key in OTHER and (headline or not before))
    common = (word[0] == start or headline) and is_common(key, counts)
    return "other" if opening or common else ""


def _trimmed(words: Words) -> Words:
    """Without particles at either end; nothing where so many words are left that they are two names or a heading."""
    while words and words[0][2] in PARTICLES:
        words = words[1:]
    while words and words[-1][2] in PARTICLES:
        words = words[:-1]
    return words if sum(word[2] not in PARTICLES for word in words) <= LONGEST else []
