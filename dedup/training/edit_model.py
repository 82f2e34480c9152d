"""Fit `dedup.names.edit_model` to pairs of spellings by EM."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from dedup.compiled import kernel
from dedup.names.edit_model import (
    BACKOFF,
    LETTERS,
    LONGEST,
    STRINGS,
    EditModel,
    StoredModel,
    accumulate,
    backoff,
    encode,
    expand,
    span_llr,
)

ROUNDS = 6  # the log-likelihood of held-out words stops rising after five
DISCOUNT = 0.4  # expected counts taken off an operation for each letter past the first; 0.15 lowered the ranking figures
KEPT = 30_000  # operations stored: with 60,000 nothing in the ranking figures changed


def fit(pairs: Sequence[tuple[str, str]], *, rounds: int = ROUNDS, kept: int = KEPT) -> StoredModel:
    """Fit to pairs of words of letters a-z, both directions of each, and keep the most probable operations."""
    packed = pack([pair for left, right in pairs for pair in ((left, right), (right, left))])
    bigrams = bigram_model(packed)
    operations = _start()
    for _ in range(rounds):
        counts = np.zeros((STRINGS, STRINGS))
        _expect(operations.astype(np.float32), counts, *packed)
        learned = _maximise(counts)
        operations = (1 - BACKOFF) * learned + BACKOFF * backoff(np.exp(bigrams).mean(axis=0))
    return _store(learned, bigrams, kept)


def plausible(stored: StoredModel, pairs: Sequence[tuple[str, str]], *, least: float) -> list[tuple[str, str]]:
    """The pairs whose log-likelihood ratio a letter reaches `least`: mined word lists hold wrong pairs too."""
    scores = score(expand(stored), pairs)
    return [pair for pair, value in zip(pairs, scores, strict=True) if value >= least]


def score(model: EditModel, pairs: Sequence[tuple[str, str]]) -> np.ndarray:
    """Log-likelihood ratio divided by the mean number of letters, for each pair."""
    packed = pack(pairs)
    return _scores(model.operations, model.bigrams, *packed)


def pack(pairs: Sequence[tuple[str, str]]) -> tuple[np.ndarray, np.ndarray]:
    """All words in one array of letters, and where each of them starts (left and right in turn)."""
    words = [encode(word) for pair in pairs for word in pair]
    offsets = np.zeros(len(words) + 1, np.int64)
    np.cumsum([len(word) for word in words], out=offsets[1:])
    return np.concatenate(words or [np.zeros(0, np.uint8)]), offsets


def bigram_model(packed: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """Log-probability of a letter after another, or after the start (row 26), half a count added."""
    letters, offsets = packed
    previous = np.empty(len(letters), np.int64)
    previous[1:] = letters[:-1]
    previous[offsets[:-1][np.diff(offsets) > 0]] = LETTERS
    counts = np.full((LETTERS + 1, LETTERS), 0.5)
    np.add.at(counts, (previous, letters), 1)
    return np.log(counts / counts.sum(axis=1, keepdims=True)).astype(np.float32)


def _lengths() -> np.ndarray:
    length = np.repeat([0, 1, 2], [1, LETTERS, LETTERS * LETTERS])
    return length[:, None] + length[None, :]


def _start() -> np.ndarray:
    """Every operation possible, longer ones rarer, copying much more probable than anything else."""
    total = _lengths()
    table = np.where(total > 0, 30.0 ** -total.astype(float), 0.0)
    np.fill_diagonal(table, np.diag(table) * 400.0 ** (np.diag(total) / 2))
    return table / table.sum()


def _maximise(counts: np.ndarray) -> np.ndarray:
    reduced = np.maximum(counts - DISCOUNT * np.maximum(_lengths() - 1, 0), 0)
    return reduced / reduced.sum()


def _store(learned: np.ndarray, bigrams: np.ndarray, kept: int) -> StoredModel:
    flat = learned.reshape(-1)
    best = np.sort(np.argsort(-flat, kind="stable")[: min(kept, int((flat > 0).sum()))])
    weights = np.log(flat[best] / flat[best].sum())
    return StoredModel(best.astype(np.uint32), weights.astype(np.float16), bigrams.astype(np.float32))


@kernel()
def _expect(operations: Any, counts: Any, letters: Any, offsets: Any) -> float:
    forwards = np.zeros((LONGEST + 1, LONGEST + 1))
    backwards = np.zeros((LONGEST + 1, LONGEST + 1))
    total = 0.0
    for k in range(0, len(offsets) - 1, 2):
        x, y = letters[offsets[k] : offsets[k + 1]], letters[offsets[k + 1] : offsets[k + 2]]
        if len(x) > 0 and len(y) > 0:
            total += accumulate(operations, counts, x, y, forwards, backwards)
    return total


@kernel()
def _scores(operations: Any, bigrams: Any, letters: Any, offsets: Any) -> Any:
    out = np.empty((len(offsets) - 1) // 2)
    work = np.zeros((LONGEST + 1, LONGEST + 1))
    for k in range(len(out)):
        a, b, c = offsets[2 * k], offsets[2 * k + 1], offsets[2 * k + 2]
        out[k] = span_llr(operations, bigrams, letters, a, b, letters, b, c, work) / (0.5 * max(c - a, 1))
    return out
