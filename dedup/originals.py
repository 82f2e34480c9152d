"""The files that the input lies in, to copy from at the end what was read at the beginning: only if nothing has changed since."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Mapping
from typing import BinaryIO

import xxhash

from dedup.errors import DataError

SHELLS_OWN = ("/dev/fd/", "/proc/self/fd/")
FILE_DIGEST = xxhash.xxh3_128  # tells files apart: from somebody who wants them to be taken for each other it does not protect


def open_plain(path: str) -> BinaryIO:
    """Open a file for reading. Raises OSError, for a pipe too: nobody may write to it, and waiting for that would have no end.

    A pipe that the shell has opened (`<(command)`) is one that somebody writes to.
    """
    if path.startswith(SHELLS_OWN):
        return open(path, "rb", buffering=0)
    file = open(path, "rb", buffering=0, opener=_without_waiting)  # noqa: SIM115  # it is handed out
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise OSError(errno.EINVAL, "it is no file but a pipe or a device")
    return file


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


class Originals:
    """Files as they were before they were read. Paths that are no files have no state, and nothing can be read from them again.

    `digests`: of each path, 128-bit XXH3 in hexadecimal digits, to be filled in while they are read; what has another size or
    time of change since is the same file if its digest is.
    """

    def __init__(self, paths: Iterable[str], digests: Mapping[str, str]):
        self.paths, self._digests = list(paths), digests
        self._states = list(map(_state_of, self.paths))

    def opened(self, number: int) -> BinaryIO:
        """One of the files, to be read once more. Raises DataError if that is not possible."""
        try:
            return open_plain(self.paths[number])
        except OSError as error:
            raise self._unreadable(number, error) from None

    def read(self, file: BinaryIO, number: int, start: int, out: memoryview) -> None:
        """Fill `out` with the bytes of an opened file from a place on. Raises DataError if it is not the file that it was."""
        try:
            file.seek(start)
            missing = _fill(file, out)
            if missing or _state(os.fstat(file.fileno())) != self._states[number]:
                self._check_again(file, number, missing)
        except OSError as error:
            raise self._unreadable(number, error) from None

    def _check_again(self, file: BinaryIO, number: int, missing: int) -> None:
        """Take the state that the file is in now for the right one if its bytes are: a backup or `touch` has changed nothing."""
        state = _state(os.fstat(file.fileno()))
        file.seek(0)
        if missing or _digest(file) != self._digests.get(self.paths[number]):
            remedy = "run again, on a file that nobody writes to"
            raise DataError("changed while it was worked on", file=self.paths[number], remedy=remedy)
        self._states[number] = state

    def _unreadable(self, number: int, error: OSError) -> DataError:
        message = f"cannot be read a second time, to copy its lines: {error.strerror or error}"
        return DataError(message, file=self.paths[number], remedy="leave the input where it is until the run has ended")


def _fill(file: BinaryIO, out: memoryview) -> int:
    """Read until `out` is full or the file ends; returns how many bytes are missing."""
    filled = 0
    while filled < len(out) and (read := file.readinto(out[filled:])):  # type: ignore[attr-defined]
        filled += read
    return len(out) - filled


def _digest(file: BinaryIO) -> str:
    digest = FILE_DIGEST()
    while data := file.read(1 << 20):
        digest.update(data)
    return str(digest.hexdigest())


def _state_of(path: str) -> tuple[int, ...] | None:
    try:
        return _state(os.stat(path))
    except OSError:
        return None  # opening it will say why


def _state(of: os.stat_result) -> tuple[int, ...]:
    """Device, inode, bytes, and the nanosecond of the last change."""
    return of.st_dev, of.st_ino, of.st_size, of.st_mtime_ns
