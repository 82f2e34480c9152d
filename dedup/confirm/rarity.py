"""How much a shared word says: the rarer, the more. Background figures shrunk towards the corpus at hand.

A corpus of five documents cannot tell that "the" is common, and a table of news cannot tell that in this collection
every text says "congress"; the two are averaged by the number of documents behind them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from dedup.candidates.minhash import tokens_of
from dedup.candidates.spelling import code_table
from dedup.compiled import kernel
from dedup.data import Packed
from dedup.progress import NO_BAR, Bar

MODEL = Path(__file__).parent.parent / "models" / "rarity.npy"
SLOT_BITS = 20  # 1,048,576 slots: the 60,000 words of the table collide in 6 % of cases
STEP = 16.0  # table value q stands for the document rate 2 ** (-(q - 1) / STEP); 0 for a word the table does not know
UNSEEN = 2.0**-16  # the document rate of a word that the table does not know
AT_ONCE = 4096  # documents between two steps of a bar
WEIGHT = 300.0  # documents that the background counts for: half each at a corpus of this size


@cache
def background(path: Path = MODEL) -> np.ndarray:
    """Share of documents that use a word of each slot, float32 (2 ** SLOT_BITS,)."""
    table = np.load(path, allow_pickle=False)
    rates = np.exp2(-(np.arange(256) - 1) / STEP)
    rates[0] = UNSEEN
    return rates[table].astype(np.float32)


@kernel()
def _document_frequency(buffer: Any, start: Any, stop: Any, table: Any, out: Any) -> None:
    room = 0
    for d in range(len(start)):
        room = max(room, stop[d] - start[d])
    tokens, last = np.empty(room + 1, np.uint64), np.full(len(out), -1, np.int64)
    for d in range(len(start)):
        for i in range(tokens_of(buffer, start[d], stop[d], table, tokens)):
            slot = tokens[i] >> np.uint64(64 - SLOT_BITS)
            if last[slot] != d:
                last[slot] = d
                out[slot] += 1


def weights(packed: Packed, *, bar: Bar = NO_BAR) -> np.ndarray:
    """-log of the share of documents that use a word of each slot, float32 (2 ** SLOT_BITS,), between 0 and about 11."""
    frequency = np.zeros(1 << SLOT_BITS, np.int32)
    for first in range(0, packed.count, AT_ONCE):
        start, stop = packed.start[first : first + AT_ONCE], packed.stop[first : first + AT_ONCE]
        _document_frequency(packed.buffer, start, stop, code_table(), frequency)
        bar.update(len(start))
    rate = (frequency + WEIGHT * background()) / (packed.count + WEIGHT)
    return -np.log(np.minimum(rate, 1.0)).astype(np.float32)
