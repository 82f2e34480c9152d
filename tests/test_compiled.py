"""Kernels where compiled code can be kept, and where it cannot."""

from __future__ import annotations

import subprocess
import sys

import pytest

from dedup.compiled import kernel

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
