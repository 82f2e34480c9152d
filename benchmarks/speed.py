#!/usr/bin/env python3
"""Text to clusters, and file to files: this package beside its peers on the same corpus, in one run.

  benchmarks/speed.py clusters CORPUS.jsonl [--tools dedup,rensa,gaoya,datasketch] [--repeats 3]
  benchmarks/speed.py files CORPUS.jsonl           dedup run --find near beside a rensa script that reads and writes
  benchmarks/speed.py growth SMALL.jsonl LARGE.jsonl [LARGER.jsonl]   seconds and memory of dedup run --find near
  benchmarks/speed.py variants CORPUS.jsonl        the default run beside datasketch's signatures and LSH

CORPUS: JSON lines with `text`, and for planted copies `copy_of` and `rate` (see shared make_corpus, or your own). All
tools: word 3-grams, 128 minima, 16 bands of 8 rows, pairs checked at Jaccard .5. Each measurement is a process of its
own; tools alternate; the median counts. Peak is anonymous memory (RssAnon). Results: benchmarks/results/speed-*.json.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
WORKERS = HERE / "speed_workers.py"


def measured(command: list[str]) -> dict[str, Any]:
    """Run a process; its wall-clock seconds, its peak of anonymous memory in MB, and the JSON it printed last."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peak = 0
    while process.poll() is None:
        peak = max(peak, _anonymous(process.pid))
        time.sleep(0.02)
    out = process.stdout.read().strip().splitlines() if process.stdout else []
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    printed = json.loads(out[-1]) if out and out[-1].startswith("{") else {}
    return dict(wall=round(time.perf_counter() - began, 2), peak_mb=round(peak / 1024), **printed)


def _anonymous(process: int) -> int:
    """kB of anonymous memory of a process; 0 where it has gone or the system does not say."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("RssAnon")), 0)


def alternating(commands: dict[str, list[str]], repeats: int, out: str | None = None) -> dict[str, dict[str, Any]]:
    """Median of each figure over rounds in which every command runs once. `out`: a folder that each finds empty."""
    rounds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for number in range(repeats):
        for name, command in commands.items():
            rounds[name].append(measured(command))
            if out:
                shutil.rmtree(out)
                Path(out).mkdir()
            print(f"round {number + 1}  {name:22s} {json.dumps(rounds[name][-1])}", file=sys.stderr, flush=True)
    return {name: _median(runs) for name, runs in rounds.items()}


def _median(runs: list[dict[str, Any]]) -> dict[str, Any]:
    figures = {key: statistics.median(run[key] for run in runs) for key in runs[0] if isinstance(runs[0][key], int | float)}
    return figures | {key: value for key, value in runs[0].items() if key not in figures}


def clusters(options: argparse.Namespace) -> dict[str, Any]:
    names = options.tools.split(",")
    commands = {name: [sys.executable, str(WORKERS), name, options.corpus] for name in names}
    return alternating(commands, options.repeats)


def files(options: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-m", "dedup", "run", options.corpus, "-o", f"{folder}/out", "--find", "near"]
        theirs = [sys.executable, str(HERE / "rensa_script.py"), options.corpus, f"{folder}/rensa.jsonl"]
        return alternating({"dedup run --find near": ours, "rensa script": theirs}, options.repeats, folder)


def growth(options: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        run = [sys.executable, "-m", "dedup", "run", "-o", f"{folder}/out", "--find", "near"]
        return alternating({f"{_lines(path):,} documents": [*run, path] for path in (options.corpus, *options.larger)}, options.repeats)


def variants(options: argparse.Namespace) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        ours = [sys.executable, "-m", "dedup", "run", options.corpus, "-o", f"{folder}/out"]
        theirs = [sys.executable, str(WORKERS), "datasketch", options.corpus]
        return alternating({"datasketch": theirs, "dedup run": ours}, options.repeats)


def _lines(path: str) -> int:
    with open(path, "rb") as lines:
        return sum(1 for _ in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["clusters", "files", "growth", "variants"])
    parser.add_argument("corpus")
    parser.add_argument("larger", nargs="*")
    parser.add_argument("--tools", default="dedup,dedup-one-thread,rensa,gaoya,datasketch")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    result = dict(clusters=clusters, files=files, growth=growth, variants=variants)[options.what](options)
    made = dict(made=time.strftime("%Y-%m-%d"), documents=_lines(options.corpus), repeats=options.repeats, tools=result)
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / f"speed-{options.what}.json").write_text(json.dumps(made, indent=1) + "\n")
    for name, figures in result.items():
        print(f"{name:24s} {json.dumps(figures)}")


if __name__ == "__main__":
    main()
