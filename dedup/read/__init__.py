"""Documents from anywhere into Arrow: files, folders, globs, stdin, data frames, iterables of str or dict.

`batches` streams and `read` collects. The rules are the same for every source:

- All columns are kept with their values. JSON has no types, so a column gets the narrowest that holds all its values
  (see shapes.py); strings that look like times stay strings; a CSV column is always strings.
- The text is the column that was named, else the first of text, content, body, document. The id likewise, else id,
  doc_id, document_id, _id, uid, uuid; without one it is the path below the given folder for .txt, and for anything else
  the number of the record, from 0. A missing text is an empty document.
- What cannot be used raises DataError with file, line and remedy: a broken line, bytes that are not UTF-8, a row of
  another length, a text that is not a string, an id that is missing or repeats. With `skip_bad` these records are left
  out and listed; of damaged compressed, Parquet or Arrow files the readable part is kept.
"""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from dedup.data import Corpus, Ids
from dedup.read.shapes import widen
from dedup.read.spool import spool
from dedup.read.stream import Batch, Report, batches
from dedup.read.text_files import text_file

__all__ = ["Batch", "Report", "batches", "read", "spool", "text_file", "widen"]


def read(source: Any, *, text: str | None = None, id: str | None = None, skip_bad: bool = False) -> Corpus:
    """All records of a source in memory.

    `source`: a path or a list of them (.txt, .jsonl, .csv, .tsv, .parquet, .arrow, each also .gz or .zst; folders, globs,
    '-' for JSON lines on stdin), an object with the Arrow stream interface, a Hugging Face dataset, or an iterable of
    str or dict. Raises DataError.

    >>> read([{"id": 7, "text": "Rain is expected."}, {"id": 8, "text": None}]).ids[1]
    '8'
    """
    report = Report()
    parts = [(part.records, part.ids) for part in batches(source, text=text, id=id, skip_bad=skip_bad, report=report)]
    table = pa.Table.from_batches([widen(records, report.schema) for records, _ in parts], report.schema)
    ids = pa.chunked_array([pa.array(ids, pa.string()) for _, ids in parts], pa.string())
    return Corpus(table, Ids(ids), report.text_column, report.skipped, report.digests, id_column=report.id_column)
