"""Figures of the page are no facts of its content; the same figures in a sentence are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.confirm.facts.figures import facts
from dedup.confirm.facts.furniture import without_furniture


def keys(sentence: str) -> list[str]:
    return sorted(key for key, _ in facts(sentence))


@pytest.mark.parametrize(
    "text",
    [
        "Last modified: 12 May 2021 by the webmaster",
        "This page was last updated on Monday, 3 May 2021 at 10:15 UTC.",
        "Updated 3 May 2021",
        "Published on 14/06/2023",
        "Posted: 3 hours ago",
        "By Ann Fielding, 12 May 2021 10:30 am",
        "Harbour news | Updated 3 May 2021 | Local",
        "Zuletzt geändert am 12. Mai 2021 um 10:30 Uhr",
        "Stand: 12.05.2021",
        "Von Max Muster, 12.05.2021",
        "Mis à jour le 3 mai 2021 à 10h30",
        "Par Jeanne Petit le 3 mai 2021",
        "Última actualización: 14 de junio de 2023",
        "Publicado em 14 de junho de 2023",
        "Обновлено 12 мая 2021 в 10:30",
        "Дата публикации: 12.05.2021",
        "发布时间：2021-05-03 10:00",
        "最終更新日: 2021年5月3日",
        "تاريخ النشر: ١٢ مايو ٢٠٢١",
        "प्रकाशित: 12 मई 2021",
        "최종수정 2021.05.03",
        "© 2024 Harbour Trust",
        "Copyright (c) 2001-2003 by the authors",
        "2019 © Harbour Trust",
        "fixed in fde7391ab4 and 0x1F40",
        "550e8400-e29b-41d4-a716-446655440000",
        "watch dQw4w9WgXcQ, order AB1234567",
        "see https://a.example/2021/05/03/x?id=77, www.a.example/7 or example.org/a/12",
        "write to bob99@mail.example",
        "00:01:02,500 --> 00:01:05,000",
        "00:05.000 --> 00:09.000",
        "00:12:03.250",
        "date: 2023-01-01T00:00:00Z",
        "as was shown [1], [2, 3] and (4)",
        "12. The committee met",
        "12.",
        "(3) The committee met",
        "3) the committee met",
        "17  the committee met",
        "Page 7 of 12",
        "see p. 7 and pp. 12-15",
        "siehe Seite 7",
        "第7页",
        "the s0ciety met in the f0rest",
    ],
)
def test_figures_of_the_page(text):
    assert keys(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The road is closed on 12 May 2021", ["d05-12", "y2021"]),
        ("Published on 12 May 2021, the report says that the harbour wall will not stand another winter.", ["d05-12", "y2021"]),
        ("By Monday, 12 May 2021 all must leave", ["d05-12", "y2021"]),
        ("12. Mai ist Feiertag", ["d05-12"]),
        ("17 people met", ["n17"]),
        ("the Copyright Act of 1976", ["y1976"]),
        ("a voyage of 7 days, 300 pages", ["n300", "n7"]),
        ("at 11:45 they had 2:1", ["n1", "n11", "n2", "n45"]),
        ("2023-01-01", ["d01-01", "y2023"]),
        ("Anna (42) and the act [1999]", ["n42", "y1999"]),
        ("第7章 共3次", ["n3", "n7"]),
        ("10000kWh in 1980s", ["n10000", "y1980"]),
        ("phone 4006381333931", ["n4006381333931"]),
        ("24 facades", ["n24"]),
        ("1986.", ["y1986"]),
        ("the high U.S. 1987 yield, A.P. 7", ["n7", "y1987"]),
        ("12. 05. 2021", ["d05-12", "y2021"]),
    ],
)
def test_figures_of_the_content(text, expected):
    assert keys(text) == expected


@given(st.text(st.sampled_from("0129abfAx:.-/@[]()|© \n第页") | st.characters(codec="utf-8"), max_size=40))
def test_a_text_keeps_its_length_and_what_is_no_blank(text):
    out = without_furniture(text)
    assert len(out) == len(text)
    assert all(new in (" ", old) for new, old in zip(out, text, strict=True))


@pytest.mark.parametrize("part", ["a", "1", "a1", "a.", "ab12", "00:", "[1", "| ", "by A ", "page 1"])
def test_a_long_run_of_one_piece_ends(part):
    text = "/@:" + part * (30_000 // len(part))
    assert len(without_furniture(text)) == len(text)
