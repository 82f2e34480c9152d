"""Group documents of equal normalised content, and put the contents into an order that does not depend on the input."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from dedup.data import Distinct, Packed

CHUNK = 1024  # places held as Python numbers at once


def digests(packed: Packed) -> np.ndarray:
    """128-bit BLAKE2b of every normalised text, line breaks as spaces: uint64 (documents, 2), big end first.

    In one thread: two would wait for each other at every text. As a kernel it would be twice as fast in each of them, and
    compile for a second.
    """
    out = bytearray()
    for first in range(0, packed.count, CHUNK):
        chunk = slice(first, first + CHUNK)
        places = zip(packed.start[chunk].tolist(), packed.stop[chunk].tolist(), strict=True)
        out += b"".join(_digest(packed.buffer[a:b]) for a, b in places)
    return np.frombuffer(out, ">u8").reshape(-1, 2).astype(np.uint64)


def _digest(text: np.ndarray) -> bytes:
    """A line broken elsewhere is not other content."""
    return hashlib.blake2b(text.tobytes().replace(b"\n", b" "), digest_size=16).digest()


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
