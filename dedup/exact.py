"""Group documents of equal normalised content, and put the contents into an order that does not depend on the input."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import types

from dedup.candidates.minhash import bytes_in
from dedup.compiled import kernel
from dedup.data import Distinct, Packed

CHUNK = 1024  # places held as Python numbers at once


@kernel(types.void(bytes_in, types.uint8[::1]))
def _fold_lines(text: Any, out: Any) -> None:
    """Copy a text with each line break as a space: a line broken elsewhere is not other content."""
    for i in range(len(text)):
        out[i] = np.uint8(32) if text[i] == 10 else text[i]


def digests(packed: Packed) -> np.ndarray:
    """128-bit BLAKE2b of every normalised text, line breaks as spaces: uint64 (documents, 2), big end first.

    In one thread: two would wait for each other at every text.
    """
    room = np.empty(int((packed.stop - packed.start).max(initial=0)), np.uint8)
    out = bytearray()
    for first in range(0, packed.count, CHUNK):
        chunk = slice(first, first + CHUNK)
        places = zip(packed.start[chunk].tolist(), packed.stop[chunk].tolist(), strict=True)
        out += b"".join(_digest(packed.buffer[a:b], room[: b - a]) for a, b in places)
    return np.frombuffer(out, ">u8").reshape(-1, 2).astype(np.uint64)


def _digest(text: np.ndarray, room: np.ndarray) -> bytes:
    _fold_lines(text, room)
    return hashlib.blake2b(memoryview(room), digest_size=16).digest()  # type: ignore[arg-type]


def group(packed: Packed, ids: Sequence[str]) -> Distinct:
    """The distinct contents in the order of their digests.

    An empty document is equal to nothing, not even to another empty one: its digest is that of its id.
    Documents of equal content are represented by the one with the smallest id.
    """
    keys = digests(packed)
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
