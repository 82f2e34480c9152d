"""Which language a text is in, by its most frequent tokens: decides where the neighbours view has to look."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dedup.candidates.minhash import code_table, tokens_of
from dedup.compiled import kernel
from dedup.data import Packed
from dedup.errors import ModelError

MODEL = Path(__file__).parent.parent / "models" / "languages.json"
UNKNOWN = -1
SLOT_BITS = 16  # the table of frequent tokens is looked up by the upper bits of the token hash
READ = 4096  # bytes looked at; a text's language shows in its first paragraph
CLEAR = 0.12  # share of tokens frequent in the language, below which it stays unknown; of other scripts than Latin one is enough


class Table(NamedTuple):
    """Language names; for every slot the languages that its tokens are frequent in, as bits, uint64; those in Latin letters."""

    names: tuple[str, ...]
    slots: np.ndarray
    latin: np.uint64


@cache
def model(path: Path = MODEL) -> Table:
    """The table of frequent tokens. Raises ModelError if its file is damaged."""
    try:
        spec = json.loads(path.read_text(encoding="utf8"))
        table = np.zeros(1 << SLOT_BITS, np.uint64)
        for bit, slots in enumerate(spec["slots"].values()):
            table[slots] |= np.uint64(1) << np.uint64(bit)
        names = tuple(spec["slots"])
        latin = sum(1 << names.index(name) for name in spec["latin"])
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the language table is damaged: {error}", file=path, remedy="install the package again") from None
    return Table(names, table, np.uint64(latin))


@cache
def letters() -> np.ndarray:
    """The tokeniser's table without figures, uint32 (0x110000,): prices and results are the same in every language."""
    table = code_table().copy()
    table[[code for code in np.flatnonzero(table).tolist() if unicodedata.category(chr(code))[0] == "N"]] = 0
    table.flags.writeable = False
    return table


@kernel()
def is_latin(buffer: Any, start: int, end: int) -> bool:
    """Whether most letters are Latin ones: bytes from 0xCD on begin the characters behind U+0340."""
    latin, other = 0, 0
    for i in range(start, end):
        latin += 65 <= (buffer[i] & 0xDF) <= 90
        other += buffer[i] >= 0xCD
    return latin >= other


@kernel()
def _detect(buffer: Any, start: Any, stop: Any, table: Any, slots: Any, latin: int, languages: int, out: Any) -> None:
    tokens, votes = np.empty(READ + 8, np.uint64), np.empty(languages, np.int64)
    for d in range(len(start)):
        end = min(stop[d], start[d] + READ)
        while end < stop[d] and (buffer[end] & 0xC0) == 0x80:
            end += 1
        count = tokens_of(buffer, start[d], end, table, tokens)
        votes[:] = 0
        some_latin = is_latin(buffer, start[d], end)
        possible = latin if some_latin else ~latin
        for i in range(count):
            bits = slots[tokens[i] >> np.uint64(64 - SLOT_BITS)] & possible
            for k in range(languages):
                votes[k] += np.int64((bits >> np.uint64(k)) & np.uint64(1))
        best = np.argmax(votes)
        out[d] = best if votes[best] > 0 and votes[best] >= (CLEAR * count if some_latin else 1) else UNKNOWN


def detect(packed: Packed, *, more: bool = False) -> np.ndarray:
    """Number of each document's language in `model()`, or UNKNOWN, int8 (documents,).

    `more`: for an encoder that has learned languages beyond these; what is in none of them counts as one language more.
    """
    names, slots, latin = model()
    out = np.empty(packed.count, np.int8)
    _detect(packed.buffer, packed.start, packed.stop, letters(), slots, latin, len(names), out)
    if more:
        out[out == UNKNOWN] = len(names)
    return out


def alike(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Whether two texts are compared as texts of one language, bool; the languages are those of `detect`.

    So are those of which one is of no known language: tables and lists, or a language that the encoder has not learned.
    """
    return (left == right) | (left == UNKNOWN) | (right == UNKNOWN)
