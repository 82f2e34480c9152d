"""Names of people in sentences: runs of capitalised words, and what context shows in scripts without capitals."""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from dedup.data import Mention
from dedup.names import extract_uncased
from dedup.names.extract_cues import PERSON, PLACE, STRANGER, THING
from dedup.names.not_names import OTHER
from dedup.names.runs import (
    ADJECTIVE,
    PARTICLES,
    CaseCounts,
    Piece,
    count,
    is_common,
    is_known,
    is_organisation,
    is_place,
    pieces,
)  # fmt: skip

__all__ = ["CaseCounts", "case_counts", "extract"]


def case_counts(sentences: Iterable[str]) -> CaseCounts:
    """Count how a corpus writes its words; lines set in capitals and headlines are left out.

    >>> case_counts(["The dog saw Rex.", "Rex ran."]).inside
    Counter({'rex': 1})
    """
    return count(sentences)


def extract(sentences: Sequence[str], counts: CaseCounts) -> list[Mention]:
    """The names of people in a document's sentences, in the order of the text; titles are not part of a name.

    `counts` are those of the whole corpus: they tell a name at the start of a sentence from any other word there. A
    single word counts as a name after a title, where a longer name of the document has it, or where it is known as one.
    """
    all_pieces = [piece for number, text in enumerate(sentences) for piece in pieces(number, text, counts)]
    shown = [(piece.cue, *(word for _, _, word in piece.words)) for piece in all_pieces]  # all that is judged, once each
    distinct = dict(zip(shown, all_pieces, strict=True))
    sure = {words for words, piece in distinct.items() if _is_name(piece, counts)}
    parts = sorted({key for words in sure if _is_supported(distinct[words]) for key in _keys(distinct[words])})
    named = {words for words, piece in distinct.items() if words in sure or _is_part(piece, parts, counts)}
    mentions = [_mention(piece, sentences[piece.sentence]) for words, piece in zip(shown, all_pieces, strict=True) if words in named]
    return sorted([*mentions, *extract_uncased.extract(sentences)])


def _keys(piece: Piece) -> list[str]:
    """The words of a piece in lower case, without particles and initials."""
    return [word.lower() for _, _, word in piece.words if word not in PARTICLES and not word.endswith(".") and len(word) > 1]


def _is_name(piece: Piece, counts: CaseCounts) -> bool:
    """Whether the words are a name by themselves: after a title, or two and more that nothing speaks against."""
    keys = _keys(piece)
    if not keys or piece.cue == THING or any(map(is_organisation, keys)):
        return False
    if piece.cue == STRANGER and not (len(keys) > 1 and is_known(keys[0])):
        return False
    known = any(map(is_known, keys))
    if piece.cue != PERSON and not is_known(keys[0]) and ADJECTIVE.search(keys[0]):
        return False
    if _speaks_against(keys[0], counts) or (piece.cue == PLACE and not known):
        return False
    # "Condoleezza Rice", "Theresa May": a known given name or a title outweighs what the family name means elsewhere.
    trusted = piece.cue == PERSON or is_known(keys[0])
    if not trusted and any(_speaks_against(key, counts) for key in keys[1:]):
        return False
    several = len(keys) > 1 or any(word[-1] in ".I" for _, _, word in piece.words if word not in PARTICLES)
    return piece.cue == PERSON or several or (known and piece.cue != PLACE and counts.inside[keys[0]] > 0)


def _speaks_against(key: str, counts: CaseCounts) -> bool:
    return is_place(key, counts) or key in OTHER or is_common(key, counts)


def _is_supported(piece: Piece) -> bool:
    """Whether more than capitals speaks for a name: only then single words of it are names elsewhere in the text."""
    return piece.cue == PERSON or any(map(is_known, _keys(piece)))


def _is_part(piece: Piece, parts: Sequence[str], counts: CaseCounts) -> bool:
    """A single word that a longer name of the document has; Cyrillic case endings, up to two letters, may differ."""
    key = piece.words[0][2].lower()
    if len(piece.words) > 1 or piece.cue in (THING, PLACE) or is_organisation(key) or is_common(key, counts):
        return False
    inflected = "а" <= key[0] <= "я" and len(key) > 4
    stem = key[: max(4, len(key) - 2)] if inflected else key
    at = bisect_left(parts, stem)  # parts that begin with the stem would stand here
    return at < len(parts) and (parts[at].startswith(stem) if inflected else parts[at] == key)


def _mention(piece: Piece, text: str) -> Mention:
    start, end = piece.words[0][0], piece.words[-1][1]
    return Mention(piece.sentence, start, end, sys.intern(" ".join(text[start:end].split())))
