#!/usr/bin/env python3
"""How well an encoder finds translations that it was not trained on, by language.

  benchmarks/encoder.py DATA [ENCODER]      DATA holds crosslingual.jsonl.gz (NTREX-128: id, text, lang, gold) and the folders
                                            parallel and parallel-more of sentence pairs, of which one in 20 is held out

documents: how often the English version of a translated document is the nearest of all; lines: of its lines, 500 drawn evenly, the mean of
both directions. sentences: the same of held-out sentence pairs, at most 500, among 500 of the other language (strangers fill up).
apart: of held-out pairs, at most 200 a language, all languages together: the share whose cosine lies above the least bar at which 97 of
100 are right, where each translation meets one wrong pair, the nearest of 3,000 strangers; and the same of the cosine less that of the
best rival of either side. `cosines`: tenth, half and nine tenths of the translations' and of the nearest strangers'.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from dedup.encoder import Encoder, load, unit
from dedup.training.labelled import rows_of
from dedup.training.parallel import expand, file_pairs, held_out

MOST, STRANGERS, JUDGED, PRECISION = 500, 3000, 200, 0.97
Pairs = list[tuple[str, str]]


def nearest(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return (one @ other.T).argmax(axis=1)


def stories(encoder: Encoder, file: Path) -> tuple[dict[str, float], dict[str, float]]:
    """Recall at 1 of documents, each the mean of its lines, and of lines."""
    lines: dict[str, dict[str, np.ndarray]] = defaultdict(dict)
    for row in rows_of(file):
        lines[row["lang"]][row["gold"]] = unit(encoder.encode(row["text"].split("\n")))
    english = lines.pop("eng")
    documents = {language: whole(own, english) for language, own in sorted(lines.items())}
    return documents, {language: by_line(own, english) for language, own in sorted(lines.items())}


def whole(own: dict[str, np.ndarray], english: dict[str, np.ndarray]) -> float:
    golds, every = sorted(own), sorted(english)
    ours, theirs = (unit(np.stack([side[g].mean(axis=0) for g in names])) for side, names in ((own, golds), (english, every)))
    return float(np.mean([every[k] == g for k, g in zip(nearest(ours, theirs), golds, strict=True)]))


def by_line(own: dict[str, np.ndarray], english: dict[str, np.ndarray]) -> float:
    golds = [g for g in sorted(own) if len(own[g]) == len(english[g])]
    ours, theirs = (np.concatenate([side[g] for g in golds]) for side in (own, english))
    some = np.linspace(0, len(ours) - 1, MOST).astype(int)
    ours, theirs = ours[some], theirs[some]
    return float(np.mean([(nearest(a, b) == np.arange(len(some))).mean() for a, b in ((ours, theirs), (theirs, ours))]))


def drawn(file: Path, rng: np.random.Generator) -> tuple[Pairs, Pairs]:
    """Held-out pairs of a file, and others to be strangers."""
    rows = [(a, b) for a, b in dict.fromkeys(pair[:2] for pair in file_pairs(file))]
    rows = [rows[k] for k in rng.permutation(len(rows))]
    return [row for row in rows if held_out(row[0])][:MOST], [row for row in rows if not held_out(row[0])][:STRANGERS]


def found(pairs: Pairs, others: list[str], at: dict[str, np.ndarray]) -> float:
    """How often the right side's nearest is one of its left sides, among those and strangers."""
    right = defaultdict(set)
    for a, b in pairs:
        right[b].add(a)
    pool = list(dict.fromkeys(a for a, _ in pairs))
    pool += others[: max(0, MOST - len(pool))]
    hits = nearest(np.stack([at[b] for _, b in pairs]), np.stack([at[a] for a in pool]))
    return float(np.mean([pool[k] in right[b] for k, (_, b) in zip(hits, pairs, strict=True)]))


def judged(pairs: Pairs, english: list[str], other: list[str], at: dict[str, np.ndarray]) -> np.ndarray:
    """Cosine and margin of translations, and of each one's right side with the nearest stranger: float (4, pairs)."""
    a, b = (np.stack([at[pair[side]] for pair in pairs[:JUDGED]]) for side in (0, 1))
    strange_a, strange_b = (np.stack([at[text] for text in texts[:STRANGERS]]) for texts in (english, other))
    true, scores, every = (a * b).sum(axis=1), b @ strange_a.T, np.arange(len(a))
    best = scores.argmax(axis=1)
    wrong = scores[every, best]
    rival = np.maximum(wrong, (a @ strange_b.T).max(axis=1))
    scores[every, best] = -1
    wrong_rival = np.maximum(np.maximum(true, scores.max(axis=1)), (strange_a[best] @ strange_b.T).max(axis=1))
    return np.stack([true, wrong, true - rival, wrong - wrong_rival])


def recall(right: np.ndarray, wrong: np.ndarray) -> float:
    """The share of the right ones above the lowest bar at which PRECISION is kept."""
    scores, label = np.concatenate([right, wrong]), np.repeat([1, 0], [len(right), len(wrong)])
    hits = np.cumsum(label[np.argsort(-scores, kind="stable")])
    kept = np.flatnonzero(hits >= PRECISION * np.arange(1, len(hits) + 1))
    return float(hits[kept[-1]] / len(right)) if len(kept) else 0.0


def sentences(encoder: Encoder, folder: Path) -> tuple[dict[str, float], dict[str, Any]]:
    """Recall at 1 of held-out sentences by language, and how far translations stand apart from strangers."""
    rng = np.random.default_rng(0)
    sets = {file.name.split(".")[0].removeprefix("en-"): drawn(file, rng) for file in expand([folder])}
    texts = sorted({text for both in sets.values() for rows in both for row in rows for text in row})
    at = dict(zip(texts, unit(encoder.encode(texts)), strict=True))
    english = sorted({a for pairs, _ in sets.values() for a, _ in pairs})
    figures, scores = {}, []
    for language, (pairs, rest) in sets.items():
        own = [set(side) for side in zip(*pairs, strict=True)]
        left = [english[k] for k in rng.permutation(len(english)) if english[k] not in own[0]]
        right = list(dict.fromkeys(b for _, b in rest if b not in own[1]))
        figures[language] = (found(pairs, left, at) + found([(b, a) for a, b in pairs], right, at)) / 2
        scores.append(judged(pairs, left, right, at))
    true, wrong, margin, wrong_margin = np.concatenate(scores, axis=1)
    cosines = {name: np.quantile(one, [0.1, 0.5, 0.9]).round(2).tolist() for name, one in (("translations", true), ("strangers", wrong))}
    return figures, dict(cosine=recall(true, wrong), margin=recall(margin, wrong_margin), cosines=cosines)


def speed(encoder: Encoder, file: Path) -> int:
    """Lines a second of processor time, the first use of each kernel left out."""
    lines = [line for row in rows_of(file) for line in row["text"].split("\n")]
    encoder.encode(lines[:9])
    first = process_time()
    encoder.encode(lines)
    return round(len(lines) / (process_time() - first))


def rounded(figures: Any) -> Any:
    if isinstance(figures, dict):
        return {name: rounded(one) for name, one in figures.items()}
    return round(figures, 3) if isinstance(figures, float) else figures


def main(data: Path, name: str | None) -> None:
    encoder, figures = load(name), dict[str, Any]()
    figures["documents"], figures["lines"] = stories(encoder, data / "crosslingual.jsonl.gz")
    for folder in ("parallel", "parallel-more"):
        by_language, apart = sentences(encoder, data / folder)
        mean = dict(mean=float(np.mean(list(by_language.values()))), least=min(by_language.values()))
        figures[folder] = dict(sentences=mean | by_language, apart=apart)
    figures["lines_a_second"] = speed(encoder, data / "crosslingual.jsonl.gz")
    print("\n".join(f"{key}: {json.dumps(value)}" for key, value in rounded(figures).items()))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
