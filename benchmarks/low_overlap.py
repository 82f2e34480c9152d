#!/usr/bin/env python3
"""The search by shared rare shingles: does it find translation variants in a large collection, with how much ballast, how fast?

  benchmarks/low_overlap.py LABELLED.jsonl.gz CORPUS.jsonl [LARGER.jsonl] [--repeats 3]

LABELLED: text and gold, see dedup/training/calibration_sets.py. Its pairs of one gold whose word 3-grams have a Jaccard of .15
to .20 are planted in CORPUS, each text in one pair at most. Recall is theirs; a false candidate is a pair that was neither planted
nor made as a copy (`copy_of`). Times: the search beside the signatures of the same texts, in one process, alternating, medians.
Result: benchmarks/results/low-overlap.json.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from dedup.candidates import shared_shingles
from dedup.candidates.minhash import pack, shingles_of, signatures, tokenise
from dedup.data import Candidates, Packed
from dedup.normalise import clean
from dedup.settings import Settings

HERE = Path(__file__).parent
LOW, HIGH = 0.15, 0.20


def records(path: str) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf8") if path.endswith(".gz") else open(path, encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def planted(rows: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Pairs of one gold in the range, each text once."""
    groups = defaultdict(list)
    for row in rows:
        groups[row["gold"]].append(clean(row["text"]))
    for texts in groups.values():
        grams, used = [_grams(text) for text in texts], set()
        for a, b in combinations(range(len(texts)), 2):
            if not used & {a, b} and LOW <= len(grams[a] & grams[b]) / len(grams[a] | grams[b]) <= HIGH:
                used |= {a, b}
                yield texts[a], texts[b]


def _grams(text: str) -> set[int]:
    tokens, _ = tokenise(pack([text]))
    out = np.empty(len(tokens) + 1, np.uint64)
    return set(out[: shingles_of(tokens, len(tokens), 3, out)].tolist())


def search(packed: Packed, settings: Settings) -> Candidates:
    return shared_shingles.find(
        packed, size=settings.shingle_size, rate=settings.sample, floor=settings.floor, cap=settings.posting_cap,
        window=settings.posting_window, shared=settings.shared, share=settings.share, workers=2,
    )  # fmt: skip


def measured(pairs: list[tuple[str, str]], corpus: list[dict[str, Any]], repeats: int) -> dict[str, Any]:
    settings, first = Settings(), len(corpus)
    packed = pack([row["text"] for row in corpus] + [text for pair in pairs for text in pair])
    seconds: dict[str, list[float]] = defaultdict(list)
    search(packed.take(np.arange(min(100, packed.count))), settings)  # compiled before the clock starts
    for _ in range(repeats):
        seconds["signatures"].append(_timed(lambda: signatures(packed, shingle_size=3, minima=128, seed=1, workers=2))[0])
        taken, found = _timed(lambda: search(packed, settings))
        seconds["search"].append(taken)
    both = set(zip(found.left.tolist(), found.right.tolist(), strict=True))
    wanted = {(first + 2 * k, first + 2 * k + 1) for k in range(len(pairs))}
    number = {row["id"]: k for k, row in enumerate(corpus)}
    copies = {tuple(sorted((k, number[row["copy_of"]]))) for k, row in enumerate(corpus) if "copy_of" in row}
    signing, searching = (statistics.median(seconds[name]) for name in ("signatures", "search"))
    return {
        "documents": packed.count, "planted": len(wanted), "recall": round(len(wanted & both) / len(wanted), 4),
        "false per document": round(len(both - wanted - copies) / packed.count, 3), "signatures": round(signing, 2),
        "search": round(searching, 2), "times signatures": round(searching / signing, 2),
    }  # fmt: skip


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled")
    parser.add_argument("corpora", nargs="+")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    pairs = list(planted(records(options.labelled)))
    runs = [measured(pairs, records(corpus), options.repeats) for corpus in options.corpora]
    (HERE / "results" / "low-overlap.json").write_text(json.dumps(dict(made=time.strftime("%Y-%m-%d"), runs=runs), indent=1) + "\n")
    for run in runs:
        print(json.dumps(run))


if __name__ == "__main__":
    main()
