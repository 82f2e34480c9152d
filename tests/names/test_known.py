from __future__ import annotations

import pytest

from dedup.data import Mention
from dedup.errors import DataError
from dedup.names import known
from dedup.names.aliases import aliases


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("known.csv", 'name,alias,verdict\nXi Jinping,习近平,same\n"Wang, Yi",Wang Yi Ming,different\n'),
        ("known.tsv", "Xi Jinping\t习近平\tSame\n\nWang, Yi\tWang  Yi Ming \tdifferent\n"),
        (
            "known.jsonl",
            '{"name": "Xi Jinping", "alias": "习近平", "verdict": "same"}\n'
            '{"name": "Wang, Yi", "alias": "Wang Yi Ming", "verdict": "different", "note": 1}\n',
        ),
    ],
)
def test_each_format_gives_the_same_pairs(tmp_path, file, text):
    (tmp_path / file).write_text(text, encoding="utf-8-sig")
    assert known.read(tmp_path / file) == ([("Xi Jinping", "习近平")], [("Wang, Yi", "Wang Yi Ming")])


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("k.csv", "Ann,Anna,same\nBob,Rob\n", r"k\.csv:2: 2 cells instead of 3 \(each line needs"),
        ("k.csv", "Ann,Anna,maybe\n", r"k\.csv:1: 'maybe' is neither same nor different"),
        ("k.csv", "Ann,,same\n", r"k\.csv:1: an empty cell"),
        ("k.csv", 'Ann,"Anna,same\n', r"k\.csv:1: .*each line needs"),
        ("k.csv", "Ann,Ann,same\n", r"k\.csv:1: 'Ann' is given as its own alias"),
        ("k.csv", "Ann,Anna,same\nAnna,Ann,different\n", r"k\.csv:2: 'Anna' and 'Ann' are called both"),
        ("k.jsonl", '{"name": "Ann"}\n', r"k\.jsonl:1: not such an object"),
        ("k.jsonl", '{"name": 1, "alias": "b", "verdict": "same"}\n', r"k\.jsonl:1: an empty cell"),
        ("k.jsonl", "[" * 100_000 + "\n", r"k\.jsonl:1: not such an object"),
    ],
)
def test_a_bad_line_is_named_with_a_remedy(tmp_path, file, text, message):
    (tmp_path / file).write_text(text, encoding="utf8")
    with pytest.raises(DataError, match=message):
        known.read(tmp_path / file)


def test_a_file_that_is_missing_or_not_utf8_is_named(tmp_path):
    with pytest.raises(DataError, match="none.csv: cannot be read"):
        known.read(tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes(b"Andr\xe9,Andre,same\n")
    with pytest.raises(DataError, match="UTF-8"):
        known.read(tmp_path / "latin.csv")


def test_what_is_read_joins_and_parts_people(tmp_path):
    (tmp_path / "k.csv").write_text("Mark Twain,Samuel Clemens,same\n", encoding="utf8")
    documents = {0: [Mention(0, 0, 10, "Mark Twain")], 1: [Mention(0, 0, 14, "Samuel Clemens")]}
    assert aliases(documents, []) == []
    (entry,) = aliases(documents, [], same=known.read(tmp_path / "k.csv").same)
    assert {alias.text for alias in entry.aliases} == {"Mark Twain", "Samuel Clemens"}
