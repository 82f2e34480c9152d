#!/usr/bin/env python3
"""Text to clusters, and file to files: this package beside its peers on the same corpus, in one run.

  benchmarks/speed.py clusters CORPUS.jsonl [--tools dedup,rensa,gaoya,datasketch] [--repeats 3]
  benchmarks/speed.py files CORPUS.jsonl           dedup run --find near beside a rensa script that reads and writes
  benchmarks/speed.py growth SMALL.jsonl LARGE.jsonl [LARGER.jsonl]   seconds and memory of dedup run --find near
  benchmarks/speed.py default CORPUS.jsonl         the default run, a whole process, beside datasketch's signatures and LSH
  benchmarks/speed.py default-growth SMALL.jsonl LARGE.jsonl [LARGER.jsonl]   seconds and memory of the default run

CORPUS: JSON lines with `text`, and for planted copies `copy_of` and `rate` (see shared make_corpus, or your own). All
tools: word 3-grams, 128 minima, 16 bands of 8 rows, pairs checked at Jaccard .5. Each measurement is a process of its
own; tools alternate; the median counts. Peak is anonymous memory (RssAnon), that of processes it starts included.
Results: benchmarks/results/speed-*.json; `--quick` runs all once and keeps none.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from measure import alternating, kept

HERE = Path(__file__).parent
WORKERS = HERE / "speed_workers.py"
RUN = [sys.executable, "-m", "dedup", "run"]
Figures = dict[str, dict[str, Any]]


def clusters(options: argparse.Namespace) -> Figures:
    names = options.tools.split(",")
    commands = {name: [sys.executable, str(WORKERS), name, options.corpus] for name in names}
    return alternating(commands, options.repeats)


def files(options: argparse.Namespace) -> Figures:
    with tempfile.TemporaryDirectory() as out:
        theirs = [sys.executable, str(HERE / "rensa_script.py"), options.corpus, f"{out}/rensa.jsonl"]
        ours = [*RUN, options.corpus, "-o", f"{out}/out", "--find", "near"]
        return alternating({"dedup run --find near": ours, "rensa script": theirs}, options.repeats, lambda: emptied(out))


def growth(options: argparse.Namespace, *more: str) -> Figures:
    with tempfile.TemporaryDirectory() as out:
        run = [*RUN, "-o", f"{out}/out", *more]
        commands = {f"{_lines(path):,} documents": [*run, path] for path in (options.corpus, *options.larger)}
        return alternating(commands, options.repeats, lambda: emptied(out))


def default(options: argparse.Namespace) -> Figures:
    with tempfile.TemporaryDirectory() as out:
        ours = [*RUN, options.corpus, "-o", f"{out}/out"]
        theirs = [sys.executable, str(WORKERS), "datasketch", options.corpus]
        return alternating({"datasketch": theirs, "dedup run": ours}, options.repeats, lambda: emptied(out))


def emptied(folder: str) -> None:
    """Each run finds the folder empty: replacing old results would take time too."""
    for path in Path(folder).iterdir():
        shutil.rmtree(path) if path.is_dir() else path.unlink()


def _lines(path: str) -> int:
    with open(path, "rb") as lines:
        return sum(1 for _ in lines)


COMMANDS: dict[str, Callable[[argparse.Namespace], Figures]] = {
    "clusters": clusters,
    "files": files,
    "growth": lambda options: growth(options, "--find", "near"),
    "default": default,
    "default-growth": growth,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=COMMANDS)
    parser.add_argument("corpus")
    parser.add_argument("larger", nargs="*")
    parser.add_argument("--tools", default="dedup,dedup-one-thread,rensa,gaoya,datasketch")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="once each, and no result is kept: whether it runs")
    options = parser.parse_args()
    if options.quick:
        options.repeats = 1
    result = COMMANDS[options.what](options)
    if not options.quick:
        kept(HERE / "results" / f"speed-{options.what}.json", dict(documents=_lines(options.corpus), repeats=options.repeats, tools=result))
    for name, figures in result.items():
        print(f"{name:24s} {json.dumps(figures)}")


if __name__ == "__main__":
    main()
