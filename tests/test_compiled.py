"""Kernels where compiled code can be kept, and where it cannot."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
from typing import NamedTuple

import numpy as np
import pytest
from numba import njit

from dedup.by_address import by_address
from dedup.compiled import FIRST, announce, kernel

NO_FOLDER = "import numba.core.caching as caching; caching.CacheImpl._locator_classes = []"
SEARCH = """
import dedup
texts = ["The old ferry stops at noon on Sunday.", "the OLD ferry stops at noon on sunday", "Rain falls."]
print(dedup.find_duplicates(texts, find="near", keep="first").clusters.column("duplicate_of").to_pylist())
"""


def test_without_a_folder_for_compiled_code_it_is_compiled_anew():
    plain = "from numba import njit\ntry:\n njit(cache=True)(lambda x: x)\n print('kept')\nexcept RuntimeError: print('refused')"
    code = f"{NO_FOLDER}\n{plain}\n{SEARCH}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["refused", "[None, 0, None]"]


def test_other_errors_of_the_compiler_are_not_hidden():
    with pytest.raises(Exception, match="undefined_name"):
        kernel("int64(int64)")(lambda x: undefined_name)  # noqa: F821


@by_address
class Inner(NamedTuple):
    weight: np.ndarray
    count: int


@by_address
class Outer(NamedTuple):
    values: np.ndarray
    inner: Inner


@njit
def _weighted(record):
    return (record.values * record.inner.weight).sum() + record.inner.count


@njit
def _first(record):
    return record.values[:2], _weighted(record)


def _outer(values, weight, count):
    return Outer(np.array(values, np.float64), Inner(np.array(weight, np.float32), count))


def test_a_record_of_records_comes_whole_and_its_arrays_outlive_the_call():
    values, weighted = _first(_outer([1, 2, 3], [1, 0.5, 2], 4))
    gc.collect()
    assert values.tolist() == [1, 2] and weighted == 12
    assert _first(_outer([], [], 7))[1] == 7


def test_mapped_and_writable_arrays_need_one_compilation(tmp_path):
    np.arange(3.0).tofile(tmp_path / "values")
    mapped = np.memmap(tmp_path / "values", np.float64, "r")
    before = len(_weighted.signatures)
    for values in (np.arange(3.0), mapped):
        assert _weighted(Outer(values, Inner(np.ones(3, np.float32), 1))) == 4
    assert len(_weighted.signatures) <= max(1, before)


def test_a_record_leaves_nothing_behind():
    record = _outer([1, 2, 3], [1, 1, 1], 0)
    before = sys.getrefcount(record.values), sys.getrefcount(record.inner.weight)
    for _ in range(100):
        _weighted(record)
    assert (sys.getrefcount(record.values), sys.getrefcount(record.inner.weight)) == before


def test_what_is_not_an_array_of_a_kernel_is_refused():
    with pytest.raises(Exception, match="nosuch"):
        njit(lambda record: record.nosuch)(_outer([1], [1], 0))


def test_garbage_is_collected_again_after_compiling():
    assert gc.isenabled() and njit(lambda x: x + 3)(1) == 4 and gc.isenabled()


def test_what_is_compiled_is_announced_once():
    said: list[str] = []
    announce(said.append)
    assert njit(lambda x: x + 1)(1) == 2 and njit(lambda x: x + 2)(1) == 3
    assert said == [FIRST]


def test_a_first_run_says_that_it_compiles_and_a_quiet_one_does_not(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "The old ferry stops at noon."}\n{"text": "Rain falls."}\n')
    for options, said in ((["-q"], 0), ([], 1), ([], 0)):
        own = dict(os.environ, NUMBA_CACHE_DIR=str(tmp_path / f"cache{len(options)}"))
        run = [sys.executable, "-m", "dedup", "run", "a.jsonl", "-o", "out", "--find", "exact", *options]
        done = subprocess.run(run, cwd=tmp_path, env=own, capture_output=True, text=True)
        assert done.returncode == 0 and done.stderr.count(FIRST) == said
