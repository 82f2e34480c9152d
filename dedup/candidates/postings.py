"""Which documents meet in the posting lists of their shingles, a part of the hashes at a time, so that memory is bounded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dedup.compiled import kernel
from dedup.progress import Step, counted, no_step

ENTRIES = 1 << 22  # postings sorted at once: 32 MB; made documents have about 130 each
ROWS = 1 << 13  # documents whose meetings are counted at once: made documents have about 250 each, together 16 MB
FULL = 8  # a posting list up to this length is paired in full; in longer ones each document meets its next neighbours


class Meetings(NamedTuple):
    """Meetings of two documents as left << 32 | right, int64, in parts of the hashes; `over` lists were too long.

    Of each part, parts[p][at[p][k] : at[p][k + 1]] are those whose left document is the k-th of every ROWS.
    """

    parts: list[np.ndarray]
    at: list[np.ndarray]
    over: int

    @property
    def groups(self) -> int:
        """How many times ROWS documents there are."""
        return len(self.at[0]) - 1 if self.at else 0

    def of(self, group: int) -> np.ndarray:
        """All meetings whose left document is of this group."""
        return np.concatenate([part[at[group] : at[group + 1]] for part, at in zip(self.parts, self.at, strict=True)])


def meet(
    hashes: np.ndarray, at: np.ndarray, counts: np.ndarray, *, cap: int, window: int, workers: int, folder: Path | None,
    step: Step = no_step,
) -> Meetings:  # fmt: skip
    """The meetings in every posting list of at most `cap` documents. `hashes`, `at`, `counts`: see `shared_shingles.Sample`.

    In lists longer than FULL a document meets the next `window` ones. Lists are told apart by the upper bits of the hash
    that leave room for the document's number (44 for a million documents), so that one fast sort orders both.
    """

    def one(number: int) -> tuple[np.ndarray, np.ndarray, int]:
        keys = np.sort(_keys(hashes, at, counts, bounds[number], bounds[number + 1], bits))
        ends, over = _count(keys, bits, cap, window, FULL, len(counts), ROWS)
        out = np.empty(ends[-1], np.int64)
        _write(keys, bits, cap, window, FULL, ROWS, ends[:-1].copy(), out)
        return stored([out], np.int64, folder, f"meetings-{number}"), ends, int(over)

    bits = max(len(counts) - 1, 1).bit_length()
    bounds = _bounds(hashes, max(workers, -(-len(hashes) // ENTRIES)))
    with ThreadPoolExecutor(max(workers, 1)) as pool, step("lists", total=len(bounds) - 1, unit="part") as bar:
        found = list(counted(pool.map(one, range(len(bounds) - 1)), bar))
    return Meetings([part for part, _, _ in found], [ends for _, ends, _ in found], sum(over for _, _, over in found))


def stored(parts: Iterable[np.ndarray], dtype: Any, folder: Path | None, name: str) -> np.ndarray:
    """The parts behind one another: in memory, or mapped from a new file of this name."""
    if folder is None:
        return np.concatenate([np.empty(0, dtype), *parts])
    with open(folder / name, "wb") as file:
        for part in parts:
            part.tofile(file)
    empty = (folder / name).stat().st_size == 0
    return np.empty(0, dtype) if empty else np.asarray(np.memmap(folder / name, dtype, "r"))


def parts(values: np.ndarray) -> Iterator[np.ndarray]:
    """The values a few million at a time, at least once: what is made of them goes to a file part by part."""
    for first in range(0, max(len(values), 1), ENTRIES):
        yield values[first : first + ENTRIES]


def _bounds(hashes: np.ndarray, parts: int) -> np.ndarray:
    """First hash of each of so many parts of about equal size, uint64, and the end of the last."""
    some = np.sort(hashes[:: max(1, len(hashes) // 65_536)])
    inner = some[np.arange(1, parts) * len(some) // parts] if len(some) else np.empty(0, np.uint64)
    return np.concatenate((np.zeros(1, np.uint64), np.unique(inner[inner > 0]), np.full(1, 2**64 - 1, np.uint64)))


@kernel()
def _keys(hashes: Any, at: Any, counts: Any, first: Any, end: Any, bits: int) -> Any:
    """Hash and number of the document in one value for each posting from `first` up to `end`, and `end` itself if the last."""
    last, shift = np.uint64(2**64 - 1), np.uint64(bits)
    out, used = np.empty(1024, np.uint64), 0
    for d in range(len(at)):
        own = hashes[at[d] : at[d] + counts[d]]
        low = np.searchsorted(own, first)
        high = len(own) if end == last else np.searchsorted(own, end)
        while used + high - low > len(out):
            out = np.concatenate((out, np.empty(len(out), np.uint64)))
        for i in range(low, high):
            out[used] = (own[i] >> shift << shift) | np.uint64(d)
            used += 1
    return out[:used]


@kernel()
def _count(keys: Any, bits: int, cap: int, window: int, full: int, total: int, rows: int) -> Any:
    """Where the meetings of each group of left documents will begin, int64 (groups + 1), and the number of lists too long."""
    ends, over, start = np.zeros(total // rows + 2, np.int64), 0, 0
    low = np.uint64((1 << bits) - 1)
    while start < len(keys):
        end = list_end(keys, start, bits)
        over += np.int64(end - start > cap)
        for x in range(start, end if end - start <= cap else start):
            ends[np.int64(keys[x] & low) // rows + 1] += min(end - 1 - x, cap if end - start <= full else window)
        start = end
    return np.cumsum(ends), over


@kernel()
def _write(keys: Any, bits: int, cap: int, window: int, full: int, rows: int, at: Any, out: Any) -> None:
    start, low = 0, np.uint64((1 << bits) - 1)
    while start < len(keys):
        end = list_end(keys, start, bits)
        for x in range(start, end if end - start <= cap else start):
            left = np.int64(keys[x] & low)
            for y in range(x + 1, x + 1 + min(end - 1 - x, cap if end - start <= full else window)):
                out[at[left // rows]] = left << 32 | np.int64(keys[y] & low)
                at[left // rows] += 1
        start = end


@kernel()
def list_end(keys: Any, start: int, bits: int) -> int:
    """Where the run of values ends that agree with that at `start` above their lowest `bits`."""
    end, own = start + 1, keys[start] >> np.uint64(bits)
    while end < len(keys) and keys[end] >> np.uint64(bits) == own:
        end += 1
    return end
