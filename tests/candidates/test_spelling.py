"""One spelling for comparing: what counts as the same word beside what does not, each script's own."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dedup.candidates import spelling
from dedup.candidates.minhash import pack, tokenise
from dedup.normalise import clean


def tokens(text: str) -> list[int]:
    return tokenise(pack([clean(text)]))[0].tolist()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tiếng Việt được viết có dấu ở đây", "Tieng Viet duoc viet co dau o day"),
        ("Příliš žluťoučký kůň", "Prilis zlutoucky kun"),
        ("Où l’élève a-t-il reçu ça, naïf", "Ou l'eleve a-t-il recu ca, naif"),
        ("İstanbul'da ılık bir gün, ağaç şu", "Istanbul'da ilik bir gun, agac su"),
        ("Über die Straße, schön", "Ueber die Strasse, schoen"),
        ("Über die Straße, schön", "UBER DIE STRASSE, schon"),
        ("Zażółć gęślą jaźń, Łódź", "zazolc gesla jazn, lodz"),
        ("Færøerne, sølv, Þór, æ", "Faeroeerne, soelv, þor, ae"),
        ("œuvre, cœur", "oeuvre, coeur"),
        ("Ἀθῆναι, Η Αθήνα είναι της ΠΌΛΗΣ", "αθηναι, η αθηνα ειναι της πολης"),
        ("Ёлка её, за\u0301мок", "елка ее, замок"),
        ("Congreſs of the ﬁrſt ﬆaﬀ", "congress of the first staff"),
        ("ＦＵＬＬ　ｗｉｄｔｈ １２", "full width 12"),
        ("وِزَارَةُ الصِّحَّةِ", "وزارة الصحة"),
        ("الصــحـة ٱلْيَوْمَ", "الصحه اليوم"),
        ("أحمد إلى آخر مكتبة على", "احمد الي اخر مكتبه علي"),
        ("ﻻ اﻷحد", "لا الاحد"),
        ("کتاب‌های تازه ۱۵", "كتاب هاي تازه 15"),
        ("بְּרֵאשִׁית־בָּרָא", "ب ראשית ברא".replace(" ר", "ר")),
        ("१२३ ٤٥ ๖๗", "123 45 67"),
        ("Hawaiʻi and Pʼyongyang", "Hawai'i and P’yongyang"),
        ("❤\ufe0flove 葛\U000e0100飾", "❤love 葛飾"),
        ("so ____ it *goes* ------ on_and_on", "So it goes on and on!!!!!"),
        ("the commit-\ntee", "The committee"),
    ],
)
def test_written_in_two_ways_and_equal(one, other):
    assert tokens(one) == tokens(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("мой", "мои"),  # й is a letter, not an accented one
        ("її", "ii"), ("ќе", "ке"), ("ўсё", "усе"),
        ("がか", "かか"), ("パパ", "ハハ"),  # so are the voiced kana
        ("हिन्दी", "हन्द"), ("কি", "কা"),  # vowel signs
        ("ไม่", "ไม"), ("น้ำ", "นำ"),  # tones of Thai tell words apart
        ("한국", "하국"),
        ("رئيس", "رييس"), ("سؤال", "سوال"),  # hamza on its seat is a consonant
        ("ھے", "ہے"),  # aspirates of Urdu
        ("þorn", "torn"), ("ŋa", "na"),
        ("made", "mad"), ("seen", "sen"), ("mess", "me"), ("lee", "le"), ("add", "ad"),
        ("two words", "twowords"),
    ],
)  # fmt: skip
def test_alike_and_yet_different(one, other):
    assert tokens(one) != tokens(other)


def test_both_tables_leave_out_no_character_of_this_python():
    """They are filled for blocks at once; the functions say what they must hold."""
    for table, entry in ((spelling.cased_table(), spelling.cased), (spelling.code_table(), spelling.spelled)):
        assert [hex(code) for code in range(0x110000) if entry(code) != table[code]] == []


def test_what_is_left_out_inside_words_is_a_mark_by_its_category():
    heard = {chr(code) for first, last in spelling.UNHEARD for code in range(first, last + 1)}
    assert {unicodedata.category(c) for c in heard} <= {"Mn", "Me", "Cn", "Lm", "Cf"}
    assert {c for c in heard if unicodedata.category(c) in ("Lm", "Cf")} == set("\u0640\u06e5\u06e6\u200d\u08c9") & heard


def test_flags_do_not_reach_into_letters_or_each_other():
    letters = np.unique(spelling.code_table() & spelling.LETTER)
    assert letters.max() < 0x110000
    flags = [int(spelling.LETTER), int(spelling.ONE_TOKEN), int(spelling.SILENT), spelling.SWALLOWS_E, spelling.SWALLOWS_S]
    flags += [spelling.SILENT_E, spelling.SILENT_S]
    assert sum(flags) == np.bitwise_or.reduce(flags)


LATIN = "abcdeosuzéèüßäæøđłğışİñÅœ"
SCRIPTS = st.sampled_from(
    [LATIN, "абвгдеёийїўщ", "αβγδεςσίΰϊώᾰ", "ابتيىےهةكکأ", "אבגדם", "0123456789٣۴५", "हिन्दी", "한국어문장", "ไทย่", "老挝かガ"]
)
WORDS = SCRIPTS.flatmap(lambda letters: st.text(letters, min_size=1, max_size=8))
TEXTS = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)
MARKS = st.text(".,;:!?-–—~*_=/\\()[]{}“”„'\"…•。、！？،؟🎉★\n ", min_size=1, max_size=6)


@given(TEXTS)
def test_case_changes_nothing(text):
    assert tokens(text) == tokens(text.upper()) == tokens(text.lower()) == tokens(text.title()) == tokens(text.swapcase())


@given(st.text(st.characters(categories=["L", "Nd", "Zs"]), max_size=20))
def test_case_changes_nothing_in_any_script(text):
    text = clean(text)
    assume(not re.search("[\u1f80-\u1fff]", text))  # the iota below a Greek vowel becomes a letter of its own in capitals
    several = "".join(c for c in text if len(c.upper()) == len(c.lower()) == 1 or c in "ßİ")
    assert tokens(several) == tokens(several.upper()) == tokens(several.lower())


@given(st.lists(st.tuples(WORDS, MARKS), max_size=8), MARKS)
def test_marks_between_the_words_change_nothing(words, before):
    marked = f" {before} " + "".join(f"{word} {marks} " for word, marks in words)
    assert tokens(marked) == tokens(" ".join(word for word, _ in words))


@given(TEXTS.filter(lambda text: not set("йїўщ") & set(text)))
def test_accents_that_are_left_out_change_nothing(text):
    spelled_out = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in spelled_out if not 0x300 <= ord(c) <= 0x36F)
    assert tokens(bare) == tokens(spelled_out) == tokens(text)


@given(st.text("ابتيهكلمو ", max_size=20), st.data())
def test_harakat_and_tatweel_change_nothing(text, data):
    marks = data.draw(st.lists(st.text("\u064b\u064e\u0650\u0651\u0652\u0670\u0640", max_size=3), min_size=len(text), max_size=len(text)))
    pointed = "".join(c if c == " " else c + mark for c, mark in zip(text, marks, strict=True))
    assert tokens(pointed) == tokens(text)


@given(st.text("אבגדהוזם ", max_size=20), st.data())
def test_points_change_nothing(text, data):
    marks = data.draw(st.lists(st.text("\u05b0\u05b7\u05bc\u05c1\u0591", max_size=3), min_size=len(text), max_size=len(text)))
    assert tokens("".join(c if c == " " else c + mark for c, mark in zip(text, marks, strict=True))) == tokens(text)


@given(st.text("abdeiklmnorstuäöüß ", max_size=20))
def test_german_without_its_own_keys_is_the_same(text):
    spelled = re.sub("[äöüß]", lambda found: {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}[found.group()], text)
    assert tokens(spelled) == tokens(text)


@given(st.text(LATIN + "abc", min_size=2, max_size=9), st.integers(1, 8))
def test_a_word_parted_at_a_lines_end_is_the_same(word, at):
    word = "".join(c for c in word if c.islower())
    assume(2 <= at < len(word))
    assert tokens(f"so {word[:at]}-\n{word[at:]} it is") == tokens(f"so {word} it is")


# The blocks of scripts written without spaces


WRITTEN_WITHOUT_SPACES = (
    "CJK", "IDEOGRAPHIC ITERATION", "IDEOGRAPHIC CLOSING", "IDEOGRAPHIC NUMBER", "VERTICAL IDEOGRAPHIC", "MASU MARK", "HANGZHOU",
    "HIRAGANA", "HENTAIGANA", "KATAKANA", "HALFWIDTH KATAKANA", "VERTICAL KANA", "THAI", "LAO", "KHMER", "MYANMAR",
)  # fmt: skip


def test_the_blocks_without_spaces_are_those_of_the_scripts_names():
    letters = [code for code in np.flatnonzero(spelling.cased_table()).tolist() if unicodedata.category(chr(code))[0] in "LN"]
    named = {code for code in letters if unicodedata.name(chr(code), "").startswith(WRITTEN_WITHOUT_SPACES)}
    assert {code for code in letters if spelling.unspaced(code)} == named


@pytest.mark.parametrize("text", ["〇〇年", "々々", "ꩠꩡ", "ꧠꧡ", "𛀀𛀁"])
def test_characters_of_such_scripts_are_one_token_each(text):
    assert len(tokens(text)) == len(text)
