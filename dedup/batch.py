"""A whole run from the command line: documents in, a folder of results out."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from itertools import takewhile
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

import dedup
from dedup import api, intake, pipeline, read, results, stored
from dedup.candidates.minhash import TOKENISER_VERSION, UNICODE_VERSION
from dedup.data import DUPLICATE_LABELS, RELATED, Corpus, Ids, Verdicts
from dedup.errors import UsageError
from dedup.formats import pages
from dedup.progress import Bar, Progress, Stages, Step, counted
from dedup.read import sources
from dedup.settings import Settings
from dedup.write import explained, listings, own_lines, tables, views
from dedup.write import folder as folders

if TYPE_CHECKING:
    import pyarrow

PACKAGES = ("numpy", "numba", "pyarrow", "datasketch", "rapidfuzz", "tokenizers")


class Output(NamedTuple):
    """The files of a run: jsonl, parquet or csv; which pairs that are not merged, `few` of each document or `all`.

    `spreadsheet`: CSV that a spreadsheet opens as it is, and takes for no formulas. `evidence`: which pairs are explained in full, see
    `write.explained`.
    """

    form: str = "jsonl"
    related: str = "few"
    spreadsheet: bool = False
    evidence: str = explained.REPORT

    def path(self, folder: Path, name: str) -> Path:
        """The file of a table."""
        return folder / f"{name}.{self.form}"


class Source(NamedTuple):
    """Where the documents come from: paths, and what was said of their columns and cells."""

    inputs: Sequence[str]
    wanted: read.Wanted = intake.WANTED


def run(
    source: Source, out: Path, *, settings: Settings, models: api.Models, output: Output, progress: Progress, workdir: Path | None = None
) -> dict[str, Any]:
    """Find the duplicates of the inputs and write the results into the folder `out`; returns the manifest.

    `workdir`: where the private work folder lies while this goes on, as large as the inputs or twice that; beside `out` if not given.
    """
    folders.sweep(out, workdir)
    folders.check(out)
    check_apart(source.inputs, out)
    stages = Stages(progress)
    with folders.replacing(out) as private, folders.work(workdir or private.parent) as work:
        done = _search(source, settings, models, stages, work, lines=output.form == "jsonl")
        with stages.of_steps("write"):
            manifest = _write(done, private, output, source)
        manifest["run"] = dict(seconds=stages.seconds, workers=settings.workers, python=platform.python_version())
        tables.write_object(manifest, private / folders.MANIFEST)
    return manifest


def names(
    source: Source, *, settings: Settings, models: api.Models, progress: Progress, workdir: Path | None = None
) -> tuple[list[dict[str, Any]], list[str]]:
    """The rows of names.jsonl alone, and a line for each record that was left out."""
    stages = Stages(progress)
    with folders.work(workdir) as work:
        done = _search(source, settings, models, stages, work)
        with stages("names", total=done.name_pairs, unit="pair") as bar:
            rows = api.name_rows(done, bar=bar)
        return rows, done.corpus.skipped


def _search(source: Source, settings: Settings, models: api.Models, stages: Stages, work: Path, *, lines: bool = False) -> api.Search:
    run = models.run(settings, stages=stages, folder=work)
    models.check()
    pages.check(settings.html)
    with stages("read") as bar:
        corpus, packed = intake.mapped(_paths(source.inputs), work, wanted=source.wanted, lines=lines, html=settings.html, bar=bar)
    return api.search(corpus, packed, run=run, models=models)


def check_apart(inputs: Sequence[str], out: Path) -> None:
    """Raise UsageError where an input lies in the output folder, or is the file to be written: the run would overwrite it."""
    if not os.path.exists(out) or (out.is_dir() and not any(out.iterdir())):
        return
    place = os.path.realpath(out)
    folder = cache(os.path.realpath)
    for file in sources.find(map(str, _paths(inputs))):
        home, name = os.path.split(file.path)
        real = os.path.realpath(file.path) if os.path.islink(file.path) else os.path.join(folder(home or "."), name)
        if file.path != sources.STDIN and os.path.commonpath((place, real)) == place:
            raise UsageError(f"the input {file.path} lies where the output goes, {out}", remedy="give another -o, or move the input")


def _paths(inputs: Sequence[str]) -> list[Path]:
    """What a user typed are paths, never texts; an empty name would be the working directory."""
    if not all(inputs):
        raise UsageError("an input without a name", remedy="give files, folders, globs, or - for JSON lines on stdin")
    return [Path(name) for name in inputs]


def _write(done: api.Search, private: Path, output: Output, source: Source) -> dict[str, Any]:
    """Write every file but the manifest, and return that. The documents, by far the most, are copied beside all else."""
    given = results.verdicts(done.found, done.preference, threshold=done.run.settings.threshold)
    step = done.run.stages.step

    def documents(stopped: Callable[[], bool]) -> None:
        with step("documents", total=len(done.corpus)) as bar:
            write_documents(done.corpus, given, private, output, bar=bar, stopped=stopped)

    with _beside(documents):
        write_clusters(done.found, done.ids, given, private, output, step)
        stored.write(done.found, done.corpus, given, private)
        with step("names", total=done.name_pairs, unit="pair") as bar:
            names = api.name_rows(done, bar=bar)
        listings.write_names(names, output.path(private, "names"), done.ids.column.type, spreadsheet=output.spreadsheet)
        full = _explained(done, given, output.evidence)
        some = None if output.related == "all" else results.worth_a_row(done.found.judged)
        with step("pairs", total=results.pair_count(done.found, some), unit="pair") as bar:
            pairs = counted(results.pair_rows(done.found, done.ids, done.explainer, full, some), bar)
            listings.write_pairs(pairs, output.path(private, "pairs"), done.ids.column.type, spreadsheet=output.spreadsheet)
        manifest = _manifest(done, given, names=len(names), source=source) | dict(output=_as_json(output, done.corpus))
        shown = None if output.evidence == explained.NONE else done.explainer
        page = views.page(done.found, done.ids, shown, given, names=names, manifest=manifest, step=step)
        (private / "report.html").write_text(page, encoding="utf8")
    return manifest


def _explained(done: api.Search, given: Verdicts, which: str) -> frozenset[int]:
    """The pairs whose evidence stands in pairs; that of those in the report is kept, as both ask for it."""
    if done.explainer is None:
        return frozenset()
    if which != explained.NONE:
        done.explainer.keep(views.shown_pairs(done.found, given))
    return explained.pairs(done.found, given, which, done.explainer.chosen)


@contextmanager
def _beside(work: Callable[[Callable[[], bool]], None]) -> Iterator[None]:
    """Do some work in a thread meanwhile; its error is raised at the end. It is given what tells it whether to stop."""
    failed = Event()
    with ThreadPoolExecutor(1) as thread:
        working = thread.submit(work, failed.is_set)
        try:
            yield
            working.result()
        except BaseException:
            failed.set()
            raise


def write_clusters(found: pipeline.Found, ids: Ids, given: Verdicts, private: Path, output: Output, step: Step) -> None:
    """The group of every document, a thousand at a time."""
    path = output.path(private, "clusters")
    with tables.writer(path, spreadsheet=output.spreadsheet) as clusters, step("clusters", total=len(ids)) as bar:
        for rows in _slices(len(ids)):
            clusters(results.clusters_table(found, ids, given, rows))
            bar.update(len(given.stays[rows]))


def _as_json(output: Output, corpus: Corpus) -> dict[str, Any]:
    mark = own_lines.mark_of(corpus.table.column_names)
    return dict(
        format=output.form, related=output.related, spreadsheet=output.spreadsheet, evidence=output.evidence, duplicate_of=mark
    )  # fmt: skip


def _slices(documents: int) -> Iterator[slice]:
    return (slice(first, first + tables.ROWS) for first in range(0, max(documents, 1), tables.ROWS))


def write_documents(corpus: Corpus, given: Verdicts, private: Path, output: Output, *, bar: Bar, stopped: Callable[[], bool]) -> None:
    """kept and removed, a thousand documents at a time."""
    stays = given.canonical
    with _documents(corpus, output.path(private, "removed"), output.path(private, "kept"), output.spreadsheet) as documents:
        for rows in takewhile(lambda _: not stopped(), _slices(len(corpus))):
            whose = corpus.ids.column.take(given.stays[rows][~stays[rows]])
            documents(rows, stays[rows], whose)
            bar.update(len(stays[rows]))


@contextmanager
def _documents(corpus: Corpus, removed: Path, kept: Path, spreadsheet: bool) -> Iterator[Callable[[slice, np.ndarray, Any], None]]:
    """What writes rows into one of two files, by a mask of those that stay: lines of JSON as they came, all else from the table.

    What is removed is told whose duplicate it is.
    """
    import pyarrow as pa

    if kept.suffix == ".jsonl" and corpus.lines is not None and corpus.lines.null_count < len(corpus):
        with own_lines.writer(corpus, removed, kept) as write:
            yield write
        return
    how, mark = dict(spreadsheet=spreadsheet), own_lines.mark_of(corpus.table.column_names)
    categories = corpus.categories if kept.suffix == ".parquet" else {}  # elsewhere they are written as what they stand for
    with tables.writer(removed, **how) as write_removed, tables.writer(kept, **how) as write_kept:

        def write_both(rows: slice, stays: np.ndarray, whose: pyarrow.ChunkedArray) -> None:
            out, in_ = (_as_came(corpus.table[rows].filter(pa.array(chosen)), categories) for chosen in (~stays, stays))
            write_removed(out.append_column(mark, whose))
            write_kept(in_)

        yield write_both


def _as_came(table: Any, categories: dict[str, Any]) -> Any:
    """The table with the columns of categories that came as such: in the mapped file they are plain values."""
    for name, kind in categories.items():
        k = table.column_names.index(name)
        table = table.set_column(k, table.schema.field(k).with_type(kind.type), kind.encoded(table.column(k)))
    return table


def _manifest(done: api.Search, given: Verdicts, *, names: int, source: Source) -> dict[str, Any]:
    """What was run on what, and what came out: equal for equal input, but for what `run` will hold."""
    settings = {k: v for k, v in asdict(done.run.settings).items() if k != "workers"}
    return dict(
        program=folders.OURS,
        versions=dict(dedup=dedup.__version__) | {name: version(name) for name in PACKAGES},
        settings=settings,
        calibration=_calibration(done),
        scheme=dict(signatures="datasketch affine32", tokeniser=TOKENISER_VERSION, unicode=UNICODE_VERSION),
        models=_models(done),
        inputs=_inputs(done.corpus, source),
        counts=counts(done.found, given) | dict(names=names, skipped=len(done.corpus.skipped)),
        candidates={view.view: dict(pairs=len(view.left), linked=view.skipped) for view in done.found.views},
        skipped=done.corpus.skipped,
        warnings=done.warnings,
    )


def _inputs(corpus: Corpus, source: Source) -> dict[str, Any]:
    """What was read, and how it was asked for: the column of text is needed again where groups are made anew."""
    text, wanted = source.wanted.text, source.wanted
    asked = dict(text=text if text is None or isinstance(text, str) else list(text), id=wanted.id)
    return dict(names=list(source.inputs), **asked, digests=corpus.digests, unread=corpus.unread)


def _calibration(done: api.Search) -> dict[str, Any] | None:
    if done.found.judged.scale is None:
        return None
    from dedup.confirm.calibration import scale

    return scale.as_json(done.found.judged.scale)


def _models(done: api.Search) -> dict[str, str]:
    if done.found.prepared is None:
        return {}
    run = done.run
    used = [run.encoder(), *([run.second()] if run.second else [])]
    named = ", then ".join(f"{one.name} {one.digest}".strip() for one in used)
    return dict(encoder=named, confirm=run.model().digest, names=done.models.names or "rules")


def counts(found: pipeline.Found, given: Verdicts) -> dict[str, int]:
    """Documents, groups, kept and removed; the removed by label; related pairs; refused merges, empty."""
    kept, documents = int(np.count_nonzero(given.canonical)), len(given.group)
    removed = np.bincount(given.label[~given.canonical], minlength=len(DUPLICATE_LABELS)).tolist()
    return {
        "documents": documents, "groups": len(np.unique(given.group[~given.canonical])), "kept": kept, "removed": documents - kept,
        **dict(zip(DUPLICATE_LABELS, removed, strict=True)), "related": found.judged.label.count(RELATED),
        "refused": found.clusters.refused, "empty": found.empty,
    }  # fmt: skip
