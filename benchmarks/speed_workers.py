#!/usr/bin/env python3
"""One tool on one corpus, text to clusters; prints seconds and recall by edit rate. Called by speed.py.

  speed_workers.py TOOL CORPUS.jsonl
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

JACCARD, MINIMA, BANDS, ROWS = 0.5, 128, 16, 8
WORD = re.compile(r"\w+")


def shingles(text: str) -> list[str]:
    """Word 3-grams as the tools without a tokeniser of their own get them."""
    words = WORD.findall(text.lower())
    return [" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))]


def joined(documents: int, pairs: Iterable[tuple[int, int]]) -> list[int]:
    """The smallest member of each document's group."""
    parent = list(range(documents))

    def root(row: int) -> int:
        while parent[row] != row:
            parent[row] = parent[parent[row]]
            row = parent[row]
        return row

    for a, b in pairs:
        x, y = root(a), root(b)
        parent[max(x, y)] = min(x, y)
    return [root(row) for row in range(documents)]


def column(texts: list[str]) -> Any:
    """The form in which `dedup.read` gives texts."""
    import pyarrow as pa

    return pa.array(texts, pa.large_string())


def ours(texts: Any, workers: int) -> list[int]:
    import numpy as np

    from dedup import cluster, normalise
    from dedup.candidates import lsh, sketch
    from dedup.confirm import wording

    packed = normalise.packed(texts)  # the cleaning of markup and Unicode, which no peer does, counts in `files`
    made = sketch.sketch(packed, shingle_size=3, minima=MINIMA, bands=BANDS, rows=ROWS, seed=1, workers=workers)
    view = lsh.find(made, jaccard=JACCARD, window=8, workers=workers)
    groups = cluster.group(len(texts), wording.judge([view], jaccard=JACCARD, minima=MINIMA, threshold=0.5), threshold=0.5)
    return np.asarray(groups.group).tolist()


def rensa(texts: list[str]) -> list[int]:
    from rensa import RMinHash, RMinHashLSH

    index, hashes = RMinHashLSH(threshold=JACCARD, num_perm=MINIMA, num_bands=BANDS), []
    for row, text in enumerate(texts):
        one = RMinHash(num_perm=MINIMA, seed=42)
        one.update(shingles(text))
        hashes.append(one)
        index.insert(row, one)
    found = ((row, other) for row, one in enumerate(hashes) for other in index.query(one) if other < row)
    return joined(len(texts), ((a, b) for a, b in found if hashes[a].jaccard(hashes[b]) >= JACCARD))


def gaoya(texts: list[str]) -> list[int]:
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(32, JACCARD, BANDS, ROWS, None, "word", True, (3, 3), id_container="vec")
    index.par_bulk_insert_docs(list(range(len(texts))), texts)
    found = index.par_bulk_query(texts)
    return joined(len(texts), ((row, other) for row, others in enumerate(found) for other in others if other < row))


def datasketch(texts: list[str]) -> list[int]:
    from datasketch import MinHash, MinHashLSH

    index, pairs, hashes = MinHashLSH(num_perm=MINIMA, params=(BANDS, ROWS)), [], []
    for row, text in enumerate(texts):
        one = MinHash(num_perm=MINIMA)
        one.update_batch([shingle.encode() for shingle in shingles(text)])
        pairs += [(row, other) for other in index.query(one) if one.jaccard(hashes[other]) >= JACCARD]
        hashes.append(one)
        index.insert(row, one)
    return joined(len(texts), pairs)


TOOLS: dict[str, Callable[[Any], list[int]]] = {
    "dedup": lambda texts: ours(texts, 2),
    "dedup-one-thread": lambda texts: ours(texts, 1),
    "rensa": rensa,
    "gaoya": gaoya,
    "datasketch": datasketch,
}


def recall(rows: list[dict[str, Any]], group: list[int]) -> dict[str, float]:
    """Share of the planted copies that are with their original, by edit rate."""
    number = {row["id"]: k for k, row in enumerate(rows)}
    hits = defaultdict(list)
    for k, row in enumerate(rows):
        if row.get("copy_of") in number:
            hits[str(row["rate"])].append(group[k] == group[number[row["copy_of"]]])
    return {rate: round(sum(found) / len(found), 4) for rate, found in sorted(hits.items())}


def main() -> None:
    tool, path = sys.argv[1:]
    with open(path, encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = [row["text"] for row in rows]
    given = column(texts) if tool.startswith("dedup") else texts
    TOOLS[tool](given[:200])  # compiled or loaded before the clock starts
    began = time.perf_counter()
    group = TOOLS[tool](given)
    seconds = time.perf_counter() - began
    print(json.dumps(dict(seconds=round(seconds, 2), groups=len(set(group)), recall=recall(rows, group))))


if __name__ == "__main__":
    main()
