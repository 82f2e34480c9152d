#!/usr/bin/env python3
"""What starting costs, warm: a run on 16 samples, two files compared, and `import dedup`.

  benchmarks/startup.py [run] [compare] [import] [--repeats 9] [--quick]

Whole processes by turns, medians; a first round, which compiles and fills the disk's cache, counts for nothing. `python -c pass`
stands beside them: what the interpreter alone takes. --quick: once each. Result of all: benchmarks/results/startup.json (of --quick: none).
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from measure import alternating, kept
from tables import startup as table

HERE = Path(__file__).parent
SAMPLES = HERE.parent / "samples" / "reports"


def commands(folder: Path) -> dict[str, list[str]]:
    """What is measured; results go into `folder`."""
    texts = sorted(SAMPLES.glob("*.txt"))
    python = [sys.executable, "-c"]
    dedup = [sys.executable, "-m", "dedup"]
    return {
        f"dedup run of {len(texts)} samples": [*dedup, "run", str(SAMPLES), "-o", str(folder / "out"), "--quiet"],
        "dedup compare of two files": [*dedup, "compare", str(texts[0]), str(texts[1])],
        "import dedup": [*python, "import dedup"],
        "python alone": [*python, "pass"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", metavar="WHAT", help="of run, compare, import [default: all]")
    parser.add_argument("--repeats", type=int, default=9)
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    repeats = 1 if options.quick else options.repeats
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        asked = {name: one for name, one in commands(folder).items() if not options.what or {*name.split()} & {*options.what, "alone"}}
        found = alternating(asked, repeats, lambda: shutil.rmtree(folder / "out", ignore_errors=True), warm=True)
    result = dict(repeats=repeats, tools=found)
    if not options.quick and not options.what:
        kept(HERE / "results" / "startup.json", result)
    print(table(result))


if __name__ == "__main__":
    main()
