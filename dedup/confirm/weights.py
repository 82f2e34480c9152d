"""What words, pieces and sentences weigh: by rarity, by what the encoder heeds, by how distinctive they are."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from dedup.confirm import distinctive
from dedup.confirm.documents import Documents
from dedup.confirm.rarity import SLOT_BITS
from dedup.encoder import Encoder, StaticEncoder


class Weights(NamedTuple):
    """What words and pieces weigh: rarity in nats, float32, of every entry of a Documents' `words`, `vocabulary` and `order`.

    pieces, loudness: of the encoder, unit vectors float32 (pieces, dimensions) and float32; without any rows if it has none.
    counts, own, runs: as in distinctive.
    """

    words: np.ndarray
    vocabulary: np.ndarray
    order: np.ndarray
    pieces: np.ndarray
    loudness: np.ndarray
    counts: np.ndarray
    own: np.ndarray
    runs: np.ndarray


def of(documents: Documents, rarity: np.ndarray, encoder: Encoder, *, counts: np.ndarray) -> Weights:
    """The weights of documents that this encoder has prepared.

    `rarity`: the table of `rarity.weights`. `counts`: in how many documents runs of words stand, see distinctive.counts.
    """
    shift = np.uint64(64 - SLOT_BITS)
    words, vocabulary, order = (rarity[hashes >> shift] for hashes in (documents.words, documents.vocabulary, documents.order))
    pieces, loudness = np.empty((0, 1), np.float32), np.empty(0, np.float32)
    if isinstance(encoder, StaticEncoder):
        pieces, loudness = encoder.piece_vectors, encoder.loudness
    own, runs = distinctive.own(documents, counts), distinctive.runs(documents, counts)
    return Weights(words, vocabulary, order, pieces, loudness, counts, own, runs)
