from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup import boosted
from dedup.errors import ModelError
from dedup.names import edit_model, sound_fold
from dedup.names.similarity import MODELS, SAME, name_similarities, name_similarity

SAME_PERSON = [
    ("Bounnhang", "Bunyang"),
    ("Bounnhang", "Boon Yang"),
    ("Bunyang", "Boon Yang"),
    ("Bunyang", "Bunyan"),
    ("Saleumxay Kommasith", "Shalunsai Kongmaxi"),
    ("Thongloun Sisoulith", "Tonglun Xisuli"),
    ("习近平", "Xi Jinping"),
    ("习近平", "Си Цзиньпин"),
    ("Xi Jinping", "Си Цзиньпин"),
    ("李克强", "Li Keqiang"),
    ("Li Keqiang", "Ли Кэцян"),
    ("Angela Merkel", "Ангела Меркель"),
    ("Angela Merkel", "安格拉·默克尔"),
    ("Angela Merkel", "アンゲラ・メルケル"),
    ("Angela Merkel", "أنغيلا ميركل"),
    ("Vladimir Putin", "Владимир Путин"),
    ("Wladimir Putin", "Vladimir Poutine"),
    ("Michail Gorbatschow", "Mikhail Gorbachev"),
    ("Muammar Gaddafi", "Moammar Kadhafi"),
    ("Mohammed Ali", "Muhammad Aly"),
    ("김대중", "Kim Dae-jung"),
    ("John Fitzgerald Kennedy", "John F. Kennedy"),
    ("Dr. Anna Schmidt", "Anna Schmidt"),
    ("Boris Nikolayevich Yeltsin", "Boris Yeltsin"),
    ("Ельцин, Борис Николаевич", "Boris Jelzin"),
    ("KIM Yong-nam", "Yong-nam Kim"),
    ("Nikita Khrushchev", "Никита Хрущёв"),
    ("Nikita Chruschtschow", "Nikita Khrushchev"),
    ("Пётр Чайковский", "Pyotr Tchaikovsky"),
    ("Fjodor Dostojewski", "Fyodor Dostoevsky"),
    ("Volodymyr Zelensky", "Володимир Зеленський"),
    ("Volodymyr Zelenskyy", "Wolodymyr Selenskyj"),
    ("Emmanuel Macron", "埃马纽埃尔·马克龙"),
    ("Emmanuel Macron", "エマニュエル・マクロン"),
    ("Emmanuel Macron", "إيمانويل ماكرون"),
    ("Barack Obama", "バラク・オバマ"),
    ("Barack Obama", "贝拉克·奥巴马"),
    ("Barack Obama", "Барак Обама"),
    ("Barack Obama", "باراك أوباما"),
    ("Barack Obama", "ברק אובמה"),
    ("Justin Trudeau", "Джастин Трюдо"),
    ("Boris Johnson", "보리스 존슨"),
    ("문재인", "Moon Jae-in"),
    ("박근혜", "Park Geun-hye"),
    ("毛泽东", "Mao Tse-tung"),
    ("周恩来", "Chou En-lai"),
    ("Deng Xiaoping", "Дэн Сяопин"),
    ("Hu Jintao", "Ху Цзиньтао"),
    ("Wen Jiabao", "Вэнь Цзябао"),
    ("江泽民", "Jiang Zemin"),
    ("Alexis Tsipras", "Αλέξης Τσίπρας"),
    ("Recep Tayyip Erdoğan", "Recep Tayyip Erdogan"),
    ("Reccep Erdogan", "Recep Erdoğan"),
    ("Gerhard Schröder", "Gerhard Schroeder"),
    ("Hosni Mubarak", "Husni Mubarak"),
    ("Osama bin Laden", "Usama bin Ladin"),
    ("Bashar al-Assad", "Baschar al-Assad"),
    ("Thongloun Sisoulith", "通伦·西苏里"),
    ("Nguyễn Phú Trọng", "Nguyen Phu Trong"),
    ("Yasser Arafat", "Jassir Arafat"),
    ("Narendra Modi", "नरेंद्र मोदी"),
    ("Sergei Lavrov", "Sergej Lawrow"),
    ("Dmitry Medvedev", "Dimitri Medwedew"),
    ("Jean-Claude Juncker", "Jean Claude Juncker"),
    ("Lula da Silva", "Luiz Inácio Lula da Silva"),
]
DIFFERENT_PEOPLE = [
    ("Xi Jinping", "Xi Zhongxun"),
    ("Li Keqiang", "Li Zhanshu"),
    ("Bounnhang", "Bounyong"),
    ("Xi Jinping", "Bounnhang"),
    ("Xi Jinping", "Li Keqiang"),
    ("习近平", "习仲勋"),
    ("习近平", "Li Keqiang"),
    ("Си Цзиньпин", "Xi Zhongxun"),
    ("Saleumxay Kommasith", "Salam Kommadam"),
    ("Kim Jong-il", "Kim Yong-nam"),
    ("John Smith", "Jane Smith"),
    ("Angela Merkel", "Angela Davis"),
    ("Vladimir Putin", "Vladimir Lenin"),
    ("Владимир Путин", "Vladimir Lenin"),
    ("Bill Clinton", "Hillary Clinton"),
    ("Boris Johnson", "Boris Yeltsin"),
    ("安格拉·默克尔", "Angela Davis"),
    ("Wang Yi", "Wang Qishan"),
    ("Bunyang", "Pan Yang"),
    ("Hu Jintao", "Hu Yaobang"),
    ("Wen Jiabao", "Wen Yunsong"),
    ("Deng Xiaoping", "Deng Yingchao"),
    ("Мао Цзэдун", "Mao Xinyu"),
    ("毛泽东", "毛远新"),
    ("江泽民", "江青"),
    ("Park Geun-hye", "Park Chung-hee"),
    ("박근혜", "박정희"),
    ("Kim Jong-un", "Kim Jong-il"),
    ("김정은", "Kim Il-sung"),
    ("Emmanuel Macron", "Emanuel Lasker"),
    ("Barack Obama", "Michelle Obama"),
    ("Barack Obama", "Мишель Обама"),
    ("Boris Johnson", "Lyndon Johnson"),
    ("Nikita Khrushchev", "Никита Михалков"),
    ("Sergei Lavrov", "Sergei Ivanov"),
    ("Сергей Лавров", "Sergei Shoigu"),
    ("Dmitry Medvedev", "Daniil Medvedev"),
    ("Bashar al-Assad", "Hafez al-Assad"),
    ("Gerhard Schröder", "Gerhard Schmidt"),
    ("Thongloun Sisoulith", "Bounnhang Vorachith"),
    ("Nguyễn Phú Trọng", "Nguyễn Xuân Phúc"),
    ("Hosni Mubarak", "Gamal Mubarak"),
    ("John Kerry", "John McCain"),
    ("Indira Gandhi", "Rajiv Gandhi"),
    ("Mohamed Morsi", "Mohamed Salah"),
    ("Chen Shui-bian", "Chen Yun"),
    ("Alexander Lukashenko", "Alexander Luzhkov"),
    ("Maria Sharapova", "Maria Zakharova"),
    ("Василий Белов", "Василий Быков"),
    ("José Mujica", "José Sarney"),
    ("Kevin Rudd", "Kevin Spacey"),
    ("Theresa May", "Teresa Mayer"),
    ("Saleumxay Kommasith", "Thongloun Sisoulith"),
    ("エマニュエル・マクロン", "Emmanuel Moulin"),
    ("贝拉克·奥巴马", "Barbara Boxer"),
    ("バラク・オバマ", "Barry Obrien"),
]
# The spelling alone leaves these open; tests/names/test_align.py settles them with the documents.
NEEDS_DOCUMENTS = [("Bounnhang", "Bunyan"), ("Bounnhang Vorachith", "Bunyang"), ("Xi Jinping", "Xi")]
# Known to be wrong: a native Japanese reading, Wade-Giles against pinyin both in Latin letters, one vowel, one initial,
# family names that translate or rhyme with each other (found in the ranking data).
KNOWN_FAILURES = [
    ("安倍晋三", "Abe Shinzo", True),
    ("Mao Zedong", "Mao Tse-tung", True),
    ("Li Peng", "Li Ping", False),
    ("George W. Bush", "George H. W. Bush", False),
    ("Jean Schmidt", "Иэн Смит", False),
    ("Michael Simpson", "Michael Thompson", False),
    ("Andreas Smith", "Andreas Schmidt", False),
]

names = st.text(st.characters(codec="utf-8", categories=("L", "Zs", "Pd")), max_size=20)


@pytest.mark.parametrize(("left", "right"), SAME_PERSON)
def test_spellings_of_one_person_are_joined(left, right):
    assert name_similarity(left, right) >= SAME


@pytest.mark.parametrize(("left", "right"), DIFFERENT_PEOPLE)
def test_different_people_who_look_alike_stay_apart(left, right):
    assert name_similarity(left, right) < SAME


@pytest.mark.parametrize(("left", "right"), NEEDS_DOCUMENTS)
def test_what_the_spelling_leaves_open_is_not_ruled_out(left, right):
    assert 0.05 < name_similarity(left, right) < SAME


@pytest.mark.xfail(strict=True)
@pytest.mark.parametrize(("left", "right", "same"), KNOWN_FAILURES)
def test_known_failures(left, right, same):
    assert (name_similarity(left, right) >= SAME) == same


@pytest.mark.parametrize(("left", "right"), [("", ""), ("", "Ann"), ("123", "123"), ("Ann", "…")])
def test_nothing_is_like_a_name_without_letters(left, right):
    assert name_similarity(left, right) == 0.0


@settings(deadline=None, max_examples=50)
@given(names, names)
def test_symmetric_in_range_and_one_for_itself(left, right):
    value = name_similarity(left, right)
    assert 0.0 <= value <= 1.0
    assert value == name_similarity(right, left)
    assert name_similarity(left, left) == float(any(map(str.isalpha, left)))


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(names, names), max_size=8))
def test_a_batch_gives_what_single_pairs_give(pairs):
    batch = name_similarities([left for left, _ in pairs], [right for _, right in pairs])
    assert batch.shape == (len(pairs),)
    assert batch.tolist() == [name_similarity(*pair) for pair in pairs]


def naive_forward(model, x, y):
    """The sum over all rewritings, straight from its definition."""

    def number(word):
        codes = [ord(c) - 97 for c in word]
        return 0 if not codes else 1 + codes[0] if len(codes) == 1 else 27 + 26 * codes[0] + codes[1]

    table = {(0, 0): 1.0}
    for i in range(len(x) + 1):
        for j in range(len(y) + 1):
            for a in range(min(i, 2) + 1):
                for b in range(min(j, 2) + 1):
                    if a + b and (i - a, j - b) in table:
                        step = table[i - a, j - b] * float(model.operations[number(x[i - a : i]), number(y[j - b : j])])
                        table[i, j] = table.get((i, j), 0.0) + step
    return table[len(x), len(y)]


@settings(deadline=None, max_examples=30)
@given(st.from_regex(r"[a-z]{1,7}", fullmatch=True), st.from_regex(r"[a-z]{1,7}", fullmatch=True))
def test_the_kernel_sums_what_the_definition_sums(x, y):
    model = edit_model.load(MODELS, "general")
    work = np.zeros((edit_model.LONGEST + 1, edit_model.LONGEST + 1))
    got = edit_model.forward(model.operations, edit_model.encode(x), 0, len(x), edit_model.encode(y), 0, len(y), work)
    assert got == pytest.approx(naive_forward(model, x, y), rel=1e-9)


def test_the_fold_keeps_vowels():
    assert {sound_fold.key(name) for name in ("bounnhang", "bunyang", "bunyan", "boon yang")} == {"bunyan"}
    assert sound_fold.key("bounyong") != "bunyan"


def test_a_model_made_for_other_features_is_refused():
    with pytest.raises(ModelError, match="other features"):
        boosted.load(MODELS / "mix.json", ("ratio",))


def test_a_missing_model_is_refused(tmp_path):
    with pytest.raises(ModelError, match="cannot be read"):
        name_similarities(["Ann"], ["Anna"], folder=tmp_path)
