"""What confirm looks at in a document: sentences, their vectors and words, facts and capitalised words, as flat arrays."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numba import njit

from dedup.candidates.minhash import pack, shingles_of, tokenise
from dedup.confirm import facts
from dedup.confirm.fact_codes import code
from dedup.confirm.rarity import SLOT_BITS
from dedup.encoder import Encoder, unit

GRAM = 3  # words of the shingles whose overlap is measured


class Documents(NamedTuple):
    """Documents as the features see them; row d of every `*_at` array says where d's entries begin (CSR).

    sentence_at: int64 (documents + 1) into the sentences. vectors: float32 (sentences, dimensions) of unit length.
    lengths: float32, characters. next_dot: float32, cosine of a sentence with the next. words: sorted distinct token
    hashes of a sentence, uint64, at word_at. vocabulary: the same for the whole document. grams: 3-grams. fact_keys:
    of a sentence, at fact_at; all_facts of the document. capitals: hashes of capitalised words inside a sentence, at
    capital_at; all_capitals of the document.
    tokens: number of tokens. language: as languages.detect. centre: float32 (documents, dimensions), unit length.
    """

    sentence_at: np.ndarray
    vectors: np.ndarray
    lengths: np.ndarray
    next_dot: np.ndarray
    word_at: np.ndarray
    words: np.ndarray
    vocabulary_at: np.ndarray
    vocabulary: np.ndarray
    gram_at: np.ndarray
    grams: np.ndarray
    fact_at: np.ndarray
    fact_keys: np.ndarray
    all_fact_at: np.ndarray
    all_facts: np.ndarray
    capital_at: np.ndarray
    capitals: np.ndarray
    all_capital_at: np.ndarray
    all_capitals: np.ndarray
    tokens: np.ndarray
    language: np.ndarray
    centre: np.ndarray


def prepare(parts: Sequence[Sequence[str]], *, encoder: Encoder, language: np.ndarray) -> Documents:
    """The features' view of documents given as sentences, at least one each; `language` is that of each document."""
    sentence_at = _starts([len(p) for p in parts])
    flat = [facts.ascii_figures(s) for p in parts for s in p]
    raw = encoder.encode(flat)
    vectors = unit(raw)
    lengths = np.array([max(1, len(s)) for s in flat], np.float32)
    tokens, token_at = tokenise(pack(flat))
    document_at = token_at[sentence_at]
    words, word_at = distinct_in_runs(tokens, token_at)
    vocabulary, vocabulary_at = distinct_in_runs(tokens, document_at)
    grams, gram_at = distinct_in_runs(*_grams(tokens, document_at))
    fact_lists = [[code(key) for key, _ in facts.facts(s)] for s in flat]
    fact_keys, fact_at = _sorted_runs(fact_lists)
    all_facts, all_fact_at = _sorted_runs(_joined(fact_lists, sentence_at))
    capital_lists = [capitalised(s) for s in flat]
    capitals, capital_at = _sorted_runs(capital_lists)
    all_capitals, all_capital_at = _sorted_runs(_joined(capital_lists, sentence_at))
    next_dot = np.append(np.einsum("ij,ij->i", vectors[:-1], vectors[1:]), 0).astype(np.float32)
    centre = unit(np.add.reduceat(raw * lengths[:, None], sentence_at[:-1], axis=0)) if parts else raw
    return Documents(
        sentence_at, vectors, lengths, next_dot, word_at, words, vocabulary_at, vocabulary, gram_at, grams, fact_at, fact_keys,
        all_fact_at, all_facts, capital_at, capitals, all_capital_at, all_capitals, np.diff(document_at), language.astype(np.int8),
        centre,
    )  # fmt: skip


CAPITALISED = re.compile(r"(?<=[\w,;:)] )[^\W\d_][\w'’-]+")


def capitalised(sentence: str) -> list[int]:
    """Hashes of the words that begin with a capital inside the sentence: most are names, in every cased script."""
    return [_hash(w.lower()) for w in CAPITALISED.findall(sentence) if w[0].isupper()]


def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


def _starts(counts: Sequence[int]) -> np.ndarray:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def _joined(lists: list[list[int]], at: np.ndarray) -> list[list[int]]:
    return [[x for part in lists[a:b] for x in part] for a, b in zip(at[:-1].tolist(), at[1:].tolist(), strict=True)]


def _sorted_runs(lists: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    distinct = [sorted(set(values)) for values in lists]
    flat = np.array([v for values in distinct for v in values], np.uint64)
    return flat, _starts([len(values) for values in distinct])


@njit(nogil=True, cache=True)
def distinct_in_runs(values: Any, at: Any) -> Any:
    """Sorted distinct values of each run values[at[r]:at[r + 1]], and where each run then begins."""
    out, starts = np.empty(len(values), np.uint64), np.zeros(len(at), np.int64)
    used = 0
    for r in range(len(at) - 1):
        run = np.sort(values[at[r] : at[r + 1]])
        for i in range(len(run)):
            if i == 0 or run[i] != run[i - 1]:
                out[used] = run[i]
                used += 1
        starts[r + 1] = used
    return out[:used].copy(), starts


@njit(nogil=True, cache=True)
def _grams(tokens: Any, at: Any) -> Any:
    out, starts, used = np.empty(len(tokens) + 1, np.uint64), np.zeros(len(at), np.int64), 0
    for d in range(len(at) - 1):
        used += shingles_of(tokens[at[d] : at[d + 1]], at[d + 1] - at[d], GRAM, out[used:])
        starts[d + 1] = used
    return out[:used], starts


def word_weights(documents: Documents, rarity: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rarity of every entry of `words` and of `vocabulary`, float32, from the table of `rarity.weights`."""
    shift = np.uint64(64 - SLOT_BITS)
    return rarity[documents.words >> shift], rarity[documents.vocabulary >> shift]
