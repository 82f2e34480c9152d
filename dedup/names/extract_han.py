"""Names in Han characters: foreign ones by the characters that write sounds, native ones by family name and context."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache

from dedup.names.han import DOUBLE_FAMILIES, MODELS
from dedup.names.runs import known_names

_FAMILIES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅高郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭田董袁潘于"
    "蒋蔣蔡余杜叶葉程魏苏蘇吕呂丁任卢盧姚沈钟鍾姜崔谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫段雷侯龙龍史"
    "陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武戴莫孔向汤湯习習温溫朴阎栗俞柴"
)
# Digits, days and the commonest words of a sentence are no given names: "周六" is Saturday, "白宫" the White House.
_GIVEN = r"[\u4e00-\u9fff](?<![一二三四五六七八九十日年月的了是在和与與他她我你们們这這那人不也就都而及或被把将將从從于於宫宮])"
_TITLES = (
    "主席|总统|總統|总理|總理|首相|部长|部長|书记|書記|总书记|總書記|委员长|委員長|大使|省长|省長|市长|市長|发言人|"
    "發言人|外长|外長|司令|将军|將軍|教授|记者|記者|先生|女士|同志|"
    "局长|局長|院长|院長|董事长|議員|议员|议长|議長|国王|國王|校长|校長|经理|經理|主任|代表|教练|教練"
)
_AFTER = (
    r"(?=说|說|表示|指出|强调|強調|认为|認為|称|稱|同|和|与|與|在|对|對|将|將|会见|會見|出席|"
    rf"主持|宣布|发表|發表|告诉|告訴|就|向|及|是|、|，|。|,|的|[（(]|等|周[一二三四五六日末]|今[天日]|昨[天日]|{_TITLES}|$)"
)
_DOUBLE = "|".join(sorted(DOUBLE_FAMILIES))
_NATIVE = rf"(?:{_DOUBLE}|[{_FAMILIES}])(?:{_GIVEN}){{1,2}}?"
_THREE = rf"(?:{_DOUBLE}|[{_FAMILIES}])(?:{_GIVEN}){{2}}"
_NATIVE_RULES = (
    re.compile(rf"(?:{_TITLES})({_NATIVE}){_AFTER}"),
    re.compile(rf"(?<![\u4e00-\u9fff])({_NATIVE})(?=表示|指出|强调|強調|认为|說|说|{_TITLES}|同志|氏|さん|首相|大統領|選手|監督|容疑者)"),
    re.compile(
        rf"(?:(?<![\u4e00-\u9fff])|(?<=[与與和同]))({_THREE})"
        r"(?=周[一二三四五六日末]|在|并未|並未|曾|还|還|举行|舉行|会晤|會晤|会谈|會談|通电话|告诉)"
    ),
)
# Japanese names before a word for people; parties, chambers and regions end in other characters.
_JAPANESE = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff々]{2,4})(?<![党院会國国県縣市州省部庁町村区軍団員])(?=氏|さん|首相|大統領|選手|監督|"
    r"容疑者|議員|被告|外相|知事|社長)"
)
_PLACES = frozenset(
    "华盛顿 華盛頓 佛罗里达 弗吉尼亚 维吉尼亚 佐治亚 乔治亚 维多利亚 加利福尼亚 悉尼 墨尔本 "
    "马德里 巴塞罗那 利物浦 曼彻斯特 切尔西 阿森纳 俄亥俄 内华达 西雅图 夏威夷 阿富汗 以色列 意大利 "
    "西班牙 葡萄牙 匈牙利 爱尔兰 苏格兰 英格兰 马来西亚 澳大利亚 罗马尼亚 巴基斯坦 巴拿马 马其顿 尼日利亚 "
    "哥伦比亚 埃塞俄比亚 印度尼西亚 斯坦福 牛津 剑桥 亚马逊".split()
)
_DOTS = "·・•‧"
LONGEST = 6  # characters of a known foreign name


@lru_cache(maxsize=1)
def _foreign() -> re.Pattern[str]:
    """Characters that write foreign sounds, joined by "·"; the first and the last are ones that begin and end names."""
    path = MODELS / "han_sounds.json"
    sounds = json.loads(path.read_text(encoding="utf8"))
    first, inside, last = sounds["first"], sounds["inside"], sounds["last"]
    final = rf"(?:[{inside}]{{1,6}}[{last}]|[{first}])"
    return re.compile(rf"[{first}][{inside}]{{0,6}}(?:[{_DOTS}][{inside}]{{1,7}})*[{_DOTS}]{final}")


@lru_cache(maxsize=1)
def _sounds() -> re.Pattern[str]:
    sounds = json.loads((MODELS / "han_sounds.json").read_text(encoding="utf8"))
    return re.compile(rf"[{sounds['inside']}]{{3,}}")


def names(text: str) -> Iterator[str]:
    """The names a rule finds in a text: "A·B" and its long parts, known foreign names, native names by context."""
    for match in _foreign().finditer(text):
        yield match.group()
        yield from (part for part in re.split(f"[{_DOTS}]", match.group()) if len(part) > 2 and part not in _PLACES)
    for run in _sounds().finditer(text):
        yield from _known(run.group())
    for rule in (*_NATIVE_RULES, _JAPANESE):
        yield from rule.findall(text)


def _known(run: str) -> Iterator[str]:
    """Known names of three characters and more, the longest first, that do not overlap."""
    start = 0
    while start + 3 <= len(run):
        sizes = range(min(LONGEST, len(run) - start), 2, -1)
        size = next((n for n in sizes if run[start : start + n] in known_names()), 0)
        if size and run[start : start + size] not in _PLACES:
            yield run[start : start + size]
        start += size or 1
