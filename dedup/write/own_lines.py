"""The user's own lines of JSON to files, byte for byte: copied from where they lie, neighbours as one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from io import RawIOBase
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from dedup import lean
from dedup.data import Corpus
from dedup.values import rows
from dedup.write import tables

if TYPE_CHECKING:
    import pyarrow

    from dedup.originals import Originals

STRETCH = 8 << 20  # bytes of a file read at a time, up to the end of the last line that starts in them
MARK = "duplicate_of"  # the key, and the column, that removed documents get
PIECES = 1024  # that systems write in one call
Pieces = Iterator[tuple[list[Any], list[Any]]]
"""Bytes in two lists, again and again: of lines that a mask leaves out, and of those that it chooses."""


def mark_of(columns: Sequence[str]) -> str:
    """What the mark is called beside these columns of the user's own."""
    name = MARK
    while name in columns:
        name = f"dedup_{name}"
    return name


def marked(line: bytes, mark: str, whose: Any) -> bytes:
    """A line of JSON, an object, with one key more at its end.

    >>> marked(b'{"id": 2,  "n": 1e2}\\n', "duplicate_of", "1")
    b'{"id": 2,  "n": 1e2, "duplicate_of": "1"}\\n'
    """
    end = line.rindex(b"}")
    comma = b"" if line[:end].rstrip().endswith(b"{") else b", "
    return b"".join((line[:end], comma, _key(mark), tables.line([whose])[1:-2], line[end:]))


def unmarked(line: bytes, mark: str) -> bytes:
    """The line as it was before it was `marked`."""
    end, begin = line.rindex(b"}"), line.rindex(_key(mark).rstrip())
    return line[:begin].removesuffix(b" ").removesuffix(b",") + line[end:]


def _key(mark: str) -> bytes:
    return tables.line(mark)[:-1] + b": "


@contextmanager
def writer(corpus: Corpus, removed: Path, kept: Path) -> Iterator[Callable[[slice, np.ndarray, pyarrow.ChunkedArray], None]]:
    """What writes some rows into one of two files, by a mask of those that stay: as the lines that they were, or anew.

    Those that do not stay get the ids of their duplicates, behind all that they had. Raises DataError where a file that lines lie in has
    changed.
    """
    with ExitStack() as closing:
        files = [closing.enter_context(path.open("wb", buffering=0)) for path in (removed, kept)]
        copies = Copies(corpus.originals, closing.enter_context(ExitStack()))
        yield partial(_copy, corpus, copies, files)


def _copy(
    corpus: Corpus, copies: Copies, files: Sequence[RawIOBase], rows: slice, stays: np.ndarray, whose: pyarrow.ChunkedArray
) -> None:
    assert corpus.lines is not None
    table, at, marks, mark = corpus.table[rows], 0, iter(whose.to_pylist()), mark_of(corpus.table.column_names)
    for lines in filter(len, corpus.lines[rows].chunks):
        here = slice(at, at + len(lines))
        for both in _pieces(lines, table[here], stays[here], copies):
            removed = [marked(bytes(piece), mark, next(marks)) for piece in both[0]]
            for file, pieces in zip(files, (removed, both[1]), strict=True):
                _write(file, pieces)
        at += len(lines)


def _pieces(lines: pyarrow.StructArray, table: pyarrow.Table, stays: np.ndarray, copies: Copies) -> Pieces:
    file, start, stop, held = lines.flatten()
    if not file.null_count:
        return copies.pieces(lean.numbers(file), lean.numbers(start), lean.numbers(stop), stays)
    if not held.null_count:
        return iter([_mapped(held, stays)])
    return _one_by_one(lines.to_pylist(), table, stays, copies)


def _mapped(lines: pyarrow.LargeBinaryArray, stays: np.ndarray) -> tuple[list[Any], list[Any]]:
    """Lines by their bytes, which lie in a mapped file."""
    _, offsets, content = lines.buffers()
    places = np.frombuffer(offsets, np.int64)[lines.offset : lines.offset + len(lines) + 1]
    return _runs(memoryview(content), places[:-1], places[1:], stays)


def _one_by_one(lines: list[Any], table: pyarrow.Table, stays: np.ndarray, copies: Copies) -> Pieces:
    for k, (line, stay) in enumerate(zip(lines, stays.tolist(), strict=True)):
        piece: Any
        if line is None:
            piece = tables.line(rows(table[k : k + 1])[0])
        else:
            piece = line["bytes"] or copies.read(line["file"], line["start"], line["stop"])
        yield ([], [piece]) if stay else ([piece], [])


def _runs(data: memoryview, start: np.ndarray, stop: np.ndarray, stays: np.ndarray) -> tuple[list[Any], list[Any]]:
    """The lines at these places, those that lie and stay together as one, others one by one."""
    breaks = np.flatnonzero((start[1:] != stop[:-1]) | ~stays[1:] | ~stays[:-1])
    first, last = np.append(0, breaks + 1), np.append(breaks, len(start) - 1)
    both: tuple[list[Any], list[Any]] = [], []
    for a, b, stay in zip(start[first].tolist(), stop[last].tolist(), stays[first].tolist(), strict=True):
        both[stay].append(data[a:b])
    return both


class Copies:
    """Reads lines from the files that they lie in, one of which is open at a time: they come in the order of the files."""

    def __init__(self, originals: Originals | None, closing: ExitStack):
        self._originals, self._closing, self._number, self._buffer = originals, closing, -1, bytearray()

    def read(self, number: int, start: int, stop: int) -> memoryview:
        """The bytes of a file from one place to another, until the next call."""
        assert self._originals is not None
        if number != self._number:
            self._closing.close()
            self._file: BinaryIO = self._closing.enter_context(self._originals.opened(number))
            self._number = number
        if len(self._buffer) < stop - start:
            self._buffer = bytearray(stop - start)
        out = memoryview(self._buffer)[: stop - start]
        self._originals.read(self._file, number, start, out)
        return out

    def pieces(self, file: np.ndarray, start: np.ndarray, stop: np.ndarray, stays: np.ndarray) -> Pieces:
        """The lines at these places, as much at a time as is read at once."""
        parts = np.flatnonzero((np.diff(file, prepend=-1) != 0) | (np.diff(start // STRETCH, prepend=-1) != 0))
        for first, end in pairwise([*parts.tolist(), len(file)]):
            here, begin = slice(first, end), int(start[first])
            data = self.read(int(file[first]), begin, int(stop[end - 1]))
            yield _runs(data, start[here] - begin, stop[here] - begin, stays[here])


def _write(file: Any, pieces: list[Any]) -> None:
    """Write pieces behind one another: many in one call, as each call gives Python's lock away and has to wait for it again."""
    if not hasattr(os, "writev"):
        for piece in pieces:
            left = memoryview(piece)
            while len(left):
                left = left[file.write(left) :]
        return
    first = 0
    while first < len(pieces):
        written = os.writev(file.fileno(), pieces[first : first + PIECES])
        while first < len(pieces) and written >= len(pieces[first]):
            written -= len(pieces[first])
            first += 1
        if written:
            pieces[first] = memoryview(pieces[first])[written:]
