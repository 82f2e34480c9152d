"""The form that texts are compared in. Beside each thing that must go stands something like it that must stay."""

from __future__ import annotations

import html.entities
import sys
import time
import unicodedata

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.normalise import EITHER, STABLE, _may_have_either, clean, elements, kinds, normalise, packed, shortcodes
from dedup.untidy import look

GOES_AND_STAYS = [
    # markup goes; comparisons, tickers and angle brackets of other kinds stay
    ("<p>One.</p><p>Two.</p>", "One.\nTwo."),
    ('an <a href="x.html" class="y">old</a> ferry', "an old ferry"),
    ("one<br/>two<BR>three", "one\ntwo\nthree"),
    ("it <b>must</b> stay", "it must stay"),
    ("<!-- hidden\nremark -->seen", "seen"),
    ("<script>var x = 1 < 2;</script>seen<style>p { color: red }</style>", "seen"),
    ("if a < b then b > a", "if a < b then b > a"),
    ("<input type=checkbox checked> <video controls> <script async src='x'></script> yes <p >", "yes"),
    ("[video src='a.mp4'] [video] [vc_row] [gallery ids=1 /] yes", "yes"),
    ("British Petroleum Co Plc <BP> and <BP.L> rose", "British Petroleum Co Plc <BP> and <BP.L> rose"),
    ("write to <ann@example.org> or see <https://example.org>", "write to <ann@example.org> or see <https://example.org>"),
    ("temperatures <5 and >30, I <3 rice", "temperatures <5 and >30, I <3 rice"),
    ("an open <a and no end", "an open <a and no end"),
    # shortcodes of content systems go; footnotes, remarks and lists in square brackets stay
    ("[ad_1]\nXi Jinping talks by phone", "Xi Jinping talks by phone"),
    ('[gallery ids="1,2"]A view[/gallery] [vc_row el="x"]text[/vc_row]', "A view text"),
    ("[caption id=3 width=300]The new bridge[/caption]", "The new bridge"),
    ("as shown before [1] and by Ho [2, 3]", "as shown before [1] and by Ho [2, 3]"),
    ("he said [sic] that [the minister] would come [...]", "he said [sic] that [the minister] would come [...]"),
    ("[Xinhua] [a] [advert] [audiobook]", "[Xinhua] [a] [advert] [audiobook]"),
    # character references become what they stand for; a plain ampersand stays
    ("Caf&eacute; &amp; bar &#8211; open", "Café & bar – open"),
    ("AT&T, R&D, Q&A; fish & chips", "AT&T, R&D, Q&A; fish & chips"),
    # one form of Unicode; case, accents and the letters of other scripts stay
    ("Cafe\u0301 ﬁne ２０２０ ﾊﾝ", "Café fine 2020 ハン"),
    ("Straße ÉTÉ 老挝 ລາວ", "Straße ÉTÉ 老挝 ລາວ"),
    # what cannot be seen goes; the joiner that holds an emoji together stays
    ("\ufeffhy\u00adphen zero\u200bwidth \u200fmarks", "hyphen zerowidth marks"),
    ("a\x00b\x07c\x1bd", "a b c d"),
    ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    # a word parted at a line's end is one again; a compound keeps its hyphen, and other lines end where they did
    ("the commit-\ntee of the soci- \n ety", "the committee of the society"),
    ("Konzert\u2010\nhaus und insti\u00ad\ntution, ver¬\nwaltet", "Konzerthaus und institution, verwaltet"),
    ("hyphen-<br>ated by mark&shy;\nup", "hyphenated by markup"),
    ("an e-\nmail to a mother-in-\nlaw", "an e-mail to a mother-in-law"),
    ("a well-\nknown cook and a well-known baker", "a well-known cook and a well-known baker"),
    ("WASHINGTON-\nThe senate, aged 3-\nyear and -\nwell", "WASHINGTON-\nThe senate, aged 3-\nyear and -\nwell"),
    # the half-space of Persian parts words; between other letters it only keeps their shapes apart
    ("می\u200cتوانند کتاب\u200cها", "می توانند کتاب ها"),
    ("Auf\u200clage", "Auflage"),
    # white space becomes one space or one line break
    ("  one \t two\u00a0\u3000three\r\n\r\n \n four  ", "one two three\nfour"),
    ("", ""),
    (" \n\t ", ""),
]


@pytest.mark.parametrize(("text", "expected"), GOES_AND_STAYS)
def test_what_goes_and_what_stays(text, expected):
    assert clean(text) == unicodedata.normalize("NFC", expected)


def test_a_word_is_not_glued_to_its_neighbour_where_markup_was():
    assert clean("one</td><td>two</td><li>three") == "one two\nthree"


LETTERS = st.sampled_from("ab-  \n\t\u200c\u00ad\u2010یم\u00a0\u3000.,;!#]/_1\x00e\u0301ﬁ２é老ລ👍\u200d")
TEXTS = st.text(LETTERS | st.characters(categories=["L", "N"]), max_size=20)
DEBRIS = st.sampled_from(
    [
        "<p>", "</p>", "<br/>", "<b class='x'>", "<b", " id", "=", ">", "<!--", "-->", "<script>", "</script", "<", "<BP>", "[1]", "[ad_1]",
        "[ad", "]", "[/caption]", "&amp;", "&lt;", "&", "amp;", "#60;", "&#x301;", "&shy;", "&nbsp;", "&#8203;", "\u2028", "\x85", "\ufe0f",
        "\uff1c", "\u0338", "a-\nb", "ad-\n", "-\n", "\n",
    ]
)  # fmt: skip
MIXED = st.lists(TEXTS | DEBRIS, max_size=12).flatmap(lambda parts: st.sampled_from([" ", ""]).map(lambda gap: gap.join(parts)))


@given(MIXED)
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("text", ["&" + "amp;" * 40 + "lt;b>", "[ad " * 40 + "]" * 40, "<b a=" * 40 + ">" * 40, "&" + "lt;" * 40 + "b>"])
def test_debris_nested_deeper_than_anyone_writes_keeps_no_bracket(text):
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("text", ["&lt;b&gt;bold", "&amp;amp;", "[ad [ad_1]]", "<\u200bb>bold", "&amp;lt;p&gt;"])
def test_cleaning_twice_changes_nothing_where_debris_is_nested(text):
    assert clean(clean(text)) == clean(text)


def test_no_normal_form_brings_in_what_has_to_go():
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        assert EITHER.search(character) or not EITHER.search(unicodedata.normalize("NFKC", character)), hex(code)


def test_an_accent_behind_an_invisible_character_joins_its_letter():
    assert clean("cafe\u200b\u0301") == "café"


@pytest.mark.parametrize("control", ["\x7f", "\x80"])
def test_control_characters_above_the_letters_go_too(control):
    assert clean(f"a{control}b") == "a b"


@pytest.mark.parametrize("text", ["if a <b and c> d", "[ad hoc] talks", "she has [video games] and [audio books]", "[Video] is a label"])
def test_words_that_are_no_attributes_stay(text):
    assert clean(text) == text


@pytest.mark.parametrize(
    "opening",
    [
        "<script>", "<!--", "<script", "<style ", "<p ", "<b a=", "[ad a=", "[vc_", "&#1", "&amp", "<", "</script ", "<b\t", " \n",
        "<script></script", "-", "&lt;!--", "<b" + " " * 50, "a-\n",
    ],
)  # fmt: skip
def test_openings_without_an_end_cost_linear_time(opening):
    start = time.process_time()
    clean(opening * (60_000 // len(opening)))
    assert time.process_time() - start < 0.5


def test_many_empty_lines_behind_a_hyphen_come_to_an_end():
    assert clean("a-" + "\n \n" * 50_000 + ".") == "a-\n."


def test_scripts_and_comments_without_an_end_take_no_text_with_them():
    text = "<!-- a --> seen <!-- not closed <p>also seen <script>x</script> last <script>open"
    assert clean(text) == "seen <!-- not closed\nalso seen last open"


def test_a_reference_to_a_character_beyond_all_numbers():
    assert clean("a &#" + "1" * 5000 + "; b") == "a \ufffd b"


@given(st.lists(st.none() | TEXTS | MIXED | st.text("ab <>[]&/\n ", max_size=12), max_size=8))
def test_a_column_is_cleaned_like_its_texts_one_by_one(texts):
    """`normalise` passes over texts that a search holds to be clean; it must be right about them."""
    assert normalise(pa.chunked_array([pa.array(texts, pa.string())])).to_pylist() == [clean(text or "") for text in texts]


NAMES = st.sampled_from("ad audio caption vc_ vc ad_ Ad_1 it_2 its p P h1 td IBM Bank script STYLE blockquote amp lt nbsp Sigma S".split())
FRAGMENTS = st.sampled_from("[ ] [/ < </ > <! & &# ; = _ 1 2 / - — é ² 老 \u0301 \u200b 👍".split() + [" ", "\n", "id=3", "plain words "])
BRACKETED = st.lists(NAMES | FRAGMENTS, max_size=12).map("".join)


@given(st.lists(BRACKETED, max_size=6), st.integers(0, 300))
def test_brackets_that_make_markup_are_found_wherever_they_stand(texts, before):
    """The search passes over long stretches at once: a mark may stand at any place of them, or across their end."""
    shifted = ["a" * before + text for text in texts] + ["a" * before + text + "b" * 300 for text in texts]
    assert normalise(pa.chunked_array([pa.array(shifted, pa.string())])).to_pylist() == [clean(text) for text in shifted]


@pytest.mark.parametrize(
    ("text", "looked_at"),
    [
        ("[it said] it [for] [Xinhua] [2] [video]", True), ("[it said] it [for] [Xinhua] [adhoc [2] [", False), ("so [a_1]", True),
        ("so [/verylongnameofashortcode_1]", True), ("a <b and", True), ("<IBM> and </Bank of> a <b", False),
        ("<BR>", True), ("<!-- -->", True),
        ("S&P, R & D &", False), ("&amp", True), ("&#1", True), ("déjà — «vu»", False), ("10 km²", True),
    ],
)  # fmt: skip
def test_only_what_may_change_is_looked_at_one_by_one(text, looked_at):
    contents = packed(pa.array([text, "x" * 400 + text], pa.large_string()))
    looks = look(contents, kinds=kinds(), elements=elements(), shortcodes=shortcodes())
    assert (looks > 0).tolist() == [looked_at] * 2


def test_columns_in_chunks_of_any_string_type_and_without_rows():
    chunks = pa.chunked_array([["a  b"], [], [None, "<p>c"]], pa.large_string())
    assert normalise(chunks).to_pylist() == ["a b", "", "c"]
    assert normalise(pa.chunked_array([], pa.string())).to_pylist() == []


def test_the_columns_own_bytes_are_packed_without_a_copy():
    texts = normalise(pa.chunked_array([["老挝", "", "Laos"]]))
    contents = packed(texts)
    assert contents.texts(np.arange(3)) == ["老挝", "", "Laos"]
    assert contents.buffer.__array_interface__["data"][0] == texts.buffers()[2].address
    assert (contents.start.tolist(), contents.stop.tolist()) == ([0, 6, 6], [6, 6, 10])
    sliced = packed(texts.slice(1))
    assert (sliced.start.tolist(), sliced.stop.tolist()) == ([6, 6], [6, 10])


def test_a_column_of_empty_texts_can_be_packed():
    assert packed(normalise(pa.chunked_array([["", ""]]))).stop.tolist() == [0, 0]
    assert packed(normalise(pa.chunked_array([], pa.string()))).count == 0


def test_the_scripts_taken_as_plain_throughout_are_so():
    stable = [chr(code) for first, last in STABLE for code in range(first, last + 1)]
    assert all(unicodedata.is_normalized("NFKC", c) and not unicodedata.combining(c) and clean(f"a{c}") == f"a{c}" for c in stable)
    assert all(kinds()[ord(c)] for c in "\u3099\u0301\u200b\u00a0\uff21")


@pytest.mark.parametrize("text", ["a <P>b", "a </DIV >b", "x <BlockQuote>b", "a <figcaption>b", "<h2>b", "a<br", "<p"])
def test_elements_are_found_in_a_column_whatever_their_case(text):
    assert normalise(pa.chunked_array([[text]])).to_pylist() == [clean(text)]


def test_every_character_reference_is_found_in_a_column_and_a_single_letter_is_none():
    texts = [text for name in html.entities.html5 for text in (f"a &{name} b", f"&{name}", f"x&{name}")]
    assert normalise(pa.chunked_array([texts])).to_pylist() == [clean(text) for text in texts]
    assert clean("S&P, AT&T, Q&A; R&D") == "S&P, AT&T, Q&A; R&D"


def test_what_may_not_be_printed_is_looked_for_before_controls_and_invisible_characters():
    odd = [chr(code) for code in range(0x110000) if EITHER.match(chr(code))]
    assert len(odd) > 300
    assert all(_may_have_either(f"a{one}b") for one in odd)
    assert not _may_have_either("Plain words,\nfür alle 他们.")
