from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.names import han, palladius
from dedup.names.romanise import MOST_READINGS, readings


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("习近平", "xi jinping"),
        ("Си Цзиньпин", "xi jinping"),
        ("Ли Кэцян", "li keqiang"),
        ("Чжу Жунцзи", "zhu rongji"),
        ("馬英九", "ma yingjiu"),
        ("单雄信", "shan xiongxin"),
        ("欧阳修", "ouyang xiu"),
        ("尼古拉·萨科齐", "nigula sakeqi"),
        ("김영삼", "kim yeongsam"),
        ("Özgür Şahin", "ozgur sahin"),
        ("Иванов, Пётр", "petr ivanov"),
        ("Αλέξης Τσίπρας", "alexis tsipras"),
        ("O'Neill", "oneill"),
    ],
)
def test_a_name_has_the_reading_it_is_known_by(name, reading):
    assert reading in readings(name)


@pytest.mark.parametrize("name", ["", " ", "123", "—", "…!"])
def test_what_has_no_letters_has_no_reading(name):
    assert readings(name) == ()


@pytest.mark.parametrize("tokens", [["Лев", "Толстой"], ["Иван", "Ли"], ["Ли"], ["Ван", "Дамм", "Жан", "Клод"]])
def test_cyrillic_names_that_are_not_chinese_are_not_read_as_pinyin(tokens):
    assert palladius.to_pinyin(tokens) == ""


def test_wade_giles_is_among_the_readings_of_a_native_name_and_not_of_a_foreign_one():
    assert any(reading.startswith("hsi ") for reading in readings("习仲勋"))
    assert len(readings("安格拉·默克尔")) == 1


def test_family_names_are_read_as_family_names_only_at_the_start():
    assert han.mandarin_syllables("任伯年")[0][0] == "ren"
    assert han.mandarin_syllables("解冻")[0][0] == "xie"


@given(st.text(max_size=40))
def test_readings_are_words_of_ascii_letters_unique_and_few(name):
    found = readings(name)
    assert len(found) == len(set(found)) <= MOST_READINGS
    assert all(re.fullmatch(r"[a-z]+(?: [a-z]+)*", reading) for reading in found)


@given(st.from_regex(r"[A-Z][a-z]{1,8} [A-Z][a-z]{1,8}", fullmatch=True))
def test_capitals_and_accents_do_not_matter(name):
    assert readings(name) == readings(name.upper()) == readings(name.lower())
