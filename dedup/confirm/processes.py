"""Documents prepared in processes beside this one, as what reads facts and sentences in Python holds one lock for all threads.

A process is this interpreter with `worker` as its program, asked over its standard input and output: arrays with their types and
shapes, nothing that is run. It ends when its input ends, so that none outlives the run, however that dies.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue
from typing import IO, NamedTuple

import numpy as np

from dedup.candidates.minhash import pack
from dedup.confirm.blocks import Sentences
from dedup.confirm.documents import Documents, prepare
from dedup.data import Packed
from dedup.encoder import Encoder, StaticEncoder
from dedup.errors import DedupError

WORTH = 8 << 20  # bytes of text from which processes are started: reading them takes three seconds, the start of one one
AHEAD = 2  # blocks that wait for the one before, for each reader: 6 MB each
ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-m", "dedup.confirm.worker")
Reader = Callable[[np.ndarray], Documents]


class Source(NamedTuple):
    """What documents are read from: their texts, which their sentences are split from, the language of each, int8, and the encoder."""

    texts: Packed
    sentences: Sentences
    language: np.ndarray
    encoder: Encoder

    def documents(self, rows: np.ndarray) -> Documents:
        """The documents of these rows, read in this process."""
        return prepare(self.sentences.of(rows), encoder=self.encoder, language=self.language[rows])


def worth(texts: Packed, rows: np.ndarray, encoder: Encoder, *, workers: int) -> int:
    """How many processes are worth their start for these rows; none for a transformer, of which there is room for one."""
    size = int((texts.stop[rows] - texts.start[rows]).sum())
    return workers - 1 if size >= WORTH and isinstance(encoder, StaticEncoder) else 0


def write(stream: IO[bytes], arrays: Sequence[np.ndarray]) -> None:
    """Write arrays with their types and shapes."""
    head = json.dumps([(array.dtype.str, array.shape) for array in arrays]).encode()
    stream.write(len(head).to_bytes(8, "little") + head)
    for array in arrays:
        stream.write(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
    stream.flush()


def read(stream: IO[bytes]) -> list[np.ndarray] | None:
    """The arrays that `write` wrote; None where nothing follows. Raises EOFError where they end early."""
    if not (size := stream.read(8)):
        return None
    head = np.empty(int.from_bytes(size, "little"), np.uint8)
    _fill(stream, memoryview(head))  # type: ignore[arg-type]
    arrays = [np.empty(shape, dtype) for dtype, shape in json.loads(head.tobytes())]
    for array in arrays:
        _fill(stream, memoryview(array.reshape(-1).view(np.uint8)))  # type: ignore[arg-type]
    return arrays


def _fill(stream: IO[bytes], room: memoryview) -> None:
    while len(room):
        count = stream.readinto(room)  # type: ignore[attr-defined]
        if not count:
            raise EOFError("the stream ended inside an array")
        room = room[count:]


def blocks(cut: Sequence[np.ndarray], source: Source, *, processes: int) -> Iterator[Documents]:
    """The documents of each of these blocks of rows, in order: some are read here, the others by so many processes."""
    with ExitStack() as stack:
        free: SimpleQueue[Reader] = SimpleQueue()
        for reader in [source.documents, *(_asking(stack.enter_context(_started(source)), source) for _ in range(processes))]:
            free.put(reader)
        pool = stack.enter_context(ThreadPoolExecutor(processes + 1))
        waiting: deque[Future[Documents]] = deque()
        for rows in cut:
            waiting.append(pool.submit(_by_one, free, rows))
            if len(waiting) > AHEAD * (processes + 1):
                yield waiting.popleft().result()
        yield from (waiting.popleft().result() for _ in range(len(waiting)))


def _by_one(free: SimpleQueue[Reader], rows: np.ndarray) -> Documents:
    """The documents by a reader that is free."""
    reader = free.get()
    try:
        return reader(rows)
    finally:
        free.put(reader)


@contextmanager
def _started(source: Source) -> Iterator[subprocess.Popen[bytes]]:
    assert isinstance(source.encoder, StaticEncoder)
    paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]  # this very package, however it was found
    own = dict(os.environ, PYTHONPATH=os.pathsep.join(paths))
    process = subprocess.Popen([*COMMAND, str(source.encoder.folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=own)
    try:
        yield process
    finally:
        for stream in (process.stdin, process.stdout):
            with suppress(BrokenPipeError):  # it has died, which was said where it was asked
                stream.close()  # type: ignore[union-attr]
        process.wait()


def _asking(process: subprocess.Popen[bytes], source: Source) -> Reader:
    """A reader that asks the process."""

    def ask(rows: np.ndarray) -> Documents:
        assert process.stdin is not None and process.stdout is not None
        try:
            texts = pack(source.texts.texts(rows))
            write(process.stdin, [texts.buffer, texts.start, texts.stop, source.language[rows]])
            found = read(process.stdout)
        except (BrokenPipeError, EOFError):
            found = None
        if found is None:
            remedy = "see that there is memory, or use --workers 1"
            raise DedupError(f"a process that reads documents ended with {process.wait()}", remedy=remedy)
        return Documents(*found)

    return ask


def answer(given: IO[bytes], out: IO[bytes], encoder: Encoder) -> None:
    """What the process does: write the documents of all texts that it is given, until there are none."""
    while (arrays := read(given)) is not None:
        texts, rows = Packed(*arrays[:3]), np.arange(len(arrays[1]))
        write(out, Source(texts, Sentences(texts, rows), arrays[3], encoder).documents(rows))
