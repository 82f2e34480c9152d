"""Kernels where compiled code can be kept, and where it cannot."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from numba import njit

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
