"""The documents and the texts they are compared by: in memory for a program, in one mapped file for the command."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from dedup import lean, normalise, read
from dedup.data import Corpus, Ids, Packed
from dedup.progress import NO_BAR, Bar
from dedup.read import categories
from dedup.read.raw import ahead
from dedup.read.sources import STDIN
from dedup.settings import Html

if TYPE_CHECKING:
    import pyarrow

WANTED = read.Wanted()
AHEAD = 16  # batches read while one is cleaned; a block of input makes about eight, which come at once


def mapped(
    paths: list[Path], folder: Path, *, wanted: read.Wanted = WANTED, lines: bool = False, html: Html = "all", bar: Bar = NO_BAR,
) -> tuple[Corpus, Packed]:  # fmt: skip
    """Stream files into one Arrow file in `folder`, cleaned on the way, and map that: no text is held in memory.

    A text lies there once as it came and, if it is compared in another form, once more in that form. `lines`: of those of
    JSON it is kept where they lie in the input, or what they are if that can be read only once, so that they can be written
    as they came.
    """
    report, found = read.Report(), dict[str, categories.Categories]()
    batches = (
        batch if lines else batch._replace(lines=None)
        for batch in read.batches(paths, **wanted._asdict(), report=report)
    )  # fmt: skip

    def compare(batch: read.Batch) -> pyarrow.Array:
        bar.update(len(batch.ids))
        categories.gather(found, batch.records)
        return compared(batch.records.column(report.text_column) if batch.texts is None else batch.texts, html=html)

    # Not from stdin: the thread would wait for a slow writer even after an error.
    spooled = read.spool(batches if Path(STDIN) in paths else ahead(batches, most=AHEAD), folder / "documents.arrow", compare=compare)
    known = (report.skipped, report.digests, spooled.lines, report.originals)
    texts = None if spooled.texts.null_count else spooled.texts
    kinds = categories.settled(found, report.schema)
    corpus = Corpus(spooled.table, Ids(spooled.ids), report.text_column, *known, texts, report.unread, kinds)
    return corpus, packed(corpus.texts, spooled.compared, spooled.data)


def compared(texts: pyarrow.Array, *, html: Html = "all") -> pyarrow.Array:
    """The texts as they are compared, large_string, null where that is as they came."""
    import pyarrow as pa

    if not pa.types.is_string(texts.type) and not pa.types.is_large_string(texts.type):
        return normalise.normalise(pa.chunked_array([texts]), html=html)
    rows, forms = normalise.changed(texts, html=html)
    which = np.full(len(texts), -1)
    which[rows] = np.arange(len(rows))
    return pa.array(forms, pa.large_string()).take(pa.array(which, pa.int64(), mask=which < 0))


def packed(texts: pyarrow.ChunkedArray, compared: pyarrow.ChunkedArray, data: np.ndarray) -> Packed:
    """Where the texts lie in `data`, uint8, which holds both columns: in `compared` the rows that are not null."""
    start, stop = _places(texts, data)
    own_start, own_stop = _places(compared, data)
    own = lean.numbers(compared.is_valid())
    return Packed(data, np.where(own, own_start, start), np.where(own, own_stop, stop))


def _places(column: pyarrow.ChunkedArray, data: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First byte and end of each string in `data`, int64; a null is empty."""
    parts = [_places_in(chunk, data.__array_interface__["data"][0]) for chunk in column.chunks if len(chunk)]
    start, stop = (np.concatenate([part[i] for part in parts] or [np.empty(0, np.int64)]) for i in (0, 1))
    return start, np.where(lean.numbers(column.is_valid()), stop, start)


def _places_in(strings: pyarrow.Array, origin: int) -> tuple[np.ndarray, np.ndarray]:
    import pyarrow as pa

    if pa.types.is_null(strings.type):
        return np.zeros(len(strings), np.int64), np.zeros(len(strings), np.int64)
    _, offsets, content = strings.buffers()
    wide = np.int64 if pa.types.is_large_string(strings.type) else np.int32
    ends = np.frombuffer(offsets, wide)[strings.offset : strings.offset + len(strings) + 1].astype(np.int64)
    ends += content.address - origin if content is not None and content.size else 0
    return ends[:-1], ends[1:]
