"""Names in Arabic script: words that are known as names, side by side or after a title, whatever is prefixed to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from dedup.names.runs import known_names

# Ordinary words that are names too; a text has them far oftener as words.
_WORDS = frozenset(
    "بين مرة حياة مكان ليست السيد عشر الأول جيد أول باسم كوريا دون صباح العربي جميلة مات الله بريطانيا عاد عيد سبيل يوما "
    "رجاء الثاني شديد كانا باريس زيادة ألف أولا صديق طالب حرب الغربي بيان طويل دول فاز مال إسرائيل سعيدة دور غريب روسيا "
    "معروف أغسطس السادس ولد عمري العظمى التاسع باب ميل الثالث سوريا فرد جبل سهل صاحب نادي الأم الرابع بيت مشهور الأسود نجم "
    "دوري مفيدة الثامن مفتاح كلاب اليونان برلين جودة آسيا العاشر السويد ملك سليمة عوض إسبانيا الصيد أولاد الملكة العلمي "
    "دار روما سيتي كلي أبي علي كامل جميل الجمل أدري مجد الخامس السابع شركة مدينة بيتي تين".split()
)
_TITLES = frozenset(
    "الرئيس رئيس الوزير وزير السيد السيدة الدكتور الدكتورة الملك الأمير الشيخ الجنرال المستشارة المستشار الوزراء الخارجية "
    "الدفاع القاضي القاضية السيناتور المدرب المدير النائب النائبة الأستاذ الأستاذة اللاعب المتحدث".split()
)
_ADJECTIVE = re.compile(r"ال\S+(?:ي|ية|ق|قة)$")  # "the American president": between title and name
_JOINTS = frozenset("بن ابن بنت أبو ابو أم عبد آل دي فان فون".split())
PREFIXES = "وفلبك"
_WORD = re.compile(r"[\u0621-\u064a\u0671-\u06d3]+")


class _Word(NamedTuple):
    """A word of the text, where it starts without its prefix, and whether it is known as a name."""

    start: int
    end: int
    text: str
    known: bool


def names(text: str) -> Iterator[str]:
    """Runs of two and more known words, and known words after a title."""
    words = [_word(match) for match in _WORD.finditer(text)]
    k = 0
    while k < len(words):
        end = _run_end(words, k, text)
        titled = k > 0 and _titled(words, k)
        if end - k > 1 or (end - k == 1 and titled):
            yield text[words[k].start : words[end - 1].end]
            if len(words[end - 1].text) > 3:
                yield words[end - 1].text
        k = max(end, k + 1)


def _word(match: re.Match[str]) -> _Word:
    """A word as it stands when it is known, else without the one-letter word written together with it."""
    whole, start = match.group(), match.start()
    if whole in _WORDS or whole in _TITLES:
        return _Word(start, match.end(), whole, False)
    prefixed = whole[0] in PREFIXES and len(whole) > 3 and whole[1:] not in _WORDS
    if whole not in known_names() and prefixed and whole[1:] in known_names():
        return _Word(start + 1, match.end(), whole[1:], True)
    return _Word(start, match.end(), whole, whole in known_names())


def _run_end(words: list[_Word], start: int, text: str) -> int:
    """The end of a run of known words with single spaces between them; a prefix begins another name."""
    end = start
    while end < len(words) and (words[end].known or words[end].text in _JOINTS):
        if end > start and words[end].start != words[end - 1].end + 1:
            break
        if end > start and text[words[end].start - 1] != " ":
            break
        end += 1
    while end > start and not words[end - 1].known:
        end -= 1
    return end


def _titled(words: list[_Word], k: int) -> bool:
    before = k - 1
    while before > 0 and words[before].text not in _TITLES and _ADJECTIVE.match(words[before].text):
        before -= 1
    return words[before].text in _TITLES
