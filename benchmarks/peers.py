#!/usr/bin/env python3
"""MinHash and LSH beside the peers, each once from texts and once from ready shingle hashes, with its peak of memory.

  benchmarks/peers.py CORPUS.jsonl [--tools NAME ...] [--repeats 3] [--cores N]
  benchmarks/peers.py --quick                a made collection of 500 documents, once: whether all of it runs

CORPUS: JSON lines with `text`, and for planted copies `copy_of` and `rate`, as speed.py takes them. All tools: word 3-grams,
128 minima, 16 bands of 8 rows. From texts: text work included, Python's for a tool that has none of its own. From hashes: the
same ready 64-bit hashes for all, in the form that the tool takes, no text work. Each measurement is a process of its own;
tools alternate; the median counts. A tool that is not installed is named and left out. `--cores`: on so many processors.
Prints a Markdown table. Result: benchmarks/results/peers.json (of --quick: none).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from measure import alternating, cores, kept
from peer_tools import TOOLS
from tables import peers as table

HERE = Path(__file__).parent


def made(count: int) -> list[dict[str, Any]]:
    """A small collection with planted copies, for --quick."""
    from made import Writer

    writer, rows = Writer(1), list[dict[str, Any]]()
    for number in range(count):
        of = rows[number - 9] if number % 10 == 9 else None
        text = writer.edited(of["text"], 0.03) if of else writer.page(1000)
        rows.append(dict(id=f"d{number}", text=text, **(dict(copy_of=of["id"], rate=0.03) if of else {})))
    return rows


def prepared(rows: list[dict[str, Any]], folder: Path) -> None:
    """The collection as `peer_tools` reads it, in `folder`."""
    from ready_sketch import shingle_hashes
    from speed_workers import column

    from dedup.normalise import packed

    texts, number = [row["text"] for row in rows], {row.get("id"): k for k, row in enumerate(rows)}
    flat, starts = shingle_hashes(packed(column(texts)), 3)
    np.save(folder / "hashes.npy", flat)
    np.save(folder / "starts.npy", starts.astype(np.uint64))
    copies = [(number.get(row["copy_of"], -1), row["rate"]) if row.get("copy_of") else (-1, 0) for row in rows]
    (folder / "rows.json").write_text(json.dumps(copies))
    (folder / "texts.json").write_text(json.dumps(texts, ensure_ascii=False), encoding="utf8")


def there(names: list[str]) -> tuple[list[str], list[str]]:
    """Which of the tools can run here, and which modules are missing for the others."""
    missing = sorted({TOOLS[name].needs for name in names if find_spec(TOOLS[name].needs) is None})
    return [name for name in names if TOOLS[name].needs not in missing], missing


def versions(names: list[str]) -> dict[str, str]:
    found = {}
    for module in sorted({TOOLS[name].needs for name in names} - {"dedup"}):
        try:
            found[module] = version(module)
        except PackageNotFoundError:
            found[module] = "?"
    return found


def compared(rows: list[dict[str, Any]], names: list[str], repeats: int) -> dict[str, Any]:
    """Every tool that is there from either source: documents, versions, tools that are missing, figures."""
    able, missing = there(names)
    for module in missing:
        print(f"left out, not installed: {module} (pip install 'dedup-documents[bench]')", file=sys.stderr)
    with tempfile.TemporaryDirectory() as folder:
        prepared(rows, Path(folder))
        script = [sys.executable, str(HERE / "peer_tools.py")]
        commands = {f"{source} {name}": [*script, name, source, folder] for source in ("texts", "hashes") for name in able}
        found = alternating(commands, repeats)
    sources = {source: {name: found[f"{source} {name}"] for name in able} for source in ("texts", "hashes")}
    return dict(documents=len(rows), repeats=repeats, versions=versions(able), missing=missing, sources=sources)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", nargs="?")
    parser.add_argument("--tools", nargs="+", choices=TOOLS, default=list(TOOLS), metavar="NAME", help=f"of {', '.join(TOOLS)}")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--cores", type=int, help="processors for every tool [default: all]")
    parser.add_argument("--quick", action="store_true")
    options = parser.parse_args()
    if not options.quick and not options.corpus:
        parser.error("CORPUS.jsonl, or --quick")
    if options.corpus:
        with open(options.corpus, encoding="utf8") as lines:
            rows = [json.loads(line) for line in lines]
    else:
        rows = made(500)
    with cores(options.cores):
        result = compared(rows, options.tools, 1 if options.quick else options.repeats) | dict(cores=options.cores)
    if not options.quick:
        kept(HERE / "results" / "peers.json", result)
    print(table(result))


if __name__ == "__main__":
    main()
