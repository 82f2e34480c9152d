"""Train models/confirm.json: the logistic models that turn a pair's features into a probability."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dedup import normalise
from dedup.candidates import find_all, languages
from dedup.confirm import cohort, features, judge, rarity
from dedup.confirm.calibrated import INPUTS, OTHER, SAME
from dedup.confirm.documents import Documents, prepare
from dedup.data import Packed
from dedup.encoder import Encoder, file_digest
from dedup.settings import Settings

REUSED = 0.3  # share of the shorter text's 5-grams from which two reports of an event do share text, and count for neither
STRENGTH = 0.3  # inverse of the L2 penalty: from .1 to 3 the figures on unseen sets differ by .002


class LabelledSet(NamedTuple):
    """The candidate pairs of a collection with their features; `label` 1 duplicate, 0 not, -1 neither."""

    name: str
    documents: Documents
    rarity: np.ndarray
    left: np.ndarray
    right: np.ndarray
    pool: np.ndarray
    label: np.ndarray
    gold_pairs: int
    digest: str


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The records of a JSONL or JSONL.gz file."""
    with (gzip.open(path, "rt", encoding="utf8") if path.suffix == ".gz" else open(path, encoding="utf8")) as lines:
        return [json.loads(line) for line in lines if line.strip()]


def labelled(path: Path, *, encoder: Encoder, settings: Settings, workers: int) -> LabelledSet:
    """Candidates and features of a labelled collection: `gold` equal for duplicates, or `event` and no duplicates."""
    records = rows_of(path)
    texts = [normalise.clean(r["text"]) for r in records]
    packed = _packed(texts)
    left, right = find_all(packed, settings=settings, encoder=encoder, texts=lambda rows: [texts[i] for i in rows], workers=workers)
    language = languages.detect(packed)
    documents = prepare(texts, encoder=encoder, language=language)
    gold = [r.get("gold", f"#{i}") for i, r in enumerate(records)]
    label = np.array([gold[a] == gold[b] for a, b in zip(left, right, strict=True)], np.int8)
    if "gold" not in records[0]:
        label[_reused(documents, left, right)] = -1
    pool = cohort.sample(language, most=settings.cohort_sample)
    count = sum(n * (n - 1) // 2 for n in np.unique(gold, return_counts=True)[1])
    return LabelledSet(path.name.split(".")[0], documents, rarity.weights(packed), left, right, pool, label, int(count), file_digest(path))


def _packed(texts: list[str]) -> Packed:
    from dedup.candidates.minhash import pack

    return pack(texts)


def _reused(documents: Documents, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    at, grams = documents.gram_at, documents.grams
    share = [
        len(np.intersect1d(grams[at[a] : at[a + 1]], grams[at[b] : at[b + 1]])) / max(1, min(at[a + 1] - at[a], at[b + 1] - at[b]))
        for a, b in zip(left, right, strict=True)
    ]
    return np.array(share) >= REUSED


def priors(sets: Sequence[LabelledSet], *, settings: Settings, workers: int) -> dict[str, cohort.Priors]:
    """Mean over sets of the median and interquartile range of relative features against neighbours, by kind of pair."""
    found: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {SAME: [], OTHER: []}
    for one in sets:
        for kind, rows in _kinds(one).items():
            if len(rows) >= 50:
                found[kind].append(_neighbourhood(one, rows, settings=settings, workers=workers))
    return {k: cohort.Priors(*(np.mean([f[i] for f in v], axis=0) for i in (0, 1))) for k, v in found.items() if v}


def _kinds(one: LabelledSet) -> dict[str, np.ndarray]:
    same = one.documents.language[one.left] == one.documents.language[one.right]
    return {SAME: np.flatnonzero(same), OTHER: np.flatnonzero(~same)}


def _neighbourhood(one: LabelledSet, rows: np.ndarray, *, settings: Settings, workers: int) -> tuple[np.ndarray, np.ndarray]:
    from dedup.confirm.documents import word_weights

    weights = word_weights(one.documents, one.rarity)
    got = cohort.gather(one.documents, weights, one.left[rows], one.right[rows], one.pool, size=settings.cohort, workers=workers)
    low, middle, high = np.nanpercentile(got.scores, [25, 50, 75], axis=0)
    return middle, np.maximum(high - low, cohort.LEAST_RANGE)


def inputs(one: LabelledSet, prior: dict[str, cohort.Priors], *, size: int, settings: Settings, workers: int) -> judge.Measured:
    """Features of a set's pairs with cohorts of `size`; 0 leaves the priors alone, as for two documents."""
    pool = one.pool if size else one.pool[:0]
    return judge.measure(one.documents, one.rarity, one.left, one.right, pool, priors=prior, cohort_size=size, workers=workers)


def fit(rows: np.ndarray, label: np.ndarray, weight: np.ndarray) -> dict[str, Any]:
    """Shift, scale, weights and bias of a logistic regression over INPUTS, as plain lists."""
    from sklearn.linear_model import LogisticRegression

    shift = np.nanmean(rows, axis=0)
    scale = np.maximum(np.nanstd(rows, axis=0), 1e-6)
    x = np.clip(np.nan_to_num((rows - shift) / scale), -6, 6)
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(x, label, sample_weight=weight)
    digits = lambda v: [float(f"{n:.6g}") for n in np.ravel(v)]  # noqa: E731
    return dict(shift=digits(shift), scale=digits(scale), weight=digits(model.coef_), bias=float(f"{model.intercept_[0]:.6g}"))


def train(sets: Sequence[LabelledSet], *, settings: Settings, workers: int) -> dict[str, Any]:
    """The model as JSON: each set weighs the same, and each pair is shown with its cohort and without any."""
    prior = priors(sets, settings=settings, workers=workers)
    kinds: dict[str, Any] = {}
    shown = [(one, inputs(one, prior, size=n, settings=settings, workers=workers)) for one in sets for n in (settings.cohort, 0)]
    for kind in (SAME, OTHER):
        parts = [_part(one, got, kind) for one, got in shown]
        rows, label, weight = (np.concatenate([p[i] for p in parts]) for i in range(3))
        kinds[kind] = fit(rows, label, weight)
        kinds[kind] |= dict(median=prior[kind].median.round(5).tolist(), spread=prior[kind].spread.round(5).tolist())
    return dict(format=1, inputs=list(INPUTS), data={one.name: one.digest for one in sets}, kinds=kinds)


def _part(one: LabelledSet, got: judge.Measured, kind: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    use = (got.same_language == (kind == SAME)) & (one.label >= 0)
    rows = np.hstack((got.raw, got.relative))[use]
    return rows, one.label[use], np.full(len(rows), 1000.0 / max(len(rows), 1000))


def save(model: dict[str, Any], path: Path) -> None:
    """Write the model file."""
    path.write_text(json.dumps(model, indent=1) + "\n", encoding="utf8")


__all__ = ["LabelledSet", "features", "fit", "inputs", "labelled", "priors", "rows_of", "save", "train"]
