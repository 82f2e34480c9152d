#!/usr/bin/env python3
"""One tool on one prepared collection, from texts or from ready shingle hashes; prints one line of JSON. Called by peers.py.

  peer_tools.py TOOL {texts,hashes} FOLDER

FOLDER is what `peers.prepared` made: texts.json, rows.json (of each copy its original and its rate), hashes.npy (uint64, the
shingles of all documents one after another) and starts.npy. A tool gives `groups` (the smallest member of each document's
group, of pairs checked at Jaccard .5) or `flags` (whether a document shares a bucket with any other), as its interface allows.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from measure import anonymous
from speed_workers import BANDS, JACCARD, MINIMA, ROWS, column, datasketch, gaoya, joined, ours, rensa, shingles


class Ready(NamedTuple):
    """Shingle hashes of all documents: those of document d are flat[starts[d] : starts[d + 1]]."""

    flat: np.ndarray
    starts: np.ndarray

    def first(self, count: int) -> Ready:
        return Ready(self.flat[: self.starts[count]].copy(), self.starts[: count + 1].copy())

    def each(self) -> list[np.ndarray]:
        return np.split(self.flat, self.starts[1:-1].astype(np.int64))


def as_tokens(ready: Ready) -> list[list[bytes]]:
    """Each hash as eight bytes, for a tool that takes no numbers."""
    return [[bytes(one) for one in hashes.view("V8")] for hashes in ready.each()]


def as_strings(ready: Ready) -> list[list[str]]:
    return [[f"{one:x}" for one in hashes.tolist()] for hashes in ready.each()]


def as_numbers(ready: Ready) -> list[list[int]]:
    """The upper halves, as numbers of 32 bits: datasketch's hash."""
    return [(hashes >> np.uint64(32)).tolist() for hashes in ready.each()]


def all_shingles(texts: list[str]) -> Iterator[list[str]]:
    """The shingles of one text after another: those of a large collection are gigabytes as Python's strings."""
    return (shingles(text) for text in texts)


# -- of ready hashes


def ours_of(ready: Ready, workers: int) -> list[int]:
    from ready_sketch import sketch

    from dedup import cluster
    from dedup.candidates import lsh
    from dedup.confirm import wording

    made = sketch(ready.flat, ready.starts.astype(np.int64), minima=MINIMA, bands=BANDS, rows=ROWS, seed=1, workers=workers)
    view = lsh.find(made, jaccard=JACCARD, window=8, workers=workers)
    judged = wording.judge([view], jaccard=JACCARD, minima=MINIMA, threshold=0.5)
    return np.asarray(cluster.group(len(ready.starts) - 1, judged, threshold=0.5).group).tolist()


def rensa_of(tokens: list[list[Any]]) -> list[int]:
    """rensa per object, of tokens: as `speed_workers.rensa` without the shingling."""
    from rensa import RMinHash, RMinHashLSH

    index, hashes = RMinHashLSH(threshold=JACCARD, num_perm=MINIMA, num_bands=BANDS), []
    for row, some in enumerate(tokens):
        one = RMinHash(num_perm=MINIMA, seed=42)
        one.update(some)
        hashes.append(one)
        index.insert(row, one)
    found = ((row, other) for row, one in enumerate(hashes) for other in index.query(one) if other < row)
    return joined(len(tokens), ((a, b) for a, b in found if hashes[a].jaccard(hashes[b]) >= JACCARD))


def rensa_objects(tokens: Iterable[list[Any]]) -> list[int]:
    """rensa's batch interface to groups: sketches, index and queries in one call each, pairs checked one by one."""
    from rensa import RMinHash, RMinHashLSH

    made = RMinHash.from_token_sets(tokens, MINIMA, 42)
    index = RMinHashLSH(threshold=JACCARD, num_perm=MINIMA, num_bands=BANDS)
    index.insert_many(made)
    found = ((row, other) for row, others in enumerate(index.query_all(made)) for other in others if other < row)
    return joined(len(made), ((a, b) for a, b in found if made[a].jaccard(made[b]) >= JACCARD))


def rensa_flags(matrix: Any) -> list[bool]:
    """What rensa's one-shot query says of a matrix of signatures."""
    from rensa import RMinHashLSH

    return list(RMinHashLSH(threshold=JACCARD, num_perm=MINIMA, num_bands=BANDS).query_duplicate_flags_matrix_one_shot(matrix))


def rensa_matrix(source: Any, rho: str) -> list[bool]:
    from rensa import RMinHash

    if isinstance(source, Ready):
        make = getattr(RMinHash, f"digest_matrix_from_flat_token_hashes{rho}")
        return rensa_flags(make(source.flat, source.starts, MINIMA, 42))
    return rensa_flags(getattr(RMinHash, f"digest_matrix_from_token_sets{rho}")(all_shingles(source), MINIMA, 42))


def fastsketch_signatures(source: Any) -> np.ndarray:
    from FastSketchLSH import FastSimilaritySketch

    sketcher = FastSimilaritySketch(size=MINIMA, seed=42)
    if isinstance(source, Ready):
        return np.asarray(sketcher.batch_csr(source.flat, source.starts, prehashed=True))
    each = all_shingles(source)  # it takes a list: a thousand documents at a time
    return np.concatenate([sketcher.batch(some) for some in iter(lambda: list(islice(each, 1000)), [])])


def fastsketch(source: Any) -> list[int]:
    """FastSketchLSH to groups: its own batch, index and query, pairs checked by numpy."""
    from FastSketchLSH import LSH

    made = fastsketch_signatures(source)
    index = LSH(num_perm=MINIMA, num_bands=BANDS)
    index.insert(made)
    other, starts = index.query(made, format="csr")
    row, other = np.repeat(np.arange(len(made)), np.diff(starts.astype(np.int64))), other.astype(np.int64)
    row, other = row[other < row], other[other < row]
    alike = (made[row] == made[other]).mean(axis=1) >= JACCARD
    return joined(len(made), zip(row[alike].tolist(), other[alike].tolist(), strict=True))


def fastsketch_flags(source: Any) -> list[bool]:
    from FastSketchLSH import LSH

    flags = LSH(num_perm=MINIMA, num_bands=BANDS).insert_and_query_duplicates(fastsketch_signatures(source))
    return [bool(flag) for flag in flags.tolist()]


def gaoya_of(tokens: list[list[str]]) -> list[int]:
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(32, JACCARD, BANDS, ROWS, None, list, id_container="vec")
    index.par_bulk_insert_docs(list(range(len(tokens))), tokens)
    found = index.par_bulk_query(tokens)
    return joined(len(tokens), ((row, other) for row, others in enumerate(found) for other in others if other < row))


def datasketch_of(tokens: list[list[int]]) -> list[int]:
    from datasketch import MinHash, MinHashLSH

    index, pairs, hashes = MinHashLSH(num_perm=MINIMA, params=(BANDS, ROWS)), [], []
    for row, some in enumerate(tokens):
        one = MinHash(num_perm=MINIMA, hashfunc=int)
        one.update_batch(some)
        pairs += [(row, other) for other in index.query(one) if one.jaccard(hashes[other]) >= JACCARD]
        hashes.append(one)
        index.insert(row, one)
    return joined(len(tokens), pairs)


class Tool(NamedTuple):
    """needs: the module that has to be there. For either source: what brings it into the tool's form, untimed, and what is timed."""

    needs: str
    gives: str
    texts: tuple[Callable[[Any], Any], Callable[[Any], Any]]
    hashes: tuple[Callable[[Any], Any], Callable[[Any], Any]]


def same(source: Any) -> Any:
    return source


TOOLS = {
    "dedup": Tool("dedup", "groups", (column, lambda s: ours(s, 2)), (same, lambda s: ours_of(s, 2))),
    "dedup, one thread": Tool("dedup", "groups", (column, lambda s: ours(s, 1)), (same, lambda s: ours_of(s, 1))),
    "rensa": Tool("rensa", "groups", (same, rensa), (as_tokens, rensa_of)),
    "rensa batch": Tool("rensa", "groups", (same, lambda s: rensa_objects(all_shingles(s))), (as_tokens, rensa_objects)),
    "rensa matrix": Tool("rensa", "flags", (same, lambda s: rensa_matrix(s, "")), (same, lambda s: rensa_matrix(s, ""))),
    "rensa rho": Tool("rensa", "flags", (same, lambda s: rensa_matrix(s, "_rho")), (same, lambda s: rensa_matrix(s, "_rho"))),
    "FastSketchLSH": Tool("FastSketchLSH", "groups", (same, fastsketch), (same, fastsketch)),
    "FastSketchLSH one-shot": Tool("FastSketchLSH", "flags", (same, fastsketch_flags), (same, fastsketch_flags)),
    "gaoya": Tool("gaoya", "groups", (same, gaoya), (as_strings, gaoya_of)),
    "datasketch": Tool("datasketch", "groups", (same, datasketch), (as_numbers, datasketch_of)),
}


def told(gives: str, found: list[Any]) -> list[bool]:
    """Of each document, whether it is together with any other."""
    if gives == "flags":
        return found
    size: dict[int, int] = defaultdict(int)
    for first in found:
        size[first] += 1
    return [size[first] > 1 for first in found]


def recall(rows: list[tuple[int, float]], gives: str, found: list[Any]) -> dict[str, float]:
    """By edit rate, the share of the planted copies that are in their original's group, or flagged where a tool gives flags alone."""
    hits = defaultdict(list)
    for row, (original, rate) in enumerate(rows):
        if original >= 0:
            hits[str(rate)].append(found[row] if gives == "flags" else found[row] == found[original])
    return {rate: round(sum(some) / len(some), 4) for rate, some in sorted(hits.items())}


def loaded(source: str, folder: Path) -> Any:
    if source == "texts":
        return json.loads((folder / "texts.json").read_text(encoding="utf8"))
    return Ready(np.load(folder / "hashes.npy"), np.load(folder / "starts.npy"))


def main() -> None:
    name, source, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    tool, given = TOOLS[name], loaded(sys.argv[2], folder)
    bring, run = tool.texts if source == "texts" else tool.hashes
    count = len(given) if source == "texts" else len(given.starts) - 1
    run(bring(given[:200] if source == "texts" else given.first(min(200, count))))  # compiled or loaded before the clock starts
    given = bring(given)
    before, began = anonymous(), time.perf_counter()
    found = run(given)
    seconds = time.perf_counter() - began
    rows = json.loads((folder / "rows.json").read_text())
    figures = dict(seconds=round(seconds, 3), before_mb=round(before / 1024), together=sum(told(tool.gives, found)))
    print(json.dumps(dict(gives=tool.gives, **figures, recall=recall(rows, tool.gives, found))))


if __name__ == "__main__":
    main()
