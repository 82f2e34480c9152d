"""Other groups from the pairs of an earlier run, without a new search: what `dedup regroup` does to a folder of results.

What a run judged stays as it was judged; only what is merged at which threshold, and which document of a group stays, is decided anew.
Near a lower threshold a new run would judge some more pairs of large groups; names are those of the pairs merged before. pairs keeps the
evidence that was written; what the report shows beyond it is found again in the texts.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from dedup import again, batch, cluster, doubts, read, results, stored
from dedup import keep as keeping
from dedup.data import Corpus, Verdicts
from dedup.pipeline import Found
from dedup.progress import Progress, Stages, counted
from dedup.remembered import Remembered, text_of
from dedup.settings import Settings
from dedup.stored import Stored
from dedup.write import explained, listings, own_lines, tables, views
from dedup.write import folder as folders

if TYPE_CHECKING:
    import pyarrow

LENGTH = "length"


def regroup(out: Path, *, threshold: float | None, keep: str | None, progress: Progress) -> dict[str, Any]:
    """Group the documents of the run to `out` anew and replace its files; returns the manifest. None: as it was."""
    stages = Stages(progress)
    folders.sweep(out)
    with stages("read"):
        before = stored.read(out)
    was = before.manifest["settings"]
    settings = Settings(find=was["find"], threshold=was["threshold"] if threshold is None else threshold, keep=keep or was["keep"])
    with stages("cluster"):
        found, given = _grouped(before, settings)
    with folders.replacing(out) as private:
        with stages.of_steps("write"):
            manifest = _write(before, found, given, private, settings, stages)
        manifest["run"] = dict(before.manifest["run"], seconds=stages.seconds)
        tables.write_object(manifest, private / folders.MANIFEST)
    return manifest


def _grouped(before: Stored, settings: Settings) -> tuple[Found, Verdicts]:
    """The groups at this threshold, and what becomes of each document."""
    judged, contents = before.at(settings.threshold), len(before.distinct.first)
    join = cluster.group if settings.find == "variants" else cluster.components
    clusters = join(contents, judged, threshold=settings.threshold)
    group = clusters.group[before.distinct.member_of]
    preference = _preference(before, str(settings.keep))(np.flatnonzero(np.bincount(group)[group] > 1))
    wanted, first = cluster.canonical(before.distinct.member_of, preference), np.empty(contents, np.int64)
    first[before.distinct.member_of] = wanted
    found = Found(before.distinct._replace(first=first), before.manifest["counts"]["empty"], [], judged, None, clusters)
    return found, results.verdicts(found, preference, threshold=settings.threshold)


def _preference(before: Stored, policy: str) -> Callable[[np.ndarray], np.ndarray]:
    import pyarrow as pa

    if policy == keeping.LONGEST:
        table, policy = pa.table({LENGTH: before.length}), f"field:{LENGTH}"
    elif policy == keeping.FIRST:
        table = pa.table({LENGTH: before.length})
    else:
        table = _columns(before, policy.removeprefix("field:") if policy.startswith("field:") else None)
    return keeping.preference(Corpus(table, before.ids, table.column_names[0]), policy)


def _columns(before: Stored, name: str | None) -> pyarrow.Table:
    """The column of this name, or those that may hold a date, of all documents, typed as they were read.

    The rows pass one at a time. Their values stay, as Arrow has them, as an order is one of all of them.
    """
    import pyarrow as pa

    mark, seen = before.manifest["output"]["duplicate_of"], dict[str, int]()

    def values(row: dict[str, Any]) -> dict[str, Any]:
        own = {seen.setdefault(key, len(seen)): key for key in row if key != mark}
        return dict(text=None) | {f"v{k}": row[key] for k, key in own.items() if _is_wanted(key, name)}

    table = read.read(map(values, documents(before)), text="text").table
    wanted = {f"v{k}": key for key, k in seen.items() if _is_wanted(key, name)}
    if not wanted:
        return pa.table({key: pa.nulls(len(before.ids)) for key in seen})  # to be told that it is not among these
    return table.select(list(wanted)).rename_columns(list(wanted.values()))


def _is_wanted(key: str, name: str | None) -> bool:
    return key == name if name else key.lower() in keeping.DATES


def documents(before: Stored) -> Iterator[dict[str, Any]]:
    """The user's rows in the order of the input, with the mark on those that were removed."""
    sources = [tables.read_rows(before.folder / f"{name}.{before.form}") for name in ("removed", "kept")]
    return (next(sources[kept]) for kept in before.kept.tolist())


def _write(before: Stored, found: Found, given: Verdicts, private: Path, settings: Settings, stages: Stages) -> dict[str, Any]:
    was, step = before.manifest["output"], stages.step
    output = batch.Output(was["format"], was["related"], was["spreadsheet"], was.get("evidence", explained.ALL))
    batch.write_clusters(found, before.ids, given, private, output, step)
    with step("documents", total=len(before.ids)) as bar:
        for count in _rewrite(before, given, private, output):
            bar.update(count)
    some = None if output.related == "all" else results.worth_a_row(found.judged)
    with step("pairs", total=results.pair_count(found, some), unit="pair") as bar:
        told = _Told(before, found, set(_shown(found, given, output)))
        pairs = counted(results.rows_of(found, before.ids, told, some), bar)
        listings.write_pairs(pairs, output.path(private, "pairs"), before.ids.column.type, spreadsheet=output.spreadsheet)
    for name in (stored.JUDGED, output.path(Path(), "names").name):
        _same(before.folder / name, private / name)
    stored.write_documents(before.ids, found.distinct, before.length, given, private)
    manifest = _manifest(before, found, given, settings)
    names = listings.read_names(output.path(private, "names"))
    with step("texts of the report"):
        shown = _remembered(before, found, told.shown) if told.shown and settings.find == "variants" else None
    page = views.page(found, before.ids, shown, given, names=names, manifest=manifest, step=step)
    (private / "report.html").write_text(page, encoding="utf8")
    return manifest


def _shown(found: Found, given: Verdicts, output: batch.Output) -> list[int]:
    """The pairs that the report explains."""
    return [] if output.evidence == explained.NONE else views.shown_pairs(found, given)


def _same(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    except OSError:  # a file system without links
        shutil.copyfile(old, new)


def _manifest(before: Stored, found: Found, given: Verdicts, settings: Settings) -> dict[str, Any]:
    was = before.manifest
    changed = dict(threshold=settings.threshold, keep=settings.keep)
    counts = was["counts"] | batch.counts(found, given)
    warnings = doubts.reasons(found, find=settings.find, threshold=settings.threshold)
    return {**was, "settings": was["settings"] | changed, "counts": counts, "warnings": warnings}


class _Told:
    """What the earlier run wrote about judged pairs, asked in their order; nothing of those it left out. Keeps that of `wanted`."""

    def __init__(self, before: Stored, found: Found, wanted: set[int]):
        rows = listings.read_pairs(before.folder / f"pairs.{before.form}")
        copies = len(before.ids) - len(found.distinct.first)
        content = dict(zip(map(str, before.ids), before.distinct.member_of.tolist(), strict=True))
        self._told = ((content[str(r["left"])], content[str(r["right"])], r["evidence"]) for r in islice(rows, copies, None))
        self._next, self._found, self._wanted = next(self._told, None), found, wanted
        self.shown: dict[int, dict[str, Any]] = {}

    def __call__(self, k: int) -> dict[str, Any]:
        pair = int(self._found.judged.left[k]), int(self._found.judged.right[k])
        while self._next is not None and self._next[:2] < pair:
            self._next = next(self._told, None)
        evidence = self._next[2] if self._next is not None and self._next[:2] == pair else {}
        if k in self._wanted:
            self.shown[k] = evidence
        return evidence


def _remembered(before: Stored, found: Found, shown: dict[int, dict[str, Any]]) -> Remembered:
    """The evidence on some pairs, as it was written or found again in the texts of their documents."""
    sides = {k: (int(found.judged.left[k]), int(found.judged.right[k])) for k in shown}
    content = {int(found.distinct.first[c]): c for pair in sides.values() for c in pair}
    html, text = before.manifest["settings"]["html"], before.manifest["inputs"]["text"]
    texts = {}
    for row, record in enumerate(documents(before)):
        if row in content:
            record.pop(before.manifest["output"]["duplicate_of"], None)
            texts[content[row]] = text_of(record, text=text)
    return Remembered(again.explained(shown, sides, texts, html=html))


def _rewrite(before: Stored, given: Verdicts, private: Path, output: batch.Output) -> Iterator[int]:
    """Move the documents between kept and removed; yields how many were written."""
    mark, whose = before.manifest["output"]["duplicate_of"], before.ids.column.take(given.stays)
    rewrite = _rewrite_lines if output.form == "jsonl" else _rewrite_tables
    return rewrite(before, given.canonical, private, mark, whose)


def _rewrite_lines(before: Stored, stays: np.ndarray, private: Path, mark: str, whose: Any) -> Iterator[int]:
    """Lines of JSON byte for byte, but for the mark."""
    names = ("removed.jsonl", "kept.jsonl")
    old: list[BinaryIO] = [(before.folder / name).open("rb") for name in names]
    new = [(private / name).open("wb") for name in names]
    try:
        for row, (was_kept, stays_now) in enumerate(zip(before.kept.tolist(), stays.tolist(), strict=True)):
            line = next(old[was_kept])
            line = line if was_kept else own_lines.unmarked(line, mark)
            new[stays_now].write(line if stays_now else own_lines.marked(line, mark, whose[row].as_py()))
            yield 1
    finally:
        for file in (*old, *new):
            file.close()


def _rewrite_tables(before: Stored, stays: np.ndarray, private: Path, mark: str, whose: Any) -> Iterator[int]:
    import pyarrow as pa

    sources = [tables.Rows(before.folder / f"{name}.{before.form}") for name in ("removed", "kept")]
    how = dict(spreadsheet=before.manifest["output"]["spreadsheet"])
    removed, kept = (tables.writer(private / f"{name}.{before.form}", **how) for name in ("removed", "kept"))
    with removed as write_removed, kept as write_kept:
        for first in range(0, max(len(stays), 1), tables.ROWS):
            here = slice(first, first + tables.ROWS)
            was = before.kept[here]
            some = [source.take(int(np.count_nonzero(was == k))) for k, source in enumerate(sources)]
            table = pa.concat_tables([part.select(sources[1].names) for part in some])
            table = table.take(pa.array(np.argsort(np.argsort(was, kind="stable"), kind="stable")))
            write_removed(table.filter(pa.array(~stays[here])).append_column(mark, whose[here].filter(pa.array(~stays[here]))))
            write_kept(table.filter(pa.array(stays[here])))
            yield len(was)
