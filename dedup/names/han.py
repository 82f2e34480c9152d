"""Readings of Han characters: Mandarin, its Wade-Giles spelling, and the characters' readings in other countries."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from itertools import islice, product
from pathlib import Path

MODELS = Path(__file__).parent.parent / "models" / "names"
MOST_MANDARIN = 2  # a third combination of heteronyms was the right one in less than 1 % of the training names
LONGEST_NATIVE = 4  # two-character family name and two-character given name

_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々]+")

# Characters read otherwise as a family name (from the notes of Xiandai Hanyu Cidian, widely listed).
FAMILY_READINGS = {
    "单": "shan", "單": "shan", "解": "xie", "查": "zha", "仇": "qiu", "曾": "zeng", "区": "ou", "區": "ou", "盖": "ge",
    "华": "hua", "朴": "piao", "任": "ren", "尉": "wei", "乐": "yue", "樂": "yue", "缪": "miao", "繆": "miao", "召": "shao",
    "翟": "zhai", "折": "she", "黑": "he", "秘": "bi", "种": "chong", "覃": "qin", "洗": "xian", "冼": "xian", "员": "yun",
    "宁": "ning", "万": "wan", "盛": "sheng", "么": "yao", "牟": "mou", "相": "xiang", "燕": "yan", "葛": "ge",
    "令": "ling",
    "臧": "zang", "晁": "chao", "郇": "xun", "逄": "pang", "冯": "feng", "馮": "feng", "沈": "shen", "石": "shi",
    "纪": "ji",
    "谌": "chen", "隗": "wei", "祭": "zhai", "重": "chong", "长": "chang", "应": "ying", "过": "guo", "卜": "bu",
    "贾": "jia",
}  # fmt: skip
DOUBLE_FAMILIES = frozenset(
    "欧阳 歐陽 上官 司马 司馬 诸葛 諸葛 司徒 尉迟 尉遲 公孙 公孫 慕容 令狐 皇甫 夏侯 "
    "轩辕 軒轅 东方 東方 宇文 长孙 長孫 南宫 南宮 独孤 獨孤 端木 闻人 聞人 申屠 太史 "
    "西门 西門 呼延 钟离 鍾離 鲜于 鮮于 赫连 赫連 万俟 濮阳 濮陽 澹台 澹臺".split()
)

_WADE_GILES_STARTS = [("zhi", "chih"), ("chi", "chih"), ("shi", "shih"), ("ri", "jih"), ("zi", "tzu"), ("ci", "tzu"),
                      ("si", "ssu"),
                      ("xu", "hsu"), ("ju", "chu"), ("qu", "chu")]  # fmt: skip
_WADE_GILES_INITIALS = [("zh", "ch"), ("ch", "ch"), ("sh", "sh"), ("b", "p"), ("d", "t"), ("g", "k"), ("j", "ch"),
                        ("q", "ch"),
                        ("x", "hs"), ("z", "ts"), ("c", "ts"), ("r", "j")]  # fmt: skip
_WADE_GILES_FINALS = [("ong", "ung"), ("ian", "ien"), ("ie", "ieh"), ("ue", "ueh"), ("yan", "yen"), ("ye", "yeh"),
                      ("you", "yu"),
                      ("yi", "i"), ("uo", "o")]  # fmt: skip


def is_han(text: str) -> bool:
    """Whether the text is written in Han characters only."""
    return bool(_HAN.fullmatch(text))


def is_native(name: str) -> bool:
    """Whether a Han name has the length of a Chinese one, 2 to 4 characters, and no "·" of a foreign name."""
    return is_han(name) and 2 <= len(name) <= LONGEST_NATIVE


def native_readings(name: str) -> list[str]:
    """Readings of a Han name without separators, "family given" where its length is that of a native name.

    >>> native_readings("习近平")[0]
    'xi jinping'
    """
    if not is_native(name):
        return foreign_readings(name)
    split = 2 if name[:2] in DOUBLE_FAMILIES and len(name) > 2 else 1
    mandarin = [_spelt(syllables, split) for syllables in mandarin_syllables(name)]
    wade_giles = _spelt([to_wade_giles(s) for s in mandarin_syllables(name)[0]], split)
    abroad = [_spelt(syllables, split) for syllables in _abroad(name)]
    return [mandarin[0], *abroad, wade_giles, *mandarin[1:]]


def foreign_readings(name: str) -> list[str]:
    """The reading of a foreign name, or of one part of it, that is written by sound: one token.

    >>> foreign_readings("亨尼恩")
    ['hengnien']
    """
    return ["".join(syllables[0] for syllables in _pinyin(name))]


def _pinyin(name: str, *, heteronym: bool = False) -> list[list[str]]:
    from pypinyin import Style, pinyin  # its tables take a tenth of a second, and many collections name nobody in Han characters

    found: list[list[str]] = pinyin(name, style=Style.NORMAL, heteronym=heteronym, errors="ignore")
    return found


@lru_cache(maxsize=1 << 14)
def mandarin_syllables(name: str) -> list[list[str]]:
    """The Mandarin syllables of a name, the family name as family names are read; at most two combinations."""
    options = [list(dict.fromkeys(syllables)) for syllables in _pinyin(name, heteronym=True)]
    family = FAMILY_READINGS.get(name[0])
    if family and options:
        options[0] = [family]
    return [list(choice) for choice in islice(product(*options), MOST_MANDARIN)] or [[]]


def to_wade_giles(syllable: str) -> str:
    """A pinyin syllable in Wade-Giles letters, without its marks (T. Wade 1867, H. Giles 1892).

    >>> [to_wade_giles(s) for s in ("xi", "zhong", "qian", "jie")]
    ['hsi', 'chung', 'chien', 'chieh']
    """
    for pinyin_start, start in _WADE_GILES_STARTS:
        if syllable == pinyin_start:
            return start
    for pinyin_final, final in _WADE_GILES_FINALS:
        if syllable.endswith(pinyin_final):
            syllable = syllable[: -len(pinyin_final)] + final
            break
    for pinyin_initial, initial in _WADE_GILES_INITIALS:
        if syllable.startswith(pinyin_initial):
            return initial + syllable[len(pinyin_initial) :]
    return syllable


@lru_cache(maxsize=1)
def readings_abroad() -> dict[str, dict[str, str]]:
    """Readings of characters outside Mandarin, learned from recorded people: {kind: {character or syllable: reading}}."""
    path = MODELS / "han_readings.json"
    return json.loads(path.read_text(encoding="utf8")) if path.exists() else {}


def _abroad(name: str) -> list[list[str]]:
    """The syllables of each kind of reading that knows the family name; unseen characters as their Mandarin homophones."""
    mandarin = mandarin_syllables(name)[0]
    return [
        [kind.get(character, kind.get(syllable, syllable)) for character, syllable in zip(name, mandarin, strict=False)]
        for kind in readings_abroad().values()
        if name[0] in kind
    ]


def _spelt(syllables: list[str], family: int) -> str:
    return f"{''.join(syllables[:family])} {''.join(syllables[family:])}"
