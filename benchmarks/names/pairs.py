#!/usr/bin/env python3
"""How right name similarity is on labelled pairs of people, and how fast in the batch form.

  benchmarks/names/pairs.py DATA     DATA holds names/opensanctions-cases.csv.gz and names/ranking-dev.jsonl.gz

Precision, recall and F1 at 0.5 of nomenklatura's name_bench (people only), the mean probability by how hard a case is
said to be, and pairs a second over all pairs of the ranking, of which none was seen before.
"""

from __future__ import annotations

import csv
import gzip
import json
import sys
import time
from pathlib import Path

import numpy as np

from dedup.names.similarity import SAME, name_similarities


def cases(path: Path) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probability, whether it is the same person, and how hard the case is said to be, of every pair of people."""
    with gzip.open(path, "rt", encoding="utf8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["schema"] == "Person"]
    probability = name_similarities([row["name1"] for row in rows], [row["name2"] for row in rows])
    return probability, np.array([row["is_match"] == "true" for row in rows]), np.array([row["quality"] for row in rows])


def figures(probability: np.ndarray, same: np.ndarray, hard: np.ndarray) -> dict[str, object]:
    """Precision, recall, F1, and mean probability of right and of wrong pairs by how hard they are."""
    right = int(np.count_nonzero(same & (probability >= SAME)))
    precision, recall = right / np.count_nonzero(probability >= SAME), right / np.count_nonzero(same)
    means = {
        kind: [round(float(probability[(hard == kind) & (same == one)].mean()), 3) for one in (True, False)] for kind in np.unique(hard)
    }
    f1 = 2 * precision * recall / (precision + recall)
    return dict(pairs=len(same), precision=round(precision, 3), recall=round(recall, 3), f1=round(f1, 3), mean_of_same_and_others=means)


def pairs_per_second(path: Path) -> int:
    """Pairs a second of one batch, after the kernels are compiled."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines]
    pairs = [(row["query"], name) for row in rows for name in (row["same"], *row["different"])]
    name_similarities(["Ann Lee"], ["Anne Leigh"])
    start = time.perf_counter()
    name_similarities([left for left, _ in pairs], [right for _, right in pairs])
    return round(len(pairs) / (time.perf_counter() - start))


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    names = Path(sys.argv[1]) / "names"
    print(json.dumps(figures(*cases(names / "opensanctions-cases.csv.gz"))))
    print(json.dumps(dict(pairs_per_second=pairs_per_second(names / "ranking-dev.jsonl.gz"))))


if __name__ == "__main__":
    main()
