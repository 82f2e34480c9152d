"""The words of a text in their order: what each looks like, and whether it is a figure or begins with a capital.

A kernel cannot compare strings, so the look of a word is 64 bits, one for each pair of neighbouring letters (a Bloom filter of
letter bigrams, as in privacy-preserving record linkage, Schnell et al. 2009): two readings of one word share most of them.
Letters that readers of print take for each other count as one.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from typing import Any, NamedTuple

import numpy as np

from dedup.candidates.minhash import mix64
from dedup.candidates.spelling import LETTER, ONE_TOKEN, SILENCED, SILENT, SILENT_E, SILENT_S, code_table
from dedup.compiled import kernel
from dedup.confirm.facts.polarity import NEGATION, polarity_table
from dedup.data import Packed

FIGURE, CAPITAL, LETTERS = 1, 2, 4  # what a word holds: a digit; a capital as its first letter; a letter
SIDE_BITS = 16  # of a side of two opposites
FIRST = 8  # it opens its sentence, where a capital says nothing
SHIFT, SILENCEABLE = np.uint32(SILENCED), np.uint32(SILENT_E | SILENT_S)
EDGE = 1  # stands for the beginning and the end of a word
# Taken for each other by readers of print (the confusions that OCR corrections list most: Nagy et al. 2000).
CONFUSED = ("il1!|", "o0", "s5$", "b86", "z2", "g9q", "ce", "un", "ft")


class Looks(NamedTuple):
    """Of words behind one another: the bigram bits, uint64, and the kinds, uint8 (FIGURE, CAPITAL, LETTERS)."""

    shape: np.ndarray
    kind: np.ndarray


def looks(texts: Packed, token_at: np.ndarray, *, table: np.ndarray | None = None) -> Looks:
    """The looks of the tokens that `minhash.tokenise` finds in the texts; `token_at` says where each text's begin."""
    table = code_table() if table is None else table
    shape, kind = np.zeros(int(token_at[-1]), np.uint64), np.zeros(int(token_at[-1]), np.uint8)
    _looks(texts.buffer, texts.start, texts.stop, token_at, table, kinds(), like(), shape, kind)
    return Looks(shape, kind)


@cache
def kinds() -> np.ndarray:
    """What each code point is to a word, uint8 (0x110000,)."""
    out = np.zeros(0x110000, np.uint8)
    for code in np.flatnonzero(code_table()).tolist():
        category = unicodedata.category(chr(code))
        out[code] = FIGURE if category == "Nd" else CAPITAL | LETTERS if category in ("Lu", "Lt") else LETTERS * (category[0] == "L")
    return out


@cache
def like() -> np.ndarray:
    """What each code point up to U+00FF is taken for, uint32 (256,)."""
    out = np.arange(256, dtype=np.uint32)
    for group in CONFUSED:
        out[[ord(c) for c in group]] = ord(group[0])
    return out


@kernel()
def _bit(one: Any, other: Any) -> Any:
    """The bit of two letters beside each other."""
    mixed = (np.uint64(one) * np.uint64(0x9E3779B97F4A7C15)) ^ (np.uint64(other) * np.uint64(0xC4CEB9FE1A85EC53))
    return np.uint64(1) << ((mixed * np.uint64(0xFF51AFD7ED558CCD)) >> np.uint64(58))


@kernel()
def _decoded(buffer: Any, p: int) -> Any:
    """The code point at p, and where the next one begins."""
    c = np.int64(buffer[p])
    if c < 0x80:
        return c, p + 1
    if c < 0xE0:
        return (c & 31) << 6 | (np.int64(buffer[p + 1]) & 63), p + 2
    if c < 0xF0:
        return (c & 15) << 12 | (np.int64(buffer[p + 1]) & 63) << 6 | (np.int64(buffer[p + 2]) & 63), p + 3
    high = (c & 7) << 18 | (np.int64(buffer[p + 1]) & 63) << 12
    return high | (np.int64(buffer[p + 2]) & 63) << 6 | (np.int64(buffer[p + 3]) & 63), p + 4


@kernel()
def _looks(buffer: Any, start: Any, stop: Any, at: Any, table: Any, kinds: Any, like: Any, shape: Any, kind: Any) -> None:
    """Words begin and end where `minhash.tokens_of` has them, and the same letters are silent."""
    for d in range(len(start)):
        p, end, k, before, silences = start[d], stop[d], at[d], np.uint32(0), np.uint32(0)
        while p < end:
            code, p = _decoded(buffer, p)
            folded = table[code]
            if folded == SILENT or (silences & folded) != 0:
                continue
            letter, silences = folded & LETTER, (folded << SHIFT) & SILENCEABLE
            letter = like[letter] if letter < 256 else letter
            if before and (folded == 0 or folded >= ONE_TOKEN):
                shape[k] |= _bit(before, EDGE)
                k, before = k + 1, np.uint32(0)
            if folded >= ONE_TOKEN:
                shape[k] = _bit(EDGE, letter) | _bit(letter, EDGE)
                kind[k] = kinds[code]
                k += 1
            elif folded:
                shape[k] |= _bit(before if before else np.uint32(EDGE), letter)
                kind[k] |= kinds[code] if not before else kinds[code] & (FIGURE | LETTERS)
                before = letter
        if before:
            shape[k] |= _bit(before, EDGE)


@kernel()
def opening(kind: Any, at: Any) -> Any:
    """The kinds with FIRST for the word that opens each text, uint8."""
    out = kind.copy()
    for d in range(len(at) - 1):
        if at[d] < at[d + 1]:
            out[at[d]] |= FIRST
    return out


@kernel()
def keys(tokens: Any, at: Any) -> Any:
    """A hash of the tokens of each text in order, uint64 (texts,); 0 for a text without any."""
    out = np.zeros(len(at) - 1, np.uint64)
    for d in range(len(out)):
        h = np.uint64(0)
        for k in range(at[d], at[d + 1]):
            h = mix64(h * np.uint64(0x9FB21C651E98DF25) + tokens[k])
        out[d] = max(h, np.uint64(1)) if at[d] < at[d + 1] else np.uint64(0)
    return out


def polarity(tokens: np.ndarray, language: str | None) -> np.ndarray:
    """What each token of texts in a language says of yes and no, int32: -1 a negation, 0 nothing, else up to two sides of opposites.

    A side is 1 + its code in `polarity_table`, 16 bits each: `rose` is the opposite of `fell`, and a flower.
    """
    hashes, codes = polarity_table(language)
    out = np.zeros(len(tokens), np.int32)
    if not len(hashes):
        return out
    first = np.searchsorted(hashes, tokens)
    for place, shift in ((first, 0), (first + 1, SIDE_BITS)):
        there = np.minimum(place, len(hashes) - 1)
        found = hashes[there] == tokens
        out[found] |= (codes[there][found].astype(np.int32) + 1) << shift
        out[found & (codes[there] < 0)] = NEGATION
    return out
