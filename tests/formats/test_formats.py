"""What the formats inside texts add goes; beside each stands something like it that must stay."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import formats
from dedup.normalise import clean, normalise

SAME = [
    # XML of any kind: what is closed, closes itself or has values in quotes
    ("<doc id='7'><s n='1'>The ferry stops.</s><s n='2'>Why?</s></doc>", "The ferry stops. Why?"),
    ("<TEI><text><w>The</w> <w>ferry</w><lb/> <w>stops</w></text></TEI>", "The ferry\nstops"),
    ('<?xml version="1.0"?><teiHeader><date>1901</date></teiHeader><ab>The ferry</ab>', "The ferry"),
    ("<note><![CDATA[The ferry]]></note>", "The ferry"),
    ('see <ref target="a.html">the map</ref> here', "see the map here"),
    ("<ent type='boat'>The ferry", "The ferry"),
    # escapes
    ("The ferry stops.\\n\\nA bridge\\nopens.", "The ferry stops.\nA bridge\nopens."),
    ('She said: \\"no\\".\\nHe said: \\"yes\\".\\nThen both left.', 'She said: "no".\nHe said: "yes".\nThen both left.'),
    ("caf\\u00e9 and \\ud83d\\ude00", "café and 😀"),
    ("The fer=\nry stops at no=\non, caf=C3=A9s open", "The ferry stops at noon, cafés open"),
    ("The =\nferry stops, caf=C3=A9s open", "The ferry stops, cafés open"),
    ("a &amp;#101; b &amp;amp;lt; c", "a e b < c"),
    # quoting of mail
    ("> The ferry stops.\n>\n> > Why?\n> It is old.", "The ferry stops.\nWhy?\nIt is old."),
    # words parted at a line's end, once the format between the halves is gone
    ("> The com-\n> mittee\n> sails.", "The committee\nsails."),
    ("The com-\\nmittee sails.\\nIt is old.\\nWhy?", "The committee sails.\nIt is old.\nWhy?"),
    ("1 The com-\n2 mittee\n3 sails", "The committee\nsails"),
    ("<html><body><p>The com-<br>mittee</p></body></html>", "The committee"),
    # light markup
    ("# Ferry\n\nThe **old** [ferry](https://example.org/a?b=1) ![](a.png) stops", "Ferry\nThe old ferry stops"),
    ("see [the map](maps/a.html#top), [it](/x) and [that](#y 'Y')", "see the map, it and that"),
    ("Ferry\n=====\nThe `old ferry <https://example.org>`_ stops", "Ferry\nThe old ferry stops"),
    ("one\n---\ntwo\n***\nthree", "one\ntwo\nthree"),
    ("| boat | time |\n|---|:-:|\n| ferry | noon |", "boat time\nferry noon"),
    ("1. one\n2. two\n3. three", "one\ntwo\nthree"),
    ("  0  The ferry\n  1  stops at\n  2  noon", "The ferry\nstops at\nnoon"),
    ("Ingredients\n1) salt\n2) oil\n3) rice\nMix all.", "Ingredients\nsalt\noil\nrice\nMix all."),
    # LaTeX
    ("\\section{Ferry}\\label{sec:f} The \\emph{old} ferry~\\cite[p. 3]{a} stops\\footnote{See \\textbf{b}.}", "Ferry The old ferry stops"),
    ("\\begin{document}\n\\item caf\\'e \\& M\\\"{u}ller, 5\\,\\%\n\\end{document}", "café & Müller, 5\\,%"),
    ("\\href{https://example.org}{the ferry} stops", "the ferry stops"),
    # forums and wikis
    ("[b]Ferry[/b] [url=https://example.org]stops[/url] [img]https://example.org/a.png[/img]", "Ferry stops"),
    ("[list][*]one[*]two[/list]", "one two"),
    ("== Ferry ==\n'''The [[boat|ferry]]''' [[File:a.jpg|thumb|x]]stops<ref name=\"a\">{{cite|b}}</ref>.", "Ferry\nThe ferry stops ."),
    ("[[Ferries]] {{infobox|a={{b|c}}}}stop [https://example.org here]", "Ferries stop here"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SAME)
def test_what_a_format_adds_goes(text, expected):
    assert clean(text) == expected
    assert normalise(pa.chunked_array([[text, f"{'x' * 300}\n{text}"]])).to_pylist() == [expected, clean(f"{'x' * 300}\n{text}")]


STAYS = [
    "British Petroleum <BP> and <BP.L> rose", "if a <b and c> d", "if a < b and c > d then 5 > 3",
    "std::vector<int> x; map<string, vector<T>> y; template <typename T = int> void f();", "List<String> names; see <stdio.h>",
    "write to <ann@example.org> or <https://example.org/a=b>", "</Bank of> and <Bank of>",
    "it lies in C:\\new\\table, not in D:\\n and \\\\server\\notes", "a regex \\d+\\n and \\w", "C:\\section{1} is a path", "x \\in A",
    "$\\frac{a}{b}$ and $x^2$", "printf(\"a\\n\");\nreturn 0;", "it matches \\bword\\b.",
    "const x =\n5; const y =\n6;", "a == b\nc != d", "x=1\ny=2", "2**3**4 and f(**args, **more)", "stars ** here ** there",
    "> 50 % of them agree", "a -> b --> c", "5 > 3", "he left --> see below",
    "[video games] and [it](p. 3) and f[i](x)", "the [minister](sic) said", "[](a.b) { return 1; }", "[x](int y)",
    "a[[1]] and if [[ -f x ]]", "[b] is a label", "[i] and [s] stay", "{{ user.name }} greets {{name}}", "rock 'n' roll, ''quoted''",
    "2019 12 m\n2020 13 m\n2021 14 m", "1 egg\n3 spoons\n2 cups", "10 May\n11 May\n12 May", "1. one\n2. two", "Room 1\n5 chairs\n6 tables",
    "the pipe | here\nand | there", "#hashtag\n#other", "at 10:30 --> 11:30", "9:00:00,000 people came", "---",
]  # fmt: skip


@pytest.mark.parametrize("text", STAYS)
def test_code_mathematics_and_prose_stay(text):
    assert clean(text) == text


FRAGMENTS = st.sampled_from(
    "a 1 0. 1. 2. 3) > >> # | |- = == === - -- --- * ** *** \\ \\n \\\\ \\emph{ \\section{ } { {{ }} [[ ]] [ ] ]( ) (#x) /x `_ ` < > "
    "<w> </w> <w/> <x a='1'> </x> </ <? ?> <![CDATA[ ]]> <ref> </ref> <html> <body> <pre> <!doctype [b] [/b] [url=x] [/url] [*] ''' "
    "https:// \\u0031 \\u003c =\n =C3=A9 WEBVTT NOTE 00:00:01,000 --> 00:00:02,000 &lt; &amp; [http://x é ² ~ \\' ! : C:".split(" ")
) | st.sampled_from(["\n", " ", "\n\n", "\n1 ", "\n> ", "b-\n", "-\n", "\u00ac\na", "00:00:01.000 --> 00:00:02.000\n"])
MIXED = st.lists(FRAGMENTS | st.text("ab 12.\n", max_size=4), max_size=14).map("".join)


@given(MIXED)
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


@given(st.lists(MIXED, max_size=5), st.integers(0, 80))
def test_the_look_at_bytes_passes_over_nothing_that_changes(texts, before):
    shifted = [f"{'a' * before}{gap}{text}" for text in texts for gap in ("", "\n")]
    assert normalise(pa.chunked_array([pa.array(shifted, pa.string())])).to_pylist() == [clean(text) for text in shifted]


@given(MIXED)
def test_a_text_that_may_hold_nothing_holds_nothing(text):
    text = clean(text)
    assert formats.plain(text) == text
    even = text.replace("<", "").replace("=", "")
    assert formats.may_hold(even) or formats.plain(even) == even


@pytest.mark.parametrize(
    "opening", ["<", "<a", "<w>", "<a b='", "[a](", "[[a|", "{{a", "\\emph{", "=\n", "\n> ", "**a", "\n1. ", "00:00 --> ", "<html><a "]
)
def test_much_of_one_kind_comes_to_an_end(opening):
    text = clean(opening * (100_000 // len(opening)))
    assert clean(text) == text


def test_numbers_are_taken_from_lines_in_columns_too():
    texts = [f"{'word ' * k}\n0. a\n1. b\n2. c" for k in range(70)]
    assert normalise(pa.chunked_array([texts])).to_pylist() == [f"{'word ' * k}\na\nb\nc".strip().replace(" \n", "\n") for k in range(70)]
    assert len(np.unique(normalise(pa.chunked_array([texts])).to_pylist())) == 70
