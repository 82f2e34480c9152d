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


def low_overlap(result: dict[str, Any]) -> str:
    return table(list(result["runs"][0]), [list(run.values()) for run in result["runs"]])


MAKERS: dict[str, Callable[[dict[str, Any]], str]] = {
    "quality": quality, "low-overlap": low_overlap,
    **{f"speed-{what}": speed for what in ("clusters", "files", "growth", "variants")},
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
