from __future__ import annotations

import pytest

from dedup.errors import UsageError
from dedup.names import edit_model as trained
from dedup.training import arabic_letters, edit_model, han_readings, known_names, names

WORDS = ["kato", "kiri", "taku", "noki", "mika", "riko", "kane", "saki", "iku", "koru", "teka", "mako"]
PAIRS = [(word, word.replace("k", "q")) for word in WORDS]


def test_the_edit_model_learns_which_letters_stand_for_which():
    model = trained.expand(edit_model.fit(PAIRS))
    assert trained.llr(model, "kamino", "qamino") > 0 > trained.llr(model, "kamino", "tamino") - trained.llr(model, "kamino", "qamino")
    assert trained.llr(model, "kamino", "qamino") == pytest.approx(trained.llr(model, "qamino", "kamino"), rel=1e-3)


def test_fitting_twice_gives_the_same_model():
    one, other = edit_model.fit(PAIRS), edit_model.fit(PAIRS)
    assert all((left == right).all() for left, right in zip(one, other, strict=True))


def test_pairs_that_do_not_fit_are_cleaned_out():
    model = edit_model.fit(PAIRS)
    assert edit_model.plausible(model, [("kiro", "qiro"), ("kiro", "wuxx")], least=0.0) == [("kiro", "qiro")]


def test_missing_files_are_named(tmp_path):
    with pytest.raises(UsageError, match="people-train"):
        names.train(tmp_path, tmp_path / "out")


def test_a_part_is_known_from_two_people_or_enough_bearers_on_and_no_place():
    people = [["Anna Berlin"], ["Anna Berlin"], ["Otto Weber"]]
    words = {"russian": [("ivan", "иван", 90), ("rare", "редкий", 1), ("berlin", "берлин", 90)]}
    assert known_names.learn(people, words) == ["anna", "ivan", "берлин", "иван"]


def test_characters_that_join_names_are_no_sounds():
    sounds = han_readings.sounds(["卡尔"] * 30 + ["卡和尔"] * 30)
    assert sounds == {"first": "卡", "inside": "卡尔", "last": "尔"}


def test_letters_of_names_and_of_words_are_told_apart():
    table = arabic_letters.learn(["سون", "مانسون", "جونسون"], ["المكتب", "المدرسة"])
    assert table.shape == (37**3,) and table.max() > 0 > table.min()
    assert (table == arabic_letters.learn(["سون", "سون", "مانسون", "جونسون"], ["المكتب", "المدرسة", "a"])).all()
