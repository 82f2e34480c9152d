"""What words, pieces and sentences weigh: by rarity, by what the encoder heeds, by how distinctive they are."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import numpy as np

from dedup.by_address import by_address
from dedup.candidates.postings import parts, stored
from dedup.confirm import distinctive, subject
from dedup.confirm.documents import Documents
from dedup.confirm.rarity import SLOT_BITS
from dedup.encoder import Encoder, StaticEncoder


class Counted(NamedTuple):
    """In how many documents of a sample runs of words stand (distinctive.counts), and words (subject.counts)."""

    runs: np.ndarray
    words: subject.Counted


@by_address
class Weights(NamedTuple):
    """What words and pieces weigh: rarity in nats, float32, of every entry of a Documents' `words`, `vocabulary` and `order`.

    pieces, loudness: of the encoder, unit vectors float32 (pieces, dimensions) and float32; without any rows if it has none.
    counts, own, runs: as in distinctive. terms: see subject. codes, stems: idf of those of the documents.
    """

    words: np.ndarray
    vocabulary: np.ndarray
    order: np.ndarray
    pieces: np.ndarray
    loudness: np.ndarray
    counts: np.ndarray
    own: np.ndarray
    runs: np.ndarray
    terms: subject.Terms
    codes: np.ndarray
    stems: np.ndarray


def counted(documents: Documents) -> Counted:
    """What is counted in a sample of the documents."""
    return Counted(distinctive.counts(documents), subject.counts(documents))


def nothing() -> Counted:
    """What is counted where two texts stand alone."""
    return Counted(distinctive.nothing(), subject.nothing())


def of(documents: Documents, rarity: np.ndarray, encoder: Encoder, *, counted: Counted, folder: Path | None = None) -> Weights:
    """The weights of documents that this encoder has prepared.

    `rarity`: the table of `rarity.weights`. `counted`: in how many documents words and runs of words stand. With `folder`, what is as
    long as the texts is mapped from files there.
    """
    shift = np.uint64(64 - SLOT_BITS)
    words, vocabulary, order = (
        stored((rarity[part >> shift] for part in parts(getattr(documents, name))), np.float32, folder, f"weights-{name}")
        for name in ("words", "vocabulary", "order")
    )
    pieces, loudness = np.empty((0, 1), np.float32), np.empty(0, np.float32)
    if isinstance(encoder, StaticEncoder):
        pieces, loudness = encoder.piece_vectors(documents.pieces), encoder.loudness
    own, runs = distinctive.own(documents, counted.runs), distinctive.runs(documents, counted.runs)
    terms = subject.terms(documents, vocabulary, counted.words, folder=folder)
    codes, stems = (subject.idf(values, counted.words) for values in (documents.codes, documents.stems))
    return Weights(words, vocabulary, order, pieces, loudness, counted.runs, own, runs, terms, codes, stems)
