"""A whole run from the command line: documents in, a folder of results out."""

from __future__ import annotations

import platform
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup import api, read, results
from dedup import encoder as encoders
from dedup.confirm import calibrated
from dedup.data import DUPLICATE_LABELS, RELATED
from dedup.progress import Progress, Stages
from dedup.settings import Settings
from dedup.write import folder as folders
from dedup.write import tables, views

if TYPE_CHECKING:
    import pyarrow

PACKAGES = ("dedup", "numpy", "numba", "pyarrow", "datasketch", "rapidfuzz", "tokenizers")


def run(
    inputs: Sequence[str], out: Path, *, settings: Settings, encoder: str | None, text: str | None, id: str | None, form: str,
    skip_bad: bool, progress: Progress,
) -> dict[str, Any]:  # fmt: skip
    """Find the duplicates of the inputs and write the results into the folder `out`; returns the manifest."""
    folders.check(out)
    stages = Stages(progress)
    with stages("read"):
        corpus = read.read(list(inputs), text=text, id=id, skip_bad=skip_bad)
    done = api.search(corpus, settings=settings, encoder=encoder, stages=stages)
    with folders.replacing(out) as private:
        with stages("write", total=len(corpus)):
            manifest = _write(done, private, form=form, encoder=encoder, inputs=inputs)
        manifest["run"] = dict(seconds=stages.seconds, workers=settings.workers, python=platform.python_version())
        tables.write_object(manifest, private / folders.MANIFEST)
    return manifest


def _write(done: api.Search, private: Path, *, form: str, encoder: str | None, inputs: Sequence[str]) -> dict[str, Any]:
    """Write every file but the manifest, and return that."""
    clusters = results.clusters_table(done.found, done.ids, done.preference, threshold=done.settings.threshold)
    tables.write_table(clusters, private / "clusters.jsonl")
    matches: results.Matches = []
    tables.write_rows(results.pair_rows(done.found, done.ids, done.explainer, matches), private / "pairs.jsonl")
    entries = results.name_entries(done.explainer, matches)
    names = results.name_rows(entries, lambda row: done.ids[done.found.distinct.first[row]])
    tables.write_rows(names, private / "names.jsonl")
    _write_documents(done, clusters, private, form=form)
    manifest = _manifest(done, clusters, names=len(names), encoder=encoder, inputs=inputs)
    page = views.page(done.found, done.ids, done.explainer, clusters, names=names, manifest=manifest)
    (private / "report.html").write_text(page, encoding="utf8")
    return manifest


def _write_documents(done: api.Search, clusters: pyarrow.Table, private: Path, *, form: str) -> None:
    import pyarrow.compute as pc

    stays = clusters.column("canonical")
    tables.write_table(done.corpus.table.filter(stays), private / f"kept.{form}")
    tables.write_table(done.corpus.table.filter(pc.invert(stays)), private / f"removed.{form}")


def _manifest(
    done: api.Search, clusters: pyarrow.Table, *, names: int, encoder: str | None, inputs: Sequence[str]
) -> dict[str, Any]:
    """What was run on what, and what came out: equal for equal input, but for what `run` will hold."""
    settings = {k: v for k, v in asdict(done.settings).items() if k != "workers"}
    return dict(
        program=folders.OURS,
        versions={name: version(name) for name in PACKAGES},
        settings=settings,
        models=_models(done, encoder),
        inputs=dict(names=list(inputs), digests=done.corpus.digests),
        counts=counts(done, clusters) | dict(names=names),
        candidates={view.view: dict(pairs=len(view.left), linked=view.skipped) for view in done.found.views},
        skipped=done.corpus.skipped,
    )


def _models(done: api.Search, encoder: str | None) -> dict[str, str]:
    if done.found.prepared is None:
        return {}
    used = encoders.load(encoder)
    return dict(encoder=f"{used.name} {used.digest}".strip(), confirm=calibrated.load().digest)


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
