"""Names in Han characters: foreign ones by the characters that write sounds, native ones by family name and context."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from dedup.names import extract_han_lists as lists
from dedup.names.extract_han_lists import AFTER, DOUBLE, FAMILIES, GIVEN, PLACES, SPEECH, SURE_FAMILIES
from dedup.names.han import DOUBLE_FAMILIES, MODELS
from dedup.names.runs import known_names

LONGEST = 6  # characters of a foreign name without dots
PARTS = 24  # between the first and the last one: a longer chain is no name, and would be read again from each of its parts
_HAN = r"\u4e00-\u9fff"
_IS_HAN, _KANA = re.compile(f"[{_HAN}]"), re.compile("[ぁ-んァ-ヺ]{2}")
_ANY_GIVEN = rf"[{_HAN}](?<![{lists.NOT_GIVEN}])"
_FAMILY = rf"(?:{DOUBLE}|[{FAMILIES}])"
_GIVEN_TWO = rf"(?:[{GIVEN}][{GIVEN}{lists.GIVEN_WORDS}]|[{lists.GIVEN_WORDS}][{GIVEN}])"
_TITLES, _ROLES = tuple(lists.TITLES.split("|")), tuple(lists.ROLES.split("|"))
# Native names, each matched at a family name: after a title, at the start of a clause, there or after "and", anywhere.
_FAMILIES = re.compile(f"[{FAMILIES}{''.join(sorted({name[0] for name in DOUBLE_FAMILIES}))}]")
_TITLED = re.compile(rf"{_FAMILY}{_GIVEN_TWO}|{_FAMILY}(?:{_ANY_GIVEN}){{1,2}}?{AFTER}")
_FIRST = re.compile(
    rf"{_FAMILY}(?:{_ANY_GIVEN}){{1,2}}?(?={SPEECH}|{lists.TITLES}|同志|氏|さん|首相|大統領|選手|監督|容疑者)|"
    rf"[{SURE_FAMILIES}][{GIVEN}](?:{AFTER}|(?={SPEECH}|{lists.DEEDS}))"
)
_MEETING = re.compile(
    rf"{_FAMILY}(?:{_ANY_GIVEN}){{2}}(?=周[一二三四五六日末]|在|并未|並未|曾|还|還|举行|舉行|会晤|會晤|会谈|會談|通电话|告诉)"
)
_ANYWHERE = re.compile(rf"(?:{DOUBLE}|[{SURE_FAMILIES}]|(?<![资資基现現黄奖獎美罚税租白千])金){_GIVEN_TWO}")
# Japanese names before a word for people; parties, chambers and regions end in other characters.
_JAPANESE = re.compile(
    rf"(?<![{_HAN}])([{_HAN}々]{{2,4}})(?<![党院会國国県縣市州省部庁町村区軍団員])(?=氏|さん|首相|大統領|選手|監督|"
    r"容疑者|議員|被告|外相|知事|社長)"
)
_DOTS = "·・•‧?"  # a question mark where a page lost the dot
_ANY_DOT, _BRACKET = re.compile(f"[{_DOTS}-]"), re.compile("[(（]")
_PEOPLE_AFTER = re.compile(f"{lists.HONORIFICS}|{lists.DEEDS}")
_SPEECH_AFTER, _AFTER = re.compile(SPEECH), re.compile(AFTER)
_NO_PERSON_AFTER = re.compile(lists.NOT_PEOPLE_AFTER)
_WORD_AFTER = re.compile(lists.WORDS_AFTER)


class _Sounds(NamedTuple):
    """Patterns of foreign names: "A·B", with Latin letters behind, runs of sounds; which of these are words as well."""

    dotted: re.Pattern[str]
    glossed: re.Pattern[str]
    runs: re.Pattern[str]
    alone: re.Pattern[str]
    inside: frozenset[str]
    last: frozenset[str]


@lru_cache(maxsize=1)
def _sounds() -> _Sounds:
    """Characters that write foreign sounds; the first and the last of a name are ones that begin and end names."""
    sounds = json.loads((MODELS / "han_sounds.json").read_text(encoding="utf8"))
    first, inside, last = sounds["first"], sounds["inside"], sounds["last"]
    final = rf"(?:[{inside}]{{1,6}}[{last}]|[{first}])"
    pure = "".join(character for character in inside if character not in lists.ALSO_WORDS)
    return _Sounds(
        re.compile(rf"[{first}][{inside}]{{0,6}}(?:[{_DOTS}-][{inside}]{{1,7}}){{0,{PARTS}}}[{_DOTS}-]{final}"),
        re.compile(rf"(?<![{pure}{_DOTS}])([{first}][{inside}]{{1,6}}) ?[（(]([A-Z][a-z]+(?: [A-Z][a-z]+)+)[)）]"),
        re.compile(rf"[{inside}]{{3,}}"),
        re.compile(rf"(?<![{pure}{_DOTS}-])[{first}][{pure}]{{0,{LONGEST - 2}}}[{last}](?![{pure}{_DOTS}-])"),
        frozenset(pure),
        frozenset(last),
    )


def names(text: str) -> Iterator[str]:
    """The names a rule finds in a text: "A·B" and its parts, foreign names by context, native names."""
    japanese = bool(_KANA.search(text))
    if not japanese:
        yield from (name for name in _foreign(text, _sounds()) if name not in PLACES)
    yield from (name for name in _native(text, japanese) if name not in PLACES)
    if japanese:
        yield from _JAPANESE.findall(text)


def _foreign(text: str, sounds: _Sounds) -> Iterator[str]:
    if _ANY_DOT.search(text):
        for match in sounds.dotted.finditer(text):
            yield match.group()
            yield from (part for part in _ANY_DOT.split(match.group()) if len(part) > 1)
    if _BRACKET.search(text):
        glossed = sounds.glossed.finditer(text)
        yield from (match.group(1) for match in glossed if not known_names().isdisjoint(match.group(2).lower().split()))
    for run in sounds.runs.finditer(text):
        yield from _known(run.group(), sounds.inside, text[run.end() : run.end() + 3])
    for match in sounds.alone.finditer(text):
        start, end = match.span()
        ends = [end] if text[end - 1] in sounds.inside else [end - 1, end]  # "普京夫人" is Putin's wife, "伊萨科夫" one man
        yield from (text[start:end] for end in ends if end - start > 1 and text[end - 1] in sounds.last and _is_person(text, start, end))


def _is_person(text: str, start: int, end: int) -> bool:
    """Whether what stands beside the sounds is what stands beside people."""
    if _PEOPLE_AFTER.match(text, end):
        return True
    clause = start == 0 or not _IS_HAN.match(text[start - 1])
    if clause and _SPEECH_AFTER.match(text, end):
        return True
    before = start - 1 if text[start - 1 : start] in ("“", '"', "「") else start
    return text.endswith(_ROLES, 0, before) and bool(_AFTER.match(text, end))


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether characters are a name of their own: the sounds of a foreign one do not go on beside it."""
    inside = _sounds().inside
    if not inside.issuperset(text[start:end]):
        return True
    return text[end : end + 1] not in inside and text[start - 1 : start] not in inside


def _native(text: str, japanese: bool) -> Iterator[str]:
    """Names at each family name; by the characters alone in Chinese only: Japanese writes words with them."""
    for family in _FAMILIES.finditer(text):
        start = family.start()
        rules = [] if japanese else [_ANYWHERE]
        if start == 0 or not _IS_HAN.match(text[start - 1]):
            rules += [_FIRST, _MEETING]
        elif text[start - 1] in "与與和同":
            rules += [_MEETING]
        if text.endswith(_TITLES, 0, start):
            rules += [_TITLED]
        found = (rule.match(text, start) for rule in rules)
        yield from (match.group() for match in found if match)


def _known(run: str, inside: frozenset[str], after: str) -> Iterator[str]:
    """Known names of three characters and more, the longest first, with the sounds that go on, that do not overlap."""
    start = 0
    while start + 3 <= len(run):
        sizes = range(min(LONGEST, len(run) - start), 2, -1)
        size = next((n for n in sizes if run[start : start + n] in known_names()), 0)
        rest = run[start + size : start + size + LONGEST] + after
        while size and size < LONGEST and rest[:1] in inside and not _WORD_AFTER.match(rest):
            size, rest = size + 1, rest[1:]
        if size and not _NO_PERSON_AFTER.match(rest):
            yield run[start : start + size]
        start += size or 1
