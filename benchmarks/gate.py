#!/usr/bin/env python3
"""Refuse a change that makes the confirmation worse: figures of results/quality.json against the floors pinned here.

  benchmarks/gate.py            exit 1 and one line for each figure below its floor, or for data that changed
  benchmarks/gate.py --raise    pin floors at the present figures where they are better
  benchmarks/gate.py --lower    pin them at the present figures even where they are worse: say why in the commit
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FLOORS, RESULTS = HERE / "floors.json", HERE / "results" / "quality.json"
SLACK = 0.002  # what another version of a library may move


def figures(result: dict[str, Any]) -> dict[str, float]:
    """One number a set, the larger the better: F1, or for a set without duplicates minus the number of wrong pairs."""
    return {name: one["f1"] if one["f1"] else -one["wrong_pairs"] for name, one in result["sets"].items()}


def complaints(result: dict[str, Any], floors: dict[str, Any]) -> list[str]:
    """What is worse than pinned, one line each."""
    now = figures(result)
    data = [name for name, digest in floors["data"].items() if result["data"].get(name) != digest]
    worse = [(name, floor) for name, floor in floors["floors"].items() if now.get(name, -1e9) < floor - SLACK]
    return [f"{name}: other data than the floor was pinned on" for name in data] + [
        f"{name}: {now.get(name)} is below {floor}" for name, floor in worse
    ]


def main() -> None:
    result = json.loads(RESULTS.read_text())
    floors = json.loads(FLOORS.read_text()) if FLOORS.exists() else dict(floors={}, data={})
    if "--raise" in sys.argv or "--lower" in sys.argv:
        now = figures(result)
        if "--lower" not in sys.argv:
            now = {name: max(value, floors["floors"].get(name, value)) for name, value in now.items()}
        FLOORS.write_text(json.dumps(dict(floors=now, data=result["data"]), indent=1) + "\n")
        return
    found = complaints(result, floors)
    print("\n".join(found) or "no figure is below its floor")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
