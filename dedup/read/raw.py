"""Bytes of files: decompressed, digested on the way, cut into blocks of whole lines. Never a whole file in memory."""

from __future__ import annotations

import io
import os
import sys
import zlib
from collections.abc import Generator, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

import pyarrow as pa

from dedup.errors import DataError
from dedup.originals import FILE_DIGEST, open_plain
from dedup.read.blocks import BLOCK
from dedup.read.sources import STDIN, InputFile

PACKED_BLOCK = BLOCK // 4  # text shrinks to about a quarter


Item = TypeVar("Item")


class Damaged(Exception):
    """Compressed data that ends too early or is broken; what came before it was handed out."""


def pieces(file: InputFile, digests: dict[str, str]) -> Iterator[bytes]:
    """The file's content, decompressed, in pieces of about BLOCK bytes, none empty. Raises Damaged or DataError.

    A large file is read and decompressed one piece ahead, while the consumer works on the last one. stdin is not: the
    thread would wait for a slow writer even after an error.
    """
    parts = _unpacked(file, digests)
    return ahead(parts) if _is_large(file) else parts


def _is_large(file: InputFile) -> bool:
    try:
        return file.path != STDIN and os.path.getsize(file.path) > PACKED_BLOCK
    except OSError:
        return False  # opening it will say why


def _unpacked(file: InputFile, digests: dict[str, str]) -> Generator[bytes, None, None]:
    if file.packing is None:
        return raw(file, digests, BLOCK)
    packed = raw(file, digests, PACKED_BLOCK)
    return _gunzip(packed) if file.packing == "gzip" else _unzstd(packed)


def raw(file: InputFile, digests: dict[str, str], size: int) -> Generator[bytes, None, None]:
    """The file's bytes as they lie; the digest is entered at the end."""
    digest = FILE_DIGEST()
    with open_binary(file) as stream:
        try:
            while data := stream.read(size):
                digest.update(data)
                yield data
        except OSError as error:
            raise unreadable(file, error) from None
    digests[file.path] = digest.hexdigest()


def open_binary(file: InputFile) -> AbstractContextManager[Any]:
    """Open for reading; DataError where that is not allowed. stdin stays open afterwards."""
    if file.path == STDIN and sys.stdin is None:
        raise DataError("stdin is closed", file=file.path, remedy="pipe JSON lines into it, or give a file")
    try:
        return nullcontext(sys.stdin.buffer) if file.path == STDIN else open_plain(file.path)
    except OSError as error:
        raise unreadable(file, error) from None


def unreadable(file: InputFile, error: OSError) -> DataError:
    """The error of a file that the system does not give."""
    return DataError(f"cannot be read: {error.strerror or error}", file=file.path, remedy="check the file and its permissions")


def _gunzip(packed: Iterator[bytes]) -> Generator[bytes, None, None]:
    """All members of a gzip file. zlib itself, not gzip.open: what lies before the damage must come out."""
    member: Any = None
    for data in packed:
        while data:
            if member is None or member.eof:
                data = data.lstrip(b"\0") if member else data  # members may be padded
                if not data:
                    break
                member = zlib.decompressobj(31)
            try:
                out = member.decompress(data, BLOCK)
            except zlib.error:
                raise _damage(packed, "gzip") from None
            if out:
                yield out
            data = member.unused_data if member.eof else member.unconsumed_tail
    if member is not None and (rest := member.flush()):
        yield rest
    if member is not None and not member.eof:
        raise Damaged("truncated gzip data")


def _unzstd(packed: Iterator[bytes]) -> Generator[bytes, None, None]:
    stream = pa.CompressedInputStream(pa.PythonFile(io.BufferedReader(Pieces(packed)), "r"), "zstd")
    while True:
        try:
            data = stream.read(1 << 20)  # small: of the piece with the damage nothing comes out
        except OSError:
            raise _damage(packed, "zstd") from None
        if not data:
            return
        yield data


def _damage(packed: Iterator[bytes], what: str) -> Damaged:
    """Read on to the end, so that the digest is that of the file."""
    for _ in packed:
        pass
    return Damaged(f"truncated or damaged {what} data")


def ahead(items: Iterator[Item], *, most: int = 1) -> Iterator[Item]:
    """The same items, the next `most` being made in a thread while the consumer works.

    No thread pool: an abandoned generator may be finalised in any thread, where waiting for another one can block both.
    """
    wanted: SimpleQueue[bool] = SimpleQueue()
    made: SimpleQueue[Any] = SimpleQueue()
    Thread(target=_make, args=(items, wanted, made), daemon=True).start()
    for _ in range(most):
        wanted.put(True)
    try:
        while (item := made.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            wanted.put(True)
            yield item
    finally:
        wanted.put(False)


def _make(items: Iterator[Any], wanted: SimpleQueue[bool], made: SimpleQueue[Any]) -> None:
    while wanted.get():
        try:
            made.put(next(items, None))
        except BaseException as error:  # raised again where the item was wanted
            made.put(error)
    items.close()  # type: ignore[attr-defined]


class Pieces(io.RawIOBase):
    """Pieces of bytes as a file to read from."""

    def __init__(self, parts: Iterable[bytes]):
        self._parts, self._rest = iter(parts), memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, out: Any) -> int:
        if not self._rest:
            self._rest = memoryview(next(self._parts, b""))
        n = self._portion(len(out))
        out[:n] = self._rest[:n]
        self._rest = self._rest[n:]
        return n

    def _portion(self, most: int) -> int:
        """How many bytes to give when so many are asked for."""
        return min(most, len(self._rest))


class WholeNewlines(Pieces):
    """The same, but no read ends between the two bytes of CR LF: Arrow's CSV reader would lose the second one."""

    def _portion(self, most: int) -> int:
        if len(self._rest) == 1 and self._rest[0] == 13:
            self._rest = memoryview(b"\r" + next(self._parts, b""))
        n = min(most, len(self._rest))
        return n - 1 if n > 1 and self._rest[n - 1] == 13 else n


def line_blocks(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Blocks of whole lines, of at least BLOCK / 2 bytes but for the last.

    Where the data breaks off, Damaged is raised after the complete lines before it.
    """
    held: list[bytes] = []
    size, damage = 0, None
    try:
        for part in parts:
            cut = part.rfind(b"\n") + 1
            if not cut or size + cut < BLOCK // 2:
                held.append(part)
                size += len(part)
                continue
            yield b"".join((*held, memoryview(part)[:cut]))
            held, size = [part[cut:]], len(part) - cut
    except Damaged as error:
        damage = error
    rest = b"".join(held)
    if rest := rest[: rest.rfind(b"\n") + 1] if damage else rest:
        yield rest
    if damage:
        raise damage


def damaged(file: InputFile, what: str, line: int | None = None) -> DataError:
    """The error of compressed data that breaks off."""
    return DataError(what, file=file.path, line=line, remedy="copy the file again, or keep the part before it with --skip-bad")
