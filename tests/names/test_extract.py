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
        "Aktualnaya Kamera reported on Sunday.",
        "",
    ],
)
def test_what_is_not_a_person_is_not_found(sentence):
    assert found(sentence) == []


def test_a_single_word_is_a_name_where_a_longer_name_has_it():
    assert found("Then came Gerry Scherlinck.", "The officer, Scherlinck, left.") == ["Gerry Scherlinck", "Scherlinck"]
    assert found("The officer, Scherlinck, left.") == []


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
