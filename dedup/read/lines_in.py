"""Where the lines of a block lie, and whether they are safe to parse.

As kernels: each small step of numpy would hand Python's lock back, and wait for it while a thread cleans texts.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import types

from dedup.compiled import bytes_in, i64_in, kernel

STRIDE = 240  # bytes looked at together by vector instructions; a byte is enough to count in
PART = 16 << 20  # bytes looked through in one call


def line_feeds(data: np.ndarray) -> np.ndarray:
    """Where the line feeds are in some bytes, int64."""
    out = np.empty(min(len(data), PART), np.int64)  # of which only what is written to takes memory
    parts = range(0, len(data), PART)
    return np.concatenate([out[:0], *(out[: _line_feeds(data[first : first + PART], out)] + first for first in parts)])


@kernel(types.int64(bytes_in, types.int64[::1]))
def _line_feeds(data: Any, out: Any) -> int:
    """Write the places of line feeds to `out`; returns how many there are."""
    k = 0
    for first in range(0, len(data), STRIDE):
        part, found = data[first : first + STRIDE], np.uint8(0)
        for i in range(len(part)):
            found |= np.uint8(part[i] == 10)
        for i in range(len(part) if found else 0):
            out[k] = first + i
            k += part[i] == 10
    return k


@kernel(types.int64(bytes_in, i64_in, i64_in))
def most_brackets(data: Any, starts: Any, ends: Any) -> int:
    """The most opening brackets, [ and {, in any of the lines that start and end at these places."""
    most = 0
    for line in range(len(starts)):
        count = 0
        for first in range(starts[line], ends[line], STRIDE):
            part, found = data[first : min(first + STRIDE, ends[line])], np.uint8(0)
            for i in range(len(part)):
                found = np.uint8(found + np.uint8((part[i] | np.uint8(32)) == 123))
            count += found
        most = max(most, count)
    return most
