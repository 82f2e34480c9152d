"""Two documents of a finished run beside each other: what `dedup compare OUT A B` says."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from dedup import api, compiled, read, remembered, results, stored
from dedup.data import EXACT, Pair
from dedup.errors import DataError, UsageError
from dedup.progress import say
from dedup.stored import Stored
from dedup.write import tables


def compare(out: Path, left: str, right: str, *, encoder: str | None = None, device: str | None = None) -> tuple[Pair, str]:
    """The verdict of the run on documents with these ids, and the evidence on them; and a word on where the verdict comes from.

    The evidence, and the verdict where the run never compared the two, are those of the two texts alone.
    """
    run = stored.read(out)
    rows = [_row(run, id) for id in (left, right)]
    alone = api.compare(*(_text(run, row) for row in rows), encoder=encoder, device=device)
    label, probability = verdict(run, *rows) or ("", 0.0)
    if not label:
        return alone, f"judged by themselves, as the run to {out} did not compare the two"
    note = f"as the run to {out} judged them; by themselves: {alone.label}, {alone.probability:.3f}"
    return Pair(label, probability, alone.evidence), note


def _row(run: Stored, id: str) -> int:
    import pyarrow as pa
    import pyarrow.compute as pc

    row = pc.index(run.ids.column.cast(pa.string()), id).as_py()
    if row < 0:
        raise DataError(f"no document has the id {id!r}", file=run.folder, remedy="ids stand in the first column of clusters")
    return int(row)


def verdict(run: Stored, one: int, other: int) -> tuple[str, float] | None:
    """The label and probability that a run gave to two documents, if it compared them."""
    left, right = sorted(run.distinct.member_of[[one, other]].tolist())
    if left == right:
        return EXACT, 1.0
    judged = run.at(run.manifest["settings"]["threshold"])
    found = np.flatnonzero((judged.left == left) & (judged.right == right)).tolist()
    return (judged.label[found[0]], float(judged.probability[found[0]])) if found else None


def _text(run: Stored, row: int) -> str:
    """The text of a document of the input, read by the rules that the run read it by."""
    name = "kept" if run.kept[row] else "removed"
    at = int(np.count_nonzero(run.kept[:row] == run.kept[row]))
    record: dict[str, Any] = next(islice(tables.read_rows(run.folder / f"{name}.{run.form}"), at, None))
    record.pop(run.manifest["output"]["duplicate_of"], None)
    return remembered.text_of(record, text=run.manifest["inputs"]["text"])


def asked(documents: tuple[str, ...], *, encoder: str | None = None, device: str | None = None) -> tuple[Pair, str, str, str]:
    """The pair that a command line names, two files or a folder and two ids; their names, and a word on the verdict."""
    compiled.announce(say)
    if len(documents) == 3:
        pair, note = compare(Path(documents[0]), *documents[1:], encoder=encoder, device=device)
        return pair, documents[1], documents[2], note
    if len(documents) != 2:
        raise UsageError("compare needs two files, or a folder of results and two ids", remedy="see dedup compare --help")
    left, right = map(Path, documents)
    if left.is_dir():
        message = "a folder and one id are given, and two documents are compared"
        raise UsageError(message, file=left, remedy="give two ids: dedup compare OUT A B")
    return api.compare(read.text_file(left), read.text_file(right), encoder=encoder, device=device), left.name, right.name, ""


def as_json(pair: Pair, left: str, right: str) -> dict[str, Any]:
    """A pair as pairs.jsonl has it, with its sentences."""
    evidence = results.evidence_row(pair.evidence)
    texts = dict(left_sentences=pair.evidence.left_sentences, right_sentences=pair.evidence.right_sentences)
    return dict(left=left, right=right, label=pair.label, probability=pair.probability, evidence=evidence, **texts)
