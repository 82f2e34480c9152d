"""Which document of a group stays: the policies of `--keep`, and that ties do not depend on the order of the input."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import keep, read
from dedup.errors import UsageError


def wanted(source, policy: str) -> list[str]:
    """The ids from the most to the least wanted."""
    corpus = read.read(source)
    rank = keep.preference(corpus, policy)(np.arange(len(corpus))).tolist()
    assert sorted(rank) == list(range(len(rank)))  # no two are equal
    return [corpus.ids[row] for row in sorted(range(len(rank)), key=rank.__getitem__)]


def documents(column: str, values: dict) -> list[dict]:
    return [{"id": id, "text": "some words", column: value} for id, value in values.items()]


def test_longest_counts_characters_and_not_bytes():
    texts = {"a": "雨雨雨", "b": "rain", "c": None, "d": ""}
    assert wanted([{"id": id, "text": text} for id, text in texts.items()], "longest") == ["b", "a", "c", "d"]


@pytest.mark.parametrize("type_", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())])
def test_longest_of_any_kind_of_text(type_):
    texts = pa.array(["rain", "ferryman", None]).cast(type_)
    assert wanted(pa.table({"id": ["a", "b", "c"], "text": texts}), "longest") == ["b", "a", "c"]


def test_documents_of_nothing_at_all():
    nothing = [{"id": "b", "text": None, "date": None}, {"id": "a", "text": None, "date": None}]
    assert wanted(nothing, "longest") == wanted(nothing, "newest") == ["a", "b"]


def test_first_is_the_order_of_the_input():
    assert wanted([{"id": id, "text": "x" * n} for n, id in enumerate("cab")], "first") == ["c", "a", "b"]


@pytest.mark.parametrize("column", ["date", "published", "Created_At", "timestamp"])
def test_newest_looks_for_a_column_with_a_date(column):
    days = {"a": "2024-02-28", "b": "2024-03-01", "c": None, "d": "2023-12-31T23:59"}
    assert wanted(documents(column, days), "newest") == ["b", "a", "d", "c"]


def test_newest_of_real_dates():
    days = pa.array([dt.datetime(2024, 3, 1, 8), None, dt.datetime(2024, 3, 1, 9)], pa.timestamp("ms", "UTC"))
    assert wanted(pa.table({"id": ["a", "b", "c"], "text": ["x", "x", "x"], "updated": days}), "newest") == ["c", "a", "b"]


@pytest.mark.parametrize(
    ("values", "order"),
    [
        ({"a": 2, "b": 10, "c": None}, "bac"),
        ({"a": 2.5, "b": float("nan"), "c": float("-inf")}, "acb"),  # not a number is a missing value
        ({"a": "2", "b": "10", "c": None, "d": " "}, "bacd"),  # text that is all numbers counts as numbers
        ({"a": "2", "b": "10", "c": "n/a"}, "cab"),  # other text in the order of text
        ({"a": "2024-01-02T23:30:00-02:00", "b": "2024-01-03T01:00:00Z", "c": None}, "abc"),
        ({"a": False, "b": True, "c": None}, "bac"),
        ({"a": b"\x01", "b": b"\xff", "c": None}, "bac"),
    ],
)
def test_a_field_counts_by_its_own_order_and_a_missing_value_comes_last(values, order):
    assert wanted(documents("grade", values), "field:grade") == list(order)


def test_a_function_says_what_a_document_is_worth():
    values = {"a": 2, "b": 10, "c": None, "d": 10}
    assert wanted(documents("grade", values), lambda row: row["grade"]) == ["b", "d", "a", "c"]
    assert wanted(documents("grade", values), lambda row: row["id"]) == ["d", "c", "b", "a"]
    with pytest.raises(UsageError, match="^the function keep returned values that have no order: '<' not supported"):
        wanted(documents("grade", values), lambda row: row["grade"] if row["id"] == "a" else row["id"])
    for nothing in (lambda row: None, lambda row: {}, lambda row: np.arange(2)):
        with pytest.raises(UsageError, match=r"^the function keep returned .* \(it is given the columns of one document, a dict, and"):
            wanted(documents("grade", values), nothing)


def test_a_field_of_categories():
    grades = pa.array(["good", "poor", None, "good"]).dictionary_encode()
    assert wanted(pa.table({"id": list("dcba"), "text": ["x"] * 4, "grade": grades}), "field:grade") == ["c", "a", "d", "b"]


def test_ties_go_to_the_smaller_id_as_text():
    assert wanted(documents("grade", {"9": 1, "10": 1, "b": 1, "a": 1}), "field:grade") == ["10", "9", "a", "b"]


def test_a_column_that_is_not_there():
    with pytest.raises(UsageError, match=r"^--keep: no column 'grade' \(the columns are id, text, note\)$"):
        wanted(documents("note", {"a": 1}), "field:grade")
    with pytest.raises(UsageError, match=r"^--keep newest: no column with a date \(name it: --keep field:NAME; "):
        wanted(documents("note", {"a": 1}), "newest")


def test_a_column_without_an_order():
    with pytest.raises(UsageError, match=r"^--keep: values of type list<.*> have no order \(name a column of numbers, dates or text\)$"):
        wanted(documents("tags", {"a": ["x"], "b": []}), "field:tags")


DOCUMENTS = st.dictionaries(st.text("abc", min_size=1, max_size=3), st.one_of(st.none(), st.integers(-3, 3)), min_size=1, max_size=9)


@given(DOCUMENTS, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(values, rng):
    shuffled = dict(rng.sample(list(values.items()), len(values)))
    assert wanted(documents("grade", shuffled), "field:grade") == wanted(documents("grade", values), "field:grade")
    assert wanted(documents("grade", shuffled), "longest") == sorted(values)


@given(DOCUMENTS)
def test_it_is_the_order_of_sorted(values):
    expected = sorted(values, key=lambda id: (values[id] is None, -(values[id] or 0), id))
    assert wanted(documents("grade", values), "field:grade") == expected


def test_newest_takes_no_order_of_letters_for_an_order_of_days():
    with pytest.raises(UsageError, match=r"^--keep newest: 'date' has values that are no dates like 2024-12-31 \(write them so, or"):
        wanted(documents("date", {"a": "9/1/2024", "b": "12/31/2024"}), "newest")
    assert wanted(documents("date", {"a": "9/1/2024", "b": "12/31/2024"}), "field:date") == ["a", "b"]
