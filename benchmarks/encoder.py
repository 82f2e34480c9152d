#!/usr/bin/env python3
"""How often the nearest English document of a translated document is its own original, by language, for an encoder.

  benchmarks/encoder.py DATA [ENCODER]      DATA holds crosslingual.jsonl.gz (NTREX-128: id, text, lang, gold)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

from dedup.encoder import load, unit
from dedup.training.calibration import rows_of

rows = rows_of(Path(sys.argv[1]) / "crosslingual.jsonl.gz")
vectors = unit(load(sys.argv[2] if len(sys.argv) > 2 else None).encode([row["text"] for row in rows]))
language, gold = np.array([row["lang"] for row in rows]), np.array([row["gold"] for row in rows])
english = np.flatnonzero(language == "eng")
figures = {}
for one in sorted(set(language.tolist()) - {"eng"}):
    own = np.flatnonzero(language == one)
    nearest = english[(vectors[own] @ vectors[english].T).argmax(axis=1)]
    figures[one] = round(float((gold[nearest] == gold[own]).mean()), 3)
print(json.dumps(figures))
