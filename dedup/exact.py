"""Group documents of equal normalised content, and put the contents into an order that does not depend on the input."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence

import numpy as np
import xxhash

from dedup.data import Distinct, Packed

CHUNK = 1024  # places held as Python numbers at once
NAME_BYTES = 10  # of a digest, which name a group in the output: one chance in 10**8 of a clash among 10**8 texts


def group(packed: Packed, ids: Sequence[str]) -> Distinct:
    """The distinct contents in the order of their digests: XXH3, or BLAKE2b where two contents would share a name.

    XXH3 is faster, but somebody can make texts that it takes for equal. So what it calls equal is compared,
    and so are the digits that name groups. An empty document is equal to nothing, not even to another empty one: its digest
    is that of its id. Documents of equal content are represented by the one with the smallest id.
    """
    distinct = _grouped(packed, ids, _xxh3)
    return _grouped(packed, ids, _blake2b) if _clash(packed, distinct) else distinct


def digests(packed: Packed, digest: Callable[[bytes], bytes]) -> np.ndarray:
    """The 128-bit digest of every normalised text, line breaks as spaces: uint64 (documents, 2), big end first."""
    out = b"".join(map(digest, _contents(packed, np.arange(packed.count))))
    return np.frombuffer(out, ">u8").reshape(-1, 2).astype(np.uint64)


def _xxh3(content: bytes) -> bytes:
    return xxhash.xxh3_128_digest(content)


def _blake2b(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()


def _contents(packed: Packed, rows: np.ndarray) -> Iterator[bytes]:
    """The texts of these rows, their lines joined: a line broken elsewhere is not other content."""
    view: memoryview = memoryview(packed.buffer)  # type: ignore[arg-type]
    for first in range(0, len(rows), CHUNK):
        chunk = rows[first : first + CHUNK]
        for start, stop in zip(packed.start[chunk].tolist(), packed.stop[chunk].tolist(), strict=True):
            yield bytes(view[start:stop]).replace(b"\n", b" ")


def _grouped(packed: Packed, ids: Sequence[str], digest: Callable[[bytes], bytes]) -> Distinct:
    keys = digests(packed, digest)
    for row in np.flatnonzero(packed.start == packed.stop).tolist():
        name = hashlib.blake2b(ids[row].encode(), digest_size=16, person=b"empty").digest()
        keys[row] = np.frombuffer(name, ">u8")
    order = np.lexsort((keys[:, 1], keys[:, 0]))
    ordered = keys[order]
    starts = np.flatnonzero(np.append(True, (ordered[1:] != ordered[:-1]).any(axis=1))[: len(keys)])
    member_of = np.empty(len(keys), np.int64)
    member_of[order] = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(keys)))
    return Distinct(_smallest_ids(order, starts, ids), member_of, ordered[starts])


def _clash(packed: Packed, distinct: Distinct) -> bool:
    """Whether two different contents have one digest, or digests that name a group alike."""
    names = distinct.digest.astype(">u8").view(np.uint8)[:, :NAME_BYTES]
    if (names[1:] == names[:-1]).all(axis=1).any():
        return True
    first = distinct.first[distinct.member_of]
    copies = np.flatnonzero(first != np.arange(len(first)))
    return any(one != other for one, other in zip(_contents(packed, copies), _contents(packed, first[copies]), strict=True))


def _smallest_ids(order: np.ndarray, starts: np.ndarray, ids: Sequence[str]) -> np.ndarray:
    """The row with the smallest id in each run of `order`, int64."""
    first, sizes = order[starts], np.diff(starts, append=len(order))
    for run in np.flatnonzero(sizes > 1).tolist():
        first[run] = min(order[starts[run] : starts[run] + sizes[run]].tolist(), key=lambda row: ids[row])
    return first
