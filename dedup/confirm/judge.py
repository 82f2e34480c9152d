"""Decide on candidate pairs: measure them, put the measurements beside the neighbourhood's, apply the calibrated model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from dedup import cluster
from dedup.confirm import blocks, features, passages, people, processes, rarity, weights
from dedup.confirm.calibration import cohort, labels
from dedup.confirm.calibration import scale as scales
from dedup.confirm.calibration.calibrated import INPUTS, LEADING, OTHER, PASSED_OVER, SAME, Model, carried, passed_over
from dedup.confirm.documents import Documents
from dedup.confirm.people import People
from dedup.confirm.weights import Weights
from dedup.data import Judged, Packed, Scale
from dedup.measurements import blocks as blocks_of
from dedup.measurements import table
from dedup.progress import Bar, Step, counted
from dedup.run import Run
from dedup.settings import Settings

UNDECIDED = 0.005  # probability by the priors alone from which on, and up to as far below 1, the cohort is asked
OWN = len(features.FEATURES)  # of INPUTS, those that tell of the two alone
LIKELY = 0.8  # probability by the priors alone from which two documents are not each other's neighbourhood


class Prepared(NamedTuple):
    """The documents that confirmation looks at. Document k of `documents` and `sentences` is content row `rows[k]`.

    `weights` is the rarity of their words (see weights.of); `pool` the documents that cohorts are drawn from;
    `people` the names in them, found when asked for; `source` what the passages of a long one are prepared from.
    """

    rows: np.ndarray
    sentences: Sequence[list[str]]
    documents: Documents
    weights: Weights
    pool: np.ndarray
    cohort: int
    people: People
    source: passages.Source

    def at(self, rows: np.ndarray) -> np.ndarray:
        """Where these content rows stand in `documents`."""
        return np.searchsorted(self.rows, rows)


class Measured(NamedTuple):
    """Pairs of documents with their raw and relative features, and whether they are compared as of one language."""

    raw: np.ndarray
    relative: np.ndarray
    same_language: np.ndarray


class Known(NamedTuple):
    """What need not be measured again.

    `group`: which documents are copies of one text, int64 (documents,). `raw`: the features of the pairs but for names, float64
    (pairs, FEATURES). `scale`: that of the collection.
    """

    group: np.ndarray | None = None
    raw: np.ndarray | None = None
    scale: Scale | None = None


NOTHING_KNOWN = Known()


class _Pairs(NamedTuple):
    """Numbers of prepared documents, int64 (pairs,), and whether the two are compared as of one language."""

    left: np.ndarray
    right: np.ndarray
    same: np.ndarray


def prepare(contents: Packed, left: np.ndarray, right: np.ndarray, *, language: np.ndarray, run: Run) -> Prepared:
    """Split, encode and index the documents of the candidate pairs, and of the sample that cohorts are drawn from.

    `left`, `right`: content rows, int64 (pairs,). `language`: of all contents, as `languages.detect` gives it. With a
    folder of the run's, the documents lie in files there.
    """
    settings, encoder = run.settings, run.encoder()
    sample = cohort.sample(language, most=settings.cohort_sample) if len(left) else np.empty(0, np.int64)
    rows = np.union1d(np.union1d(left, right), sample)
    parts = blocks.Sentences(contents, rows)
    cut = [rows[first : first + blocks.SIZE] for first in range(0, max(len(rows), 1), blocks.SIZE)]
    with run.stages.step("sentences", total=len(rows)) as bar:
        beside = processes.worth(contents, rows, encoder, workers=run.workers) if run.folder else 0
        made = processes.blocks(cut, processes.Source(contents, parts, language, encoder), processes=beside)
        prepared = blocks.joined(counted(made, bar, each=lambda block: len(block.tokens)), run.folder)
    with run.stages.step("words", total=contents.count) as bar:
        source = passages.Source(contents, language, rarity.weights(contents, bar=bar), encoder, weights.counted(prepared))
    with run.stages.step("weights"):
        weighed = weights.of(prepared, source.rarity, encoder, counted=source.counted, folder=run.folder)
    return Prepared(rows, parts, prepared, weighed, np.searchsorted(rows, sample), settings.cohort, People(parts), source)


def features_of(
    prepared: Prepared, left: np.ndarray, right: np.ndarray, *, workers: int, model: Model | None = None
) -> np.ndarray:
    """The features of pairs of prepared documents but for names, those of a part and a far longer text by the latter's passages.

    With a `model` that has a gate, long texts are laid out word by word only where it may matter.
    """
    raw = np.empty((len(left), OWN))
    _measure(prepared, left, right, raw, run=Run(Settings(workers=workers)), model=model)
    return raw


def _measure(prepared: Prepared, left: np.ndarray, right: np.ndarray, raw: np.ndarray, *, run: Run, model: Model | None) -> None:
    """The same into `raw`."""
    docs, weighed, workers, step = prepared.documents, prepared.weights, run.workers, run.stages.step
    has_gate = model is not None and model.gate is not None
    with step("pairs", total=len(left), unit="pair") as bar:
        features.of_pairs(docs, weighed, left, right, workers=workers, bar=bar, within=not has_gate, out=raw)
    if model is not None and has_gate:
        over = np.flatnonzero(passed_over(raw, features.of_one_language(docs, raw, left, right)))
        again = over[model.worth_a_look(raw[over]) >= PASSED_OVER]
        with step("pairs, word by word", total=len(again), unit="pair") as bar:
            raw[again] = features.of_pairs(docs, weighed, left[again], right[again], workers=workers, bar=bar)
    far = np.flatnonzero(passages.chosen(raw, docs, left, right))
    one, other = prepared.rows[left[far]], prepared.rows[right[far]]
    with step("passages", total=len(far), unit="pair") as bar:
        raw[far] = passages.measure(prepared.source, raw[far], one, other, workers=workers, bar=bar)


def _named(prepared: Prepared, raw: np.ndarray, asked: np.ndarray, left: np.ndarray, right: np.ndarray, step: Step) -> np.ndarray:
    """`names_agree` and `names_conflict` of pairs of prepared documents, float64 (pairs, 2); rows `asked` of `raw` are their features."""
    out, far = np.empty((len(asked), 2)), np.empty(len(asked), np.bool_)
    for some in blocks_of(len(asked)):
        far[some] = passages.chosen(raw[asked[some]], prepared.documents, left[some], right[some])
    one, other = prepared.rows[left[far]], prepared.rows[right[far]]
    with step("people", total=len(asked), unit="pair") as bar:
        out[~far] = people.of_pairs(prepared.documents, prepared.weights, prepared.people, left[~far], right[~far], bar=bar)
        out[far] = passages.people_of(prepared.source, prepared.people, one, other, bar=bar)
    return out


def measure(
    prepared: Prepared, left: np.ndarray, right: np.ndarray, *, run: Run, known: Known = NOTHING_KNOWN
) -> Measured:
    """Features of pairs of prepared documents, and the same relative to the cohorts of the two.

    What the shipped priors alone already hold to be copies of one text are no neighbourhood of each other; so all pairs
    are judged by the priors first. Only those that remain undecided are then set beside cohorts, which cost a dozen
    measurements for each document. They are asked for their people too, and so are sure ones of one language that may name
    other people than it seems.
    """
    inputs, same = _inputs(prepared, left, right, run=run, known=known)
    return Measured(inputs[:, :OWN], inputs[:, OWN:], same)


def _inputs(prepared: Prepared, left: np.ndarray, right: np.ndarray, *, run: Run, known: Known) -> tuple[np.ndarray, np.ndarray]:
    """INPUTS of pairs of prepared documents, float64 (pairs, INPUTS), and whether they are compared as of one language."""
    docs, model, workers, step, group = prepared.documents, run.model(), run.workers, run.stages.step, known.group
    left, right = np.minimum(left, right), np.maximum(left, right)
    inputs = table(len(left), len(INPUTS), run.folder)
    raw, relative = inputs[:, :OWN], inputs[:, OWN:]
    if known.raw is None:
        _measure(prepared, left, right, raw, run=run, model=model)
    else:
        raw[:] = known.raw
    same = features.of_one_language(docs, raw, left, right)
    with step("alone", total=len(raw), unit="pair") as bar:
        probability = _alone(docs, inputs, _Pairs(left, right, same), model, bar)
    if model.trees:
        likely, sure = probability > UNDECIDED, probability >= 1 - UNDECIDED
        open_ = np.flatnonzero(likely & ~sure)
        asked = np.flatnonzero(likely & (~sure | (same & _may_name_others(raw))))
        raw[asked[:, None], features.NAMED] = _named(prepared, raw, asked, left[asked], right[asked], step)
        one, other = left[open_], right[open_]
        if len(prepared.pool):
            if group is None:  # all pairs of the collection are here, and so are all rivals
                group = _groups(len(docs.tokens), left, right, probability)
                own = _groups(len(docs.tokens), left, right, np.where(same, probability, 0))
                for column, name in enumerate(LEADING, -len(LEADING)):
                    relative[:, column] = cohort.lead(raw[:, features.COLUMN[name]], left, right, own, docs.language)
            gathered = cohort.gather(docs, prepared.weights, one, other, prepared.pool, size=prepared.cohort, workers=workers, step=step)
            with step("among neighbours", total=len(open_), unit="pair") as bar:
                for some in counted((open_[block] for block in blocks_of(len(open_))), bar, each=len):
                    pairs = _Pairs(left[some], right[some], same[some])
                    relative[some, : -len(LEADING)] = _relative(raw[some], docs, pairs, gathered, model, group)
    return inputs, same


def _alone(docs: Documents, inputs: np.ndarray, pairs: _Pairs, model: Model, bar: Bar) -> np.ndarray:
    """Probability of pairs by the priors alone, float64 (pairs,); what `inputs` are relative to these is written there."""
    nobody, group, out = cohort.none(docs), np.arange(len(docs.tokens)), np.empty(len(inputs))
    for some in blocks_of(len(inputs)):
        raw, own = inputs[some, :OWN], _Pairs(*(values[some] for values in pairs))
        inputs[some, OWN : -len(LEADING)] = _relative(raw, docs, own, nobody, model, group)
        inputs[some, -len(LEADING) :] = np.nan
        if model.trees:
            out[some] = model.probability(raw, inputs[some, OWN:], own.same)
        bar.update(len(raw))
    return out


def _may_name_others(raw: np.ndarray) -> np.ndarray:
    """Whether capitalised words differ in aligned sentences of a pair, or a script without them may hide it, bool (pairs,).

    A report with other people is a copy to all other features. Between languages names that differ say less, and are not asked
    of pairs that are sure.
    """
    return raw[:, features.COLUMN["capitals_conflict"]] != 0


def _relative(raw: np.ndarray, docs: Documents, pairs: _Pairs, gathered: cohort.Cohort, model: Model, group: np.ndarray) -> np.ndarray:
    out = np.empty((len(raw), len(features.RELATIVE)))
    for kind, some in ((SAME, pairs.same), (OTHER, ~pairs.same)):
        left, right = pairs.left[some], pairs.right[some]
        out[some] = cohort.relative(raw[some], docs, left, right, gathered, model.priors[kind], group)
    return out


def _groups(documents: int, left: np.ndarray, right: np.ndarray, probability: np.ndarray) -> np.ndarray:
    """Documents tied together by pairs that are probably copies, int64 (documents,)."""
    likely = probability >= LIKELY
    judged = Judged(left[likely], right[likely], probability[likely], [], np.empty((0, 0)), ())
    return cluster.components(documents, judged, threshold=LIKELY).group


def judge(prepared: Prepared, left: np.ndarray, right: np.ndarray, *, run: Run, known: Known = NOTHING_KNOWN) -> Judged:
    """Probability and label of pairs of content rows. Unless a scale is known, these are all pairs of the collection and give it one."""
    inputs, same = _inputs(prepared, prepared.at(left), prepared.at(right), run=run, known=known)
    return _decided(left, right, inputs, same, run=run, known=known)


def decide(left: np.ndarray, right: np.ndarray, measured: Measured, *, run: Run, known: Known = NOTHING_KNOWN) -> Judged:
    """The same of measured pairs."""
    inputs = np.hstack((measured.raw, measured.relative))
    return _decided(left, right, inputs, measured.same_language, run=run, known=known)


def _decided(left: np.ndarray, right: np.ndarray, inputs: np.ndarray, same: np.ndarray, *, run: Run, known: Known) -> Judged:
    with run.stages.step("trees", total=len(left), unit="pair") as bar:
        probability, names = np.empty(len(left)), list[str]()
        for some in counted(blocks_of(len(left)), bar, each=lambda block: block.stop - block.start):
            probability[some] = run.model().by_trees(inputs[some, :OWN], inputs[some, OWN:], same[some])
    whole = known.group is None and known.scale is None
    with run.stages.step("scale"):
        scale = _scale(probability, inputs, same, run) if whole else known.scale
    with run.stages.step("labels", total=len(left), unit="pair") as bar:
        for some in counted(blocks_of(len(left)), bar, each=lambda block: block.stop - block.start):
            one, rows = same[some], inputs[some]
            if scale is not None:
                probability[some][one] = scales.apply(scale, probability[some][one], rows[one])
            probability[some] = carried(probability[some], rows).round(6)
            names += labels.label(probability[some], rows, one, threshold=run.settings.threshold)
    return Judged(left, right, probability, names, inputs, INPUTS, scale)


def _scale(probability: np.ndarray, inputs: np.ndarray, same: np.ndarray, run: Run) -> Scale | None:
    """The scale of a collection by all its candidate pairs of one language, or the one that the run was given."""
    prior = run.model().scale
    return run.scale if run.scale is not None or prior is None else scales.fit(probability[same], inputs, prior, rows=np.flatnonzero(same))


def judge_joins(prepared: Prepared, judged: Judged, *, documents: int, run: Run) -> Judged:
    """The judged pairs and, where groups would join by few of them, more pairs of the two groups, judged as well."""
    threshold = run.settings.threshold
    for _ in range(cluster.ROUNDS):
        left, right = cluster.unjudged(documents, judged, threshold=threshold)
        if not len(left):
            break
        group = cluster.group(documents, judged, threshold=threshold).group[prepared.rows]
        judged = judged.and_these(judge(prepared, left, right, run=run, known=Known(group, scale=judged.scale)))
    return judged
