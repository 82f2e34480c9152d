"""What a run keeps beside its results, so that it can be asked again without a new search: `dedup regroup`, `dedup compare OUT A B`.

judged.parquet has every judged pair with what groups are made of, contents.parquet the content of every document. Numbers stand for
documents and contents as they do inside the pipeline.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dedup import measurements
from dedup.data import DISTINCT, DUPLICATE_LABELS, NEAR_DUPLICATE, RELATED, Corpus, Distinct, Ids, Judged, Verdicts
from dedup.errors import DataError
from dedup.pipeline import Found

JUDGED, CONTENTS = "judged.parquet", "contents.parquet"
WHERE = np.array([*DUPLICATE_LABELS, RELATED, DISTINCT])
KEPT = ("aligned_mixed", "shared_bits", "equal_words")  # the features that groups and doubts about them rest on


class Stored(NamedTuple):
    """A run's manifest, and what it kept. `distinct.first` is not known; `length`: characters of each document's text, int64.

    `merged`, `apart`: numbers in WHERE of the label that each judged pair has at or above the threshold, and below.
    """

    folder: Path
    manifest: dict[str, Any]
    ids: Ids
    distinct: Distinct
    judged: Judged
    merged: np.ndarray
    apart: np.ndarray
    length: np.ndarray
    kept: np.ndarray

    @property
    def form(self) -> str:
        """The format of the tables."""
        return str(self.manifest["output"]["format"])

    def at(self, threshold: float) -> Judged:
        """The judged pairs with the labels that they have at a threshold."""
        number = np.where(self.judged.probability >= threshold, self.merged, self.apart)
        return self.judged._replace(label=WHERE[number].tolist())


def write(found: Found, corpus: Corpus, given: Verdicts, folder: Path) -> None:
    """Write both files."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet

    from dedup.lean import numbers

    judged, (merged, apart) = found.judged, _labels(found)
    columns = {name: judged.features[:, judged.columns.index(name)] for name in KEPT if name in judged.columns}
    pairs: dict[str, Any] = dict(left=judged.left, right=judged.right, probability=judged.probability, merged=merged, apart=apart)
    pyarrow.parquet.write_table(pa.table(pairs | columns), folder / JUDGED, compression="zstd")
    length = pa.chunked_array([_lengths(chunk) for chunk in corpus.texts.chunks], pa.int64())
    write_documents(corpus.ids, found.distinct, numbers(pc.fill_null(length, 0)), given, folder)


def write_documents(ids: Ids, distinct: Distinct, length: np.ndarray, given: Verdicts, folder: Path) -> None:
    """Write contents.parquet alone: a row for each document in the order of the input."""
    import pyarrow as pa
    import pyarrow.parquet

    digest = pa.array([row.tobytes() for row in distinct.digest.astype(">u8")], pa.binary(16))
    documents = dict(id=ids.column, content=distinct.member_of, digest=digest.take(pa.array(distinct.member_of)))
    table = pa.table(documents | dict(length=length, kept=given.canonical))
    pyarrow.parquet.write_table(table, folder / CONTENTS, compression="zstd")


def _lengths(texts: Any) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.utf8_length(texts.cast(pa.large_string())).cast(pa.int64())


def _labels(found: Found) -> tuple[np.ndarray, np.ndarray]:
    """The label of each judged pair if it is merged, and if it is not, as numbers in WHERE, int8."""
    judged, numbers = found.judged, {name: number for number, name in enumerate(WHERE.tolist())}
    if found.prepared is None:
        sizes = len(judged.label)
        return np.full(sizes, numbers[NEAR_DUPLICATE], np.int8), np.full(sizes, numbers[RELATED], np.int8)
    from dedup.confirm import features
    from dedup.confirm.calibration import labels

    at, merged, apart = found.prepared.at, np.empty(len(judged.label), np.int8), np.empty(len(judged.label), np.int8)
    for some in measurements.blocks(len(merged)):
        raw = judged.features[some]
        same = features.of_one_language(found.prepared.documents, raw, at(judged.left[some]), at(judged.right[some]))
        merged[some] = [numbers[name] for name in labels.label(np.ones(len(raw)), raw, same, threshold=1)]
        apart[some] = [numbers[name] for name in labels.label(judged.probability[some], raw, same, threshold=2)]
    return merged, apart


def read(folder: Path) -> Stored:
    """What the run to this folder kept. Raises DataError if it is not the output of such a run."""
    import pyarrow as pa
    import pyarrow.parquet

    try:
        manifest = json.loads((folder / "manifest.json").read_text(encoding="utf8")) if (folder / "manifest.json").is_file() else {}
        if "output" not in manifest:
            raise ValueError("no manifest.json of this version")
        pairs, documents = (pyarrow.parquet.read_table(folder / name) for name in (JUDGED, CONTENTS))
        return _stored(folder, manifest, pairs, documents)
    except (OSError, ValueError, KeyError, TypeError, RecursionError, pa.ArrowException) as error:
        raise DataError(f"no finished run can be read: {error}", file=folder, remedy="give the folder of `dedup run -o`") from None


def _stored(folder: Path, manifest: dict[str, Any], pairs: Any, documents: Any) -> Stored:
    from dedup.lean import numbers

    got = {name: numbers(pairs.column(name)) for name in pairs.column_names}
    columns = tuple(name for name in KEPT if name in got)
    features = np.stack([got[name] for name in columns], axis=1) if columns else np.empty((pairs.num_rows, 0))
    judged = Judged(got["left"], got["right"], got["probability"], [], features, columns)
    member_of = numbers(documents.column("content"))
    _, row = np.unique(member_of, return_index=True)
    digest = np.frombuffer(b"".join(documents.column("digest").take(row).to_pylist()), ">u8").reshape(-1, 2).astype(np.uint64)
    distinct, ids = Distinct(row, member_of, digest), Ids(documents.column("id"))
    of_documents = numbers(documents.column("length")), numbers(documents.column("kept"))
    return Stored(folder, manifest, ids, distinct, judged, got["merged"], got["apart"], *of_documents)
