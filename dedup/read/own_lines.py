"""The user's own lines of JSON: where each lies in its file, or its bytes where that is no help, to be handed on as they came."""

from __future__ import annotations

import os
from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from dedup.read.sources import STDIN, InputFile

# One line: the number of its file among those read, its first byte there and the one behind its end; or its bytes. Null where it
# has to be written anew.
LINE = pa.struct([("file", pa.int32()), ("start", pa.int64()), ("stop", pa.int64()), ("bytes", pa.large_binary())])


def in_file(number: int, start: np.ndarray, stop: np.ndarray) -> pa.StructArray:
    """Lines that lie in a file as they are to be written, with a line feed at the end."""
    files = pa.array(np.full(len(start), number, np.int32))
    return _lines([files, pa.array(start), pa.array(stop), pa.nulls(len(start), pa.large_binary())])


def held(lines: pa.LargeBinaryArray) -> pa.StructArray:
    """Lines by their bytes; null where these are."""
    numbers = [pa.nulls(len(lines), LINE.field(name).type) for name in ("file", "start", "stop")]
    return _lines([*numbers, lines], lines.is_null())


def _lines(columns: Sequence[pa.Array], missing: pa.BooleanArray | None = None) -> pa.StructArray:
    return pa.StructArray.from_arrays(columns, fields=list(LINE), mask=missing)


def is_plain(file: InputFile) -> bool:
    """Whether lines can be read from the file a second time: not from a pipe, nor where it is compressed."""
    return file.packing is None and file.path != STDIN and os.path.isfile(file.path)
