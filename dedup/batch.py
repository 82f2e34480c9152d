"""A whole run from the command line: documents in, a folder of results out."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup import api, read, results
from dedup import encoder as encoders
from dedup.candidates.minhash import TOKENISER_VERSION, UNICODE_VERSION
from dedup.confirm import calibrated
from dedup.data import DUPLICATE_LABELS, RELATED
from dedup.errors import UsageError
from dedup.progress import Progress, Stages
from dedup.settings import Settings
from dedup.write import folder as folders
from dedup.write import tables, views

if TYPE_CHECKING:
    import pyarrow

PACKAGES = ("dedup", "numpy", "numba", "pyarrow", "datasketch", "rapidfuzz", "tokenizers")


class Source(NamedTuple):
    """Where the documents come from: paths, the columns of text and id, and whether bad records are left out."""

    inputs: Sequence[str]
    text: str | None = None
    id: str | None = None
    skip_bad: bool = False


def run(source: Source, out: Path, *, settings: Settings, models: api.Models, form: str, progress: Progress) -> dict[str, Any]:
    """Find the duplicates of the inputs and write the results into the folder `out`; returns the manifest."""
    folders.check(out)
    stages = Stages(progress)
    done = _search(source, settings, models, stages)
    with folders.replacing(out) as private:
        with stages("write", total=len(done.corpus)):
            manifest = _write(done, private, form=form, inputs=source.inputs)
        manifest["run"] = dict(seconds=stages.seconds, workers=settings.workers, python=platform.python_version())
        tables.write_object(manifest, private / folders.MANIFEST)
    return manifest


def names(source: Source, *, settings: Settings, models: api.Models, progress: Progress) -> list[dict[str, Any]]:
    """The rows of names.jsonl alone."""
    done = _search(source, settings, models, Stages(progress))
    matches: results.Matches = []
    for _ in results.pair_rows(done.found, done.ids, done.explainer, matches):
        pass
    return api.name_rows(done, matches)


def _search(source: Source, settings: Settings, models: api.Models, stages: Stages) -> api.Search:
    with stages("read"):
        corpus = read.read(_paths(source.inputs), text=source.text, id=source.id, skip_bad=source.skip_bad)
    return api.search(corpus, settings=settings, models=models, stages=stages)


def _paths(inputs: Sequence[str]) -> list[Path]:
    """What a user typed are paths, never texts; an empty name would be the working directory."""
    if not all(inputs):
        raise UsageError("an input without a name", remedy="give files, folders, globs, or - for JSON lines on stdin")
    return [Path(name) for name in inputs]


def _write(done: api.Search, private: Path, *, form: str, inputs: Sequence[str]) -> dict[str, Any]:
    """Write every file but the manifest, and return that."""
    clusters = results.clusters_table(done.found, done.ids, done.preference, threshold=done.settings.threshold)
    tables.write_table(clusters, private / "clusters.jsonl")
    matches: results.Matches = []
    tables.write_rows(results.pair_rows(done.found, done.ids, done.explainer, matches), private / "pairs.jsonl")
    names = api.name_rows(done, matches)
    tables.write_rows(names, private / "names.jsonl")
    _write_documents(done, clusters, private, form=form)
    manifest = _manifest(done, clusters, names=len(names), inputs=inputs)
    page = views.page(done.found, done.ids, done.explainer, clusters, names=names, manifest=manifest)
    (private / "report.html").write_text(page, encoding="utf8")
    return manifest


def _write_documents(done: api.Search, clusters: pyarrow.Table, private: Path, *, form: str) -> None:
    import pyarrow.compute as pc

    stays = clusters.column("canonical")
    tables.write_table(done.corpus.table.filter(stays), private / f"kept.{form}")
    tables.write_table(done.corpus.table.filter(pc.invert(stays)), private / f"removed.{form}")


def _manifest(done: api.Search, clusters: pyarrow.Table, *, names: int, inputs: Sequence[str]) -> dict[str, Any]:
    """What was run on what, and what came out: equal for equal input, but for what `run` will hold."""
    settings = {k: v for k, v in asdict(done.settings).items() if k != "workers"}
    return dict(
        program=folders.OURS,
        versions={name: version(name) for name in PACKAGES},
        settings=settings,
        scheme=dict(signatures="datasketch affine32", tokeniser=TOKENISER_VERSION, unicode=UNICODE_VERSION),
        models=_models(done),
        inputs=dict(names=list(inputs), digests=done.corpus.digests),
        counts=counts(done, clusters) | dict(names=names),
        candidates={view.view: dict(pairs=len(view.left), linked=view.skipped) for view in done.found.views},
        skipped=done.corpus.skipped,
    )


def _models(done: api.Search) -> dict[str, str]:
    if done.found.prepared is None:
        return {}
    used = encoders.load(done.models.encoder)
    return dict(encoder=f"{used.name} {used.digest}".strip(), confirm=calibrated.load().digest, names=done.models.names or "rules")


def counts(done: api.Search, clusters: pyarrow.Table) -> dict[str, int]:
    """Documents, groups, kept and removed; the removed by label; related pairs; refused merges, empty, skipped."""
    sizes = np.unique(done.found.clusters.group[done.found.distinct.member_of], return_counts=True)[1]
    labels = Counter(clusters.column("label").to_pylist())
    removed = int(sizes.sum() - len(sizes))
    return {
        "documents": int(sizes.sum()), "groups": int(np.count_nonzero(sizes > 1)), "kept": len(sizes), "removed": removed,
        **{label: labels[label] for label in DUPLICATE_LABELS}, "related": done.found.judged.label.count(RELATED),
        "refused": done.found.clusters.refused, "empty": done.found.empty, "skipped": len(done.corpus.skipped),
    }  # fmt: skip
