"""Chinese names in Cyrillic (Palladius' system) → pinyin: Си Цзиньпин is Xi Jinping, not "si tszinpin"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_INITIALS = {"б": "b", "п": "p", "м": "m", "ф": "f", "д": "d", "т": "t", "н": "n", "л": "l", "г": "g", "к": "k",
             "х": "h", "чж": "zh",
             "ч": "ch", "ш": "sh", "ж": "r", "цз": "z", "ц": "c", "с": "s", "": ""}  # fmt: skip
_BEFORE_FRONT = {"z": "j", "c": "q", "s": "x", "h": "x", "g": "j", "k": "q"}  # цз, ц, с before и, ю, я, е are j, q, x
_FINALS = {"а": "a", "о": "o", "э": "e", "ай": "ai", "эй": "ei", "ао": "ao", "оу": "ou", "ань": "an", "энь": "en",
           "ан": "ang",
           "эн": "eng", "ун": "ong", "у": "u", "уа": "ua", "уо": "uo", "уай": "uai", "уй": "ui", "уань": "uan", "унь": "un",
           "уан": "uang", "ы": "i", "эр": "er"}  # fmt: skip
_FRONT_FINALS = {"и": "i", "я": "ia", "е": "ie", "яо": "iao", "ю": "iu", "янь": "ian", "инь": "in", "ян": "iang",
                 "ин": "ing",
                 "юн": "iong", "юй": "u", "юэ": "ue", "юань": "uan", "юнь": "un"}  # fmt: skip
_ALONE = {"и": "yi", "я": "ya", "е": "ye", "яо": "yao", "ю": "you", "янь": "yan", "инь": "yin", "ян": "yang",
          "ин": "ying", "юн": "yong",
          "юй": "yu", "юэ": "yue", "юань": "yuan", "юнь": "yun", "у": "wu", "ва": "wa", "во": "wo", "вай": "wai",
          "вэй": "wei",
          "вань": "wan", "вэнь": "wen", "ван": "wang", "вэн": "weng"}  # fmt: skip
MOST_SYLLABLES = 3
# Only these make a Cyrillic name Chinese: "Иван" and "Лена" would parse as well.
FAMILIES = frozenset(
    "бай бао бянь ван вэй вэнь го гао гу гуань гун дай дин ду дун дэн е жэнь и инь кан кун лай ли линь ло лу лэй лю "
    "люй лян ляо ма мао мэн "
    "не ни оу пань пэн пэй си се сун су сунь сы сюй сюэ ся сян сяо сяо тан тань тао тун тянь у фан фань фу фэн хань "
    "хао хоу ху хуа хуан "
    "хун хэ цао цай цзи цзинь цзо цзэн цзя цзян цзяо цзоу цинь ци цю цюй цянь чжан чжао чжо чжоу чжу чжун чжэн чу "
    "чэн чэнь ша шао "
    "ши шэнь шэн шэ шань юань юй юй юэ юй ян янь яо ян".split()
)


@lru_cache(maxsize=1)
def syllables() -> dict[str, str]:
    """Every Palladius syllable and its pinyin, about 420 (Archimandrite Palladius 1888; GOST-like tables agree)."""
    table = {start + end: letter + final for start, letter in _INITIALS.items() for end, final in _FINALS.items()}
    table |= {start + end: _BEFORE_FRONT.get(letter, letter) + final
              for start, letter in _INITIALS.items() if start for end, final in _FRONT_FINALS.items()}  # fmt: skip
    return table | {"хуэй": "hui", "гэ": "ge", "хуэ": "hue"} | _ALONE


@lru_cache(maxsize=1)
def _name_part() -> re.Pattern[str]:
    longest_first = "|".join(sorted(syllables(), key=lambda s: (-len(s), s)))
    return re.compile(f"(?:{longest_first}){{1,{MOST_SYLLABLES}}}")


def to_pinyin(tokens: list[str]) -> str:
    """The pinyin of a Chinese name in Cyrillic tokens, family name first; empty when it is not one.

    >>> to_pinyin(["Ли", "Кэцян"]), to_pinyin(["Лев", "Толстой"])
    ('li keqiang', '')
    """
    if not 2 <= len(tokens) <= 3 or _lower(tokens[0]) not in FAMILIES:
        return ""
    lower = [_lower(token) for token in tokens]
    if not all(map(_name_part().fullmatch, lower)):
        return ""
    return " ".join(_spell(token) for token in lower)


def _lower(token: str) -> str:
    return unicodedata.normalize("NFC", token.lower()).replace("ъ", "")


def _spell(token: str) -> str:
    """Longest syllables first; where that runs into a dead end, a shorter one."""
    if not token:
        return ""
    for length in range(min(6, len(token)), 0, -1):
        rest = token[length:]
        if token[:length] in syllables() and (not rest or _name_part().fullmatch(rest)):
            return syllables()[token[:length]] + _spell(rest)
    return ""
