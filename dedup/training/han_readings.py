"""Learn how Han characters are read outside Mandarin from people recorded both in Han and in Hangul or Latin letters."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from rapidfuzz import fuzz

from dedup.names import han, romanise

_HANGUL = re.compile(r"[\uac00-\ud7a3]{2,4}")
_PARTS = re.compile(r"[\s\-,]+")
MANDARIN = 80  # percent of the letters in common from which a Latin name is the Mandarin reading
KOREAN_FAMILIES = frozenset(
    "kim park pak lee rhee choi choe jung chung jeong kang cho yoon shin yoo ryu roh moon joo koo paik kwon hwang "
    "ahn song hong son suh bae baek huh nam shim ha kwak sung cha woo min jin eom won chun bang gong hyun ham byun "
    "yeom chu jang yim lim han oh seo".split()
)


def learn(people: Iterable[list[str]]) -> dict[str, dict[str, str]]:
    """{"korean": {character or Mandarin syllable: reading}, "southern": …}: the most frequent reading, ties by alphabet.

    "southern" are Cantonese, Hokkien and Hakka names as their bearers write them, whatever is neither Mandarin nor
    Korean; the most frequent ones are Cantonese.
    """
    counts: dict[str, dict[str, Counter[str]]] = {kind: defaultdict(Counter) for kind in ("korean", "southern")}
    # Characters of one Mandarin syllable often share their reading elsewhere too: it stands in for characters not seen.
    for names in people:
        for kind, characters, syllables in _examples(names):
            mandarin = han.mandarin_syllables(characters)[0]
            for character, sound, syllable in zip(characters, mandarin, syllables, strict=False):
                counts[kind][character][syllable] += 1
                counts[kind][sound][syllable] += 1
    return {kind: {c: _most_frequent(seen) for c, seen in sorted(table.items())} for kind, table in counts.items()}


def _most_frequent(seen: Counter[str]) -> str:
    return min(seen, key=lambda syllable: (-seen[syllable], syllable))


def _examples(names: list[str]) -> Iterable[tuple[str, str, list[str]]]:
    natives = [name for name in map(romanise.normalised, names) if han.is_native(name)]
    hangul = [name for name in names if _HANGUL.fullmatch(name)]
    latin = [parts for parts in map(_latin_parts, names) if parts]
    for native in natives:
        yield from (("korean", native, [romanise.letters(s) for s in name]) for name in hangul if len(name) == len(native))
        for parts in latin:
            kind = _kind(native, parts, bool(hangul))
            if len(parts) == len(native) and kind:
                yield kind, native, parts


def _latin_parts(name: str) -> list[str]:
    return [part for part in map(romanise.letters, _PARTS.split(name)) if part] if name[:1].isascii() else []


def _kind(native: str, parts: list[str], has_hangul: bool) -> str:
    mandarin = "".join(han.mandarin_syllables(native)[0])
    if fuzz.ratio("".join(parts), mandarin) >= MANDARIN:
        return ""
    return "korean" if has_hangul or parts[0] in KOREAN_FAMILIES else "southern"


FIRST_SOUNDS, SOUNDS, LAST_SOUNDS = 20, 10, 25  # names that a character must begin, be in or end to count as one that does
_FUNCTION_WORDS = frozenset("和与與及在的了是说說")  # they join names oftener than they spell one
_FOLLOW = _FUNCTION_WORDS | frozenset("通曾提对將将")  # they follow a name oftener than they end one


def sounds(names: Iterable[str]) -> dict[str, str]:
    """The characters that begin, continue and end foreign names written in Han: {"first": …, "inside": …, "last": …}."""
    names = list(names)
    first, last = Counter(name[0] for name in names), Counter(name[-1] for name in names)
    inside = Counter(character for name in names for character in set(name))
    return {
        "first": _frequent(first, FIRST_SOUNDS, _FUNCTION_WORDS),
        "inside": _frequent(inside, SOUNDS, _FUNCTION_WORDS),
        "last": _frequent(last, LAST_SOUNDS, _FOLLOW),
    }


def _frequent(counts: Counter[str], least: int, without: frozenset[str]) -> str:
    return "".join(sorted(character for character, count in counts.items() if count >= least and character not in without))
