"""Runs of capitalised words, cut into what may be names, and what the words around them say."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import filterfalse
from typing import NamedTuple

from dedup.names import extract_cues as cues
from dedup.names.extract_cues import PERSON, PLACED_BY, STRANGER, THING
from dedup.names.han import MODELS
from dedup.names.not_names import ORGANISATIONS, OTHER, PLACES, TITLES

LOUD = 0.6  # share of capital letters from which a line is set in capitals and its case says nothing
HEADLINE = 0.7  # share of capitalised words from which a line is a headline: its runs are split instead of dropped
COMMON = 2.0  # a word is common when it stands in lower case this many times as often as with a capital inside sentences
KNOWN_COMMON = 8.0  # the same for a word that is known as a name: "Rice" and "Page" are, "will" and "may" are not
PLACED = 0.2  # share of its capitals after "in", "at", "near" … from which a word is a place
FOREIGN_LINE = 0.15  # share of characters of other scripts from which Latin words are strangers in a line
LONGEST = 5  # words of a name, particles apart

_UPPER = "".join(chr(c) for c in [*range(0x41, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000)] if chr(c).isupper())
_LOWER = "".join(chr(c) for c in [*range(0x61, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x2000)] if chr(c).islower())
_LETTER = f"{_UPPER}{_LOWER}\u0300-\u036f"
_REST = rf"[{_LETTER}]*(?:['’](?!s\b)[{_LETTER}]{{2,}})?(?:-[{_LETTER}]+)*"
_INITIALS = rf"\.(?:[ ]?[{_UPPER}]\.)*"  # behind a first capital, as _REST
_PARTICLE = (
    r"(?:de la|de los|van der|van den|von der|de|da|do|dos|das|del|della|di|du|van|von|ter|al|el|bin|ibn|ben|bint|"
    r"la|le|af|zu|y|e)"
)
_PART = rf"[{_UPPER}](?:{_INITIALS}|{_REST})"
# The first capital stands before what may not be before it: a pattern that begins with a look behind is tried at every character.
_FIRST = rf"[{_UPPER}](?<![{_LETTER}0-9_'’-].)(?:{_INITIALS}|{_REST})"
_RUN = re.compile(rf"{_FIRST}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0])?(?:al-|el-|d['’])?{_PART})*")
_TOKEN = re.compile(r"\S+")
_ANY_WORD = re.compile(rf"[{_LETTER}]+(?:['’-][{_LETTER}]+)*")
_START = re.compile(r"[^\w]*")
_ROMAN = re.compile(r"[IVXLC]+$")
PARTICLES = frozenset(re.findall(r"\w+", _PARTICLE))

_CASED = re.compile("[A-Za-z\u00c0-\u052f\u1e00-\u1fff]")  # quick to look for, beside all letters one by one
_NOT_LATIN = re.compile("[\u0370-\u03ff\u0400-\u052f\u0590-\u06ff\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7a3]")
# Endings of Russian and Ukrainian adjectives: "Северная Корея", "Соединенные Штаты". Men's surnames end otherwise.
ADJECTIVE = re.compile("[а-я](?:ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ых|их|ыми|ими|ую|юю|ной|ной|ском|ской)$")
_GENITIVE, _NOMINATIVE = re.compile("[а-яё][аяыи]$"), re.compile("[б-джзй-нп-тф-щ]$")
Words = list[tuple[int, int, str]]
_IN_PLACE = re.compile(rf"(?<!\w){PLACED_BY}[ ]([{_UPPER}][{_LETTER}]+)")


class CaseCounts(NamedTuple):
    """How often each word (in lower case) stands in lower case, with a capital inside sentences, and after "in" or "at"."""

    lower: Counter[str]
    inside: Counter[str]
    placed: Counter[str]


class Piece(NamedTuple):
    """Words of a run that may be a name, and what the words around it say: PERSON, THING, PLACE, STRANGER or nothing."""

    sentence: int
    words: tuple[tuple[int, int, str], ...]
    cue: str


def count(sentences: Iterable[str]) -> CaseCounts:
    """Count how a corpus writes its words; lines set in capitals and headlines are left out."""
    every, first, placed = Counter[str](), Counter[str](), Counter[str]()
    for sentence in sentences:
        words = _ANY_WORD.findall(sentence)
        if words and not _is_loud(sentence, words) and not _is_headline(words):
            every.update(words)
            first[words[0]] += 1
            placed.update(_IN_PLACE.findall(sentence))
    lower = {word: times for word, times in every.items() if word[0].islower()}
    inside = {word: times - first[word] for word, times in every.items() if word[0].isupper() and times > first[word]}
    return CaseCounts(Counter(lower), _without_case(inside), _without_case(placed))


def _without_case(counts: Mapping[str, int]) -> Counter[str]:
    out = Counter[str]()
    for word, times in counts.items():
        out[word.lower()] += times
    return out


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
    return _stem(key) in _place_stems() or (key in PLACES if "-" not in key else not PLACES.isdisjoint(key.split("-")))


def is_organisation(key: str) -> bool:
    """Whether a word is one of organisations, things and events, by the list; Cyrillic ones in any case."""
    return key in ORGANISATIONS or ("\u0400" <= key[0] <= "\u052f" and _stem(key) in _organisation_stems())


def _stem(key: str) -> str:
    """A Cyrillic word without its case ending: "германии" and "германия" are "герман"; other words as they are."""
    return key[: max(4, len(key) - 2)] if "\u0400" <= key[0] <= "\u052f" else key


@lru_cache(maxsize=1)
def _place_stems() -> frozenset[str]:
    return frozenset(map(_stem, PLACES))


@lru_cache(maxsize=1)
def _organisation_stems() -> frozenset[str]:
    return frozenset(_stem(word) for word in ORGANISATIONS if "\u0400" <= word[0] <= "\u052f")


def is_common(key: str, counts: CaseCounts) -> bool:
    """Whether a corpus writes a word in lower case much oftener than with a capital."""
    return counts.lower[key] > (KNOWN_COMMON if is_known(key) else COMMON) * counts.inside[key]


def pieces(number: int, text: str, counts: CaseCounts) -> Iterator[Piece]:
    """The runs of capitalised words of a sentence, cut at titles, acronyms and words that open no name."""
    every = _ANY_WORD.findall(text) if _CASED.search(text) else []
    if all(map(str.islower, every)) or _is_loud(text, every):
        return
    headline, strange = _is_headline(every), _is_foreign(text)
    start = _START.match(text).end()  # type: ignore[union-attr]  # matches the empty string too
    for run in _RUN.finditer(text):
        for part, after in _split(_words(run), start, headline, counts):
            name = _without_country(text, part, after)
            cue = _cue(text, name, after)
            if cue == PERSON and after != "title" and name[0][0] == start and _is_plural(name, counts):
                cue = THING
            yield Piece(number, tuple(name), STRANGER if strange and not cue and not _NOT_LATIN.match(name[0][2]) else cue)


def _cue(text: str, part: Words, after: str) -> str:
    """What speaks for or against a part of a run: the word that it was cut at, the words beside it."""
    start, end = part[0][0], part[-1][1]
    left = cues.before(text, start)
    if (left.is_kind or (after == "thing" and not left.is_role)) and not _opens_name(part):
        return THING
    if after == "title" or (after == "place" and len(part) > 1 and cues.has_office(text, start)):
        return PERSON
    return cues.beside(text, start, end, left)


def _is_plural(part: Words, counts: CaseCounts) -> bool:
    """Whether the first word of a sentence is likely no name: "Brokers said"."""
    key = part[0][2].lower()
    return len(part) == 1 and key.endswith("s") and not counts.inside[key] and not is_known(key)


def _without_country(text: str, part: Words, after: str) -> Words:
    """A Russian office is of a country, in the genitive, and the name after it is not: "президент Лаоса Кхамсук Вонгвичит"."""
    if len(part) < 2 or not (_GENITIVE.search(part[0][2]) and _NOMINATIVE.search(part[1][2])) or is_known(part[0][2].lower()):
        return part
    return part[1:] if after == "title" or cues.before(text, part[0][0]).is_role else part


def _words(run: re.Match[str]) -> Words:
    """The words of a run with their places; most runs are one word of letters alone."""
    start, text = run.start(), run.group()
    if text.isalpha():
        return [(start, start + len(text), text)]
    return [_cut_hyphen(start + token.start(), token.group()) for token in _TOKEN.finditer(text)]


def _opens_name(part: Words) -> bool:
    """Whether words after a thing's name are a person's: the "Federation Vladimir Putin", but not "Public Protection"."""
    return len(part) > 1 and is_known(part[0][2].lower())


def _is_foreign(text: str) -> bool:
    return not text.isascii() and bool(_NOT_LATIN.search(text)) and len(_NOT_LATIN.findall(text)) > FOREIGN_LINE * len(text)


def _is_loud(text: str, words: Sequence[str]) -> bool:
    if sum(map(len, filter(str.islower, words))) > (1 - LOUD) * len(text):  # no room for so many capitals: most lines
        return False
    upper = sum(map(str.isupper, text))
    cased = upper + sum(map(str.islower, text))
    return cased > 3 and upper >= LOUD * cased


def _is_headline(words: Sequence[str]) -> bool:
    capital = [word for word in filterfalse(str.islower, words) if word[0].isupper() and len(word) > 3]
    if len(capital) <= 4 * HEADLINE:
        return False
    long = [word for word in words if len(word) > 3]
    return len(long) > 4 and len(capital) >= HEADLINE * len(long)


def _cut_hyphen(start: int, word: str) -> tuple[int, int, str]:
    """ "Yang-Xinhuanet" is Yang and an agency; "China-Laos" stays whole and is a place."""
    first, hyphen, rest = word.partition("-")
    if hyphen and rest.lower() in (OTHER | PLACES) and first.lower() not in PLACES:
        word = first
    return (start, start + len(word), word)


def _split(words: Words, start: int, headline: bool, counts: CaseCounts) -> list[tuple[Words, str]]:
    """Cut a run at words that cannot be inside a name; each piece with the kind of word it was cut at before it."""
    parts: list[tuple[Words, str]] = []
    current: Words = []
    after = ""
    for word in words:
        if current and bool(_NOT_LATIN.match(word[2])) != bool(_NOT_LATIN.match(current[-1][2])):
            parts.append((current, after))
            current, after = [], ""
        kind = _cut(word, current, start, headline, counts)
        if not kind:
            current.append(word)
            continue
        between = kind == after == "title" and len(current) == 1 and not is_known(current[0][2].lower())  # "Deputy Permanent Secretary"
        parts.append(([] if between else current, after))
        current, after = [], kind
    parts.append((current, after))
    return [(trimmed, kind) for part, kind in parts if (trimmed := _trimmed(part))]


def _cut(word: tuple[int, int, str], before: Words, start: int, headline: bool, counts: CaseCounts) -> str:
    """Why a run is cut at a word: "title", "thing", "place", "other", or "" where it is not."""
    text, key = word[2], word[2].lower().rstrip(".")
    if key in TITLES or ("-" in key and key.rpartition("-")[2] in TITLES):  # "Vice-Admiral", "Super-agent"
        return "title"
    if len(text) > 1 and text.isupper() and not text.endswith(".") and not (before and _ROMAN.match(text)):
        return "other"
    if not before and is_organisation(key):
        return "thing"
    if not before and _stem(key) in _place_stems():
        return "place"
    if not before and ADJECTIVE.search(key) and not is_known(key):
        return "other"
    opening = key in OTHER and (headline or not before)
    common = (word[0] == start or headline) and is_common(key, counts)
    return "other" if opening or common else ""


def _trimmed(words: Words) -> Words:
    """Without particles at either end; nothing where so many words are left that they are two names or a heading."""
    while words and words[0][2] in PARTICLES:
        words = words[1:]
    while words and words[-1][2] in PARTICLES:
        words = words[:-1]
    return words if sum(word[2] not in PARTICLES for word in words) <= LONGEST else []
