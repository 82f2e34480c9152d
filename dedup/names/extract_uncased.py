"""Names in scripts without capitals: Han, kana, Hangul and Arabic, by known names, separators and the words around."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from dedup.data import Mention
from dedup.names import extract_arabic, extract_han, extract_kana
from dedup.names.extract_arabic import PREFIXES

LONGEST = 100  # characters of a name: what is longer is a chain of something else, and would be held against the text at every place
Lengths = Mapping[str, Sequence[int]]  # how long names are, the longest first, by their first two characters

_KANA_LETTER, _ARABIC_LETTER = re.compile("[ァ-ヺー]"), re.compile("[\u0621-\u064a]")
_HANGUL = re.compile(
    r"(?<![\uac00-\ud7a3])([김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허남심노하곽성차주우구민유진지엄채원"
    r"천방공현함변추문재][\uac00-\ud7a3]{2}) ?"
    r"(?=대통령|총리|장관|의원|대표|위원장|감독|교수|국무위원장|선수|씨|회장|총재|시장|지사)"
)


def extract(sentences: Sequence[str]) -> list[Mention]:
    """Names in scripts without capitals, and every further place in the document where one of them stands.

    Rules are for precision: a name needs something beside it that tells once; then it is known in the whole document.
    """
    if all(text.isascii() for text in sentences):
        return []
    found = {name for text in sentences for name in _by_rule(text) if len(name) <= LONGEST}
    if not found:
        return []
    lengths = _lengths(found)
    first = re.compile(f"[{''.join(sorted({re.escape(name[0]) for name in found}))}]")
    return [Mention(k, *place) for k, text in enumerate(sentences) for place in _places(text, first, found, lengths)]


def _lengths(names: Iterable[str]) -> Lengths:
    lengths = defaultdict(set)
    for name in names:
        lengths[name[:2]].add(len(name))
    return {start: sorted(of, reverse=True) for start, of in lengths.items()}


def _places(text: str, first: re.Pattern[str], names: set[str], lengths: Lengths) -> Iterator[tuple[int, int, str]]:
    """Where names stand in a text, the longest first, none over another; its work grows with the text alone."""
    end = 0
    for match in first.finditer(text):
        start = match.start()
        if start < end or not (longest_first := lengths.get(text[start : start + 2])) or _goes_before(text, start):
            continue
        for length in longest_first:
            name = text[start : start + length]
            if name in names and _is_whole(text, start, start + len(name)):
                end = start + len(name)
                yield start, end, name
                break


def _goes_before(text: str, start: int) -> bool:
    """Whether a word of kana or Arabic letters began before this place; Arabic writes some small ones together with a name."""
    if start == 0:
        return False
    if _KANA_LETTER.match(text[start]):
        return _KANA_LETTER.match(text[start - 1]) is not None
    if not (_ARABIC_LETTER.match(text[start]) and _ARABIC_LETTER.match(text[start - 1])):
        return False
    return text[start - 1] not in PREFIXES or (start > 1 and _ARABIC_LETTER.match(text[start - 2]) is not None)


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether no word of kana or Arabic letters, and no foreign name in Han, goes on behind the characters."""
    if _KANA_LETTER.match(text[start]):
        return not _KANA_LETTER.match(text[end : end + 1])
    if _ARABIC_LETTER.match(text[start]):
        return not _ARABIC_LETTER.match(text[end : end + 1])
    return extract_han.is_whole(text, start, end)


def _by_rule(text: str) -> Iterator[str]:
    for script, rule in _RULES:
        if script.search(text):
            yield from rule(text)


_RULES = (
    (re.compile(r"[\u4e00-\u9fff]"), extract_han.names),
    (re.compile(r"[ァ-ヺ]"), extract_kana.names),
    (re.compile(r"[\uac00-\ud7a3]"), _HANGUL.findall),
    (re.compile(r"[\u0621-\u064a]"), extract_arabic.names),
)
