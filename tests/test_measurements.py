"""Measurements are asked like the array that they stand for, in whatever order and parts they are held."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup import measurements
from dedup.measurements import Measurements

STEPS = st.lists(st.tuples(st.sampled_from(["and", "take", "replaced"]), st.integers(0, 6)), max_size=5)


def changed(held: Measurements, array: np.ndarray, step: str, size: int) -> tuple[Measurements, np.ndarray]:
    """One of the three changes, to the measurements and to the array."""
    new = np.random.default_rng(size).random((size, array.shape[1]))
    if step == "and":
        return held.and_these(measurements.of(new)), np.concatenate((array, new))
    if step == "take":
        rows = np.random.default_rng(size).permutation(len(array))[size:]
        return held.take(rows), array[rows]
    rows = np.arange(len(array))[-size:] if size else np.empty(0, np.int64)
    array = array.copy()
    array[rows] = new[: len(rows)]
    return held.replaced(rows, measurements.of(new[: len(rows)])), array


@given(STEPS)
def test_they_are_asked_like_an_array(steps):
    array = np.arange(24.0).reshape(8, 3)
    held = measurements.of(array)
    for step, size in steps:
        held, array = changed(held, array, step, size)
    assert held.shape == array.shape and len(held) == len(array)
    some, most = np.arange(len(array))[::2], np.arange(len(array)) > 1
    for key in (slice(None), slice(1, 4), some, most, (slice(None), 1), (slice(None), slice(2)), (some, 2)):
        np.testing.assert_array_equal(held[key], array[key])
    for k in range(len(array)):
        assert held[k].tolist() == array[k].tolist() and held[k, 1] == array[k, 1]


def test_what_they_are_made_of_is_left_alone():
    array = np.zeros((2, 2))
    held = measurements.of(array).replaced(np.array([1]), measurements.of(np.ones((1, 2))))
    held[:][0] += 1
    assert held[:].tolist() == [[0, 0], [1, 1]]
    assert not array.any()


@pytest.mark.parametrize("rows, in_file", [(0, False), (10, False), (100_000, True)])
def test_only_a_large_table_lies_in_a_file_of_its_own(tmp_path, rows, in_file):
    tables = [measurements.table(rows, 3, tmp_path) for _ in range(2)]
    assert all(table.shape == (rows, 3) and table.flags.writeable for table in tables)
    assert len(list(tmp_path.iterdir())) == 2 * in_file and measurements.table(rows, 3, None).shape == (rows, 3)
    for number, table in enumerate(tables):
        table[:] = number
    assert not tables[0].any() and tables[1].all()


def test_blocks_are_all_pairs_once(monkeypatch):
    monkeypatch.setattr(measurements, "BLOCK", 4)
    assert [(some.start, some.stop) for some in measurements.blocks(9)] == [(0, 4), (4, 8), (8, 9)]
    assert list(measurements.blocks(0)) == []
