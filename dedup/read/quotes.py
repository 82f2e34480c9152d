"""Quotes in CSV and TSV: whether each that opens a cell also closes it, and the line of the first that does not.

Parsers forgive a quote that is never closed: all up to the next one, or to the end of the file, becomes one cell.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numba import types

from dedup.compiled import bytes_in, kernel

QUOTE = 34
BOM = b"\xef\xbb\xbf"
START, PLAIN, QUOTED, CLOSED = range(4)  # before a cell, in one, in a quoted one, behind a quote in that


class OpenQuote(Exception):
    """A quote that opens a cell and does not close it."""


@kernel(types.int64(bytes_in, types.uint8, types.int64[::1]))
def _scan(data: Any, delimiter: Any, state: Any) -> int:
    """Follow the quotes through some bytes; returns the place of the first fault, or -1.

    `state`: where a former part ended, and the place of the quote that opened last; both are brought up to date.
    """
    where = state[0]
    for i in range(len(data)):
        byte = data[i]
        ends = byte == delimiter or byte == 10 or byte == 13
        if where == QUOTED:
            where = CLOSED if byte == QUOTE else QUOTED
        elif byte == QUOTE and where != PLAIN:
            state[1] = i if where == START else state[1]
            where = QUOTED
        elif where == CLOSED and not ends:
            return i
        else:
            where = START if ends else PLAIN
    state[0] = where
    return -1


def checked(parts: Iterable[bytes], delimiter: str) -> Iterator[bytes]:
    """The same parts of a file. Raises OpenQuote in place of the first that has a cell with a quote left open, or at the end."""
    state, first = np.zeros(2, np.int64), True
    for part in parts:
        own = part.removeprefix(BOM) if first else part
        if _scan(np.frombuffer(own, np.uint8), ord(delimiter), state) >= 0:
            raise OpenQuote
        yield part
        first = False
    if state[0] == QUOTED:
        raise OpenQuote


def line_of_open(row: str, delimiter: str) -> int:
    """How many lines of a row that is refused come before the one in which the faulty quote opens."""
    data, state = row.removeprefix("\ufeff").encode("utf8", "surrogateescape"), np.zeros(2, np.int64)
    _scan(np.frombuffer(data, np.uint8), ord(delimiter), state)
    return data[: int(state[1])].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n")


class Held:
    """Lines for a reader of rows, held until the next row begins: of a row that is none, all but the first can be read again."""

    def __init__(self, lines: Iterator[str]):
        self._lines, self._again = lines, deque[str]()
        self.line, self.row = 1, list[str]()

    def __iter__(self) -> Held:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        self.row.append(line)
        return line

    def begin(self) -> int:
        """The number of the line on which the next row begins, from 1."""
        self.line += len(self.row)
        self.row = []
        return self.line

    def give_back(self, lines: int) -> None:
        """Let all but so many lines of the row be read again."""
        self._again.extendleft(reversed(self.row[lines:]))
        del self.row[lines:]
