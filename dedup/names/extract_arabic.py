"""Names in Arabic script: words that are known as names or read like foreign ones, side by side or where a person stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from dedup.names.extract_arabic_letters import foreignness
from dedup.names.extract_arabic_lists import JOINTS, PLACES, SPEECH, THINGS, TITLES, WORDS
from dedup.names.runs import known_names

FOREIGN = 3.0  # log ratio from which a word reads like a foreign name: 79 % of names and 8 % of words held out do
SINGLE = 4.5
OPEN = -3.0
GOES_ON = 0.0  # the same for a word beside a name
SURE = 7.0  # what the words of a name add up to that neither is known nor stands beside a word for people
KNOWN = 4.0  # what a known name counts for
LONGEST = 5  # words of a name
PREFIXES, _COMMON_PREFIXES = "وفلبك", "ولب"
_TANWIN = "\u064b"  # an ending of ordinary words
_ADJECTIVE = re.compile(r"(?:ال\S+(?:ي|ية|ق|قة)|باسم|السابق|السابقة|الحالي|الخاص|العام|العامة)$")  # between title and name
_WORD = re.compile("[\u0621-\u0652\u0671-\u06d3]+")
_LISTED = WORDS | TITLES | PLACES | THINGS | SPEECH
_MARKS = dict.fromkeys(range(0x64B, 0x653))


class _Word(NamedTuple):
    """A word of the text, where it starts without its prefix, and how much speaks for a name: 0 if nothing."""

    start: int
    end: int
    text: str
    weight: float


def names(text: str) -> Iterator[str]:
    """Runs of two and more words that are names, and single ones after a title or a verb of speech."""
    words = [_word(match) for match in _WORD.finditer(text)]
    k = 0
    while k < len(words):
        end, stop = _run_end(words, k, text) if words[k].weight or words[k].text in JOINTS else (k, k)
        if end > k and _is_name(words[k:end], _before(words, k, text), _is_open(words, k, end, text)):
            yield text[words[k].start : words[end - 1].end]
            yield from (word.text for word in words[k:end] if word.weight and len(word.text) > 2)
        k = max(stop, k + 1)


def _word(match: re.Match[str]) -> _Word:
    prefix, word, weight = _read(match.group())
    return _Word(match.start() + prefix, match.end(), word, weight)


@lru_cache(maxsize=1 << 16)
def _read(written: str) -> tuple[int, str, float]:
    """A word as it stands or, where more speaks for that, without the one-letter word written together with it."""
    whole = written.translate(_MARKS)
    if _TANWIN in written:
        return 0, whole, 0.0
    weight = _weight(whole)
    if len(whole) > 3 and whole[0] in PREFIXES and whole not in known_names() and whole not in WORDS:
        bare = _weight(whole[1:])
        if _is_listed(whole[1:]) or (bare > weight and (whole[0] in _COMMON_PREFIXES or len(whole) > 4)):
            return 1, whole[1:], bare
    return 0, whole, weight


def _is_listed(word: str) -> bool:
    return word in _LISTED


def _weight(word: str) -> float:
    if _is_listed(word):
        return 0.0
    foreign = foreignness(word)
    if word in known_names():
        return max(KNOWN, foreign)
    return foreign if foreign >= FOREIGN and not word.startswith("ال") else 0.0


def _run_end(words: Sequence[_Word], start: int, text: str) -> tuple[int, int]:
    """The end of a run of names with single spaces between them; a prefix begins another name. And that with the joints behind it."""
    end = start
    while end < len(words) and (words[end].weight or words[end].text in JOINTS or (end > start and _goes_on(words[end].text))):
        if end > start and (words[end].start != words[end - 1].end + 1 or text[words[end].start - 1] != " "):
            break
        end += 1
    stop = end
    while end > start and words[end - 1].text in JOINTS:
        end -= 1
    return end, stop  # a run that begins at one of the joints in between would be of joints alone


def _goes_on(word: str) -> bool:
    """Whether a word beside a name is likely the rest of it."""
    return foreignness(word) >= GOES_ON and not word.startswith("ال") and not _is_listed(word)


def _before(words: Sequence[_Word], k: int, text: str) -> str:
    """The word that a run stands beside, adjectives left out: a title, a verb of speech or a kind of thing."""
    before = k - 1
    while before >= max(0, k - 4) and words[before].text not in TITLES and _ADJECTIVE.match(words[before].text):
        before -= 1
    near = before >= 0 and not re.search('[.،؛:؟!"]', text[words[before].end : words[before + 1].start])
    return words[before].text if near else ""


def _is_open(words: Sequence[_Word], start: int, end: int, text: str) -> bool:
    """Whether a word beside a run may belong to it: nothing but a space between them, and it does not read like a word."""
    left, right = words[start - 1 : start], words[end : end + 1]
    beside = [word for word in left if text[word.end : words[start].start] == " "]
    beside += [word for word in right if text[words[end - 1].end : word.start] == " "]
    return any(not _is_listed(word.text) and foreignness(word.text) > OPEN for word in beside)


def _is_name(run: Sequence[_Word], before: str, is_open: bool) -> bool:
    several, known = len(run) > 1, any(word.text in known_names() for word in run)
    if len(run) > LONGEST or before in THINGS or (before == "في" and not (several and run[0].text in known_names())):
        return False
    if before in TITLES or before in SPEECH:
        return True
    if not several:
        return known and not is_open and len(run[0].text) > 3 and foreignness(run[0].text) >= SINGLE
    return known or sum(word.weight for word in run) >= SURE
