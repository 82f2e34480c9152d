"""Documents from anywhere into Arrow: files, folders, globs, stdin, data frames, iterables of str or dict.

`batches` streams and `read` collects. The rules are the same for every source:

- All columns are kept with their values. JSON has no types, so a column gets the narrowest that holds all its values
  (see shapes.py); strings that look like times stay strings; a CSV column is always strings.
- The text is the column that was named, or several joined by line breaks, or a path into objects; else the first of text,
  content, body, document, messages (texts.py). The id likewise, else id, doc_id, document_id, _id, uid, uuid; without one it is
  the path below the given folder for .txt, and for anything else the number of the record, from 0. A missing text is an empty
  document. Files of each kind in one run have their own column of text.
- What cannot be used raises DataError with file, line and remedy: a broken line, bytes that are not UTF-8, a row of
  another length, a text that is not a string, an id that is missing or repeats. With `skip_bad` these records are left
  out and listed; of damaged compressed, Parquet or Arrow files the readable part is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from dedup.data import Corpus, Ids
from dedup.read.shapes import widen
from dedup.read.spool import spool
from dedup.read.stream import Batch, Report, Wanted, batches
from dedup.read.text_files import text_file

__all__ = ["Batch", "Report", "Wanted", "batches", "read", "spool", "text_file", "widen"]


def read(
    source: Any, *, text: str | Sequence[str] | None = None, id: str | None = None, skip_bad: bool = False,
    delimiter: str | None = None, quoting: str = "minimal",
) -> Corpus:  # fmt: skip
    """All records of a source in memory.

    `source`: a path or a list of them (.txt, .jsonl, .csv, .tsv, .parquet, .arrow, each also .gz or .zst; folders, globs,
    '-' for JSON lines on stdin), an object with the Arrow stream interface, a Hugging Face dataset, or an iterable of
    str or dict. Raises DataError.

    >>> read([{"id": 7, "text": "Rain is expected."}, {"id": 8, "text": None}]).ids[1]
    '8'
    """
    report = Report()
    parts = list(batches(source, text=text, id=id, skip_bad=skip_bad, delimiter=delimiter, quoting=quoting, report=report))
    table = pa.Table.from_batches([widen(part.records, report.schema) for part in parts], report.schema)
    ids = pa.chunked_array([pa.array(part.ids, pa.string()) for part in parts], pa.string())
    texts = pa.chunked_array([part.texts for part in parts]) if parts[0].texts is not None else None
    known = (report.skipped, report.digests, None, None)
    return Corpus(
        table, Ids(ids), report.text_column, *known, own_texts=texts, unread=report.unread, id_column=report.id_column,
        numbered=report.numbered,
    )  # fmt: skip
