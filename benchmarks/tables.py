#!/usr/bin/env python3
"""Write the tables of benchmarks/README.md from benchmarks/results/*.json; the text around them stays."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def table(head: list[str], rows: list[list[Any]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def quality(result: dict[str, Any]) -> str:
    keys = ("documents", "candidates", "precision", "recall", "f1", "trees", "wrong_pairs", "lone", "calibration_error")
    kinds = ("nameless", *(["crossed"] if result.get("crossed") else []))  # new stories are not always measured
    unseen = ("precision", "recall", "f1", "trees", "lone", "calibration_error")
    of = lambda name, kind, key: result.get(kind, {}).get(name, {}).get(key, "")  # noqa: E731
    new = lambda one: one.get("new", {}).get("f1", "")  # noqa: E731
    rows = [
        [name, *("" if one.get(k) is None else one[k] for k in keys), new(one), *(of(name, kind, "f1") for kind in kinds),
         *(of(name, "unseen", key) for key in unseen)]
        for name, one in result["sets"].items()
    ]  # fmt: skip
    names = dict(nameless="F1 without names", crossed="F1 new stories")
    head = ("F1 new groups", *(names[kind] for kind in kinds), *(f"unseen {key.replace('_', ' ')}" for key in unseen))
    return table(["set", *(key.replace("_", " ") for key in keys), *head], rows)


def speed(result: dict[str, Any]) -> str:
    rates = sorted({rate for one in result["tools"].values() for rate in one.get("recall", {})})
    first = next(iter(result["tools"].values()))
    key = "seconds" if all("seconds" in one for one in result["tools"].values()) else "wall"
    rows = [
        [name, one[key], f"{one[key] / first[key]:.1f}", one["peak_mb"], *(one.get("recall", {}).get(rate, "") for rate in rates)]
        for name, one in result["tools"].items()
    ]
    return table(["tool", "seconds", "times ours", "peak MB", *(f"recall at {rate}" for rate in rates)], rows)


def peers(result: dict[str, Any]) -> str:
    """Both sources beside each other: a row a tool."""
    texts, hashes = result["sources"]["texts"], result["sources"]["hashes"]
    rates = sorted({rate for one in hashes.values() for rate in one["recall"]})
    rows = [
        [name, one["gives"], *_seconds(texts, name), *_seconds(hashes, name), one["together"], *(one["recall"].get(r, "") for r in rates)]
        for name, one in texts.items()
    ]
    timed = [f"{what}{source}" for source in ("texts", "hashes") for what in ("seconds from ", "peak MB from ")]
    return table(["tool", "gives", *timed, "not alone", *(f"recall at {rate}" for rate in rates)], rows)


def _seconds(of: dict[str, Any], name: str) -> tuple[Any, Any]:
    return of[name]["seconds"], of[name]["peak_mb"]


def default(result: dict[str, Any]) -> str:
    """The whole process of ours over the seconds that datasketch's signatures and LSH take, loading left out there."""
    theirs, ours = result["tools"]["datasketch"], result["tools"]["dedup run"]
    rows = [["datasketch: signatures and LSH", theirs["seconds"], "1.0", theirs["peak_mb"]]]
    rows += [["dedup run: whole process", ours["wall"], f"{ours['wall'] / theirs['seconds']:.2f}", ours["peak_mb"]]]
    return table(["tool", "seconds", "times datasketch", "peak MB"], rows)


def shapes(result: dict[str, Any]) -> str:
    """A row a shape; growth: the seconds of twice the documents over those of once."""
    head, rows = ["shape", "documents", "MB", "seconds", "seconds of twice", "growth", "ms per 3 kB", "peak MB", "peak MB of twice"], []
    for name, (one, two) in result["shapes"].items():
        growth, per_page = f"{two['wall'] / one['wall']:.2f}", f"{two['wall'] * 1000 / (two['bytes'] / 3000):.2f}"
        size = f"{one['bytes'] / 1e6:.1f}"
        rows.append([name, f"{one['documents']:,}", size, one["wall"], two["wall"], growth, per_page, one["peak_mb"], two["peak_mb"]])
    return table(head, rows)


def startup(result: dict[str, Any]) -> str:
    return table(["what", "seconds", "peak MB"], [[name, one["wall"], one["peak_mb"]] for name, one in result["tools"].items()])


def low_overlap(result: dict[str, Any]) -> str:
    return table(list(result["runs"][0]), [list(run.values()) for run in result["runs"]])


MAKERS: dict[str, Callable[[dict[str, Any]], str]] = {
    "quality": quality, "low-overlap": low_overlap,
    "peers": peers, "shapes": shapes, "startup": startup, "speed-default": default,
    **{f"speed-{what}": speed for what in ("clusters", "files", "growth", "default-growth")},
}  # fmt: skip


def with_tables(text: str) -> str:
    """The text with every table between its marks made anew."""
    for name, make in MAKERS.items():
        path = HERE / "results" / f"{name}.json"
        if path.exists():
            made = f"<!-- {name} -->\n{make(json.loads(path.read_text()))}\n<!-- end -->"
            text = re.sub(rf"<!-- {name} -->.*?<!-- end -->", lambda _, made=made: made, text, flags=re.S)
    return text


def main() -> None:
    page = HERE / "README.md"
    page.write_text(with_tables(page.read_text(encoding="utf8")), encoding="utf8")


if __name__ == "__main__":
    main()
