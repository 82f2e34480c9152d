"""Words that stand in dates and figures, by what they mean, in the forms that stand there. For `facts`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

# In the order en de fr es it pt nl ru uk pl cs tr is fi sv da ro hu el ar fa he hi id th lo. _ is a space.
MONTHS = {
    1: "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari января янв січня stycznia sty ledna leden ocak "
    "janúar tammikuuta ianuarie január ιανουαρίου يناير كانون_الثاني ژانویه ינואר בינואר जनवरी มกราคม ມັງກອນ",
    2: "february feb februar février févr fév febrero febbraio febb fevereiro fev februari февраля фев лютого lutego lut února únor "
    "şubat febrúar helmikuuta februarie február φεβρουαρίου فبراير شباط فوریه פברואר בפברואר फरवरी फ़रवरी กุมภาพันธ์ ກຸມພາ",
    3: "march mar märz mär mars marzo março maart mrt марта мар березня marca března březen mart maaliskuuta maret marts martie "
    "március μαρτίου مارس آذار مارس מרץ במרץ मार्च มีนาคม ມີນາ",
    4: "april apr avril avr abril abr aprile апреля апр квітня kwietnia kwi dubna duben nisan apríl huhtikuuta aprilie április "
    "απριλίου أبريل إبريل ابريل نيسان آوریل אפריל באפריל अप्रैल เมษายน ເມສາ",
    5: "may mai mayo maggio mag maio mei мая травня maja května květen mayıs maí toukokuuta maj május μαΐου مايو أيار مه במאי मई "
    "พฤษภาคม ພຶດສະພາ",
    6: "june jun juni juin junio giugno giu junho июня июн червня czerwca cze června červen haziran júní kesäkuuta iunie június "
    "ιουνίου يونيو يونية حزيران ژوئن יוני ביוני जून มิถุนายน ມິຖຸນາ",
    7: "july jul juli juillet juil julio luglio lug julho июля июл липня lipca lip července červenec temmuz júlí heinäkuuta iulie "
    "július ιουλίου يوليو يولية تموز ژوئیه יולי ביולי जुलाई กรกฎาคม ກໍລະກົດ",
    8: "august aug août agosto ago augustus августа авг серпня sierpnia sie srpna srpen ağustos ágúst elokuuta agustus augusti "
    "augusztus αυγούστου أغسطس اغسطس آب اوت אוגוסט באוגוסט अगस्त สิงหาคม ສິງຫາ",
    9: "september sept sep septembre septiembre settembre set setembro сентября сен сент вересня września wrz září eylül syyskuuta "
    "septembrie szeptember σεπτεμβρίου سبتمبر أيلول سپتامبر ספטמבר בספטמבר सितंबर सितम्बर กันยายน ກັນຍາ",
    10: "october oct oktober okt octobre octubre ottobre ott outubro out октября окт жовтня października paź října říjen ekim "
    "október lokakuuta octombrie οκτωβρίου أكتوبر اكتوبر تشرين_الأول اکتبر אוקטובר באוקטובר अक्टूबर अक्तूबर ตุลาคม ຕຸລາ",
    11: "november nov novembre noviembre novembro ноября нояб листопада listopada lis listopadu listopad kasım nóvember "
    "marraskuuta noiembrie νοεμβρίου نوفمبر تشرين_الثاني نوامبر נובמבר בנובמבר नवंबर नवम्बर พฤศจิกายน ພະຈິກ",
    12: "december dec dezember dez décembre déc diciembre dic dicembre dezembro декабря дек грудня grudnia gru prosince "
    "prosinec aralık desember joulukuuta decembrie δεκεμβρίου ديسمبر كانون_الأول دسامبر דצמבר בדצמבר दिसंबर दिसम्बर ธันวาคม ທັນວາ",
}
VERBS = "may march mar"  # months that are English words unless they begin with a capital or a year follows
OTHER_WORDS = "set out ago gen sie"  # short forms that are other words unless a year follows

# Powers of ten.
SCALES = {
    2: "hundred",
    3: "thousand tausend tsd mille mil mila duizend тысяч тысяча тысячи тысячу тысячами тысячам тыс тисяч тисяча тисячі тис tysiąc "
    "tysiące tysięcy tys tisíc tisíce tisíců tisíci tisících tis bin bini binden þúsund tuhat tuhatta tuhannen tusen tusind mii ezer "
    "ezres χιλιάδες χιλιάδων ألف الف آلاف هزار אלף אלפים हज़ार हजार ribu nghìn ngàn",
    5: "lakh lakhs लाख",
    6: "million millions mln mn mio millionen millón millones milioni milione milhão milhões miljoen миллион миллиона миллионов "
    "миллионами миллионам млн мільйон мільйона мільйонів milion miliony milionów miliona milionu milionů milionům milionech milión "
    "miliónu milióny miliónů milyon milyonu milyonun milyona milyondan milyonluk milljón milljónir milljónum miljoona miljoonaa "
    "miljoonan miljoonaan miljoonalla miljoonasta miljoonalle milj miljon miljoner millioner milioane millió milliós millióra "
    "milliót m$ m€ εκατομμύρια εκατομμυρίων εκατ مليون ملايين مليوني "
    "میلیون מיליון מיליוני मिलियन juta triệu",
    7: "crore crores करोड़",
    9: "billion billions bn bln milliard milliards milliarde milliarden mrd mld miliardi miliardo bilhão bilhões miljard "
    "миллиард миллиарда миллиардов миллиардами миллиардам млрд мільярд мільярда мільярдів miliard miliardy miliardów miliarda "
    "miliardu miliardami miliardám milyar milyarı milyarın milyara milljarður milljarða milljarðar miljardi miljardia miljardin "
    "miljardiin miljarder milliarder miliarde milliárd milliárdos milliárdot miles_de_millones md$ md€ अरब δισεκατομμύρια δισεκατομμυρίων "
    "δισ مليار مليارات میلیارد מיליארד מיליארדי बिलियन miliar tỷ tỉ",
    12: "trillion trillions trln tln billionen billones billón trilhões триллион триллиона триллионов трлн трильйон трильйона "
    "трильйонів bilion bilionů bilionów trilyon تريليون ट्रिलियन triliun",
}
POINT_IS_DECIMAL = "hundred thousand million billion trillion mn bn lakh crore"  # 1.234 million; 1.234 millones are more
UNSPACED_SCALES = {3: "พัน ພັນ ពាន់", 4: "หมื่น ໝື່ນ ម៉ឺន", 5: "แสน ແສນ សែន", 6: "ล้าน ລ້ານ លាន သန်း", 9: "ຕື້ ប៊ីលាន"}
LETTER_SCALES = {3: "k", 6: "m", 9: "b"}  # behind sums of money: $4.2m; 4.2 m are metres
CURRENCIES = (  # before which the letters stand without a sign of money: 412m crowns
    "dollars euros euro pounds yuan yen won roubles rubles francs crowns kronor kroner rupees rupiah pesos reais rand lira zlotys baht"
)
HAN_SCALES = {1: "十", 2: "百백", 3: "千천", 4: "万萬만", 8: "亿億억", 12: "兆조"}
HAN_DIGITS = {c: value for value, characters in enumerate("〇零○ 一 二两兩 三 四 五 六 七 八 九".split()) for c in characters}

UNITS = "one two three four five six seven eight nine".split()
TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS = dict(zip(UNITS + TEENS, range(1, 20), strict=True)) | {word: 10 * n for n, word in enumerate(TENS, 2)}


def by_word(table: dict[int, str]) -> dict[str, int]:
    """The table turned round, its words in the form that texts are compared in."""
    return {unicodedata.normalize("NFKC", word).replace("_", " "): value for value, words in table.items() for word in words.split()}


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest that fits. It looks at first letters before words, which is faster.

    >>> any_of(["may", "march", "june"])
    '(?:m(?:arch|ay)|j(?:une))'
    """
    rests: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "(?:" + "|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in rests.items()) + ")"
