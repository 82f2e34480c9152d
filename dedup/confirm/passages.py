"""A text far longer than the other is looked at where the other one stands in it: in the passages that share its 3-grams.

A long document is aligned in runs of sentences, and beside a run of three thousand words a sentence looks like nothing. What two whole
texts have in common is still measured on the whole ones; sentences, facts in them and people are those of the passages. All of
it costs one reading of the longer text, and memory for a few times the shorter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from dedup.candidates.minhash import pack, shingles_of, tokenise, tokens_of
from dedup.candidates.spelling import code_table
from dedup.compiled import kernel
from dedup.confirm import documents, features, people, weights
from dedup.confirm.alignment.sentences import segments, split
from dedup.confirm.documents import GRAM, Documents
from dedup.confirm.people import People
from dedup.confirm.weights import Weights
from dedup.data import Packed
from dedup.encoder import Encoder
from dedup.measurements import Measurements
from dedup.progress import NO_BAR, Bar

FAR = 0.25  # the shorter text has at most this share of the longer one's words
LONG = 4096  # words of the longer text at least: 160 sentences, the most that are aligned one by one, of 25 words
HELD = 0.2  # share of the shorter one's 3-grams in the longer one at least: see similarity.ONE_WORDING
BLOCKS, SMALLEST = 8, 256  # the longer text is searched in blocks of this part of the shorter one, of at least so many bytes
FAINT = 0.25  # of the hits of the best block: any two chapters of a book have a tenth of their 3-grams in common, though few rare ones
ROOM = 2  # times the length of the shorter text that its passages have at most, but for a block on each side
REACH = 64  # bytes within which a block is made to end at white space
AT_ONCE = 1 << 18  # bytes of the shorter texts that are prepared at once
OF_WHOLE = (  # features that tell of the whole texts: what they have in common, and how long they are
    "word_jaccard", "rare_word_jaccard", "gram_containment", "gram_jaccard", "rare_containment", "facts_agree", "capitals_agree",
    "log_length", "length_ratio", "facts_shared",
)  # fmt: skip


class Source(NamedTuple):
    """What documents are prepared from: contents, the language of each, the rarity of words (see rarity.weights), the encoder.

    counted: in how many documents words and runs of words stand.
    """

    contents: Packed
    language: np.ndarray
    rarity: np.ndarray
    encoder: Encoder
    counted: weights.Counted


class Closer(NamedTuple):
    """Pairs of content rows prepared by themselves: pair k is documents 2k and 2k + 1, the longer one as its passages."""

    sentences: list[list[str]]
    documents: Documents
    weights: Weights
    people: People


def chosen(raw: np.ndarray | Measurements, documents: Documents, left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Which pairs of documents are looked at in passages, bool (pairs,). `raw` are their features as whole texts."""
    ratio, held = raw[:, features.COLUMN["length_ratio"]], raw[:, features.COLUMN["gram_containment"]]
    longer = np.maximum(documents.tokens[left], documents.tokens[right])
    return (ratio <= FAR) & (held >= HELD) & (longer >= LONG)


def measure(
    source: Source, raw: np.ndarray, left: np.ndarray, right: np.ndarray, *, workers: int, bar: Bar = NO_BAR
) -> np.ndarray:
    """The features of pairs of content rows in passages; what tells of the whole texts is left as in `raw`."""
    out = raw.copy()
    for some in _batches(source.contents, left, right):
        near, pairs = closer(source, left[some], right[some]), np.arange(0, 2 * len(some), 2)
        own = features.of_pairs(near.documents, near.weights, pairs, pairs + 1, workers=workers)
        for name in OF_WHOLE:
            own[:, features.COLUMN[name]] = raw[some, features.COLUMN[name]]
        own[:, features.COLUMN["least_coverage"]] *= _shown(raw[some], near.documents.tokens)
        out[some] = own
        bar.update(len(some))
    return out


def _shown(raw: np.ndarray, tokens: np.ndarray) -> np.ndarray:
    """Share of the longer text that its passages are, float64 (pairs,); `tokens` are those of both sides."""
    shorter = np.exp(raw[:, features.COLUMN["log_length"]])
    return np.minimum((tokens.reshape(-1, 2).sum(axis=1) / shorter - 1) * raw[:, features.COLUMN["length_ratio"]], 1)


def people_of(source: Source, known: People, left: np.ndarray, right: np.ndarray, *, bar: Bar = NO_BAR) -> np.ndarray:
    """What `people.of_pairs` says of pairs of content rows, by the people of their passages."""
    out = np.full((len(left), 2), np.nan)
    for some in _batches(source.contents, left, right):
        near, pairs = closer(source, left[some], right[some], known), np.arange(0, 2 * len(some), 2)
        out[some] = people.of_pairs(near.documents, near.weights, near.people, pairs, pairs + 1, bar=bar)
    return out


def closer(source: Source, left: np.ndarray, right: np.ndarray, known: People | None = None) -> Closer:
    """These pairs of content rows, the longer text of each as its passages. `known`: the people of the collection, if asked for."""
    rows = np.stack((left, right), axis=1)
    texts = [text for pair in rows for text in _sides(source.contents, pair)]
    parts = [segments(split(text)) or [""] for text in texts]
    prepared = documents.prepare(parts, encoder=source.encoder, language=source.language[rows.ravel()])
    weighed = weights.of(prepared, source.rarity, source.encoder, counted=source.counted)
    return Closer(parts, prepared, weighed, People(parts) if known is None else known.beside(parts))


def _batches(contents: Packed, left: np.ndarray, right: np.ndarray) -> Iterator[np.ndarray]:
    """Numbers of pairs, so many at once as AT_ONCE bytes of their shorter texts allow."""
    sizes = contents.stop - contents.start
    number = np.cumsum(np.minimum(sizes[left], sizes[right])) // AT_ONCE
    yield from np.split(np.arange(len(left)), np.flatnonzero(np.diff(number)) + 1) if len(left) else ()


def _sides(contents: Packed, pair: np.ndarray) -> list[str]:
    """The two texts of a pair in its order, the longer one as its passages."""
    sizes = (contents.stop - contents.start)[pair]
    short = int(np.argmin(sizes))
    (text,) = contents.texts(pair[short : short + 1])
    passages = find(contents, int(pair[1 - short]), text)
    return [text, passages][:: 1 if short == 0 else -1]


def find(contents: Packed, row: int, text: str) -> str:
    """The passages of a content that share most rare 3-grams with the text, in their order, a line each.

    A passage is a run of blocks that have at least FAINT of the hits of the best one, with a block on each side, as the text begins
    and ends somewhere in a block.
    """
    length = len(text.encode())
    size = max(length // BLOCKS, SMALLEST)
    at = _blocks(contents.buffer, contents.start[row], contents.stop[row], size)
    hits = _hits(contents.buffer, at, code_table(), _grams(text))
    best = np.argsort(-hits, kind="stable")[: ROOM * (length // size + 1)]
    near = np.zeros(len(hits) + 2, np.bool_)
    for step in range(3):
        near[best[hits[best] >= max(1e-9, FAINT * hits[best[0]])] + step] = True
    inside = np.concatenate(([False], near[1:-1], [False]))
    ends = np.flatnonzero(inside[1:] != inside[:-1]).reshape(-1, 2)
    view: Any = memoryview(contents.buffer)  # type: ignore[arg-type]
    return "\n".join(str(view[at[first] : at[last]], "utf8").strip() for first, last in ends)


def _grams(text: str) -> np.ndarray:
    """The sorted distinct hashes of the text's 3-grams."""
    tokens, _ = tokenise(pack([text]))
    out = np.empty(len(tokens) + 1, np.uint64)
    return np.unique(out[: shingles_of(tokens, len(tokens), GRAM, out)])


@kernel()
def _blocks(buffer: Any, start: int, stop: int, size: int) -> Any:
    """Where blocks of about so many bytes begin, int64, and where the last one ends: at white space, or between two characters."""
    at, used, p = np.empty((stop - start) // size + 2, np.int64), 1, start + size
    at[0] = start
    while p < stop:
        end = p
        while end < min(p + REACH, stop) and buffer[end] != 32 and buffer[end] != 10:
            end += 1
        if end == p + REACH:
            end = p
            while end < stop and buffer[end] & 0xC0 == 0x80:
                end += 1
        if end < stop:
            at[used] = end
            used += 1
        p = end + size
    at[used] = stop
    return at[: used + 1].copy()


@kernel()
def _hits(buffer: Any, at: Any, table: Any, grams: Any) -> Any:
    """How many of these 3-grams each block has, float64 (blocks,): one that stands n times in the text counts 1 / n each time."""
    room = 0
    for k in range(len(at) - 1):
        room = max(room, at[k + 1] - at[k])
    tokens, shingles, out = np.empty(room + 1, np.uint64), np.empty(room + 1, np.uint64), np.zeros(len(at) - 1)
    times = np.zeros(len(grams), np.int64)
    for weighed in range(2):
        for k in range(len(at) - 1):
            count = shingles_of(tokens, tokens_of(buffer, at[k], at[k + 1], table, tokens), GRAM, shingles)
            for i in range(count):
                place = np.searchsorted(grams, shingles[i])
                if place < len(grams) and grams[place] == shingles[i]:
                    if weighed:
                        out[k] += 1 / times[place]
                    times[place] += 1 - weighed
    return out
