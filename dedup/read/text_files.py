"""Text files: one document each, its id the path below the folder that was given."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pyarrow as pa

from dedup.errors import DataError
from dedup.originals import FILE_DIGEST
from dedup.read.blocks import CONVERT, Block, Place, Refuse, gather
from dedup.read.raw import Damaged, damaged, pieces
from dedup.read.shapes import STRING, StructOf
from dedup.read.sources import TEXT, InputFile

SHAPE = StructOf({"id": STRING, "text": STRING})


def read(files: Sequence[InputFile], *, refuse: Refuse, digests: dict[str, str]) -> Iterator[Block]:
    """The files as records with the columns id and text. A file that cannot be read or is not UTF-8 is refused."""
    top = _top(files)
    by_file: dict[str, str] = {}
    for part in gather(_good(files, refuse, by_file), lambda found: len(found[1])):
        table = pa.table({"id": [_id(file, top) for file, _ in part], "text": pa.array([text for _, text in part], pa.string())})
        yield Block(table, SHAPE, partial(_place, part))
    digests.update(_digests(files, by_file, top))


def _place(part: list[tuple[InputFile, str]], row: int) -> Place:
    return Place(part[row][0].path)


def text_file(path: str | Path) -> str:
    """The text of one file in UTF-8, whatever its name; a byte order mark is left out. Raises DataError."""
    return _text(InputFile(str(path), TEXT, str(path), ""), {})


def _good(files: Sequence[InputFile], refuse: Refuse, digests: dict[str, str]) -> Iterator[tuple[InputFile, str]]:
    for file in files:
        try:
            yield file, _text(file, digests)
        except DataError as error:
            refuse(error)


def _text(file: InputFile, digests: dict[str, str]) -> str:
    try:
        content = b"".join(pieces(file, digests))
    except Damaged as damage:
        raise damaged(file, str(damage)) from None
    try:
        return content.decode("utf8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise Place(file.path, content.count(b"\n", 0, error.start) + 1).error("not UTF-8", CONVERT) from None


def _top(files: Sequence[InputFile]) -> str:
    """The folder that ids start from: the one given, or what several have in common."""
    return os.path.commonpath({os.path.abspath(file.root) for file in files})


def _id(file: InputFile, top: str) -> str:
    return Path(os.path.relpath(os.path.abspath(file.path), top)).as_posix()


def _digests(files: Sequence[InputFile], by_file: dict[str, str], top: str) -> dict[str, str]:
    """One digest for each thing that was given: a file's own, or that of a folder's or glob's list of digests and ids."""
    lines = defaultdict(list)
    for file in files:
        lines[file.given].append(f"{by_file.get(file.path, '')}  {_id(file, top)}\n")
    return {given: by_file.get(given) or FILE_DIGEST("".join(of).encode()).hexdigest() for given, of in lines.items()}
