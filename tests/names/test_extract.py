from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.names.extract import CaseCounts, case_counts, extract

BACKGROUND = ["The weather is good and the plan is ready.", "We think that young people will visit the old market and talk."]


def found(*sentences: str) -> list[str]:
    counts = case_counts([*BACKGROUND, *sentences])
    return [mention.text for mention in extract(sentences, counts)]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Yesterday President Joko Widodo met Angela Merkel in Berlin.", ["Joko Widodo", "Angela Merkel"]),
        ("Secretary General Bunyang thanked the guests.", ["Bunyang"]),
        ("The letter was signed by Secretary of State Condoleezza Rice.", ["Condoleezza Rice"]),
        ("They heard Ludwig van Beethoven and Charles de Gaulle.", ["Ludwig van Beethoven", "Charles de Gaulle"]),
        ("Yesterday President Joko Widodo met Peter van den Berg in Berlin.", ["Joko Widodo", "Peter van den Berg"]),
        ("The prize went to J. R. Tolkien.", ["J. R. Tolkien"]),
        ("A book by Seán O'Casey's daughter.", ["Seán O'Casey"]),
        ("The call with Boon Yang-Xinhuanet was short.", ["Boon Yang"]),
        ("Вчера президент Владимир Путин прибыл в Москву.", ["Владимир Путин"]),
        ("Ο πρωθυπουργός Κυριάκος Μητσοτάκης μίλησε.", ["Κυριάκος Μητσοτάκης"]),
        ("国家主席习近平在北京同安格拉·默克尔通电话。", ["习近平", "安格拉·默克尔"]),
        ("アンゲラ・メルケル首相は東京で会見した。", ["アンゲラ・メルケル"]),
        ("문재인 대통령은 오늘 연설했다.", ["문재인"]),
        ("استقبل الرئيس محمود عباس ضيوفه", ["محمود عباس"]),
        ("التقى وزير الخارجية الأمريكي توماس سميث وجون كينيدي", ["توماس سميث", "جون كينيدي"]),
        ("当时帕特里夏·施罗德曾在加里·哈特竞选时与特朗普共事。", ["帕特里夏·施罗德", "加里·哈特", "特朗普"]),
        ("该国外长李勇浩周六在联合国发表讲话。", ["李勇浩"]),
        ("フォード博士によると、ロナウドはマイク・ポンペオと会った。", ["フォード", "ロナウド", "マイク・ポンペオ"]),
        ("Роберта Мюллера встретил Дональдом Трампом.", ["Роберта Мюллера", "Дональдом Трампом"]),
        ("Superior Court Judge Rowland Barnes and U.S. Customs Agent David Wilhelm died.", ["Rowland Barnes", "David Wilhelm"]),
        ("Minister of Works of Laos Kansuk Petsavan met the guests.", ["Kansuk Petsavan"]),
        ("Вчера президент Лаоса Кхамсук Вонгвичит прибыл в Москву.", ["Кхамсук Вонгвичит"]),
        ("Вчера президент Кабинды Таллис Обед прибыл в Москву.", ["Таллис Обед"]),
        ("Министр Северной Кореи Ри Ён Хо выступил.", ["Ри Ён Хо"]),
        ("Мэр города Иван Петров ушёл.", ["Иван Петров"]),
        ("Гендон вспоминает о том дне.", ["Гендон"]),
        ("针对毕业焦虑，赵秀平的同事王志安删除了微博。", ["赵秀平", "王志安"]),
        ("部长韩长赋作了报告。", ["韩长赋"]),
        ("佩洛西说，卢克太太和政府总理纳吉布到访。", ["佩洛西", "卢克", "纳吉布"]),
        ("走私者亚瑟?达雷尔和普拉斯科-弗拉克斯曼太太。", ["亚瑟?达雷尔", "普拉斯科-弗拉克斯曼"]),
        ("莱克多（Robert Lecdo）将改善道路。", ["莱克多", "Robert Lecdo"]),
        ("周日米克尔森将打破记录。", ["米克尔森"]),
        ("وصرح سوتوبو بورو نوجروهو أمس", ["سوتوبو بورو نوجروهو"]),
        ("وقال فيوريك إن الفريق فاز", ["فيوريك"]),
        ("اجتمع المسؤولون مع ترامب، ثم غادروا", ["ترامب"]),
        ("ウェイド シムズを見た。被告のカリッド バーンズは去った。", ["ウェイド シムズ", "カリッド バーンズ"]),
        ("リンジー・プラスコ‐フラックスマンは驚いた。", ["リンジー・プラスコ‐フラックスマン"]),
        ("The cruiser of Vice-Admiral Kulakov and Super-agent Scott Boras.", ["Kulakov", "Scott Boras"]),
    ],
)
def test_people_are_found(sentence, names):
    assert found(sentence) == names


@pytest.mark.parametrize(
    "sentence",
    [
        "The Communist Party and its Central Committee met on Monday.",
        "The Five-Year Plan and the China-Laos Railway were discussed in Vientiane.",
        "The Secretary General spoke in New York in December.",
        "The Belt and Road Initiative was praised by the Asian Development Bank.",
        "Young people visit the market.",
        "BREAKING NEWS FROM THE CAPITAL TODAY",
        "The Geological Survey gave no figures.",
        "人民日报社论",
        "周六他去了白宫。",
        "民主党議員は上院で話した。",
        "Северная Корея и Соединенные Штаты подписали договор.",
        "A film called “Miranda Otto” was shown.",
        "The Department of Civil Protection and the Ministry of Internal Affairs warned.",
        "Their farm lies above the village of Sant Brun.",
        "Then Hurricane Rosa reached the coast.",
        "Brokers said that the price will fall.",
        "The Deputy Permanent Secretary answered.",
        "Ураган Роза прошёл над аэропортом Василла.",
        "Директор Совета школ и министр Комитета Северной Дакоты.",
        "该车在Newport大街的Sinovation Ventures门口。",
        "克拉克县法院和米克尔森大学都在佛罗里达。",
        "沈阳的资金正常，高度认可这一计划。",
        "俄罗斯表示，伊朗总统到访。",
        "شاهدنا فيلم مونكي في مدينة ستوكبورت بولاية أوهايو",
        "هذه شركة هوتون ميفلين للنشر",
        "المدرسة جميلة جدا في هذا الصباح",
        "劇「トゥルー・ウェスト」とデンバー・ナゲッツの試合。",
        "フェニックスにテロが。",
        "Aktualnaya Kamera reported on Sunday.",
        "",
    ],
)
def test_what_is_not_a_person_is_not_found(sentence):
    assert found(sentence) == []


def test_a_single_word_is_a_name_where_a_longer_name_has_it():
    assert found("Then came Gerry Scherlinck.", "The officer, Scherlinck, left.") == ["Gerry Scherlinck", "Scherlinck"]
    assert found("The officer, Scherlinck, left.") == []


def test_a_single_name_at_the_start_of_a_sentence_is_one_where_something_speaks_for_it():
    assert found("Minister of Laos Kansuk Petsavan came.", "Kansuk invited the guests.") == ["Kansuk Petsavan", "Kansuk"]
    assert found("Kansuk thanked the guests.") == ["Kansuk"]
    assert found("Kansuk lies in the north.") == []


def test_a_name_found_once_is_known_where_nothing_stands_beside_it():
    assert found("基特·哈林顿昨天结婚。", "大家都看见基特。") == ["基特·哈林顿", "基特"]
    assert found("大家都看见基特。") == []
    assert found("التقى جاك دالي أمس", "ثم ذهب دالي") == ["جاك دالي", "دالي"]


def test_a_name_is_not_found_inside_a_longer_one():
    assert found("穆勒先生来了。", "穆勒森不在。") == ["穆勒"]


def test_a_common_word_at_the_start_of_a_sentence_is_not_part_of_the_name():
    assert found("Visit Angela Merkel.") == ["Angela Merkel"]


def test_case_counts_leave_out_the_first_word_and_loud_lines():
    counts = case_counts(["Dogs like Rex.", "DOGS LIKE REX"])
    assert counts.inside == {"rex": 1}
    assert counts.lower == {"like": 1}


@given(st.lists(st.text(max_size=60), max_size=4))
def test_mentions_point_at_their_text_and_are_in_order(sentences):
    mentions = extract(sentences, case_counts(sentences))
    assert mentions == sorted(mentions)
    for mention in mentions:
        assert " ".join(sentences[mention.sentence][mention.start : mention.end].split()) == mention.text


@given(st.lists(st.text("abcA .", max_size=30), max_size=5))
def test_counts_do_not_depend_on_the_order_of_sentences(sentences):
    assert case_counts(sentences) == case_counts(sentences[::-1])
    assert isinstance(case_counts(sentences), CaseCounts)


def test_nouns_of_german_are_no_name_for_the_article_between_them():
    assert not found("Eine Erhöhung der Löhne würde nicht zu einem Anstieg des Verbrauchs führen.")
