"""A learned edit model: how probable one spelling is as another spelling of the same sounds.

Operations rewrite up to two letters as up to two letters (Brill & Moore 2000); their probabilities come from EM over
pairs of spellings (Ristad & Yianilos 1998), summed over all ways to rewrite one into the other. The score is the log
of that sum over what two unrelated names would get from a letter-bigram model: above 0 speaks for one name.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from dedup.compiled import kernel
from dedup.errors import ModelError

LETTERS = 26
STRINGS = 1 + LETTERS + LETTERS * LETTERS  # the empty string, one letter, two letters
LONGEST = 72  # letters of one spelling: probabilities of longer ones would leave the range of float64
IMPOSSIBLE = -200.0
BACKOFF = 0.015  # share of the probability left to single letters that training never saw rewritten


class EditModel(NamedTuple):
    """`operations` float32 (703, 703), rows rewrite left strings to right ones; `bigrams` log-probabilities (27, 26)."""

    operations: np.ndarray
    bigrams: np.ndarray


class StoredModel(NamedTuple):
    """What lies on disk: kept operations as row x 703 + column, their log probability, and the bigrams."""

    operations: np.ndarray
    weights: np.ndarray
    bigrams: np.ndarray


@lru_cache(maxsize=4)
def load(folder: Path, name: str) -> EditModel:
    """Read `NAME-operations.npy`, `NAME-weights.npy` and `NAME-bigrams.npy`. Raises ModelError when one is damaged."""
    try:
        parts = [np.load(folder / f"{name}-{part}.npy", allow_pickle=False) for part in StoredModel._fields]
    except (OSError, ValueError) as error:
        raise ModelError(f"cannot be read: {error}", file=folder / name, remedy="install the package again") from None
    return expand(StoredModel(*parts))


def expand(stored: StoredModel) -> EditModel:
    """The full table of operation probabilities, what was not kept filled from the letters' own frequencies."""
    operations = backoff(np.exp(stored.bigrams.astype(np.float64)).mean(axis=0)) * BACKOFF
    flat = operations.reshape(-1)
    flat[stored.operations] += np.exp(stored.weights.astype(np.float64)) * (1 - BACKOFF)
    return EditModel((operations / operations.sum()).astype(np.float32), stored.bigrams.astype(np.float32))


def backoff(unigrams: np.ndarray) -> np.ndarray:
    """Probabilities of single-letter operations from letter frequencies: 0.7 substitutions, 0.15 each way a loss."""
    table = np.zeros((STRINGS, STRINGS))
    single = slice(1, LETTERS + 1)
    table[single, 0] = table[0, single] = unigrams * 0.15
    table[single, single] = 0.7 * np.outer(unigrams, unigrams)
    return table / table.sum()


def encode(word: str) -> np.ndarray:
    """Letters a-z as uint8 0..25, the longest 72."""
    return np.frombuffer(word.encode("ascii"), np.uint8)[:LONGEST] - np.uint8(ord("a"))


def llr(model: EditModel, left: str, right: str) -> float:
    """Natural log-likelihood ratio of two words of letters a-z: the same sounds against unrelated words."""
    x, y = encode(left), encode(right)
    work = np.zeros((LONGEST + 1, LONGEST + 1))
    return float(span_llr(model.operations, model.bigrams, x, 0, len(x), y, 0, len(y), work))


@kernel()
def _string(word: Any, end: int, length: int) -> Any:
    """The number of the last `length` letters (0 to 2) before `end`."""
    if length == 0:
        return 0
    if length == 1:
        return 1 + word[end - 1]
    return 1 + LETTERS + LETTERS * word[end - 2] + word[end - 1]


@kernel()
def forward(operations: Any, x: Any, x0: int, x1: int, y: Any, y0: int, y1: int, work: Any) -> Any:
    """Sum over all rewritings of x[x0:x1] into y[y0:y1]; `work[i, j]` keeps the sums of the prefixes (Baum's forward)."""
    for i in range(x1 - x0 + 1):
        row = _string(x, x0 + i, min(i, 1))
        row2 = _string(x, x0 + i, min(i, 2))
        for j in range(y1 - y0 + 1):
            column = _string(y, y0 + j, min(j, 1))
            column2 = _string(y, y0 + j, min(j, 2))
            total = 1.0 if i == 0 and j == 0 else 0.0
            total += _steps(operations, 0, j, column, column2, work[i], False)
            if i > 0:
                total += _steps(operations, row, j, column, column2, work[i - 1], True)
            if i > 1:
                total += _steps(operations, row2, j, column, column2, work[i - 2], True)
            work[i, j] = total
    return work[x1 - x0, y1 - y0]


@kernel(inline="always")
def _steps(operations: Any, row: Any, j: int, column: Any, column2: Any, before: Any, alone: bool) -> Any:
    """The ways to rewrite one left string into the last 0 (where `alone`), 1 and 2 letters before j of the right word."""
    total = before[j] * operations[row, 0] if alone else 0.0
    if j > 0:
        total += before[j - 1] * operations[row, column]
    if j > 1:
        total += before[j - 2] * operations[row, column2]
    return total


@kernel()
def _background(bigrams: Any, word: Any, start: int, end: int) -> Any:
    total, previous = 0.0, LETTERS
    for k in range(start, end):
        total += bigrams[previous, word[k]]
        previous = word[k]
    return total


@kernel()
def span_llr(operations: Any, bigrams: Any, x: Any, x0: int, x1: int, y: Any, y0: int, y1: int, work: Any) -> Any:
    """Log-likelihood ratio of two spans of letters; -200 where one is empty, too long or cannot be rewritten."""
    if x1 <= x0 or y1 <= y0 or x1 - x0 > LONGEST or y1 - y0 > LONGEST:
        return IMPOSSIBLE
    total = forward(operations, x, x0, x1, y, y0, y1, work)
    if total <= 0.0:
        return IMPOSSIBLE
    return np.log(total) - _background(bigrams, x, x0, x1) - _background(bigrams, y, y0, y1)


@kernel()
def accumulate(operations: Any, counts: Any, x: Any, y: Any, forwards: Any, backwards: Any) -> Any:
    """Add the expected number of times each operation rewrites x into y to `counts`; the log-likelihood (E-step)."""
    nx, ny = len(x), len(y)
    total = forward(operations, x, 0, nx, y, 0, ny, forwards)
    if total <= 0.0:
        return 0.0
    for i in range(nx, -1, -1):
        for j in range(ny, -1, -1):
            rest = 1.0 if i == nx and j == ny else 0.0
            for a in range(min(nx - i, 2) + 1):
                row = _string(x, i + a, a)
                for b in range(1 if a == 0 else 0, min(ny - j, 2) + 1):
                    column = _string(y, j + b, b)
                    step = operations[row, column] * backwards[i + a, j + b]
                    rest += step
                    counts[row, column] += forwards[i, j] * step / total
            backwards[i, j] = rest
    return np.log(total)
