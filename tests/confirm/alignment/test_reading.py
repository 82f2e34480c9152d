"""What the encoder reads of a sentence: marks that decorate are gone, those that say something stay."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.confirm.alignment.reading import readable
from dedup.encoder import shipped


@pytest.mark.parametrize(
    ("sentence", "read"),
    [
        ("The ferry stops at noon.", "The ferry stops at noon"),
        ("The ferry stops at noon!!!!!!!!", "The ferry stops at noon"),
        ("~~~~~ The ferry stops at noon -------", "The ferry stops at noon"),
        ("*** The **ferry** --- stops . . . at noon ✨✨", "The ferry stops at noon"),
        ("# The ferry ##### stops", "The ferry stops"),
        ("+++ The ferry stops +++", "The ferry stops"),
        ("« Oui », dit-il", "Oui dit-il"),
        ("他走了……真的?!", "他走了 真的"),
        ("هَلْ جَاءَتِ الـــوَزِيرَةُ؟", "هل جاءت الوزيرة"),
        ("בְּרֵאשִׁית בָּרָא", "בראשית ברא"),
        ("", ""),
        ("-----", ""),
        # what says something stays: signs of amounts, of languages, inside words and figures; marks that stand alone
        ("It fell by 3.5 % to $12 at 10:30", "It fell by 3.5 % to $12 at 10:30"),
        ("C++ and C# are languages, as is C++", "C++ and C# are languages, as is C++"),
        ("the co-owner's note: 5-6 people, not more", "the co-owner's note: 5-6 people, not more"),
        # links and the paths of files are no wording; words with a slash between them are
        ("see https://example.org/a/b?c=1, and/or call 24/7", "see and/or call 24/7"),
        ("../notes/spring/tide-2021.txt The ferry stops", "The ferry stops"),
        ("open (/docs/guide/intro.md) at 90 km/h", "open at 90 km/h"),
        ("/usr/share/dict/words", ""),
        # vowel signs are no marks in this sense
        ("हिन्दी में", "हिन्दी में"),
        ("ที่นี่", "ที่นี่"),
        ("がんばれ", "がんばれ"),
    ],
)
def test_what_is_read(sentence, read):
    assert readable(sentence) == read


TEXTS = st.text(st.sampled_from("ab 3.,!-*#+“”…。—\u064bم\u0640🎉é") | st.characters(codec="utf-8"), max_size=30)


@given(TEXTS)
def test_no_letter_and_no_digit_is_lost_and_reading_twice_changes_nothing(text):
    text = text.replace("/", "")  # of addresses letters are lost
    assert [c for c in readable(text) if c.isalnum()] == [c for c in text if c.isalnum() and c != "\u0640"]
    assert readable(readable(text)) == readable(text)


@given(st.text("!?.*~_=—…•-", max_size=20), st.text("!?.*~_=—…•-", max_size=20))
def test_marks_around_a_sentence_leave_its_vector_alone(before, behind):
    plain = "The ferry stops at noon"
    one, other = shipped().encode([readable(f"{before} {plain}{behind}"), readable(plain)])
    np.testing.assert_array_equal(one, other)


def test_other_words_have_another_vector():
    one, other = shipped().encode([readable("The ferry stops at noon!!!"), readable("The ferry starts at noon!!!")])
    assert (one != other).any()
