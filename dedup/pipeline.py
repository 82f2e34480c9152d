"""The whole method: read → normalise → exact → candidates → confirm → cluster → write. Read this first.

Documents are rows of arrays here; `read` and `write` translate from and to the user's ids and columns. After `exact`
the rows stand for different contents in the order of their digests, so nothing below depends on the input's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from dedup import cluster, exact
from dedup.candidates import languages, lsh, neighbours, rewordings, shared_shingles, shared_words, sketch, vectors
from dedup.confirm import wording
from dedup.data import Candidates, Clusters, Distinct, Judged, Packed
from dedup.progress import Bar
from dedup.run import Run

if TYPE_CHECKING:
    from dedup.confirm.judge import Prepared

NO_LANGUAGE = np.empty(0, np.int8)  # wording is compared without knowing the language


class Found(NamedTuple):
    """What a run found, by content row: the contents, the candidate pairs by view, the judged pairs, the groups.

    `empty` counts the documents without any text.
    """

    distinct: Distinct
    empty: int
    views: list[Candidates]
    judged: Judged
    prepared: Prepared | None
    clusters: Clusters


def find(packed: Packed, ids: Sequence[str], run: Run) -> Found:
    """Find the duplicates among normalised texts. The encoder is loaded only where pairs are to be confirmed."""
    settings = run.settings
    with run.stages("exact"):
        distinct = exact.group(packed, ids)
        contents = packed.take(distinct.first)

    with run.stages.of_steps("candidates"):
        language = _languages(contents, run) if settings.find == "variants" else NO_LANGUAGE
        views = candidate_views(contents, language, run)
        left, right = unite(views, contents.count)

    with run.stages.of_steps("confirm"):
        if settings.find == "variants":
            prepared, judged = _confirmed(contents, left, right, language, run)
        else:
            prepared = None
            judged = wording.judge(views, jaccard=settings.jaccard, minima=settings.minima, threshold=settings.threshold)

    if run.second and prepared:
        with run.stages("rescore", unit="sentence") as bar:
            judged = _rescored(judged, contents, language, run, bar)

    with run.stages("cluster"):
        join = cluster.components if prepared is None else cluster.group
        clusters = join(contents.count, judged, threshold=settings.threshold)
    return Found(distinct, int(np.count_nonzero(contents.start == contents.stop)), views, judged, prepared, clusters)


def _languages(contents: Packed, run: Run) -> np.ndarray:
    with run.stages.step("languages", total=contents.count) as bar:
        return languages.detect(contents, run.learned, workers=run.workers, bar=bar)


def candidate_views(contents: Packed, language: np.ndarray, run: Run) -> list[Candidates]:
    """The pairs worth a closer look, by each of the searches that `settings.find` asks for."""
    settings, workers, folder, step = run.settings, run.workers, run.folder, run.stages.step
    if settings.find == "exact":
        return []
    bands, rows = lsh.bands_and_rows(settings.jaccard, settings.minima)
    with step("signatures", total=contents.count) as bar:
        sketches = sketch.sketch(
            contents, shingle_size=settings.shingle_size, minima=settings.minima, bands=bands, rows=rows, seed=settings.seed,
            workers=workers, bar=bar, folder=folder,
        )  # fmt: skip
    with step("edited copies", total=bands, unit="band") as bar:
        views = [lsh.find(sketches, jaccard=settings.jaccard, window=settings.window, workers=workers, bar=bar)]
    if settings.find == "near":
        return views
    views.append(
        shared_shingles.find(
            contents, size=settings.shingle_size, rate=settings.sample, floor=settings.floor, cap=settings.posting_cap,
            window=settings.posting_window, shared=settings.shared, share=settings.share, workers=workers, folder=folder, step=step,
        )  # fmt: skip
    )
    words = dict(most=settings.word_neighbours, share=settings.word_share)
    views.append(shared_words.find(contents, **words, workers=workers, folder=folder, step=step))  # type: ignore[arg-type]
    with step("vectors", total=contents.count) as bar:
        shown = vectors.of(contents, language, encoder=run.encoder, folder=folder, bar=bar)
    views.append(neighbours.find(shown, language, rewordings.short(contents), neighbours=settings.neighbours, step=step))
    few = settings.passage_neighbours
    views.append(rewordings.find(shown, contents, neighbours=settings.short_neighbours, passage_neighbours=few, step=step))
    return views


def _confirmed(contents: Packed, left: np.ndarray, right: np.ndarray, language: np.ndarray, run: Run) -> tuple[Prepared, Judged]:
    """The pairs judged by what their sentences say. Its kernels and models load here, as wording alone needs none of them."""
    from dedup.confirm import judge

    prepared = judge.prepare(contents, left, right, language=language, run=run)
    judged = judge.judge(prepared, left, right, run=run)
    return prepared, judge.judge_joins(prepared, judged, documents=contents.count, run=run)


def _rescored(judged: Judged, contents: Packed, language: np.ndarray, run: Run, bar: Bar) -> Judged:
    from dedup.confirm import rescore

    return rescore.rescore(judged, contents, language=language, run=run, bar=bar)


def unite(views: Sequence[Candidates], documents: int) -> tuple[np.ndarray, np.ndarray]:
    """The distinct pairs of all views, left < right, sorted, int64."""
    keys = [view.left.astype(np.int64) * documents + view.right for view in views]
    pairs = np.unique(np.concatenate(keys)) if keys else np.empty(0, np.int64)
    return pairs // max(documents, 1), pairs % max(documents, 1)
