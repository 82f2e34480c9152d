"""Names in scripts without capitals: Han, kana, Hangul and Arabic, by family names, separators and the words around."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dedup.data import Mention
from dedup.names.han import DOUBLE_FAMILIES

_FAMILIES = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅高郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭田董袁潘于"
    "蒋蔣蔡余杜叶葉程魏苏蘇吕呂丁任卢盧姚沈"
    "钟鍾姜崔谭譚陆陸汪范金石廖贾賈夏韦韋付方白邹鄒孟熊秦邱江尹薛闫段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴覃武"
    "戴莫孔向汤湯习習温溫朴阎栗俞柴"
)
_GIVEN = r"[\u4e00-\u9fff]"
_HAN_TITLES = (
    "主席|总统|總統|总理|總理|首相|部长|部長|书记|書記|总书记|總書記|委员长|委員長|大使|省长|省長|市长|市長|发言人|"
    "發言人|外长|外長|司令|将军|將軍|教授|记者|記者|先生|女士|同志|"
    "局长|局長|院长|院長|董事长|議員|议员|议长|議長|国王|國王|校长|校長|经理|經理|主任|代表|教练|教練"
)
_HAN_AFTER = (
    r"(?=说|說|表示|指出|强调|強調|认为|認為|称|稱|同|和|与|與|在|对|對|将|將|会见|會見|出席|"
    rf"主持|宣布|发表|發表|告诉|告訴|就|向|及|是|、|，|。|,|的|[（(]|等|{_HAN_TITLES}|$)"
)
_DOUBLE = "|".join(sorted(DOUBLE_FAMILIES))
_HAN_NATIVE = rf"(?:{_DOUBLE}|[{_FAMILIES}]){_GIVEN}{{1,2}}?"
_AFTER_TITLE = re.compile(rf"(?:{_HAN_TITLES})({_HAN_NATIVE}){_HAN_AFTER}")
_BEFORE_TITLE = re.compile(
    rf"(?<![\u4e00-\u9fff])({_HAN_NATIVE})(?=表示|指出|强调|強調|认为|說|说|{_HAN_TITLES}|同志|氏|さん|首相|大統領|"
    rf"選手|監督|容疑者)"
)
_JAPANESE = re.compile(
    r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff々]{2,4})(?=氏|さん|首相|大統領|選手|監督|容疑者|議員|被告|外相|知事|社長)"
)
# Characters that write foreign sounds (those of at least 40 names in the Han training data, less the commonest words that
# follow a name); a name ends where another character comes.
_SOUND = (
    "一丁万世丘丝丹主丽久乌乔亚亞亨什仁代伊伍休伦伯佐佛佩佳依侯保修倫傑儿克兒內公兰兹内冈农凡凯凱切列別利别力加努劳勃"
    "勒勞卓南博卜卡卢厄古可史叶司吉吕呂哈哥哲唐喬嘉因图圖坎坦埃域基堡塔塞士夏多大天夫夸奇奈奎契奥奧奴妮姆姬威娃娅"
    "娜婭子孔季宁安宗宾密寇富察寧尔尚尤尼山崔差巴布希帕帝席平库庞度庫康廷弗彭彻彼得德怀思恩恰惠愛懷戈戴扎托扬拉拜拿捷"
    "提揚摩撒敏敦文斯方施日旺昂昆明易普曼曾朗木本札朱李杜杰東松林柏查柯柳根格桑梅森楚欣欧歇歐武歷比永汀汉汗汤沃沙"
    "治法波泰泽洛津洪派海涅温湯溫滕漢潔潘澤烈烏热熱爾特狄王玛珀珊珍班理琪琳琴瑞瑟瑪瓦甘田申畢略當登白皇皮盖盧碧祖福科"
    "穆立第策米約納紐素索絲維约纳纽维罕罗羅美翁翠翰考耶肖肯胡臣舍舒良艾芒芙芬芭苏若英范茨茲荷莉莎莫莱華菲萊萨萬葉"
    "葛蒂蒙蓋蓬蓮蕾薇薛薩藍蘇蘭蘿西許詹諾謝诺谢豪貝貢費賀賈賓賴賽贊贝费贾赖赛赞赫路辛达迈迪連道達遜邁邓那邦都里金錫钦"
    "钱門门阿陶隆雅雪雲雷霍露韋韦頓顿馬马高魏魯鮑鲁鲍麗麥麦黑默黛齊齐龙"
)
_FOREIGN = re.compile(rf"[{_SOUND}]{{1,6}}(?:[·・•‧][{_SOUND}]{{1,7}})+")
_KATAKANA = re.compile(
    r"[ァ-ヺー]{2,}(?:[・＝=][ァ-ヺー]{1,})+|[ァ-ヺー]{2,}(?=氏|さん|大統領|首相|選手|監督|容疑者|議員|被告|外相|長官|"
    r"国王|女王|王子)"
)
_NO_PERSON = frozenset(
    "ニュース スポーツ サービス センター ホテル クラブ リーグ カップ シティ ニューヨーク "
    "アメリカ アプリ シリーズ ゲーム".split()
)
_HANGUL = re.compile(
    r"(?<![\uac00-\ud7a3])([김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허남심노하곽성차주우구민유진지엄채원"
    r"천방공현함변추문재][\uac00-\ud7a3]{2}) ?"
    r"(?=대통령|총리|장관|의원|대표|위원장|감독|교수|국무위원장|선수|씨|회장|총재|시장|지사)"
)
_ARABIC_WORD = r"[\u0621-\u064a\u0671-\u06d3]{2,}"
_ARABIC_OTHER = "ال|في|من|على|إلى|عن|أن|إن|قال|بعد|قبل|مع|خلال|هذا|هذه|الذي|التي|كان|يوم"
_ARABIC_NOUN = rf"(?!(?:{_ARABIC_OTHER})(?![\u0621-\u064a])|ال\S*ية?\b){_ARABIC_WORD}"
_ARABIC = re.compile(
    r"(?:الرئيس|الوزير|السيد|السيدة|الدكتور|الملك|الأمير|الشيخ|الجنرال|المستشارة|المستشار|رئيس الوزراء|وزير الخارجية|"
    r"وزير الدفاع)"
    rf"(?: ال\S+ي)? ({_ARABIC_NOUN}(?: {_ARABIC_NOUN})?)"
)
_HAN_RULES = (_FOREIGN, _AFTER_TITLE, _BEFORE_TITLE, _JAPANESE)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_RULES = (
    (_HAN, _HAN_RULES),
    (re.compile(r"[ァ-ヺ]"), (_KATAKANA,)),
    (re.compile(r"[\uac00-\ud7a3]"), (_HANGUL,)),
    (re.compile(r"[\u0621-\u064a]"), (_ARABIC,)),
)


def extract(sentences: Sequence[str]) -> list[Mention]:
    """Names in scripts without capitals, and every further place in the document where one of them stands.

    Rules are for precision: a native Han name needs a title or a verb of speech beside it once; then it is known.
    """
    if all(text.isascii() for text in sentences):
        return []
    found = {name for text in sentences for name in _by_rule(text)}
    if not found:
        return []
    known = re.compile("|".join(sorted(map(re.escape, found), key=lambda name: (-len(name), name))))
    return [Mention(k, m.start(), m.end(), m.group()) for k, text in enumerate(sentences) for m in known.finditer(text)]


def _by_rule(text: str) -> Iterator[str]:
    for script, rules in _RULES:
        if script.search(text):
            for rule in rules:
                for match in rule.finditer(text):
                    name = match.group(rule.groups and 1)
                    if not _NO_PERSON & set(re.split("[・＝=]", name)):
                        yield name
