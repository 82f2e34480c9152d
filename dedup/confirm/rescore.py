"""A larger encoder looks at the pairs that the shipped one left undecided: a transformer reads about 100 sentences a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from dedup import measurements
from dedup.confirm import judge
from dedup.data import Judged, Packed
from dedup.encoder import Encoder
from dedup.progress import NO_BAR, Bar
from dedup.run import Run

OPEN = 0.05  # probability from which on a pair counts as undecided, and up to as far below 1
SAMPLE = 64  # documents of each language that cohorts are drawn from: they have to be encoded too
BATCH = 512  # sentences between two steps of the bar


class _Counted:
    """An encoder that moves a bar on."""

    def __init__(self, encoder: Encoder, bar: Bar):
        self._encoder, self._bar = encoder, bar
        self.name, self.digest = encoder.name, encoder.digest

    def encode(self, sentences: Sequence[str]) -> np.ndarray:
        parts = [self._step(sentences[first : first + BATCH]) for first in range(0, max(len(sentences), 1), BATCH)]
        return np.concatenate(parts)

    def _step(self, sentences: Sequence[str]) -> np.ndarray:
        vectors = self._encoder.encode(sentences)
        self._bar.update(len(sentences))
        return vectors


def undecided(judged: Judged) -> np.ndarray:
    """Numbers of the pairs that are worth a second look, int64."""
    return np.flatnonzero((judged.probability > OPEN) & (judged.probability < 1 - OPEN))


def rescore(judged: Judged, contents: Packed, *, language: np.ndarray, run: Run, bar: Bar = NO_BAR) -> Judged:
    """The same pairs, the undecided ones judged by the vectors of the second encoder if there is one; `bar` counts its sentences."""
    rows = undecided(judged)
    if not len(rows) or run.second is None:
        return judged
    left, right, second = judged.left[rows], judged.right[rows], _Counted(run.second(), bar)
    smaller = replace(run.settings, cohort_sample=min(SAMPLE, run.settings.cohort_sample))
    run = replace(run, settings=smaller, encoder=lambda: second, folder=None)
    prepared = judge.prepare(contents, left, right, language=language, run=run)
    again = judge.judge(prepared, left, right, run=run, known=judge.Known(scale=judged.scale))
    probability, label = judged.probability.copy(), list(judged.label)
    probability[rows] = again.probability
    features = measurements.of(judged.features).replaced(rows, measurements.of(again.features))
    for row, name in zip(rows.tolist(), again.label, strict=True):
        label[row] = name
    return judged._replace(probability=probability, features=features, label=label)
