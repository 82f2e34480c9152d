"""What `dedup compare` and `dedup names` print."""

from __future__ import annotations

from dedup.data import Evidence, FactConflict, NameMatch, Pair, SentenceLink
from dedup.write import terminal

EVIDENCE = Evidence(
    left_sentences=("Rain fell.", "Khamsouk Phetsavanh came on March 14."),
    right_sentences=("On March 15 came Kansu.", "It was wet.", "He left."),
    links=(SentenceLink((0,), (1,), 0.512), SentenceLink((1,), (0, 2), 0.75)),
    names=(NameMatch(("Khamsouk Phetsavanh", "Khamsouk"), ("Kansu",), 0.934),),
    conflicts=(FactConflict(1, 0, "March 14", "March 15"),),
    features={},
)
NOTHING = Evidence(("Rain fell.",), ("The museum opens.",), (), (), (), {})


def test_a_pair_with_all_there_is_to_say():
    assert terminal.pair(Pair("translation-variant", 0.98765, EVIDENCE), left="a.txt", right="b.txt").split("\n") == [
        "a.txt and b.txt: translation-variant, probability 0.988",
        "",
        "Names that match (1):",
        "  Khamsouk Phetsavanh, Khamsouk  =  Kansu  (0.93)",
        "",
        "Facts that differ in aligned sentences (1):",
        "  March 14  /  March 15  (sentences 2 and 1)",  # counted from one, as people do
        "",
        "Aligned sentences (2 of 2 and 3):",
        "  1 - 2  (0.51)",
        "      Rain fell.",
        "      It was wet.",
        "  2 - 1+3  (0.75)",
        "      Khamsouk Phetsavanh came on March 14.",
        "      On March 15 came Kansu. He left.",
    ]


def test_a_pair_with_nothing_in_common():
    shown = terminal.pair(Pair("distinct", 0.0004, NOTHING), left="a", right="b")
    assert shown == "a and b: distinct, probability 0.000\n\nAligned sentences (0 of 1 and 1):"


def test_long_sentences_are_cut_where_they_end_with_three_dots():
    length = terminal.CUT
    for words, shown in (("x" * length, "x" * length), ("x" * (length + 1), "x" * (length - 1) + "…")):
        evidence = Evidence((words,), ("y",), (SentenceLink((0,), (0,), 1.0),), (), (), {})
        assert terminal.pair(Pair("related", 0.2, evidence), left="a", right="b").split("\n")[-2] == "      " + shown


LONG = "The minister opened the new bridge over the river " * 6
WIDE = "部长星期一为一座新的跨河大桥剪彩" * 8


def lines_of(columns: int, **more) -> list[str]:
    evidence = Evidence((LONG,), (WIDE,), (SentenceLink((0,), (0,), 0.8),), EVIDENCE.names, EVIDENCE.conflicts, {})
    return terminal.pair(Pair("related", 0.2, evidence), left="a", right="b", columns=columns, **more).split("\n")


def test_lines_are_as_wide_as_the_terminal_and_nothing_is_lost():
    shown = lines_of(60)
    assert max(map(terminal._columns, shown)) <= 60 and max(map(terminal._columns, shown)) > 50
    text = "".join(shown).replace(" ", "")
    assert LONG.replace(" ", "") in text and WIDE in text
    assert all(line.startswith("      ") for line in shown if "bridge" in line or "部" in line)


def test_colours_only_where_they_are_wanted_and_none_from_the_texts():
    assert not any("\x1b" in line for line in lines_of(80)) and any("\x1b[" in line for line in lines_of(80, colours=True))
    evidence = Evidence(("A \x1b[31mred\x07 one",), ("b",), (SentenceLink((0,), (0,), 0.8),), (), (), {})
    shown = terminal.pair(Pair("related", 0.2, evidence), left="a\x1b]0;x", right="b")
    assert "\x1b" not in shown and "\x07" not in shown and "red" in shown


def test_names_with_their_other_spellings():
    rows = [
        dict(name="Khamsouk", aliases=[
            dict(text="Khamsouk", score=1.0, documents=["a"]), dict(text="Kansu", score=0.934, documents=["b", "c"]),
            dict(text="坎苏", score=0.9, documents=["d"]),
        ]),
        dict(name="Liang", aliases=[dict(text="Liang", score=1.0, documents=["a"]), dict(text="Lian", score=0.5, documents=["b"])]),
    ]  # fmt: skip
    assert terminal.names(rows) == "Khamsouk: Kansu (0.93, in 2), 坎苏 (0.90, in 1)\nLiang: Lian (0.50, in 1)"


def test_no_names():
    assert terminal.names([]) == "no person is spelled in several ways in documents that say the same"
