"""Which language a text is in: decides where the neighbours view looks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.candidates import languages
from dedup.candidates.minhash import pack
from dedup.errors import UsageError
from dedup.training import background


def detect(*texts: str) -> list[str | None]:
    names, _ = languages.model()
    return [names[k] if k != languages.UNKNOWN else None for k in languages.detect(pack(list(texts))).tolist()]


def test_a_paragraph_is_recognised_in_every_language(story):
    assert dict(zip(story, detect(*story.values()), strict=True)) == {language: language for language in story}


def test_a_sentence_of_one_line_is_enough():
    sentences = {
        "en": "The price of rice rose again this week, traders said on Friday.",
        "de": "Der Preis für Reis ist in dieser Woche wieder gestiegen, sagten Händler.",
        "fr": "Le prix du riz a encore augmenté cette semaine, selon les marchands.",
        "es": "El precio del arroz volvió a subir esta semana, dijeron los comerciantes.",
        "ru": "Цена на рис на этой неделе снова выросла, сообщили торговцы.",
        "zh": "商人说，本周大米的价格又上涨了。",
        "ja": "今週、米の価格がまた上がったと業者は話した。",
        "ar": "قال التجار إن سعر الأرز ارتفع مرة أخرى هذا الأسبوع.",
        "th": "พ่อค้ากล่าวว่าราคาข้าวเพิ่มขึ้นอีกครั้งในสัปดาห์นี้",
        "vi": "Các thương nhân cho biết giá gạo lại tăng trong tuần này.",
        "lo": "ພໍ່ຄ້າກ່າວວ່າລາຄາເຂົ້າໄດ້ເພີ່ມຂຶ້ນອີກໃນອາທິດນີ້",
    }
    assert dict(zip(sentences, detect(*sentences.values()), strict=True)) == {k: k for k in sentences}


def test_the_sample_reports_in_three_languages(samples):
    found = dict(zip(samples, detect(*samples.values()), strict=True))
    assert found.pop("call-chinese") == "zh"
    assert found.pop("call-russian") == "ru"
    assert set(found.values()) == {"en"}


def test_a_text_without_frequent_words_has_no_language():
    assert detect("!!!", "", "Ouagadougou Antananarivo Tegucigalpa") == [None] * 3


@pytest.mark.parametrize("text", ["1", "2020 12 22 26,469.89", "3 5 6 7 10", "3:1 (2:0)"])
def test_figures_alone_have_no_language(text):
    assert detect(text) == [None]


def test_an_english_table_of_figures_is_not_thai():
    assert detect("Net 3.7 mln vs 5.1 mln, sales 11.2 mln vs 10.6 mln, shares 7.1 mln, dividend 4 cts to be paid on 15 May")[0] in (
        "en",
        None,
    )


def test_a_foreign_name_or_quotation_does_not_change_the_language(story):
    assert detect(story["en"] + " 老挝国家主席", story["zh"] + " (Vientiane, The Bridge)") == ["en", "zh"]


def test_only_the_beginning_of_a_long_text_is_read_wherever_the_limit_falls(story):
    for padding in range(4):  # the limit is counted in bytes: it falls inside a Chinese character in two of three cases
        text = "." * padding + story["zh"] * 40 + story["en"] * 40
        assert detect(text) == ["zh"]


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=30), max_size=5))
def test_every_text_gets_a_language_or_none_whatever_stands_beside_it(texts):
    found = languages.detect(pack(texts))
    assert found.dtype == np.int8
    assert found.tolist() == [languages.detect(pack([text]))[0] for text in texts]


NOTICE = (
    "Администрация города Зареченска объявляет открытый конкурс на ремонт школы № 7. Заявки принимаются до 18 марта. "
    "Срок выполнения работ - 6 месяцев. Итоги конкурса будут подведены 2 апреля."
)


def test_two_frequent_words_tell_a_language_of_a_script_that_has_few():
    assert detect(NOTICE) == ["ru"]
    assert detect("Bæjarstjórn Hafnarfjarðar auglýsir útboð vegna viðgerða á skóla. Tilboðum skal skilað fyrir 2. apríl.") == [None]


@pytest.mark.parametrize(
    "text",
    [
        "საქართველოს პარლამენტმა მიიღო ახალი კანონი განათლების შესახებ და მთავრობა აპირებს მის დანერგვას მომავალ წელს.",
        "Երևանի մետրոպոլիտենը բացել է նոր կայարան քաղաքի հյուսիսում, որը կծառայի հազարավոր ուղևորների ամեն օր։",
        "বাংলাদেশের প্রধানমন্ত্রী নতুন সেতু উদ্বোধন করেছেন যা দেশের দক্ষিণাঞ্চলকে রাজধানীর সাথে যুক্ত করবে।",
        "★★★★★ ───── Zeppelin ☎ ☞ Ouagadougou ───── ★★★★★",
    ],
)
def test_a_script_that_no_known_language_is_written_in_has_none(text):
    assert detect(text, text * 9) == [None, None]


def test_the_script_tells_a_short_text_without_frequent_words():
    assert detect("할머니댁 강아지", "Ξύπνησα νωρίς", "אכלנו תפוחים") == ["ko", "el", "he"]
    assert detect("आम्ही भात खाल्ला") == [None]  # Marathi: its script is that of several languages


def test_a_word_that_shares_a_slot_by_chance_makes_no_other_script(story):
    names, _ = languages.model()
    scripts = {name for found in languages.SCRIPTS for name in found}
    for language, text in story.items():
        for part in text.split():
            told = detect(part)[0]
            assert told is None or told == language or (told not in scripts) == (language not in scripts), part


def test_a_greek_letter_in_a_formula_makes_no_greek_text():
    assert detect("π") == ["el"]
    assert detect("বৃত্তের ক্ষেত্রফল π গুণ ব্যাসার্ধের বর্গ") == [None]


def test_what_can_be_read_is_a_known_language_or_script():
    texts = ["Zeppelin 7", "Шта је ово", "აქ ვართ", "বাংলা", "1234", "", "★", "აქ Zeppelin ვართ დღეს ყველა"]
    packed = pack(texts)
    assert languages.readable(packed, np.full(len(texts), -1, np.int8)).tolist() == [True, True] + [False] * 6
    assert languages.readable(packed, np.zeros(len(texts), np.int8)).all()


def test_latin_names_do_not_hide_a_language_of_another_script():
    assert detect("据报道，Amazon与Anthropic达成了协议，这是今年在人工智能领域的第三笔投资。") == ["zh"]


def test_a_table_of_the_users_own_tells_other_languages(tmp_path):
    texts = {"en": ["the boat and the mill are on the river"] * 9, "is": ["báturinn og myllan eru við ána en ekki hér"] * 9}
    background.save_languages(texts, tmp_path)
    own = tmp_path / languages.MODEL.name
    assert languages.detect(pack(["Myllan og áin eru hér", "the river"]), own).tolist() == [1, 0]


def test_a_table_holds_only_so_many_languages(tmp_path):
    for k in range(64):
        (tmp_path / f"en-x{k}.tsv").write_text("a word\tein Wort\n")
    with pytest.raises(UsageError, match="65 languages"):
        background.by_language([tmp_path])


def test_an_empty_file_of_sentences_brings_no_language(tmp_path):
    (tmp_path / "en-is.tsv").write_text("")
    (tmp_path / "en-de.tsv").write_text("a word\tein Wort\n")
    assert background.by_language([tmp_path]) == {"en": ["a word"], "de": ["ein Wort"]}
