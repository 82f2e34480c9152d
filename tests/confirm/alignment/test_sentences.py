"""A text → its sentences, in every script; two lists of sentences → their alignment in order."""

from __future__ import annotations

import textwrap
import time

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from dedup.confirm.alignment.sentences import LONGEST, align, segments, split
from dedup.normalise import clean


@pytest.mark.parametrize(
    "sentences",
    [
        ["The bridge opened on Monday.", "Two thousand came!", "Was it late?", "It was…", "No ferry."],
        # no end: abbreviations, initials, decimals, addresses
        ["Mr. Ho met Sen. Bob Dole and Dr. J. F. Lang in St. Paul on Jan. 5.", "They left."],
        ["U.S. exports to St. Lucia, e.g. rice, rose 2.4 percent vs. May.", "See www.example.org for No. 7."],
        ["Apple Inc. and Ford Motor Co. fell.", "So did others, i.e. banks, etc. in Asia."],
        ["It opened at 9 a.m. and closed at 5 p.m.", "The bank in Room No. 7 stayed open.", "Was it late?", "No.", "He left."],
        ["Das sind z. B. 5 Mio. Euro, d. h. wenig.", "Es war der 3. Januar.", "Platz 3.", "Danach kam nichts."],
        ["Take vitamin c.", "The judge in Roe v. Wade, cf. p. 57, was J. F. Lang."],
        ["Это 5 млн. рублей, т. е. 30 тыс. руб.", "Он ушёл."],
        ["„Kommen Sie.“", "»Ja.«", "Er ging.", "»Nein«, sagte sie."],
        ["Il dit : « Oui. »", "« Non » dit-elle."],
        ["Er traf Hr. Lang bzw. Fr. Lang, z.B. in Bonn.", "Sie gingen."],
        ["Он живёт на ул. Ленина, т.е. в центре, с 1990 г. по сей день.", "А. С. Пушкин там не жил."],
        # quotation marks and brackets belong to the sentence they close
        ["“We will come.”", "“When?”", "(They came in spring.)", "He left."],
        # scripts that put no space behind their full stops
        ["部长为大桥剪彩。", "她说：“农民将受益！”", "真的吗？", "是的。"],
        ["橋が開通した。", "「便利だ。」", "彼女は言った。"],
        ["मंत्री ने पुल खोला।", "लोग आए।"],
        ["រដ្ឋមន្ត្រីបានបើកស្ពាន៕", "គាត់បានទៅ៕"],
        ["ဝန်ကြီးသည် ဖွင့်လှစ်ခဲ့သည်။", "လူများ လာကြသည်။"],
        ["هل جاءت الوزيرة؟", "نعم جاءت.", "ثم عادت."],
        ["ເປີດຂົວໃໝ່.", "ຄົນມາເບິ່ງ."],
    ],
)
def test_where_sentences_end(sentences):
    unspaced = any("\u0900" < c < "\u0e00" or "\u1000" < c < "\u1800" or c > "\u3000" for c in sentences[0])
    assert split(" ".join(sentences)) == sentences
    assert not unspaced or split("".join(sentences)) == sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("one word", ["one word"]),
        ("A headline\nThe text follows", ["A headline", "The text follows"]),  # a line's end is a sentence's end
        ("by Mr.\nLang", ["by Mr.", "Lang"]),  # also behind an abbreviation
        ("...", []),  # no letter, no digit: no sentence
        ("Wait... what?", ["Wait...", "what?"]),
        ("Wait..... what?!!!!!! No.", ["Wait.....", "what?!!!!!!", "No."]),
        ("He left. . . . Then she came.", ["He left. . . .", "Then she came."]),
        ("... and then? *** 5 !", ["... and then?", "*** 5 !"]),
        ("A title\n~~~~~~~~\nThe text.\n***\n\n| --- | --- |\n👍👍 !!!", ["A title", "The text."]),
        ("真的吗？？？ 是的！！", ["真的吗？？？", "是的！！"]),
        ("“来。”！！", ["“来。”"]),
        ("3.14 and 26,469.89 and 10:30", ["3.14 and 26,469.89 and 10:30"]),
    ],
)
def test_edges(text, sentences):
    assert split(text) == sentences


@pytest.mark.parametrize("text", ["Sie trafen sich am 3. Oktober 2020 in Bonn.", "Přijel 3. října 2020 do Prahy."])
def test_the_full_stop_of_an_ordinal_is_no_end(text):
    assert split(text) == [text]


def test_khmer(story):
    assert len(split(story["km"])) == 3


def test_french_quotation_marks():
    assert split("« Nous venons. » Il partit.") == ["« Nous venons. »", "Il partit."]


@pytest.mark.parametrize(
    "text", ["It closed at 5 p.m. on Friday.", "Er kam d.h. zu spät.", "Lang et al. say so.", "Sra. López y Ud. vienen."]
)
def test_further_abbreviations(text):
    assert split(text) == [text]


@pytest.mark.parametrize("width", [48, 60, 72, 100])
def test_a_text_set_in_lines_of_one_width_has_the_sentences_of_the_same_text_in_long_lines(samples, width):
    for name in ("harvest", "museum", "meeting-customs"):
        paragraphs = clean(samples[name]).split("\n")
        wrapped = "\n".join(textwrap.fill(paragraph, width) for paragraph in paragraphs)
        assert split(wrapped) == split("\n".join(paragraphs)), name


def test_lines_that_are_not_set_in_one_width_stay_apart():
    rows = ["Those who came to the talks", "Khamsouk Phetsavanh", "Liang Wenzhao", "Marta Kovelli"]
    assert split("\n".join(rows)) == rows


@pytest.mark.parametrize(
    "rows",
    [
        ["Delegates of the three countries who came to the talks", "Khamsouk Phetsavanh", "Liang Wenzhao", "Marta Kovelli"],
        ["Delegates of the three countries who came to the talks", "Khamsouk Phetsavanh, Ministry of Public Works", "Ho", "Li"],
        ["A headline that is longer than all the lines below it", "The river rose overnight.", "Nobody was hurt."],
    ],
)
def test_the_longest_lines_of_a_list_stay_apart(rows):
    assert split("\n".join(rows)) == rows


def test_three_lines_of_one_width_are_one_sentence():
    text = "The minister opened a new bridge over the\nriver on Monday and about two thousand people\ncame to see it."
    assert split(text) == [text.replace("\n", " ")]


@pytest.mark.parametrize("part", ["A. ", "Mr. ", "3. a ", "x", ". ", "» ", ".» ", "។", "。”", "a\n", "5 p.m. b ", "!", "~\n", "- "])
def test_any_text_costs_linear_time(part):
    start = time.process_time()
    split("Start " + part * (300_000 // len(part)))
    assert time.process_time() - start < 2


def test_a_long_run_without_full_stops_is_cut_at_spaces(story):
    thai = " ".join([story["th"].replace(".", "")] * 20)
    pieces = split(thai)
    assert max(map(len, pieces)) <= LONGEST and min(map(len, pieces)) >= LONGEST // 4
    assert " ".join(pieces) == thai


def test_a_run_without_spaces_is_cut_too():
    assert [len(piece) for piece in split("ຂ" * (2 * LONGEST + 5))] == [LONGEST, LONGEST, 5]


TEXTS = st.lists(
    st.sampled_from([*"a5.!?…。”“’)  \n។॥", "Mr.", "U.S.", "Bc", "3.5", "老挝", "ถ" * 700, "word " * 9])
    | st.text(st.characters(codec="utf-8"), max_size=5),
    max_size=20,
).map("".join)


@given(TEXTS)
@example("Mr. \nX.” \n Y")
def test_no_letter_and_no_digit_is_lost(text):
    assert [c for c in "".join(split(text)) if c.isalnum()] == [c for c in text if c.isalnum()]


@given(TEXTS)
def test_every_sentence_has_a_letter_or_a_digit_and_stands_in_the_text_as_it_is(text):
    spaced = " ".join(clean(text).split())
    for sentence in split(clean(text)):
        assert any(map(str.isalnum, sentence))
        assert " ".join(sentence.split()).replace(" ", "") in spaced.replace(" ", "")


WORDS = st.lists(st.sampled_from(["rice", "Laos", "3.5", "a"]), min_size=1, max_size=5).map(" ".join)
DECORATION = st.text("-~*=_#.!•🎉 ", max_size=9)


@given(st.lists(st.tuples(DECORATION, WORDS, DECORATION), max_size=5))
def test_lines_of_marks_make_no_sentences(lines):
    plain = "\n".join(words for _, words, _ in lines)
    decorated = "\n".join(f"{before}\n{words}\n{behind}" for before, words, behind in lines)
    assert split(clean(decorated)) == split(plain)


def test_marks_between_the_lines_do_not_hide_how_wide_the_text_is_set():
    lines = ["The minister opened a new bridge over the", "river on Monday and about two thousand people", "came to see it."]
    assert split("\n".join(["=" * 70, *lines, "-" * 50])) == [" ".join(lines)]
    assert split("\n".join([lines[0], "* * *", lines[2], "***", lines[0]])) == [lines[0], lines[2], lines[0]]


@given(TEXTS)
def test_a_sentence_is_no_longer_than_the_limit_and_has_no_white_space_around_it(text):
    for sentence in split(clean(text)):
        assert 0 < len(sentence) <= LONGEST
        assert sentence == sentence.strip()


@given(st.lists(st.text("ab", min_size=1, max_size=3), max_size=50), st.integers(1, 12))
def test_segments_join_neighbours_and_lose_nothing(sentences, most):
    got = segments(sentences, most=most)
    assert len(got) <= most
    assert " ".join(got).split() == sentences
    assert len(sentences) > most or got == sentences


# Alignment: each similarity matrix is what the features make of two documents; links are (first, how many) on each side.

FLOOR = 0.25


def links_of(sim, one_two=None, two_one=None, weights=None) -> tuple[float, list[tuple[int, int, int, int]]]:
    """The gain and the links in order: first left, how many left, first right, how many right."""
    sim = np.array(sim, float)
    joined = [np.zeros_like(sim) if other is None else np.array(other, float) for other in (one_two, two_one)]
    left, right = weights or (np.ones(sim.shape[0]), np.ones(sim.shape[1]))
    links = np.empty((sum(sim.shape) + 1, 4), np.int64)
    gain, count = align(sim, *joined, left, right, FLOOR, links)
    return gain, [tuple(row) for row in links[:count][::-1].tolist()]


def test_equal_texts_are_linked_one_to_one():
    gain, links = links_of(np.eye(3))
    assert links == [(0, 1, 0, 1), (1, 1, 1, 1), (2, 1, 2, 1)]
    assert gain == pytest.approx(3 * 2 * (1 - FLOOR))


def test_a_sentence_without_counterpart_is_skipped():
    assert links_of([[0.9, 0, 0], [0, 0, 0], [0, 0, 0.9]])[1] == [(0, 1, 0, 1), (2, 1, 2, 1)]
    assert links_of(np.full((2, 3), FLOOR - 0.01)) == (0.0, [])


def test_sentences_in_another_order_are_linked_only_as_far_as_they_rise():
    gain, links = links_of([[0, 0, 0.8], [0.9, 0, 0], [0, 0.9, 0]])
    assert links == [(1, 1, 0, 1), (2, 1, 1, 1)]


def test_one_sentence_against_two_is_one_link_where_the_two_together_fit_better():
    half = [[0.7, 0.7]]
    assert links_of(half, one_two=[[1.0, 0]])[1] == [(0, 1, 0, 2)]
    assert links_of(np.transpose(half), two_one=[[1.0], [0]])[1] == [(0, 2, 0, 1)]
    assert links_of(half, one_two=[[0.4, 0]])[1] == [(0, 1, 0, 1)]  # the first of equals


def test_long_sentences_weigh_more():
    crossed = [[0, 0.6], [0.6, 0]]
    long_first = (np.array([5.0, 1.0]), np.array([1.0, 5.0]))
    long_second = (np.array([1.0, 5.0]), np.array([5.0, 1.0]))
    assert links_of(crossed, weights=long_first)[1] == [(0, 1, 1, 1)]
    assert links_of(crossed, weights=long_second)[1] == [(1, 1, 0, 1)]


@st.composite
def similarities(draw):
    shape = draw(st.tuples(st.integers(1, 6), st.integers(1, 6)))
    matrix = arrays(float, shape, elements=st.floats(-1, 1, width=16))
    return draw(matrix), draw(matrix), draw(matrix)


@given(similarities())
def test_links_rise_stay_within_bounds_and_use_no_sentence_twice(matrices):
    sim = matrices[0]
    gain, links = links_of(*matrices)
    used_left = [i for first, many, _, _ in links for i in range(first, first + many)]
    used_right = [j for _, _, first, many in links for j in range(first, first + many)]
    assert used_left == sorted(set(used_left)) and used_right == sorted(set(used_right))
    assert all(0 <= i < sim.shape[0] for i in used_left) and all(0 <= j < sim.shape[1] for j in used_right)
    assert {(many, more) for _, many, _, more in links} <= {(1, 1), (1, 2), (2, 1)}


@given(similarities())
def test_the_gain_is_that_of_the_links_and_no_smaller_than_of_any_single_link(matrices):
    sim, one_two, two_one = matrices
    gain, links = links_of(sim, one_two, two_one)
    tables = {(1, 1): sim, (1, 2): one_two, (2, 1): two_one}
    parts = [(tables[many, more][i, j] - FLOOR) * (many + more) for i, many, j, more in links]
    assert gain == pytest.approx(sum(parts), abs=1e-6)
    assert all(part > 0 for part in parts)
    assert gain >= 2 * (sim.max() - FLOOR) - 1e-9


@given(similarities())
def test_swapping_the_sides_keeps_the_gain(matrices):
    sim, one_two, two_one = matrices
    assert links_of(sim, one_two, two_one)[0] == pytest.approx(links_of(sim.T, two_one.T, one_two.T)[0], abs=1e-6)
