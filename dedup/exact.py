"""Group documents of equal normalised content, and put the contents into an order that does not depend on the input."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numba import njit

from dedup.candidates.minhash import spread
from dedup.data import Distinct, Packed

CHUNK = 1024  # texts folded at a time: memory that stays in the cache, where a copy of the collection would cost seconds


@njit(nogil=True, cache=True)
def _fold_spaces(buffer: Any, start: Any, stop: Any, first: int, last: int, out: Any, ends: Any) -> None:
    """Copy texts first..last with each run of white space as one space: a line broken elsewhere is not other content."""
    n = 0
    for d in range(first, last):
        space = True
        for p in range(start[d], stop[d]):
            c = buffer[p]
            if c == 32 or c == 10:
                if not space:
                    out[n] = 32
                    n += 1
                space = True
            else:
                out[n] = c
                n += 1
                space = False
        ends[d - first] = n


def digests(packed: Packed, *, workers: int = 1) -> np.ndarray:
    """128-bit BLAKE2b of every text's content, white space folded: uint64 (documents, 2), big end first."""
    out: dict[int, bytes] = {}
    sizes = packed.stop - packed.start

    def one(first: int) -> None:
        last = min(first + CHUNK, packed.count)
        folded, ends = np.empty(int(sizes[first:last].sum()) + 1, np.uint8), np.empty(last - first, np.int64)
        _fold_spaces(packed.buffer, packed.start, packed.stop, first, last, folded, ends)
        view: Any = memoryview(folded)  # type: ignore[arg-type]
        bounds = pairwise([0, *ends.tolist()])
        out[first] = b"".join(hashlib.blake2b(view[a:b], digest_size=16).digest() for a, b in bounds)

    spread(one, packed.count, workers=workers, chunk=CHUNK)
    return np.frombuffer(b"".join(out[first] for first in sorted(out)), ">u8").reshape(-1, 2).astype(np.uint64)


def group(packed: Packed, ids: Sequence[str], *, workers: int = 1) -> Distinct:
    """The distinct contents in the order of their digests.

    An empty document is equal to nothing, not even to another empty one: its digest is that of its id.
    Documents of equal content are represented by the one with the smallest id.
    """
    keys = digests(packed, workers=workers)
    for row in np.flatnonzero(packed.start == packed.stop).tolist():
        name = hashlib.blake2b(ids[row].encode(), digest_size=16, person=b"empty").digest()
        keys[row] = np.frombuffer(name, ">u8")
    order = np.lexsort((keys[:, 1], keys[:, 0]))
    ordered = keys[order]
    starts = np.flatnonzero(np.append(True, (ordered[1:] != ordered[:-1]).any(axis=1))[: len(keys)])
    member_of = np.empty(len(keys), np.int64)
    member_of[order] = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(keys)))
    return Distinct(_smallest_ids(order, starts, ids), member_of, ordered[starts])


def _smallest_ids(order: np.ndarray, starts: np.ndarray, ids: Sequence[str]) -> np.ndarray:
    """The row with the smallest id in each run of `order`, int64."""
    first, sizes = order[starts], np.diff(starts, append=len(order))
    for run in np.flatnonzero(sizes > 1).tolist():
        first[run] = min(order[starts[run] : starts[run] + sizes[run]].tolist(), key=lambda row: ids[row])
    return first
