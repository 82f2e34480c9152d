"""Train models/confirm.json: the trees that turn a pair's features into a probability."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dedup import boosted, normalise, pipeline
from dedup.candidates import languages
from dedup.candidates.minhash import pack, shingles_of, tokenise
from dedup.confirm import features, judge
from dedup.confirm.calibration import calibrated, cohort
from dedup.confirm.calibration.calibrated import (
    INPUTS,
    KINDS,
    LEADING,
    NAMED_INPUTS,
    OTHER,
    SAME,
    SHORT,
    Model,
    in_conflict,
    named_inputs,
    of_kinds,
)
from dedup.confirm.features import FEATURES, RELATIVE
from dedup.data import Packed
from dedup.encoder import file_digest
from dedup.errors import DataError
from dedup.run import Run
from dedup.settings import Settings
from dedup.training import boosting, kin
from dedup.training import scale as scales

REUSED, REUSED_GRAM = 0.3, 5  # from this share of the shorter one's word 5-grams on, two reports of an event do share text
FEWEST = 50  # neighbours from which a set has a say in the priors

# What is best for stories that the model has not seen (benchmarks/quality.py --halves): with 500 trees of 16 leaves the figures of the
# sets themselves rise by up to .03, and those of new stories fall by .002 on average: the trees learn the sets by heart.
# Measured when long and short texts shared their trees.
TREES, LEAVES, RATE, FEWEST_ROWS = 300, 8, 0.1, 40
GATE_TREES, GATE_RATE, NOT_TO_LOSE = 100, 0.15, 2.0  # what is passed over is lost
COLLECTED_WEIGHT = 5.0  # a set of real pairs counts for five that were made
# A lost duplicate counts for more than a wrong pair, which has still to be joined (see cluster.EVIDENCE): unseen sets lose their
# duplicates first. With 2 they gain a little more, but more twins and pages of one form are merged.
# Of short texts of one language a wrong pair costs as much: with 1.5 listings of two models are merged (precision .78, not .84).
DUPLICATE_WEIGHT, OF_SHORT_TEXTS = 1.5, 1.0
# A set without duplicates stands alone against all the others: with less, more reports of one event are merged that share no text.
NEGATIVE_WEIGHT = 3.0
# More overlap never speaks against duplicates and more conflict never for them; lengths may do either. Beside names that differ
# overlap may do so too: a translation spells them in its own way, and what is word for word the same names somebody else.
EITHER_WAY = ("log_length", "least_coverage", "gram_containment")
DIRECTION = (*(f.direction for f in FEATURES), *(FEATURES[i].direction for i in RELATIVE), *(1 for _ in LEADING))
NAMED_DIRECTION = tuple(-1 if "conflict" in name else 0 if name in EITHER_WAY else 1 for name in NAMED_INPUTS)
SCATTERED = "scattered-"  # how the names begin of sets of texts drawn at random
# A stranger among them counts for twenty: they stand for collections in which nothing is alike, and a wrong merge costs a document.
# With 1, 31 of 3,000 single sentences in six languages were removed. Between languages vectors tell a sentence from a stranger, and little
# else does; of two sentences and more they tell so much that a stranger may count for up to four times that. In one language,
# or among long texts, such weights cost more duplicates of other kinds than they save documents.
STRANGER_WEIGHT, IN_TWO_LANGUAGES = 20.0, 40.0
SENTENCE, MOST_SENTENCES = 15.0, 4.0  # pieces of one sentence, and how many of them count
OF_BOTH_KINDS = (SCATTERED, "furniture")  # their strangers in two languages teach what translations are not
# The scale's prior is learned from what trees say of sets that they have not seen: half as many, twice as fast, in parts without kin.
CROSSED, CROSSED_TREES, CROSSED_RATE = 6, 150, 0.2
# Made so that names alone tell their twins from copies: without names there is nothing to learn.
FOR_NAMES = ("other-people", "other-people-news")


class LabelledSet(NamedTuple):
    """The candidate pairs of a collection, rows in the order of the file; `label` 1 duplicate, 0 not, -1 neither.

    `gold` is the group of each document (int64), equal for duplicates. `raw`: the features of the pairs but for names, which no
    model changes. `neighbours`: of each kind of pair that there are enough of, the median and interquartile range of relative
    features against neighbours. `trained`: the documents that the trees may learn from, bool (documents,), or None for all.
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


def rows_of(path: Path) -> list[dict[str, Any]]:
    """The records of a JSONL or JSONL.gz file."""
    with gzip.open(path, "rt", encoding="utf8") if path.suffix == ".gz" else open(path, encoding="utf8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def labelled(path: Path, run: Run) -> LabelledSet:
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
    neighbours = _neighbours(prepared, raw, left, right, workers=run.workers)
    return LabelledSet(name, prepared, left, right, label, number, digest, raw, neighbours)


def among(one: LabelledSet, documents: np.ndarray) -> LabelledSet:
    """The same set with the pairs alone whose documents are both among these, bool (documents,)."""
    use = documents[one.left] & documents[one.right]
    return one._replace(left=one.left[use], right=one.right[use], label=one.label[use], raw=one.raw[use])


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


def priors(sets: Sequence[LabelledSet]) -> dict[str, cohort.Priors]:
    """Mean over sets of the median and interquartile range of relative features against neighbours, by kind of pair.

    Scattered texts have no say: whoever compares two texts alone has two about one thing.
    """
    telling = [one for one in sets if not one.name.startswith(SCATTERED)]
    found = {kind: [one.neighbours[kind] for one in telling if kind in one.neighbours] for kind in (SAME, OTHER)}
    return {kind: cohort.Priors(*(np.mean([f[i] for f in v], axis=0) for i in (0, 1))) for kind, v in found.items() if v}


def inputs(one: LabelledSet, model: Model, *, alone: bool, workers: int) -> judge.Measured:
    """Features of a set's pairs with their cohorts, or with the priors `alone`, as for two documents."""
    prepared = one.prepared._replace(pool=one.prepared.pool[:0]) if alone else one.prepared
    run, known = Run(Settings(workers=workers), model=lambda: model), judge.Known(raw=one.raw)
    return judge.measure(prepared, prepared.at(one.left), prepared.at(one.right), run=run, known=known)


def _digits(values: np.ndarray) -> list[float]:
    """Six digits say all that the data do, and keep the file readable."""
    return [float(f"{value:.6g}") for value in np.ravel(values)]


def train(sets: Sequence[LabelledSet], *, workers: int) -> dict[str, Any]:
    """The model as JSON: each set weighs the same (made ones a fifth), and each pair is shown with its cohort and without any.

    Which documents form a cohort, and which pairs are asked for names, is decided by the priors alone; so a model for
    these is trained first. Of a set that is trained on in part the rest is not looked at.
    """
    sets = [shown(one) for one in sets]
    plain = [one for one in sets if one.name not in FOR_NAMES]
    prior = priors(plain)
    blank = Model({}, prior, "")
    alone = [inputs(one, blank, alone=True, workers=workers) for one in plain]
    first = calibrated.from_json(_spec(plain, alone, sets, prior))
    named = {one.name: inputs(one, first, alone=True, workers=workers) for one in sets}
    beside = {one.name: inputs(one, first, alone=False, workers=workers) for one in sets}
    shows, measured = [*plain, *plain], [*alone, *(beside[one.name] for one in plain)]
    spec = _with_names(_spec(shows, measured, sets, prior), [*sets, *sets], [got[one.name] for got in (named, beside) for one in sets])
    figures = _figures_by_part(shows, measured, _by_part(shows, measured, [one.name for one in plain], CROSSED))
    return spec | dict(gate=_gate(shows, measured), scale=scales.as_json(scales.prior(list(figures.values()))))


def _gate(shown: Sequence[LabelledSet], measured: Sequence[judge.Measured]) -> dict[str, Any]:
    """Trees that say which long texts of one language are worth laying out word by word."""
    parts = [_part(one, got, SAME) for one, got in zip(shown, measured, strict=True)]
    rows, label, weight = _joined([(calibrated.gated(part[0][:, : len(FEATURES)]), *part[1:]) for part in parts])
    weight = weight * np.where(label == 1, NOT_TO_LOSE, 1.0)
    return boosting.fit(
        rows, label, weight, names=features.NAMES, trees=GATE_TREES, rate=GATE_RATE, leaves=LEAVES, fewest=FEWEST_ROWS, seed=0,
        direction=DIRECTION[: len(FEATURES)],
    )  # fmt: skip


def unseen(sets: Sequence[LabelledSet], model: Model, *, workers: int, parts: int) -> Iterator[tuple[LabelledSet, Model]]:
    """Each set with a model whose trees and scale have seen neither it nor its kin; the step for names is that of `model`.

    In so many parts without kin, each left out at once, by the smaller trees of CROSSED_TREES.
    """
    plain = [shown(one) for one in sets if one.name not in FOR_NAMES]
    alone = [inputs(one, replace(model, trees={}), alone=True, workers=workers) for one in plain]
    shows, measured = [*plain, *plain], [*alone, *(inputs(one, model, alone=False, workers=workers) for one in plain)]
    models = list(_by_part(shows, measured, [one.name for one in sets], parts))
    figures = _figures_by_part(shows, measured, models)
    for part, trees in models:
        for one in (one for one in sets if one.name in part):
            near = kin.kin_of(one.name)
            prior = scales.prior([figures[name] for name in figures if name not in near])
            yield one, replace(model, trees=trees.trees, scale=prior)


def _by_part(
    shows: Sequence[LabelledSet], measured: Sequence[judge.Measured], names: Sequence[str], parts: int
) -> Iterator[tuple[set[str], Model]]:
    """For each of so many parts of the sets that share no kin, trees trained on all others."""
    for part in kin.folds(names, parts):
        pairs = [(one, got) for one, got in zip(shows, measured, strict=True) if one.name not in part]
        trees = _trees(*zip(*pairs, strict=True), trees=CROSSED_TREES, rate=CROSSED_RATE)
        yield part, Model({kind: boosted.tables(fitted) for kind, fitted in trees.items()}, {}, "")


def _figures_by_part(
    shows: Sequence[LabelledSet], measured: Sequence[judge.Measured], models: Iterable[tuple[set[str], Model]]
) -> dict[str, scales.Figures]:
    """The figures of each set that the scale's prior rests on, by trees that have not seen it. Scattered texts have no say."""
    last = {one.name: (one, got) for one, got in zip(shows, measured, strict=True)}  # of the two, the one beside its collection
    told = {name: pair for name, pair in last.items() if not name.startswith(SCATTERED)}
    return {name: _figures(*told[name], model) for part, model in models for name in sorted(part & set(told))}


def _figures(one: LabelledSet, got: judge.Measured, model: Model) -> scales.Figures:
    use = got.same_language & (one.label >= 0)
    some = judge.Measured(*(values[use] for values in _without_names(got)))
    return scales.figures(model.by_trees(*some), np.hstack((some.raw, some.relative)), one.label[use] == 1)


def _spec(shown: Sequence[LabelledSet], measured: Sequence[judge.Measured], sets: Sequence[LabelledSet], prior: Any) -> dict[str, Any]:
    kinds = {kind: dict[str, Any](trees=fitted) for kind, fitted in _trees(shown, measured, trees=TREES, rate=RATE).items()}
    for kind in (SAME, OTHER):
        kinds[kind] |= dict(median=_digits(prior[kind].median), spread=_digits(prior[kind].spread))
    return dict(format=4, inputs=list(INPUTS), data={one.name: one.digest for one in sets}, kinds=kinds)


def _trees(shown: Sequence[LabelledSet], measured: Sequence[judge.Measured], *, trees: int, rate: float) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for kind in KINDS:
        rows, label, weight = _joined([_part(one, _without_names(got), kind) for one, got in zip(shown, measured, strict=True)])
        out[kind] = boosting.fit(
            rows, label, weight, names=INPUTS, trees=trees, rate=rate, leaves=LEAVES, fewest=FEWEST_ROWS, seed=0, direction=DIRECTION
        )
    return out


def _shown(one: LabelledSet, same_language: np.ndarray) -> np.ndarray:
    """Which of these pairs are shown to the trees, bool (pairs,); those of a made set only if half its duplicates are among them.

    A set made of texts in one language each would show thousands of easy strangers in two, and no translations. Strangers are
    what OF_BOTH_KINDS are for: they are shown to both.
    """
    shows = one.digest or one.name.startswith(OF_BOTH_KINDS) or 2 * np.sum(one.label[same_language] == 1) >= np.sum(one.label == 1)
    return same_language & (one.label >= 0) if shows else np.zeros_like(same_language)


def _of_kind(one: LabelledSet, got: judge.Measured, kind: str) -> np.ndarray:
    of_language = got.same_language if kind.startswith(SAME) else ~got.same_language
    return _shown(one, of_language) & of_kinds(got.raw, got.same_language)[kind]


def _joined(parts: Sequence[tuple[np.ndarray, ...]]) -> tuple[np.ndarray, ...]:
    return tuple(np.concatenate(arrays) for arrays in zip(*parts, strict=True))


def _without_names(got: judge.Measured) -> judge.Measured:
    raw = got.raw.copy()
    raw[:, features.NAMED] = np.nan
    return got._replace(raw=raw)


def _part(one: LabelledSet, got: judge.Measured, kind: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    use = _of_kind(one, got, kind)
    rows, label = np.hstack((got.raw, got.relative))[use], one.label[use]
    weight = _weight(one, len(label)) * _by_label(label, kind)
    return rows, label, weight * _strangers(rows, label, kind) if one.name.startswith(SCATTERED) else weight


def _by_label(label: np.ndarray, kind: str) -> np.ndarray:
    return np.where(label == 1, OF_SHORT_TEXTS if kind == SAME + SHORT else DUPLICATE_WEIGHT, 1.0)


def _strangers(rows: np.ndarray, label: np.ndarray, kind: str) -> np.ndarray:
    sentences = np.clip(np.exp(rows[:, features.COLUMN["log_length"]]) / SENTENCE, 1, MOST_SENTENCES)
    return np.where(label == 0, IN_TWO_LANGUAGES * sentences if kind == OTHER + SHORT else STRANGER_WEIGHT, 1.0)


def _weight(one: LabelledSet, pairs: int) -> float:
    """The weight of each pair of a set that shows so many, so that the sets weigh the same whatever their size."""
    weight = (COLLECTED_WEIGHT if one.digest else 1.0) * (1.0 if np.any(one.label == 1) else NEGATIVE_WEIGHT)
    return weight * 1000.0 / max(pairs, 1000)


def _with_names(spec: dict[str, Any], shown: Sequence[LabelledSet], measured: Sequence[judge.Measured]) -> dict[str, Any]:
    """The same with trees for the pairs whose names are in conflict: a few small ones, as there is a hundredth of the data."""
    model = calibrated.from_json(spec)
    for kind in (SAME, OTHER):
        rows, label, weight = _joined([_named_part(one, got, model, kind) for one, got in zip(shown, measured, strict=True)])
        spec["kinds"][kind]["names"] = boosting.fit(
            rows, label, weight, names=NAMED_INPUTS, trees=120, rate=RATE, leaves=5, fewest=80, seed=0, direction=NAMED_DIRECTION
        )
    return spec


def _named_part(one: LabelledSet, got: judge.Measured, model: Model, kind: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    use = _shown(one, got.same_language == (kind == SAME))
    named = np.flatnonzero(use & in_conflict(got.raw))
    probability = model.probability(*_without_names(got))[named]
    weight = _weight(one, int(use.sum())) * _by_label(one.label[named], kind)
    return named_inputs(probability, got.raw[named]), one.label[named], weight


def save(model: dict[str, Any], path: Path) -> None:
    """Write the model file."""
    path.write_text(json.dumps(model, separators=(",", ":")) + "\n", encoding="utf8")
