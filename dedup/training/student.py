"""Piece vectors learned from a teacher: they start from what it makes of each piece, and a sentence's mean is drawn to what it makes
of the sentence and of its translation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from dedup.training.bags import Bags, Rows, contrast
from dedup.training.parallel import Parallel
from dedup.training.teacher import Teacher

Progress = Callable[..., Any]

BATCH = 2048
TEMPERATURE = 20.0
DIRECTIONS = 512  # of the teacher's features of the pieces that the first map sees
MAP_STEPS, MAP_RATE = 300, 0.003
RATE = 0.01  # of Adam, falling to zero
HEARD = 120_000  # sentences that the teacher encodes: a quarter of an hour on a core
SHARE = 0.5  # of the teacher's vectors in the loss, beside 1 of the translations
SIZE = 0.1  # standard deviation of the first vectors: Adam's steps are as large whatever the gradient


class Taught(NamedTuple):
    """The teacher's vectors of some left-side sentences: float32 (n, dimensions), and the row of each sentence's, -1 without one."""

    vectors: np.ndarray
    row: np.ndarray


class Batch(NamedTuple):
    """Pairs of sentences, the meaning of each, and the rate to learn at."""

    left: np.ndarray
    right: np.ndarray
    meaning: np.ndarray
    rate: float


def plain(pieces: Sequence[str]) -> list[str]:
    """The pieces as the teacher may read them: spaces for marks; never empty."""
    return [piece.replace("▁", " ").strip() or "." for piece in pieces]


def principal(features: np.ndarray, directions: int) -> np.ndarray:
    """The features about their mean in their directions of most variance, float32 (rows, directions), standard deviation 1 over all."""
    about = features.astype(np.float32)
    about -= about.mean(axis=0)
    _, axes = np.linalg.eigh(about.T @ about)
    turned = about @ np.ascontiguousarray(axes[:, ::-1][:, :directions])
    return turned / turned.std()


def hear(teacher: Teacher, parallel: Parallel, *, seed: int, progress: Progress) -> Taught:
    """The teacher's vectors, about their mean, of left-side sentences: at most HEARD, those with most translations first."""
    pairs = np.bincount(parallel.meaning, minlength=len(parallel.sentences))
    order = np.random.default_rng(seed).permutation(len(pairs))
    chosen = np.sort(order[np.argsort(-pairs[order], kind="stable")][: min(HEARD, int((pairs > 0).sum()))])
    vectors = teacher.sentences([parallel.sentences[number] for number in chosen], progress).astype(np.float32)
    row = np.full(len(pairs), -1, np.int64)
    row[chosen] = np.arange(len(chosen))
    return Taught(vectors - vectors.mean(axis=0), row)


def first_lens(taught: Taught, dimensions: int) -> Rows:
    """The teacher's directions of most variance: the map by which its vectors and ours begin to be compared."""
    _, axes = np.linalg.eigh(taught.vectors.T @ taught.vectors)
    return Rows(axes[:, ::-1][:, :dimensions])


def start(features: np.ndarray, of: Bags, parallel: Parallel, taught: Taught, lens: Rows, *, dimensions: int, seed: int) -> np.ndarray:
    """The first piece vectors, float32 (pieces, dimensions): the features through the map that translations share most of."""
    vectors = features @ map_features(features, of, parallel, taught, lens, dimensions=dimensions, seed=seed)
    return vectors * (SIZE / vectors.std())


def batches(parallel: Parallel, *, steps: int, rate: float, seed: int) -> Iterator[Batch]:
    """Pairs in an order of their own in each round, and a rate that falls to zero."""
    size, rounds, order = min(BATCH, len(parallel.left)), 0, np.empty(0, np.int64)
    for step in range(steps):
        if len(order) < size:
            order, rounds = np.random.default_rng([seed, rounds]).permutation(len(parallel.left)), rounds + 1
        rows, order = order[:size], order[size:]
        yield Batch(parallel.left[rows], parallel.right[rows], parallel.meaning[rows], rate * (1 - step / steps))


def draw(sides: tuple[np.ndarray, np.ndarray], meaning: np.ndarray, taught: Taught, lens: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Gradients by both sides' means: towards each other, and towards the teacher's vectors through `lens`, which learns on the way."""
    _, *pulls = contrast(*sides, meaning, TEMPERATURE)
    known = np.flatnonzero(taught.row[meaning] >= 0)
    if len(known) > 1:
        seen = taught.vectors[taught.row[meaning[known]]]
        target = seen @ lens.vectors
        for side, pulled in zip(sides, pulls, strict=True):
            _, one, other = contrast(side[known], target, meaning[known], TEMPERATURE)
            part = np.float32(SHARE * len(known) / len(meaning))
            pulled[known] += part * one
            lens.add(part * (seen.T @ other))
    return pulls[0], pulls[1]


def map_features(
    features: np.ndarray, of: Bags, parallel: Parallel, taught: Taught, lens: Rows, *, dimensions: int, seed: int
) -> np.ndarray:
    """The linear map, float32 (features, dimensions), under which sentences of one meaning meet most: where a plain PCA keeps what
    varies, it keeps what translations share."""
    pieces, turn = Rows(features), Rows(np.eye(features.shape[1], dimensions, dtype=np.float32))
    for batch in batches(parallel, steps=MAP_STEPS, rate=MAP_RATE, seed=seed):
        sides = [pieces.means(of, rows) for rows in (batch.left, batch.right)]
        pulls = draw((sides[0] @ turn.vectors, sides[1] @ turn.vectors), batch.meaning, taught, lens)
        for side, pulled in zip(sides, pulls, strict=True):
            turn.add(side.T @ pulled)
        turn.step(batch.rate)
        lens.step(batch.rate)
    return turn.vectors


def train_vectors(
    start: np.ndarray, of: Bags, parallel: Parallel, taught: Taught, lens: Rows, *, epochs: int, seed: int, progress: Progress
) -> np.ndarray:
    """The piece vectors after so many rounds over the pairs, float32 (pieces, dimensions)."""
    a_round = len(parallel.left) // min(BATCH, len(parallel.left))
    rows = Rows(start)
    bar = progress(total=epochs * a_round, desc="encoder", unit="batch")
    for batch in batches(parallel, steps=epochs * a_round, rate=RATE, seed=seed + 1):
        pulls = draw((rows.means(of, batch.left), rows.means(of, batch.right)), batch.meaning, taught, lens)
        for side, pulled in zip((batch.left, batch.right), pulls, strict=True):
            rows.give_back(of, side, pulled)
        rows.step(batch.rate)
        lens.step(batch.rate)
        bar.update(1)
    bar.close()
    return rows.vectors
