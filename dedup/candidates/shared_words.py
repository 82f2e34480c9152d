"""Pairs of short texts that share rare words in any order: titles and listings with their parts moved or left out.

A word says as many bits as its document frequency among the short texts makes it rare: -log2 of its share. Texts meet where
they have one of their rarest words or two of them in common: lists of two words are short where those of one are not, so that
hardly any is cut. Of scripts written without spaces two neighbouring characters count as a word.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from dedup.candidates import postings
from dedup.candidates.lsh import nearest
from dedup.candidates.minhash import CHUNK, ONE_TOKEN, code_table, mix64, shingles_of, tokens_of
from dedup.candidates.shared_shingles import Sample
from dedup.compiled import kernel
from dedup.data import Candidates, Packed
from dedup.progress import NO_BAR, Bar, Step, counted, in_chunks, no_step

# Bytes of a text that is looked at: product listings have up to 420, sentences 170. Above that 3-grams are shared (shared_shingles).
LONGEST = 512
RAREST = 10  # words of a text that it is met by, alone and in 45 pairs; of product listings 12 bring as much
CAP, WINDOW = 256, 4  # texts in a list at most, and how many of the next ones each meets where there are more than postings.FULL
SLOT_BITS = 20  # frequencies are counted by the upper bits of a word's hash; two words in one slot are taken for more frequent


def find(
    contents: Packed, *, most: int, share: float, workers: int, folder: Path | None = None, step: Step = no_step
) -> Candidates:
    """Pairs of texts up to LONGEST bytes: the `most` with which either has the most bits in common.

    These must be `share` of all bits of the text that has fewer. `skipped` counts lists of more than CAP texts.
    """
    folder = _own(folder)
    rows = np.flatnonzero(contents.stop - contents.start <= LONGEST)
    short = contents.take(rows)
    with step("words of short texts", total=short.count) as bar:
        words = words_of(short, workers=workers, folder=folder, bar=bar)
    bits = information(words, short.count)
    with step("rarest words", total=short.count) as bar:
        rarest = lambda some: _keys(*words, some, bits, RAREST)  # noqa: E731
        keys = _spread(rarest, short, workers, folder, "word-keys", bar)
    meetings = postings.meet(*keys, cap=CAP, window=WINDOW, workers=workers, folder=folder, step=step)
    total = _totals(*words, bits)
    with ThreadPoolExecutor(max(workers, 1)) as pool, step("shared words", total=meetings.groups, unit="part") as bar:
        given = pool.map(lambda group: _sharing(np.unique(meetings.of(group)), *words, bits, total, share), range(meetings.groups))
        found = list(counted(given, bar))
    pairs = np.concatenate([np.empty(0, np.int64), *(pairs for pairs, _ in found)])
    score = np.concatenate([np.empty(0, np.float32), *(score for _, score in found)])
    left, right = pairs >> 32, pairs & 0xFFFFFFFF
    kept = nearest(left, right, score, most=most)
    return Candidates(rows[left[kept]], rows[right[kept]], "shared-words", meetings.over)


def _own(folder: Path | None) -> Path | None:
    """A folder inside: the files of these lists are named like those of shared_shingles, which may still be mapped."""
    own = folder and folder / "shared-words"
    if own:
        own.mkdir(exist_ok=True)
    return own


@cache
def tables() -> tuple[np.ndarray, np.ndarray]:
    """The tokeniser's table without the scripts that are written without spaces, and for these alone; uint32 (0x110000,)."""
    alone = code_table() >= ONE_TOKEN
    spaced, unspaced = np.where(alone, np.uint32(0), code_table()), np.where(alone, code_table(), np.uint32(0))
    return spaced, unspaced


def words_of(short: Packed, *, workers: int, folder: Path | None = None, bar: Bar = NO_BAR) -> Sample:
    """The distinct words of every text, sorted by hash."""
    return _spread(lambda some: _words(short.buffer, short.start, short.stop, some, *tables()), short, workers, folder, "words", bar)


def _spread(kernel: Any, short: Packed, workers: int, folder: Path | None, name: str, bar: Bar) -> Sample:
    """What the kernel finds for each text, a chunk of them at a time."""
    order, counts = short.by_place, np.zeros(short.count, np.int64)

    def one(first: int) -> np.ndarray:
        some = order[first : first + CHUNK]
        hashes, counts[some] = kernel(some)
        part: np.ndarray = hashes
        return part

    with ThreadPoolExecutor(max(workers, 1)) as pool:
        parts = in_chunks(pool.map(one, range(0, short.count, CHUNK)), bar, size=CHUNK, total=short.count)
        hashes = postings.stored(parts, np.uint64, folder, name)
    at = np.empty(short.count, np.int64)
    at[order] = np.cumsum(counts[order]) - counts[order]
    return Sample(hashes, at, counts)


def information(words: Sample, documents: int) -> np.ndarray:
    """Bits that a word of each slot says, float32 (2 ** SLOT_BITS,): -log2 of the share of texts that use it.

    One that a single text uses says the most, as many as one that none does."""
    frequency = np.zeros(1 << SLOT_BITS, np.int64)
    for first in range(0, len(words.hashes), postings.ENTRIES):
        slots = (words.hashes[first : first + postings.ENTRIES] >> np.uint64(64 - SLOT_BITS)).astype(np.int64)
        frequency += np.bincount(slots, minlength=len(frequency))
    return np.log2((documents + 1) / np.maximum(frequency, 1)).astype(np.float32)


@kernel()
def _words(buffer: Any, start: Any, stop: Any, documents: Any, spaced: Any, unspaced: Any) -> Any:
    room = 0
    for d in documents:
        room = max(room, stop[d] - start[d])
    tokens, found = np.empty(room + 1, np.uint64), np.empty(2 * room + 2, np.uint64)
    out, used, counts = np.empty(1024, np.uint64), 0, np.empty(len(documents), np.int64)
    for k in range(len(documents)):
        first, last = start[documents[k]], stop[documents[k]]
        count = tokens_of(buffer, first, last, spaced, found)
        count += shingles_of(tokens, tokens_of(buffer, first, last, unspaced, tokens), 2, found[count:])
        ordered = np.unique(found[:count])
        while used + len(ordered) > len(out):
            out = np.concatenate((out, np.empty(len(out), np.uint64)))
        out[used : used + len(ordered)] = ordered
        counts[k] = len(ordered)
        used += len(ordered)
    return out[:used].copy(), counts


@kernel()
def _keys(hashes: Any, at: Any, counts: Any, documents: Any, bits: Any, rarest: int) -> Any:
    """For each text its rarest words that another has too, and every two of them, as sorted distinct hashes."""
    own, rank = np.empty(rarest, np.uint64), np.empty(rarest, np.float32)
    found, unique = np.empty(rarest * (rarest + 1) // 2, np.uint64), bits.max()
    out, used, number = np.empty(1024, np.uint64), 0, np.empty(len(documents), np.int64)
    for k in range(len(documents)):
        d, n = documents[k], 0
        kept = _rarest(hashes, at[d], at[d] + counts[d], bits, unique, own, rank)
        for x in range(kept):
            found[n] = mix64(own[x])
            n += 1
            for y in range(x):
                found[n] = mix64(mix64(own[x]) + mix64(own[y]))
                n += 1
        ordered = np.unique(found[:n])
        while used + len(ordered) > len(out):
            out = np.concatenate((out, np.empty(len(out), np.uint64)))
        out[used : used + len(ordered)] = ordered
        number[k] = len(ordered)
        used += len(ordered)
    return out[:used].copy(), number


@kernel()
def _rarest(hashes: Any, first: int, last: int, bits: Any, unique: Any, own: Any, rank: Any) -> int:
    """The words of hashes[first:last] that say most into `own`, their bits into `rank`; ties to the smaller hash. Returns how many.

    Those that say `unique` bits stand in one text alone and meet no other.
    """
    kept, room = 0, len(own)
    for i in range(first, last):
        value, x = bits[np.int64(hashes[i] >> np.uint64(64 - SLOT_BITS))], min(kept, room - 1)
        if value >= unique or (kept == room and value <= rank[x]):
            continue
        kept = min(kept + 1, room)
        while x > 0 and rank[x - 1] < value:
            own[x], rank[x] = own[x - 1], rank[x - 1]
            x -= 1
        own[x], rank[x] = hashes[i], value
    return kept


@kernel()
def _totals(hashes: Any, at: Any, counts: Any, bits: Any) -> Any:
    """Bits of all words of each text, float32."""
    out = np.zeros(len(at), np.float32)
    for d in range(len(at)):
        for word in hashes[at[d] : at[d] + counts[d]]:
            out[d] += bits[np.int64(word >> np.uint64(64 - SLOT_BITS))]
    return out


@kernel()
def _sharing(pairs: Any, hashes: Any, at: Any, counts: Any, bits: Any, total: Any, share: float) -> Any:
    """Those of the pairs (left << 32 | right) whose words in common say enough, and how many bits they say."""
    out, score, kept = np.empty(len(pairs), np.int64), np.empty(len(pairs), np.float32), 0
    for pair in pairs:
        left, right = pair >> 32, pair & 0xFFFFFFFF
        i, j, common = at[left], at[right], np.float32(0)
        while i < at[left] + counts[left] and j < at[right] + counts[right]:
            one, other = hashes[i], hashes[j]
            if one == other:
                common += bits[np.int64(one >> np.uint64(64 - SLOT_BITS))]
            i += np.int64(one <= other)
            j += np.int64(other <= one)
        if common > 0 and common >= share * min(total[left], total[right]):
            out[kept], score[kept] = pair, common
            kept += 1
    return out[:kept].copy(), score[:kept].copy()
