#!/usr/bin/env python3
"""The default run on collections of one shape, each at n and at 2n documents, on one core: seconds, growth, memory.

  benchmarks/shapes.py [SHAPE ...] [--of 10] [--repeats 3] [--find near]
  benchmarks/shapes.py --quick                 a hundredth of the sizes, once: whether all of it runs

SHAPE: forms (20,000 documents that fill in one page), versions (10,000 versions of one page), long (3,000 documents of 100 kB),
lines (100,000 documents of one line); all of them if none is named. `made.py` writes them from a seed. `--of N`: an Nth of the
sizes. `--workers N`: on N processors in place of one. Whole processes, kernels compiled before; medians. Growth is the time of
2n documents over that of n; ms per 3 kB that of 2n over their text. Result: benchmarks/results/shapes.json (of --quick and --of: none).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from shutil import rmtree
from typing import Any

from made import SHAPES, write
from measure import alternating, cores, kept, measured
from tables import shapes as table

HERE = Path(__file__).parent
SIZES = dict(forms=20_000, versions=10_000, long=3_000, lines=100_000)


def growth(shape: str, count: int, options: argparse.Namespace) -> list[dict[str, Any]]:
    """Figures of `count` documents of a shape and of twice as many, in turns."""
    with tempfile.TemporaryDirectory() as folder:
        out, sizes = Path(folder, "out"), (count, 2 * count)
        paths = [Path(folder, f"{size}.jsonl") for size in sizes]
        written = [write(shape, size, path) for size, path in zip(sizes, paths, strict=True)]
        run = [sys.executable, "-m", "dedup", "run", "-o", str(out), "--workers", str(options.workers), "--find", options.find, "--quiet"]
        commands = {f"{shape} {size}": [*run, str(path)] for size, path in zip(sizes, paths, strict=True)}
        with cores(options.workers):
            found = alternating(commands, options.repeats, lambda: rmtree(out))
    return [dict(documents=n, bytes=b) | one for n, b, one in zip(sizes, written, found.values(), strict=True)]


def compiled(options: argparse.Namespace) -> None:
    """One run of few documents of every shape, so that no kernel is compiled while the clock runs."""
    with tempfile.TemporaryDirectory() as folder:
        for shape in options.shapes:
            write(shape, 4, Path(folder, f"{shape}.jsonl"))
        measured([sys.executable, "-m", "dedup", "run", folder, "-o", f"{folder}/out", "--find", options.find, "--quiet"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shapes", nargs="*", default=list(SHAPES), metavar="SHAPE")
    parser.add_argument("--of", type=int, default=1, metavar="N")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--find", default="variants", choices=["exact", "near", "variants"])
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    if unknown := set(options.shapes) - set(SHAPES):
        parser.error(f"no such shape: {', '.join(sorted(unknown))}; there are {', '.join(SHAPES)}")
    if options.quick:
        options.of, options.repeats = 100, 1
    compiled(options)
    found = {shape: growth(shape, SIZES[shape] // options.of, options) for shape in options.shapes}
    result = dict(repeats=options.repeats, workers=options.workers, find=options.find, shapes=found)
    if options.of == 1:
        kept(HERE / "results" / "shapes.json", result)
    print(table(result))


if __name__ == "__main__":
    main()
