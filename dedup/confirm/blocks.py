"""Documents are prepared a block at a time and put behind one another: in memory for a program, in mapped files for the command."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import numpy as np

from dedup.confirm.alignment.sentences import segments, split
from dedup.confirm.documents import Documents
from dedup.data import Packed

SIZE = 64  # documents prepared at once: vectors and words of made documents of 3 kB are about 100 kB each on the way
REMEMBERED = 4096  # documents whose sentences are kept after they were asked for
FIRST_KEPT = 50_000  # sentences, of the documents asked for first: `people` counts the words of as many


class Sentences(Sequence[list[str]]):
    """The sentences of chosen documents, split when they are asked for: held, they would be a second copy of the texts."""

    def __init__(self, contents: Packed, rows: np.ndarray):
        self._contents, self._rows = contents, rows
        self._kept: dict[int, list[str]] = {}  # by content rows
        self._room = FIRST_KEPT

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, k: Any) -> Any:
        row = int(self._rows[k])
        if row not in self._kept:
            if len(self._kept) >= REMEMBERED:
                self._kept.clear()
            self._kept[row] = self._split(self._rows[k : k + 1])[0]
        return self._kept[row]

    def of(self, rows: np.ndarray) -> list[list[str]]:
        """The sentences of these content rows, at least one each."""
        found = self._split(rows)
        for row, sentences in zip(rows.tolist(), found, strict=True):
            if self._room > 0:
                self._kept[row] = sentences
                self._room -= len(sentences)
        return found

    def _split(self, rows: np.ndarray) -> list[list[str]]:
        return [segments(split(text)) or [""] for text in self._contents.texts(rows)]


def joined(blocks: Iterable[Documents], folder: Path | None) -> Documents:
    """The documents of all blocks behind one another; with `folder`, every array is mapped from a file there."""
    if folder is None:
        return _together(list(blocks))
    last = None
    with ExitStack() as closing:
        files = [closing.enter_context((folder / f"documents-{name}").open("wb")) for name in Documents._fields]
        for block in blocks:
            last = block if last is None else _shifted(block, last)
            for name, values, file in zip(Documents._fields, last, files, strict=True):
                (values if file.tell() == 0 or not name.endswith("_at") else values[1:]).tofile(file)
    return Documents(*(_mapped(file.name, values) for file, values in zip(files, last or (), strict=True)))


def _together(blocks: list[Documents]) -> Documents:
    for k in range(1, len(blocks)):
        blocks[k] = _shifted(blocks[k], blocks[k - 1])
    columns = zip(Documents._fields, zip(*blocks, strict=True), strict=True)
    return Documents(*(np.concatenate([values[0], *(v[name.endswith("_at") :] for v in values[1:])]) for name, values in columns))


def _shifted(block: Documents, before: Documents) -> Documents:
    """The block with its entries counted on from those of the one before."""
    return Documents(*(
        values + past[-1] if name.endswith("_at") else values for name, values, past in zip(block._fields, block, before, strict=True)
    ))  # fmt: skip


def _mapped(path: str, like: np.ndarray) -> np.ndarray:
    """A file of values as an array; an empty file cannot be mapped."""
    size = Path(path).stat().st_size
    return np.asarray(np.memmap(path, like.dtype, "r").reshape(-1, *like.shape[1:])) if size else like
