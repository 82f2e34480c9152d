"""Group documents of equal normalised content, and put the contents into an order that does not depend on the input."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from dedup import blake
from dedup.candidates.minhash import spread
from dedup.data import Distinct, Packed

CHUNK = 256  # texts a task: small enough for two workers to end together, large enough to amortise the call


def digests(packed: Packed, *, workers: int = 1) -> np.ndarray:
    """128-bit BLAKE2b of every normalised text, line breaks as spaces: uint64 (documents, 2), big end first."""
    out = np.empty((packed.count, 2), np.uint64)

    def digest(first: int) -> None:
        part = slice(first, first + CHUNK)
        blake.digests(packed.buffer, packed.start[part], packed.stop[part], out[part])

    spread(digest, packed.count, workers=workers, chunk=CHUNK)
    return out.byteswap()


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
