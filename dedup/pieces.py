"""The pieces of sentences, and the mean of their vectors: what a static encoder does with every sentence.

A tokenizer spends microseconds on each word, and texts repeat their words: where it looks at one word at a time, each
different word goes through it once; the pieces are the same.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from itertools import chain
from threading import Lock
from typing import Any

import numpy as np

from dedup.candidates.minhash import mix64, pack
from dedup.compiled import kernel
from dedup.data import Packed

MARK = "▁"  # stands for the space before a word
# The tokenizer of the shipped encoder: scripts are kept apart, then words, which begin with MARK.
NORMALIZER = {"type": "Sequence", "normalizers": [{"type": "NFKC"}, {"type": "Lowercase"}]}
METASPACE = {"type": "Metaspace", "replacement": MARK, "prepend_scheme": "always", "split": True}
WORD_BY_WORD = {"type": "Sequence", "pretokenizers": [{"type": "UnicodeScripts"}, METASPACE]}
STEP, CHARACTERS = 1 << 14, 1 << 21  # most sentences at a time, and of what length: bounds the memory that their words take
MOST_WORDS = 1 << 20  # remembered from block to block, for the same reason: 60 bytes each
LEAST_TABLE = 1 << 12
SPACE, STRIDE = ord(" "), np.uint64(0x9E3779B97F4A7C15)
Pieces = tuple[np.ndarray, np.ndarray]


class Splitter:
    """Splits sentences into the pieces of a tokenizer, and remembers the words for the next ones. Threads may share it."""

    def __init__(self, tokenizer: Any):
        self._tokenizer, self._lock = tokenizer, Lock()
        self._words = Words(tokenizer) if is_word_by_word(tokenizer) else None

    def pieces_of(self, sentences: Sequence[str]) -> Iterator[Pieces]:
        """The piece numbers of the sentences in blocks, behind one another (int32), and where each sentence's begin (int64)."""
        for block in _blocks(sentences):
            with self._lock:
                found = self._words.pieces(block) if self._words else _flat(_tokenised(self._tokenizer, block))
            yield found


def _blocks(sentences: Sequence[str]) -> Iterator[Sequence[str]]:
    """The sentences in blocks of at most STEP, and of at most CHARACTERS but for the last one: runs of a book's sentences are long."""
    first, length = 0, 0
    for k, sentence in enumerate(sentences):
        length += len(sentence)
        if k + 1 - first == STEP or length >= CHARACTERS:
            yield sentences[first : k + 1]
            first, length = k + 1, 0
    if first < len(sentences):
        yield sentences[first:]


def is_word_by_word(tokenizer: Any) -> bool:
    """Whether the pieces of a word depend on the scripts beside it alone, in the way that `Words` knows."""
    parts = [(tokenizer.normalizer, NORMALIZER), (tokenizer.pre_tokenizer, WORD_BY_WORD)]
    same = all(part is not None and json.loads(part.__getstate__()) == known for part, known in parts)
    return same and not tokenizer.padding and not tokenizer.truncation


def _tokenised(tokenizer: Any, texts: Sequence[str]) -> list[list[int]]:
    return [encoding.ids for encoding in tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]


def _flat(lists: Sequence[Sequence[int]]) -> Pieces:
    at = np.concatenate(([0], np.cumsum([len(ids) for ids in lists]))).astype(np.int64)
    return np.fromiter(chain.from_iterable(lists), np.int32, int(at[-1])), at


class Words:
    """The words met so far and their pieces. A sentence in which a word is not plain counts as one word.

    Words are known by hashes of 64 bits in a table with open addressing: `_keys`, and their numbers beside them.
    """

    def __init__(self, tokenizer: Any):
        self._tokenizer = tokenizer
        self._special = [token.content for token in tokenizer.get_added_tokens_decoder().values()]
        self._gap = array("i", *_tokenised(tokenizer, [MARK]))
        self._apart: dict[tuple[int, int], bool] = {}
        self._forget()

    def _forget(self) -> None:
        self._keys, self._numbers, self._known = np.zeros(LEAST_TABLE, np.uint64), np.zeros(LEAST_TABLE, np.int32), 0
        self._ids, self._at = array("i"), array("q", [0])
        self._edges = array("i")  # first and last character of each word, 0 where it is not plain

    def pieces(self, sentences: Sequence[str]) -> Pieces:
        """The piece numbers of the sentences behind one another, int32, and where each begins, int64."""
        if self._known > MOST_WORDS:
            self._forget()
        packed, whole = pack(list(sentences)), np.zeros(len(sentences), np.bool_)
        numbers, at = self._looked_up(packed, whole)
        odd = np.logical_or.reduceat(self._edge(numbers, 0) == 0, at[:-1])
        if odd.any():
            numbers, at = self._looked_up(packed, odd)
        return self._joined(numbers, at)

    def _looked_up(self, packed: Packed, whole: np.ndarray) -> Pieces:
        """The number of every word, and where each sentence's begin; `whole`: which sentences are one word. New words are learned."""
        counts = spaces(packed.buffer, packed.start, packed.stop, whole) + 1
        at = np.concatenate(([0], np.cumsum(counts)))
        self._make_room(int(at[-1]))
        numbers, new = np.empty(int(at[-1]), np.int32), np.empty((int(at[-1]), 2), np.int64)
        count = number_words(packed.buffer, packed.start, packed.stop, whole, self._keys, self._numbers, self._known, numbers, new)
        view: Any = memoryview(packed.buffer)  # type: ignore[arg-type]
        self._learn([str(view[first:last], "utf8") for first, last in new[:count].tolist()])
        return numbers, at

    def _make_room(self, words: int) -> None:
        """Have a table that is at most half full with so many words more."""
        if 2 * (self._known + words) > len(self._keys):
            keys, numbers = self._keys, self._numbers
            size = 1 << (2 * (self._known + words)).bit_length()
            self._keys, self._numbers = np.zeros(size, np.uint64), np.zeros(size, np.int32)
            move(keys, numbers, self._keys, self._numbers)

    def _learn(self, words: Sequence[str]) -> None:
        for word, ids in zip(words, _tokenised(self._tokenizer, words), strict=True):
            self._ids.extend(ids)
            self._at.append(len(self._ids))
            self._edges.extend(self._first_and_last(word))
        self._known += len(words)

    def _first_and_last(self, word: str) -> tuple[int, int]:
        """The characters that meet the neighbours; 0 for a word that is more than one, or none, to the tokenizer."""
        plain = word if word.isascii() else self._tokenizer.normalizer.normalize_str(word)
        if not plain or " " in plain or MARK in plain or any(token in word or token in plain for token in self._special):
            return 0, 0
        return ord(plain[0]), ord(plain[-1])

    def _edge(self, numbers: np.ndarray, side: int) -> np.ndarray:
        return np.frombuffer(self._edges, np.int32).reshape(-1, 2)[numbers, side]

    def _joined(self, numbers: np.ndarray, at: np.ndarray) -> Pieces:
        """The pieces of the words, with a lone MARK where the script changes between two."""
        apart = np.zeros(len(numbers), np.bool_)
        apart[:-1] = self._changes(self._edge(numbers[:-1], 1), self._edge(numbers[1:], 0))
        apart[at[1:] - 1] = False
        word_at = np.frombuffer(self._at, np.int64)
        counts = word_at[numbers + 1] - word_at[numbers] + len(self._gap) * apart
        ends = np.concatenate(([0], np.cumsum(counts)))
        out = np.empty(int(ends[-1]), np.int32)
        _copy(np.frombuffer(self._ids or self._gap, np.int32), word_at, numbers, apart, np.frombuffer(self._gap, np.int32), out)
        return out, ends[at]

    def _changes(self, last: np.ndarray, first: np.ndarray) -> np.ndarray:
        """Whether the tokenizer keeps words apart of which one ends in a character and the next begins with another."""
        pairs, inverse = np.unique(last.astype(np.int64) << 32 | first, return_inverse=True)
        return np.array([self._changes_between(pair >> 32, pair & 0xFFFFFFFF) for pair in pairs.tolist()], np.bool_)[inverse]

    def _changes_between(self, last: int, first: int) -> bool:
        if (last, first) not in self._apart:
            split = self._tokenizer.pre_tokenizer.pre_tokenize_str(f"{chr(last)} {chr(first)}")
            self._apart[last, first] = len(split) > 2
        return self._apart[last, first]


@kernel()
def spaces(buffer: Any, start: Any, stop: Any, whole: Any) -> Any:
    """How many spaces are in each sentence, int64; none in those that are one word."""
    out = np.zeros(len(start), np.int64)
    for s in range(len(start)):
        if not whole[s]:
            for i in range(start[s], stop[s]):
                out[s] += np.int64(buffer[i] == SPACE)
    return out


@kernel()
def number_words(buffer: Any, start: Any, stop: Any, whole: Any, keys: Any, values: Any, known: int, out: Any, new: Any) -> int:
    """The numbers of all words into `out`; where words lie that are new into `new`, which get the next numbers: how many."""
    used, count = 0, 0
    for s in range(len(start)):
        first = start[s]
        for i in range(start[s], stop[s] + 1):
            if i < stop[s] and (whole[s] or buffer[i] != SPACE):
                continue
            place = _place(_hash(buffer, first, i), keys)
            if keys[place] == 0:
                keys[place], values[place] = _hash(buffer, first, i), known + count
                new[count, 0], new[count, 1] = first, i
                count += 1
            out[used], used, first = values[place], used + 1, i + 1
    return count


@kernel()
def move(keys: Any, values: Any, new_keys: Any, new_values: Any) -> None:
    """Put the words of a table into a larger one."""
    for k in range(len(keys)):
        if keys[k]:
            place = _place(keys[k], new_keys)
            new_keys[place], new_values[place] = keys[k], values[k]


@kernel()
def _place(key: Any, keys: Any) -> int:
    """Where a key is, or may be put, in a table whose size is a power of two."""
    place = np.int64(key & np.uint64(len(keys) - 1))
    while keys[place] != 0 and keys[place] != key:
        place = (place + 1) & (len(keys) - 1)
    return place


@kernel()
def _hash(buffer: Any, first: int, last: int) -> Any:
    """A hash of bytes that is not 0."""
    value = np.uint64(last - first)
    for i in range(first, last):
        value = mix64(value * STRIDE + np.uint64(buffer[i]))
    return value | np.uint64(1)


@kernel()
def _copy(ids: Any, at: Any, numbers: Any, apart: Any, gap: Any, out: Any) -> None:
    used = 0
    for k in range(len(numbers)):
        for i in range(at[numbers[k]], at[numbers[k] + 1]):
            out[used] = ids[i]
            used += 1
        if apart[k]:
            out[used : used + len(gap)] = gap
            used += len(gap)


@kernel()
def means(rows: Any, scale: Any, ids: Any, at: Any, out: Any) -> None:
    """The mean of the vectors of each sentence's pieces, as encoder.PieceVectors has them, into the rows of `out`, float32; else zeros."""
    total = np.empty(out.shape[1], np.float32)  # beside `out`, which might be anywhere: this loop goes eight numbers at a time
    for row in range(len(at) - 1):
        total[:] = 0
        for i in range(at[row], at[row + 1]):
            vector, factor = rows[ids[i]], scale[ids[i]]
            for k in range(len(total)):
                total[k] += np.float32(vector[k]) * factor
        for k in range(len(total)):
            out[row, k] = total[k] / max(at[row + 1] - at[row], 1)


@kernel()
def silence(vectors: Any, ids: Any, at: Any, unknown: int) -> None:
    """Zeros in place of the vectors of sentences that are unknown to the tokenizer for a third or more: a word makes two pieces, of
    which the first is its space. Otherwise all sentences of two scripts that no piece knows were one and the same.
    """
    for row in range(len(at) - 1):
        count = 0
        for i in range(at[row], at[row + 1]):
            count += np.int64(ids[i] == unknown)
        if 3 * count >= max(at[row + 1] - at[row], 1):
            vectors[row] = 0
