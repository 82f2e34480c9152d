"""Numbers and dates by their meaning: equal however a language writes them, different where the figures differ."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.confirm.facts import dates
from dedup.confirm.facts import figures as module
from dedup.confirm.facts.codes import code
from dedup.confirm.facts.figures import (
    DATE_READERS,
    FIGURE_READERS,
    HAN_READERS,
    LETTER_READERS,
    agree,
    facts,
)
from dedup.confirm.facts.numerals import han_value, number_key, roman


def keys(sentence: str) -> list[str]:
    return [key for key, _ in facts(sentence)]


@pytest.mark.parametrize(
    "date",
    [
        "22 December 2020",
        "December 22, 2020",
        "Dec. 22, 2020",
        "22nd of December 2020",
        "2020-12-22",
        "22. Dezember 2020",
        "22 décembre 2020",
        "22 de diciembre de 2020",
        "22 de dezembro de 2020",
        "22 dicembre 2020",
        "22 december 2020",
        "22 декабря 2020 года",
        "22 грудня 2020 року",
        "22 grudnia 2020 r.",
        "22. prosince 2020",
        "22 Aralık 2020",
        "2020年12月22日",
        "２０２０年１２月２２日",
        "二〇二〇年十二月二十二日",
        "DECEMBER 22, 2020",
        "December 22nd, 2020",
        "22/12/2020",
        "12/22/2020",
        "2020/12/22",
        "2020. 12. 22.",
        "22-12-2020",
        "22 tháng 12, 2020",
        "ngày 22/12/2020",
        "22 ديسمبر/كانون الأول 2020",
        "22 كانون الأول 2020",
        "22 ກັນຍາ 2020".replace("ກັນຍາ", "ທັນວາ"),
        "22 ธันวาคม 2020",
        "२२ दिसंबर २०२०",
        "22 Δεκεμβρίου 2020",
        "22 בדצמבר 2020",
    ],
)
def test_one_day_in_every_notation(date):
    assert keys(date) == ["d12-22", "y2020"]
    assert keys(f"On {date}, they met.") == ["d12-22", "y2020"]


ENGLISH = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
OTHERS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "el": "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "th": "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม",
    "lo": "ມັງກອນ ກຸມພາ ມີນາ ເມສາ ພຶດສະພາ ມິຖຸນາ ກໍລະກົດ ສິງຫາ ກັນຍາ ຕຸລາ ພະຈິກ ທັນວາ",
}


@pytest.mark.parametrize("language", OTHERS)
def test_every_month_of_a_language(language):
    for number, (name, english) in enumerate(zip(OTHERS[language].split(), ENGLISH, strict=True), 1):
        assert keys(f"5 {name} 2019") == keys(f"{english} 5, 2019") == keys(f"2019年{number}月5日"), name


@pytest.mark.parametrize(
    "same",
    [
        ["26,469.89", "26.469,89", "26 469,89", "26\u00a0469,89", "26’469.89", "26469.89", "２６４６９.８９", "26,469.890", "٢٦٬٤٦٩٫٨٩"],
        ["12,34,567.5", "1,234,567.5", "1.234.567,5"],
        ["4.2 million", "4,2 Millionen", "4.2 mln", "4,2 млн", "4,2 millones", "420万", "420만", "4.2 ล้าน", "42 लाख", "4,200,000"],
        ["1.5 billion", "1,5 Mrd.", "1,5 млрд", "15亿", "15억", "1,5 tỷ", "1.500 millones", "1,500 million", "$1.5bn", "€1.5b"],
        ["1.5-billion-dollar", "1.5 ພັນລ້ານ", "15 0000 0000".replace(" ", "")],
        ["3.125 billion", "31.25亿", "3 125 000 000"],
        ["120,000,000", "1亿2000万", "1億2,000万", "1억 2천만", "一亿二千万"],
        ["two hundred and fifty boats", "250 boats", "二百五十艘"],
        ["two thousand", "2,000", "两千", "2 thousand"],
        ["11:00", "11", "十一"],
        ["7 p.m.", "7 pm", "19:00", "19.00 Uhr", "19 Uhr", "7:00 p.m."],
        ["5:47 p.m.", "17:47", "5: 47 p.m.", "at 1747 hours"],
        ["$1 trillion", "$1 tln", "$1 trln", "1 трлн"],
        ["4:12 a.m.", "04:12", "4.12 Uhr", "4h12", "0412 hours"],
        ["412m crowns", "412 million crowns", "€412m"],
        ["12.4", "12,4 Prozent", "百分之十二点四"],
        ["350 million", "3.5亿", "三点五亿"],
        ["12 percent", "12 per cent", "12 pct", "12%", "12 Prozent", "百分之十二"],
        ["1,000,000 people", "1.000.000 Menschen", "1 000 000 человек"],
        ["the XI congress", "the 11th congress", "the eleventh of 11", "11大"],
        ["five boats", "5 boats", "5艘", "๕ ลำ", "٥ قوارب", "५ नावें"],
        ["3.50 metres", "3,5 Meter", "3.5米"],
        ["May 5", "5 May", "5 mai", "5月5日"],
        ["1er mai", "1 May", "1 мая"],
    ],
)
def test_the_same_fact_in_other_notations(same):
    assert {tuple(sorted(keys(text))) for text in same} == {tuple(sorted(keys(same[0])))}
    assert keys(same[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("December 22, 2020", "December 23, 2020"),
        ("December 22, 2020", "November 22, 2020"),
        ("December 22, 2020", "December 22, 2019"),
        ("5 June", "6 May"),
        ("26,469.89", "26,469.98"),
        ("1,234", "12,340"),
        ("20 boats", "200 boats"),
        ("XI", "IX"),
        ("seven boats", "eight boats"),
        ("10.5", "105"),
        ("4.2 million", "4.2 billion"),
        ("4.2 m", "4.2 million"),
        ("0.125", "125"),
        ("二十五", "二十"),
        ("17 boats", "71 boats"),
    ],
)
def test_facts_that_differ(one, other):
    assert keys(one) != keys(other)
    assert len(keys(one)) == len(keys(other))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no figures here",
        "Xi met Li, and I met Vi.",  # names are no Roman numerals
        "I agree",  # nor is a single letter
        "one of the two",  # articles and pairs, not counts
        "a tenth-rate often-seen tenant",
        "In May they march; august company may set out",  # months without a day
        "CIVIL LIVID MIX",
        "XXL LV LX XXXX",
        "万一 十分 千万 四川 三峡 一些 一个",
    ],
)
def test_no_facts(text):
    assert keys(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sales declined 12 percent", ["n12"]),
        ("prices decreased 10 percent in 6 decades", ["n10", "n6"]),
        ("3 markets and 12 marines", ["n3", "n12"]),
        ("20 decisions of 10 juries", ["n20", "n10"]),
        ("troops marched 20 miles", ["n20"]),
        ("5 septic tanks, 4 Octavians, 7 novels", ["n5", "n4", "n7"]),
    ],
)
def test_words_that_begin_like_a_month(text, expected):
    assert keys(text) == expected


def test_each_fact_comes_once_in_order_and_as_it_stands():
    assert facts("In 2019, XI and 11 met 26,469.89 times; 26.469,89 times!") == [
        ("y2019", "2019"),
        ("n11", "XI"),
        ("n26469.89", "26,469.89"),
    ]


@given(st.integers(1, 89))
def test_roman_numerals(number):
    numeral, rest = "", number
    for value, letters in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        numeral, rest = numeral + letters * (rest // value), rest % value
    assert roman(numeral) == number
    if 2 <= len(numeral) <= 6:  # one letter is as often a name or a list's mark
        assert keys(f"the {numeral} congress") == [f"n{number}"]


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_marks_of_thousands_and_decimals_do_not_count(whole, cents):
    english = f"{whole:,}.{cents:02}"
    german = english.translate({ord(","): ".", ord("."): ","})
    assert number_key(english) == number_key(german)
    assert keys(f"about {english} tons") == keys(f"etwa {german} Tonnen") == [number_key(english)]


@given(st.text(st.characters(codec="utf-8"), max_size=40) | st.text("0123456789., -XIVL月日年May ", max_size=25))
def test_any_text_gives_different_keys_of_a_known_kind(text):
    found = facts(text)
    assert len({key for key, _ in found}) == len(found)
    for key, surface in found:
        assert key[0] in "ndyc" and surface in text
        assert agree(key, key) and (key[0] in "dc" or float(key[1:]) >= 0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("26,469.89", "26,470", True),  # rounded
        ("4,187,232", "4.2 million", True),
        ("4,187,232", "4.1 million", False),
        ("26,469.89", "26,469.98", False),  # as exact as the other: not rounded
        ("20 boats", "21 boats", False),
        ("the year 2019", "the year 2020", False),
        ("5 June", "6 June", False),
        ("1,234,567", "about 1.2 million", True),
        ("1,234,567", "about 1.3 million", False),
        ("682,315", "682,000", True),
        ("12,980", "almost 13,000", True),
        ("6.1 percent", "six percent", True),
        ("6.1 percent", "seven percent", False),
        ("2.6", "3", False),  # too far to be one number
        ("50 boats", "48 boats", False),  # numbers of two digits are as exact as they look
        ("1,955 tonnes", "2,000 tonnes", False),  # either may be a year
        ("2,012.4 points", "2,012 points", True),
        ("1,240 kg", "1.24 tonnes", True),
        ("542 centimetres", "5.42 metres", True),
        ("12 kilograms", "0.012 tonnes", False),  # two digits may be the same by chance
        ("124 kg", "12.4 kg", False),  # no two units are ten to one
        ("9" * 5000, "8" * 5000, False),
    ],
)
def test_a_rounded_number_is_no_conflict(one, other, same):
    assert agree(keys(one)[0], keys(other)[0]) == agree(keys(other)[0], keys(one)[0]) == same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("on 22 December", "on the 22nd", True),
        ("on 22 December", "on the 12th", False),  # the month alone is not the day
        ("on 22 December", "on the 23rd", False),
        ("in 2013", "in '13", True),
        ("in 2010", "in '10", True),
        ("in 2013", "in '12", False),
        ("in 1895", "in '95", False),
        ("in 2007", "7 boats", False),
        ("2,013.5 points", "13.5 points", False),
        ("22 December", "9" * 60 + "22", False),
    ],
)
def test_a_short_form_is_the_same_in_sentences_that_say_the_same(one, other, same):
    one, other = keys(one)[0], keys(other)[0]
    assert agree(one, other, short=True) == agree(other, one, short=True) == same
    assert not agree(one, other)


def test_what_could_be_two_dates_stays_three_numbers():
    assert keys("03/05/2020") == ["n3", "n5", "y2020"]
    assert keys("22.12.2020") == keys("22/12/2020")


@given(st.integers(1, 99_999_999))
def test_chinese_numerals(number):
    assert han_value(han(number)) == number


def han(number: int) -> str:
    """The numeral by the book: 一千零五."""
    if number >= 10_000:
        rest = number % 10_000
        return han(number // 10_000) + "万" + ("" if not rest else "零" * (rest < 1000) + han(rest))
    out, gap = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        out += ("零" if gap and out else "") + "零一二三四五六七八九"[digit] + sign if digit else ""
        gap = not digit
    return out


@pytest.mark.parametrize(
    "part",
    ["1", "1,000,", "1,00,", "1万", "$1", "thousand ", "one ", "1 ", "May ", "1.", "一", "十", "IV", "1/", "/a", "ngày 1", "ten-", "三千"],
)
def test_a_long_run_of_one_piece_gives_each_fact_once(part):
    found = [key for key, _ in facts("1 May" + part * (60_000 // len(part)) + "万!")]
    assert found and len(found) == len(set(found))


def test_dates_in_flowing_text_do_not_swallow_the_numbers_beside_them():
    assert keys("On May 5 300 men of flight MH17 July came") == ["d05-05", "n300", "n17"]
    assert keys("May 5,000 men") == ["n5000"]
    assert keys("seit 2005 bin ich") == ["y2005"]
    assert keys("5 bin kişi") == ["n5000"]
    assert keys("5千米") == ["n5"]


@pytest.mark.parametrize(
    ("text", "expected"), [("they set 10 records", ["n10"]), ("it may 12 times", ["n12"]), ("get 3 out 5 times", ["n3", "n5"])]
)
def test_words_that_are_also_short_for_a_month(text, expected):
    assert keys(text) == expected


@pytest.mark.parametrize("text", ["Premier LI Keqiang", "size XL or XXL"])
def test_capitals_that_are_no_numeral(text):
    assert keys(text) == []


@pytest.mark.parametrize(("one", "other"), [("100.0", "100"), ("1,200.00", "1,200"), ("50.0 percent", "50 percent")])
def test_decimals_of_zero_do_not_count(one, other):
    assert keys(one) == keys(other)


@pytest.mark.parametrize(("one", "other"), [("1,800 soldiers", "1800名士兵"), ("2,000 people", "2000 человек")])
def test_a_count_in_the_range_of_years(one, other):
    assert keys(one) == keys(other)


def test_two_numbers_side_by_side():
    assert keys("In 2020 300 people came") == ["y2020", "n300"]


@pytest.mark.parametrize(("text", "expected"), [("am 18.11. um", ["d11-18"]), ("on 18.11.", ["d11-18"]), ("um 18.11 Prozent", ["n18.11"])])
def test_a_day_and_month_in_figures_need_a_word_before_them(text, expected):
    assert keys(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 a month", ["n3"]),
        ("10 amps", ["n10"]),
        ("a 400m sprint", ["n400"]),
        ("1200 hours of work", ["n1200"]),
        ("at 3200 hours", ["n3200"]),
        ("31 Uhr", ["n31"]),
        ("it won 2:1", ["n2", "n1"]),
        ("1.12 am", ["n1", "n12"]),
    ],
)
def test_what_is_no_time_and_no_money_stays_a_number(text, expected):
    assert keys(text) == expected


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(-3, 6))
def test_codes_are_equal_for_equal_facts_only(one, other, power):
    keys_ = [number_key(str(number), max(0, power)) for number in (one, other)]
    assert (code(keys_[0]) == code(keys_[1])) == (keys_[0] == keys_[1])
    assert all(0 <= code(key) < 2**63 for key in keys_) and code("d12-22") >= 2**63
    assert agree(*keys_) == agree(*keys_[::-1])


@pytest.mark.parametrize("date", ["22.12.2020", "22. 12. 2020", "2020년 12월 22일", "ngày 22 tháng 12 năm 2020", "22 ديسمبر 2020"])
def test_further_notations_of_a_day(date):
    assert keys(date) == ["d12-22", "y2020"]


@pytest.mark.parametrize(("one", "other"), [("thirty-five boats", "35 boats"), ("4.2万吨", "42,000 tonnes"), ("二十五名", "25 people")])
def test_numbers_of_several_words(one, other):
    assert keys(one) == keys(other)


def test_arabic_marks():
    assert keys("٢٦٬٤٦٩٫٨٩") == ["n26469.89"]


MONTHS = sorted(word for word in dates.MONTH_OF if word.isascii())
WORDS = st.sampled_from(
    ["am", "pm", "p.m.", "a. m.", "h", "h20", "Uhr", "HOURS", "GMT", "bis"]
    + [*MONTHS, "May", "MARCH", "kasim", "one", "Forty-Two", "hundred", "million", "XI", "$4m", "de", "of", "th,", "_", "ngày"]
)
FIGURES = st.sampled_from(
    ["18.11.", "5. 3. ", "0530", "18.20"]
    + ["3", "31", "1999", "1.5", "3,000", "03/05/2020", "25-12-1999", "1999-12-25", "5. 3. 2020", "11:00"]
)


@given(st.lists(st.tuples(WORDS | FIGURES, st.sampled_from([" ", " ", "", "-", ", ", ". ", "_", "\n"])), max_size=6))
def test_no_reader_is_left_out_that_would_find_something(parts):
    text = "".join(part + gap for part, gap in parts)
    with pytest.MonkeyPatch.context() as every_reader:
        every_reader.setattr(module, "_readers", lambda _: DATE_READERS + HAN_READERS + FIGURE_READERS + LETTER_READERS)
        expected = facts(text)
    assert facts(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("iPhone 13 128GB", ["n13", "n128"]),
        ("iPhone 13 128 GB", ["n13", "n128"]),
        ("iPhone 13, 128GB", ["n13", "n128"]),
        ("size 4 500 ml", ["n4", "n500"]),
        ("4 500 ml", ["n4500"]),
        ("10 000km away", ["n10000"]),
        ("1 234 567 homes", ["n1234567"]),
        ("a bolt M12x50", ["n12", "n50"]),
        ("a bolt M12 x 50", ["n12", "n50"]),
        ("50mm f/1.8", ["n50", "n1.8"]),
        ("8K", ["n8"]),
        ("2 1/2 million", ["n2500000"]),
        ("4 1⁄2", ["n4.5"]),
        ("41⁄2", ["n4.5"]),  # as NFKC writes 4½
        ("1/2", ["n1", "n2"]),  # may be a day and a month
        ("on 5 11/12 it was", ["n5", "n11", "n12"]),
        ("at 0915 they left", ["n9", "n15"]),
        ("at 0915-1 they left", ["n915", "n1"]),
        ("at 1915", ["y1915"]),
        ("13.30 น.", ["n13", "n30"]),
    ],
)
def test_figures_side_by_side(text, expected):
    assert sorted(keys(text)) == sorted(expected)


@pytest.mark.parametrize(
    ("one", "other"),
    [("128GB", "128 GB"), ("5mg", "5 mg"), ("Master 3S", "MASTER 3s"), ("9 a.m.", "午前９時"), ("下午5点半", "17:30")],
)
def test_the_same_with_and_without_a_space(one, other):
    assert sorted(keys(one)) == sorted(keys(other)) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Master 3S", "Master 3"),
        ("M12x50", "M12x60"),
        ("M12x50", "M10x50"),
        ("MLPF3ZD/A", "MLPK3ZD/A"),
        ("1.022 MeV", "1.032 MeV"),
        ("150/90", "150/95"),
        ("8 to 12 inches", "4 to 6 inches"),
        ("5 mg", "50 mg"),
        ("de 9 h à 12 h", "de 13 h à 16 h"),
        ("上午八点开始", "上午九点开始"),
        ("上午8点", "下午8点"),
        ("12 พฤษภาคม", "19 พฤษภาคม"),
        ("12 मई को", "19 मई को"),
        ("5월 12일", "5월 19일"),
        ("يوم ١٢ مايو", "يوم ١٩ مايو"),
        ("mardi 4 mars", "mardi 11 mars"),
        ("14 de junio de 2023", "14 de junio de 2022"),
        ("am 12. Mai", "am 19. Mai"),
        ("12 мая", "19 мая"),
        ("£4,210.55", "£4,210.56"),
        ("03:14", "03:41"),
    ],
)
def test_slots_that_differ_are_other_facts(one, other):
    left, right = keys(one), keys(other)
    assert len(left) >= 1 and any(not any(agree(a, b, short=True) for b in right) for a in left)


@pytest.mark.parametrize("text", ["12 พฤษภาคม", "12 मई", "5월 12일", "١٢ مايو", "5月12日", "12 мая", "12. Mai", "12 de mayo", "12 mai"])
def test_days_in_notices(text):
    assert keys(text) == ["d05-12"]
