"""Labelled collections: their candidate pairs, what is measured of them, and which are duplicates."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dedup import normalise, pipeline
from dedup.candidates import languages
from dedup.candidates.minhash import pack, shingles_of, tokenise
from dedup.confirm import features, judge, weights
from dedup.confirm.calibration import cohort
from dedup.confirm.calibration.calibrated import OTHER, SAME
from dedup.data import Packed
from dedup.encoder import file_digest
from dedup.errors import DataError
from dedup.run import Run

REUSED, REUSED_GRAM = 0.3, 5  # from this share of the shorter one's word 5-grams on, two reports of an event do share text
FEWEST = 50  # neighbours from which a set has a say in the priors


class LabelledSet(NamedTuple):
    """The candidate pairs of a collection, rows in the order of the file; `label` 1 duplicate, 0 not, -1 neither.

    `gold` is the group of each document (int64), equal for duplicates. `raw`: the features of the pairs but for names, which no
    model changes. `neighbours`: of each kind of pair that there are enough of, the median and interquartile range of relative
    features against neighbours. `alone`: `raw` as if the two of each pair stood alone. `trained`: the documents that the trees may
    learn from, bool (documents,), or None for all.
    """

    name: str
    prepared: judge.Prepared
    left: np.ndarray
    right: np.ndarray
    label: np.ndarray
    gold: np.ndarray
    digest: str
    raw: np.ndarray
    neighbours: dict[str, tuple[np.ndarray, np.ndarray]]
    trained: np.ndarray | None = None
    alone: np.ndarray | None = None


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The records of a JSONL or JSONL.gz file."""
    with gzip.open(path, "rt", encoding="utf8") if path.suffix == ".gz" else open(path, encoding="utf8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read(path: Path, run: Run) -> LabelledSet:
    """Candidates of a labelled collection: records with `text` and `gold`, equal for duplicates, or `event` and no duplicates."""
    records = rows_of(path)
    if not records or "text" not in records[0]:
        raise DataError("a labelled set needs records with text and gold", file=path, remedy='{"text": "...", "gold": "g1"}')
    gold = [r.get("gold", f"#{i}") for i, r in enumerate(records)]
    texts, name, reuse = [r["text"] for r in records], path.name.split(".")[0], "gold" not in records[0]
    return from_texts(texts, gold, name=name, digest=file_digest(path), run=run, reuse=reuse)


def from_texts(texts: Sequence[str], gold: Sequence[Any], *, name: str, digest: str, run: Run, reuse: bool = False) -> LabelledSet:
    """The same from texts in memory. `reuse`: pairs that share much text are neither duplicates nor not."""
    contents = pack([normalise.clean(text) for text in texts])
    language = languages.detect(contents)
    views = pipeline.candidate_views(contents, language, run)
    left, right = pipeline.unite(views, contents.count)
    prepared = judge.prepare(contents, left, right, language=language, run=run)
    label = np.array([gold[a] == gold[b] for a, b in zip(left, right, strict=True)], np.int8)
    if reuse:
        label[_reused(contents, left, right)] = -1
    number = np.unique(np.asarray(gold, str), return_inverse=True)[1]
    raw = judge.features_of(prepared, prepared.at(left), prepared.at(right), workers=run.workers)
    alone = _alone(prepared, left, right, workers=run.workers)
    neighbours = _neighbours(prepared, raw, left, right, workers=run.workers)
    return LabelledSet(name, prepared, left, right, label, number, digest, raw, neighbours, alone=alone)


def _alone(prepared: judge.Prepared, left: np.ndarray, right: np.ndarray, *, workers: int) -> np.ndarray:
    """The features of the pairs where nothing is known of the collection around them."""
    source = prepared.source
    blank = weights.of(prepared.documents, source.rarity, source.encoder, counted=weights.nothing())
    return judge.features_of(prepared._replace(weights=blank), prepared.at(left), prepared.at(right), workers=workers)


def among(one: LabelledSet, documents: np.ndarray) -> LabelledSet:
    """The same set with the pairs alone whose documents are both among these, bool (documents,)."""
    use = documents[one.left] & documents[one.right]
    alone = None if one.alone is None else one.alone[use]
    return one._replace(left=one.left[use], right=one.right[use], label=one.label[use], raw=one.raw[use], alone=alone)


def shown(one: LabelledSet) -> LabelledSet:
    """The same set with the pairs alone that the trees may learn from."""
    return one if one.trained is None else among(one, one.trained)


def _reused(contents: Packed, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Whether two reports of an event share so much text that one was made from the other."""
    tokens, at = tokenise(contents)
    grams = {row: _grams(tokens[at[row] : at[row + 1]]) for row in np.union1d(left, right).tolist()}
    pairs = ((grams[a], grams[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True))
    return np.array([len(np.intersect1d(x, y)) / max(1, min(len(x), len(y))) for x, y in pairs]) >= REUSED


def _grams(tokens: np.ndarray) -> np.ndarray:
    out = np.empty(len(tokens) + 1, np.uint64)
    return np.unique(out[: shingles_of(tokens, len(tokens), REUSED_GRAM, out)])


def _neighbours(
    prepared: judge.Prepared, raw: np.ndarray, left: np.ndarray, right: np.ndarray, *, workers: int
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    docs, left, right = prepared.documents, prepared.at(left), prepared.at(right)
    same, found = features.of_one_language(docs, raw, left, right), {}
    for kind, pairs in ((SAME, same), (OTHER, ~same)):
        if np.count_nonzero(pairs) >= FEWEST:
            one, other = left[pairs], right[pairs]
            got = cohort.gather(docs, prepared.weights, one, other, prepared.pool, size=prepared.cohort, workers=workers)
            low, middle, high = np.nanpercentile(got.scores, [25, 50, 75], axis=0)
            found[kind] = middle, np.maximum(high - low, cohort.LEAST_RANGE)
    return found
