"""Which language a text is in, by its most frequent tokens: decides where the neighbours view has to look."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from dedup.candidates.minhash import code_table, tokens_of
from dedup.compiled import kernel
from dedup.data import Packed
from dedup.errors import ModelError

MODEL = Path(__file__).parent.parent / "models" / "languages.json"
UNKNOWN = -1
SLOT_BITS = 16  # the table of frequent tokens is looked up by the upper bits of the token hash
READ = 4096  # bytes looked at; a text's language shows in its first paragraph
CLEAR = 0.12  # share of tokens frequent in the language, below which it stays unknown; Arabic and Russian reach .2 at worst


@cache
def model(path: Path = MODEL) -> tuple[tuple[str, ...], np.ndarray]:
    """Language names, and for every slot the languages that its tokens are frequent in, as bits, uint64."""
    try:
        spec = json.loads(path.read_text(encoding="utf8"))
        table = np.zeros(1 << SLOT_BITS, np.uint64)
        for bit, slots in enumerate(spec["slots"].values()):
            table[slots] |= np.uint64(1) << np.uint64(bit)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the language table is damaged: {error}", file=path, remedy="install the package again") from None
    return tuple(spec["slots"]), table


@cache
def letters() -> np.ndarray:
    """The tokeniser's table without figures, uint32 (0x110000,): prices and results are the same in every language."""
    table = code_table().copy()
    table[[code for code in np.flatnonzero(table).tolist() if unicodedata.category(chr(code))[0] == "N"]] = 0
    table.flags.writeable = False
    return table


@kernel()
def _detect(buffer: Any, start: Any, stop: Any, table: Any, slots: Any, languages: int, read: int, clear: float, out: Any) -> None:
    tokens, votes = np.empty(read + 8, np.uint64), np.empty(languages, np.int64)
    for d in range(len(start)):
        end = min(stop[d], start[d] + read)
        while end < stop[d] and (buffer[end] & 0xC0) == 0x80:
            end += 1
        count = tokens_of(buffer, start[d], end, table, tokens)
        votes[:] = 0
        for i in range(count):
            bits = slots[tokens[i] >> np.uint64(64 - SLOT_BITS)]
            for k in range(languages):
                votes[k] += np.int64((bits >> np.uint64(k)) & np.uint64(1))
        best = np.argmax(votes)
        out[d] = best if count > 0 and votes[best] >= clear * count else UNKNOWN


def detect(packed: Packed) -> np.ndarray:
    """Number of each document's language in `model()`, or UNKNOWN, int8 (documents,)."""
    names, slots = model()
    out = np.empty(packed.count, np.int8)
    _detect(packed.buffer, packed.start, packed.stop, letters(), slots, len(names), READ, CLEAR, out)
    return out
