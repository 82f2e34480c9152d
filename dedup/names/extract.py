"""Names of people in sentences: runs of capitalised words, and what context shows in scripts without capitals."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from dedup.data import Mention
from dedup.names import extract_uncased
from dedup.names.han import MODELS
from dedup.names.not_names import ORGANISATIONS, OTHER, PLACES, TITLES

LOUD = 0.6  # share of capital letters from which a line is set in capitals and its case says nothing
HEADLINE = 0.7  # share of capitalised words from which a line is a headline: its runs are split instead of dropped
COMMON = 2.0  # a word is common when it stands in lower case this many times as often as with a capital inside sentences
LONGEST = 6  # words of a name

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
_RUN = re.compile(rf"(?<![\w'’-]){_PART}(?:[ \u00a0](?:{_PARTICLE}[ \u00a0])?(?:al-|el-|d['’])?{_PART})*")
_TOKEN = re.compile(r"\S+")
_ANY_WORD = re.compile(rf"[{_LETTER}]+(?:['’-][{_LETTER}]+)*")
_START = re.compile(r"[^\w]*")
_PARTICLES = frozenset(re.findall(r"\w+", _PARTICLE))
_ROMAN = re.compile(r"[IVXLC]+$")


PERSON, THING, PLACE = "person", "thing", "place"


class CaseCounts(NamedTuple):
    """How often each word (in lower case) stands in lower case, and with a capital inside sentences, not at their start."""

    lower: Counter[str]
    inside: Counter[str]


class _Piece(NamedTuple):
    """Words of a run that may be a name, and what the words around it say: PERSON, THING, PLACE or nothing."""

    sentence: int
    words: tuple[tuple[int, int, str], ...]
    cue: str


def case_counts(sentences: Iterable[str]) -> CaseCounts:
    """Count how a corpus writes its words; lines set in capitals and headlines are left out.

    >>> case_counts(["The dog saw Rex.", "Rex ran."]).inside
    Counter({'rex': 1})
    """
    counts = CaseCounts(Counter(), Counter())
    for sentence in sentences:
        words = _ANY_WORD.findall(sentence)
        if words and not _is_loud(sentence) and not _is_headline(words):
            counts.lower.update(word for word in words if word[0].islower())
            counts.inside.update(word.lower() for word in words[1:] if word[0].isupper())
    return counts


def extract(sentences: Sequence[str], counts: CaseCounts) -> list[Mention]:
    """The names of people in a document's sentences, in the order of the text; titles are not part of a name.

    `counts` are those of the whole corpus: they tell a name at the start of a sentence from any other word there. A
    single word counts as a name after a title or where a longer name of the document has it.
    """
    pieces = [piece for number, text in enumerate(sentences) for piece in _pieces(number, text, counts)]
    sure = [piece for piece in pieces if _is_name(piece, counts)]
    parts = {word.lower() for piece in sure for _, _, word in piece.words if len(word) > 1 and word not in _PARTICLES}
    accepted = {id(piece) for piece in sure}
    named = [piece for piece in pieces if id(piece) in accepted or _is_part(piece, parts)]
    mentions = [_mention(piece, sentences[piece.sentence]) for piece in named]
    return sorted([*mentions, *extract_uncased.extract(sentences)])


@lru_cache(maxsize=1)
def known_parts() -> frozenset[str]:
    """Given and family names frequent among the training people, in lower case."""
    path = MODELS / "known_parts.json"
    return frozenset(json.loads(path.read_text(encoding="utf8"))) if path.exists() else frozenset()


def _is_loud(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    cased = sum(character.isupper() or character.islower() for character in letters)
    return cased > 3 and sum(map(str.isupper, letters)) >= LOUD * cased


def _is_headline(words: Sequence[str]) -> bool:
    long = [word for word in words if len(word) > 3]
    return len(long) > 4 and sum(word[0].isupper() for word in long) >= HEADLINE * len(long)


def _pieces(number: int, text: str, counts: CaseCounts) -> list[_Piece]:
    """The runs of capitalised words of a sentence, cut at titles, acronyms and words that open no name."""
    if _is_loud(text):
        return []
    headline = _is_headline(_ANY_WORD.findall(text))
    start = _START.match(text).end()  # type: ignore[union-attr]  # matches the empty string too
    pieces = []
    for run in _RUN.finditer(text):
        words = [_cut_hyphen(run.start() + t.start(), t.group()) for t in _TOKEN.finditer(run.group())]
        for words_of_piece, titled in _split(words, start, headline, counts):
            cue = PERSON if titled else _cue(text, words_of_piece[0][0], words_of_piece[-1][1])
            pieces.append(_Piece(number, tuple(words_of_piece), cue))
    return pieces


def _cut_hyphen(start: int, word: str) -> tuple[int, int, str]:
    """ "Yang-Xinhuanet" is Yang and an agency; "China-Laos" stays whole and is a place."""
    first, hyphen, rest = word.partition("-")
    if hyphen and rest.lower() in (OTHER | PLACES) and first.lower() not in PLACES:
        word = first
    return (start, start + len(word), word)


_SAYS = (
    "said|says|told|asked|added|explained|replied|admitted|recalled|"
    "сказал|сказала|заявил|заявила|сообщил|сообщила|отметил|отметила"
)
_BEFORE = re.compile(
    r"(?:president|minister|premier|chancellor|secretary|chairman|chairwoman|leader|spokesman|spokeswoman|king|queen|"
    r"judge|coach|"
    r"mayor|governor|senator|ambassador|director|colleague|counterpart|actor|actress|singer|player|lawyer|striker|"
    r"captain|attorney|"
    r"[Ss]ecretary of [Ss]tate|of (?:the )?state|президент[ау]?|министр[ау]?|премьер[ау]?|губернатор[ау]?|глава|"
    r"депутат[ау]?|"
    r"директор[ау]?|мэр[ау]?)[ ,]{1,2}$"
    rf"|(?<!\w)(?:{_SAYS})[ ]$"
)
_AFTER = re.compile(rf",? (?:who |also |later |then )?(?:{_SAYS})(?!\w)")


_ARTICLE = re.compile(r"(?<!\w)(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]heir)[ ]$")
_PREPOSITION = re.compile(r"(?<!\w)(?:[Ii]n|[Aa]t|[Nn]ear|[Ii]nto|around|outside|[Vv]isit)[ ]$")


def _cue(text: str, start: int, end: int) -> str:
    """What stands beside a run: a title without capital or a verb of speech, an article, or a preposition of place."""
    before = text[max(0, start - 24) : start]
    if _BEFORE.search(before) or _AFTER.match(text, end):
        return PERSON
    return THING if _ARTICLE.search(before) else PLACE if _PREPOSITION.search(before) else ""


Words = list[tuple[int, int, str]]


def _split(words: Words, start: int, headline: bool, counts: CaseCounts) -> list[tuple[Words, bool]]:
    """Cut a run at words that cannot be inside a name; a piece knows whether a title stood before it."""
    pieces: list[tuple[Words, bool]] = []
    current: Words = []
    titled = False
    for word in words:
        kind = _cut(word, current, start, headline, counts)
        if not kind:
            current.append(word)
            continue
        pieces.append((current, titled))
        current, titled = [], kind == "title"
    pieces.append((current, titled))
    return [(_trimmed(piece), flag) for piece, flag in pieces if _trimmed(piece)]


def _cut(word: tuple[int, int, str], before: Words, start: int, headline: bool, counts: CaseCounts) -> str:
    """Why a run is cut at a word: "title", "other", or "" where it is not."""
    text, key = word[2], word[2].lower().rstrip(".")
    if key in TITLES:
        return "title"
    if len(text) > 1 and text.isupper() and not text.endswith(".") and not (before and _ROMAN.match(text)):
        return "other"
    opening = (not before and (key in ORGANISATIONS or _is_place(key))) or (key in OTHER and (headline or not before))
    common = (word[0] == start or headline) and _is_common(key, counts) and key not in known_parts()
    return "other" if opening or common else ""


def _is_place(key: str) -> bool:
    return key in PLACES or any(part in PLACES for part in key.split("-"))


def _is_common(key: str, counts: CaseCounts) -> bool:
    return counts.lower[key] > COMMON * counts.inside[key]


def _trimmed(words: Words) -> Words:
    """Without particles at either end, at most six words."""
    while words and words[0][2] in _PARTICLES:
        words = words[1:]
    while words and words[-1][2] in _PARTICLES:
        words = words[:-1]
    return words[:LONGEST]


def _is_name(piece: _Piece, counts: CaseCounts) -> bool:
    """Whether the words are a name by themselves: after a title, or two and more that nothing speaks against."""
    keys = [word.lower() for _, _, word in piece.words if word not in _PARTICLES and not word.endswith(".")]
    if not keys or piece.cue == THING or any(key in ORGANISATIONS for key in keys):
        return False
    known = any(key in known_parts() for key in keys)
    if _speaks_against(keys[0], counts) or (piece.cue == PLACE and not known):
        return False
    # "Condoleezza Rice", "Theresa May": a known given name or a title outweighs what the family name means elsewhere.
    trusted = piece.cue == PERSON or keys[0] in known_parts()
    if not trusted and any(_speaks_against(key, counts) for key in keys[1:]):
        return False
    return piece.cue == PERSON or len(piece.words) > 1 or (known and counts.inside[keys[0]] > 0)


def _speaks_against(key: str, counts: CaseCounts) -> bool:
    return _is_place(key) or key in OTHER or (_is_common(key, counts) and key not in known_parts())


def _is_part(piece: _Piece, parts: set[str]) -> bool:
    """A single word that a longer name of the document has; Cyrillic case endings, up to two letters, may differ."""
    key = piece.words[0][2].lower()
    if len(piece.words) > 1 or key in ORGANISATIONS:
        return False
    stem = key[: max(4, len(key) - 2)]
    return key in parts or ("а" <= key[0] <= "я" and len(key) > 4 and any(part.startswith(stem) for part in parts))


def _mention(piece: _Piece, text: str) -> Mention:
    start, end = piece.words[0][0], piece.words[-1][1]
    return Mention(piece.sentence, start, end, sys.intern(" ".join(text[start:end].split())))
