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
    counts, own: as distinctive.counts and distinctive.own.
    """

    words: np.ndarray
    vocabulary: np.ndarray
    order: np.ndarray
    pieces: np.ndarray
    loudness: np.ndarray
    counts: np.ndarray
    own: np.ndarray


def of(documents: Documents, rarity: np.ndarray, encoder: Encoder, *, counts: np.ndarray | None = None) -> Weights:
    """The weights of documents that this encoder has prepared; `rarity` is the table of `rarity.weights`.

    `counts`: in how many documents runs of words stand, if not in these.
    """
    counts = distinctive.counts(documents) if counts is None else counts
    own = distinctive.own(documents, counts)
    shift = np.uint64(64 - SLOT_BITS)
    words, vocabulary, order = (rarity[hashes >> shift] for hashes in (documents.words, documents.vocabulary, documents.order))
    if isinstance(encoder, StaticEncoder):
        return Weights(words, vocabulary, order, encoder.piece_vectors, encoder.loudness, counts, own)
    return Weights(words, vocabulary, order, np.empty((0, 1), np.float32), np.empty(0, np.float32), counts, own)
