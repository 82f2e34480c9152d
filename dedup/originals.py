"""The files that the input lies in, to copy from at the end what was read at the beginning: only if nothing has changed since."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import BinaryIO

from dedup.errors import DataError


class Originals:
    """Files as they were before they were read. Paths that are no files have no state, and nothing can be read from them again."""

    def __init__(self, paths: Iterable[str]):
        self.paths = list(paths)
        self._states = [_state(os.stat(path)) if os.path.isfile(path) else None for path in self.paths]

    def opened(self, number: int) -> BinaryIO:
        """One of the files, to be read once more. Raises DataError if that is not possible."""
        try:
            return open(self.paths[number], "rb", buffering=0)
        except OSError:
            raise self._changed(number) from None

    def read(self, file: BinaryIO, number: int, start: int, out: memoryview) -> None:
        """Fill `out` with the bytes of an opened file from a place on. Raises DataError if it is not the file that it was."""
        file.seek(start)
        read = file.readinto(out)  # type: ignore[attr-defined]
        if read < len(out) or _state(os.fstat(file.fileno())) != self._states[number]:
            raise self._changed(number)

    def _changed(self, number: int) -> DataError:
        remedy = "run again, on a file that nobody writes to"
        return DataError("changed while it was worked on", file=self.paths[number], remedy=remedy)


def _state(of: os.stat_result) -> tuple[int, ...]:
    """Device, inode, bytes, and the nanosecond of the last change."""
    return of.st_dev, of.st_ino, of.st_size, of.st_mtime_ns
