"""Names in Han characters: foreign ones by the characters that write sounds, native ones by family name and context."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from dedup.names import extract_han_lists as lists
from dedup.names.extract_han_lists import AFTER, DOUBLE, FAMILIES, GIVEN, PLACES, SPEECH, SURE_FAMILIES, TITLES
from dedup.names.han import MODELS
from dedup.names.runs import known_names

_HAN = r"\u4e00-\u9fff"
_ANY_GIVEN = rf"[{_HAN}](?<![{lists.NOT_GIVEN}])"
_NATIVE = rf"(?:{DOUBLE}|[{FAMILIES}])(?:{_ANY_GIVEN}){{1,2}}?"
_THREE = rf"(?:{DOUBLE}|[{FAMILIES}])(?:{_ANY_GIVEN}){{2}}"
_BOTH_GIVEN = rf"(?:[{GIVEN}][{GIVEN}{lists.GIVEN_WORDS}]|[{lists.GIVEN_WORDS}][{GIVEN}])"
_NATIVE_RULES = (
    re.compile(rf"(?:{TITLES})({_NATIVE}){AFTER}"),
    re.compile(rf"(?<![{_HAN}])({_NATIVE})(?={SPEECH}|{TITLES}|同志|氏|さん|首相|大統領|選手|監督|容疑者)"),
    re.compile(
        rf"(?:(?<![{_HAN}])|(?<=[与與和同]))({_THREE})"
        r"(?=周[一二三四五六日末]|在|并未|並未|曾|还|還|举行|舉行|会晤|會晤|会谈|會談|通电话|告诉)"
    ),
)
# By the characters alone; not in Japanese, which writes words with them.
_CHINESE_RULES = (
    re.compile(rf"(?:{DOUBLE}|[{SURE_FAMILIES}]|(?<![资資基现現黄黃奖獎美罚税租白千])金){_BOTH_GIVEN}"),
    re.compile(rf"(?:{TITLES})((?:{DOUBLE}|[{FAMILIES}]){_BOTH_GIVEN})"),
    re.compile(rf"(?<![{_HAN}·])([{SURE_FAMILIES}][{GIVEN}])(?:{AFTER}|(?={SPEECH}|{lists.DEEDS}))"),
)
_KANA = re.compile("[ぁ-んァ-ヺ]")
# Japanese names before a word for people; parties, chambers and regions end in other characters.
_JAPANESE = re.compile(
    rf"(?<![{_HAN}])([{_HAN}々]{{2,4}})(?<![党院会國国県縣市州省部庁町村区軍団員])(?=氏|さん|首相|大統領|選手|監督|"
    r"容疑者|議員|被告|外相|知事|社長)"
)
_DOTS = "·・•‧?"  # a question mark where a page lost the dot
LONGEST = 6  # characters of a foreign name without dots


class _Sounds(NamedTuple):
    """Patterns of foreign names: "A·B", one name beside a word for people, runs of sounds, a run's parts that are no words."""

    dotted: re.Pattern[str]
    beside: tuple[re.Pattern[str], ...]
    glossed: re.Pattern[str]
    runs: re.Pattern[str]
    inside: frozenset[str]


@lru_cache(maxsize=1)
def _sounds() -> _Sounds:
    """Characters that write foreign sounds; the first and the last of a name are ones that begin and end names."""
    sounds = json.loads((MODELS / "han_sounds.json").read_text(encoding="utf8"))
    first, inside, last = sounds["first"], sounds["inside"], sounds["last"]
    final = rf"(?:[{inside}]{{1,6}}[{last}]|[{first}])"
    pure = "".join(character for character in inside if character not in lists.ALSO_WORDS)
    alone = rf"[{first}][{pure}]{{0,4}}?[{last}]"
    beside = (
        re.compile(rf"(?:{lists.ROLES})[“\"「]?({alone}){AFTER}"),
        re.compile(rf"(?<![{pure}{_DOTS}-])({alone})(?={lists.HONORIFICS})"),
        re.compile(rf"(?<![{_HAN}{_DOTS}])({alone})(?={SPEECH})"),
        re.compile(rf"(?<![{pure}{_DOTS}-])({alone})(?={lists.DEEDS})"),
    )
    dotted = re.compile(rf"[{first}][{inside}]{{0,6}}(?:[{_DOTS}-][{inside}]{{1,7}})*[{_DOTS}-]{final}")
    glossed = re.compile(rf"(?<![{pure}{_DOTS}])([{first}][{inside}]{{1,6}}) ?[（(]([A-Z][a-z]+)(?: [A-Z][a-z]+)+[)）]")
    return _Sounds(dotted, beside, glossed, re.compile(rf"[{inside}]{{3,}}"), frozenset(pure))


def names(text: str) -> Iterator[str]:
    """The names a rule finds in a text: "A·B" and its parts, foreign names by context, native names."""
    sounds = _sounds()
    for match in sounds.dotted.finditer(text):
        yield match.group()
        yield from (part for part in re.split(f"[{_DOTS}-]", match.group()) if len(part) > 1 and part not in PLACES)
    for match in sounds.glossed.finditer(text):
        if match.group(2).lower() in known_names():
            yield match.group(1)
    for run in sounds.runs.finditer(text):
        yield from _known(run.group(), sounds.inside, text[run.end() : run.end() + 3])
    for rule in sounds.beside:
        yield from (name for name in rule.findall(text) if name not in PLACES)
    yield from _native(text)


def is_whole(text: str, start: int, end: int) -> bool:
    """Whether characters are a name of their own: the sounds of a foreign one do not go on beside it."""
    inside = _sounds().inside
    if not inside.issuperset(text[start:end]):
        return True
    return text[end : end + 1] not in inside and text[start - 1 : start] not in inside


def _native(text: str) -> Iterator[str]:
    japanese = bool(_KANA.search(text))
    for rule in (*_NATIVE_RULES, _JAPANESE) if japanese else (*_NATIVE_RULES, *_CHINESE_RULES):
        yield from (name for name in rule.findall(text) if name not in PLACES)


_ELSEWHERE = re.compile(lists.NOT_PEOPLE_AFTER)
_WORDS = re.compile(lists.WORDS_AFTER)


def _known(run: str, inside: frozenset[str], after: str) -> Iterator[str]:
    """Known names of three characters and more, the longest first, with the sounds that go on, that do not overlap."""
    start = 0
    while start + 3 <= len(run):
        sizes = range(min(LONGEST, len(run) - start), 2, -1)
        size = next((n for n in sizes if run[start : start + n] in known_names()), 0)
        rest = run[start + size :] + after
        while size and size < LONGEST and rest[:1] in inside and not _WORDS.match(rest):
            size, rest = size + 1, rest[1:]
        name = run[start : start + size]
        if size and name not in PLACES and not _ELSEWHERE.match(rest):
            yield name
        start += size or 1
