"""What confirm looks at in a document: sentences, their vectors and words, facts and capitalised words, as flat arrays."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from itertools import chain, compress
from typing import Any, NamedTuple

import numpy as np

from dedup import encoder as encoders
from dedup.by_address import by_address
from dedup.candidates import languages
from dedup.candidates.minhash import pack, shingles_of, tokenise
from dedup.compiled import kernel
from dedup.confirm import words
from dedup.confirm.alignment.differences import CAPITALS
from dedup.confirm.alignment.reading import readable
from dedup.confirm.facts import figures, model_numbers, plain
from dedup.confirm.facts.codes import code
from dedup.encoder import Encoder, unit

GRAM = 3  # words of the shingles whose overlap is measured


@by_address
class Documents(NamedTuple):
    """Documents as the features see them; row d of every `*_at` array says where d's entries begin (CSR).

    sentence_at: int64 (documents + 1) into the sentences. vectors: float32 (sentences, dimensions) of unit length.
    lengths: float32, characters. next_dot: float32, cosine of a sentence with the next. words: sorted distinct token hashes of a
    sentence, uint64, at word_at; by_word: those of a document in the order of their hashes, as numbers from its first one on, and
    in_sentence: which sentence each of these is in, int32, both at word_at too. vocabulary: the sorted distinct hashes of the whole
    document. grams: 3-grams. fact_keys: of a sentence, at fact_at; all_facts of the document. capitals: hashes of capitalised
    words inside a sentence, at capital_at; all_capitals of the document. codes: hashes of a document's numbers of
    models and articles, stems: of these without their endings (see model_numbers). order: the token hashes of a sentence as they stand, at
    order_at, with their shape, kind and polarity (see words.py); key: uint64, equal for sentences of the same words, 0 for one
    without any. pieces: what the encoder made of a sentence, int32, at piece_at, none where it knows none. tokens: number of tokens.
    language: as languages.detect. centre: float32 (documents, dimensions), unit length. latin: as languages.latin.
    """

    sentence_at: np.ndarray
    vectors: np.ndarray
    lengths: np.ndarray
    next_dot: np.ndarray
    word_at: np.ndarray
    words: np.ndarray
    by_word: np.ndarray
    in_sentence: np.ndarray
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
    code_at: np.ndarray
    codes: np.ndarray
    stem_at: np.ndarray
    stems: np.ndarray
    order_at: np.ndarray
    order: np.ndarray
    shape: np.ndarray
    kind: np.ndarray
    polarity: np.ndarray
    key: np.ndarray
    piece_at: np.ndarray
    pieces: np.ndarray
    tokens: np.ndarray
    language: np.ndarray
    centre: np.ndarray
    latin: np.ndarray


def prepare(parts: Sequence[Sequence[str]], *, encoder: Encoder, language: np.ndarray) -> Documents:
    """The features' view of documents given as sentences, at least one each; `language` is that of each document."""
    sentence_at = _starts([len(p) for p in parts])
    flat = [figures.ascii_figures(s) for p in parts for s in p]
    distinct = {sentence: number for number, sentence in enumerate(dict.fromkeys(flat))}
    which = np.fromiter(map(distinct.__getitem__, flat), np.int64, len(flat))
    with ThreadPoolExecutor(1) as beside:  # the encoder works mostly outside Python, and what follows inside
        read = list(map(readable, distinct))
        encoded = beside.submit(encoders.read, encoder, read)
        once = pack(list(distinct))
        fact_keys, fact_at, all_facts, all_fact_at = _of_sentences(*_facts(distinct, plain.read(once)), which, sentence_at)
        capitals, capital_at, all_capitals, all_capital_at = _hashes(map(capitalised, distinct), which, sentence_at)
        numbers = model_numbers.found_in(once)
        _, _, codes, code_at = _hashes(map(_codes, numbers), which, sentence_at)
        _, _, stems, stem_at = _hashes(map(_stems, numbers), which, sentence_at)
        lengths = np.array([max(1, len(s)) for s in read], np.float32)[which]
        packed = pack(flat)
        tokens, token_at = tokenise(packed)
        seen = words.looks(packed, token_at)
        document_at = token_at[sentence_at]
        distinct_words, word_at = distinct_in_runs(tokens, token_at)
        by_word, in_sentence = _by_word(distinct_words, word_at, sentence_at)
        vocabulary, vocabulary_at = distinct_in_runs(tokens, document_at)
        grams, gram_at = distinct_in_runs(*_grams(tokens, document_at))
    raw, read_as, read_at = encoded.result()
    pieces, piece_at = _repeated(read_as, read_at, which)
    centre = _centres(raw[which], lengths, sentence_at)
    vectors = unit(raw)[which]
    next_dot = np.append(np.einsum("ij,ij->i", vectors[:-1], vectors[1:]), 0).astype(np.float32)
    return Documents(
        sentence_at, vectors, lengths, next_dot, word_at, distinct_words, by_word, in_sentence, vocabulary_at, vocabulary, gram_at, grams,
        fact_at, fact_keys, all_fact_at, all_facts, capital_at, capitals, all_capital_at, all_capitals, code_at, codes,
        stem_at, stems, token_at, tokens, seen.shape,
        words.opening(seen.kind, token_at), _polarity(tokens, document_at, language), words.keys(tokens, token_at), piece_at,
        pieces, np.diff(document_at), language.astype(np.int8), centre,
        languages.latin(packed.buffer, packed.start[sentence_at[:-1]], packed.stop[sentence_at[1:] - 1]),
    )  # fmt: skip


def _polarity(tokens: np.ndarray, document_at: np.ndarray, language: np.ndarray) -> np.ndarray:
    """The polarity of all tokens, each by the words of its document's language."""
    out, names = np.zeros(len(tokens), np.int32), languages.model()[0]
    of_token = np.repeat(language, np.diff(document_at))
    for one in np.unique(language).tolist():
        some = of_token == one
        out[some] = words.polarity(tokens[some], names[one] if one != languages.UNKNOWN else None)
    return out


def _centres(raw: np.ndarray, lengths: np.ndarray, sentence_at: np.ndarray) -> np.ndarray:
    """The mean vectors of documents, by the lengths of their sentences; `raw` is used up."""
    raw *= lengths[:, None]
    return unit(np.add.reduceat(raw, sentence_at[:-1], axis=0)) if len(raw) else raw


# Words behind a space and what may stand before a name; the first also looks at words that begin small.
CAPITALISED = re.compile(r" (?<=[\w,;:)] )([^\W\d_][\w'’-]+)")
CAPITALISED_ASCII = re.compile(r" (?<=[\w,;:)] )([A-Z][\w'’-]+)")


def capitalised(sentence: str) -> list[int]:
    """Hashes of the words that begin with a capital inside the sentence: most are names, in every cased script.

    None of a title or of text in capitals, where they tell nothing.
    """
    pattern = CAPITALISED_ASCII if sentence.isascii() else CAPITALISED
    found = [word for word in pattern.findall(sentence) if word[0].isupper()]
    return [_hash(word.lower()) for word in found] if len(found) <= CAPITALS * (sentence.count(" ") + 1) else []


def _codes(numbers: list[str]) -> list[int]:
    return [_hash(number) for number in numbers]


def _stems(numbers: list[str]) -> list[int]:
    return [_hash(model_numbers.stem(number)) for number in numbers]


def _facts(sentences: Iterable[str], looked: plain.Read) -> tuple[np.ndarray, np.ndarray]:
    """The codes of the facts of all sentences, and where each one's begin: those that were plain, and the others by patterns."""
    others = [[_code(key) for key, _ in figures.facts(sentence)] for sentence in compress(sentences, looked.left.tolist())]
    counts = np.diff(looked.at)
    counts[looked.left] = [len(codes) for codes in others]
    at, of_others = _starts(counts), np.repeat(looked.left, counts)
    codes = np.empty(int(at[-1]), np.uint64)
    codes[~of_others], codes[of_others] = looked.codes, list(chain.from_iterable(others))
    return codes, at


_code = lru_cache(maxsize=1 << 16)(code)


@lru_cache(maxsize=1 << 16)
def _hash(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


def _starts(counts: Sequence[int] | np.ndarray) -> np.ndarray:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def _hashes(lists: Iterable[list[int]], which: np.ndarray, sentence_at: np.ndarray) -> tuple[np.ndarray, ...]:
    """Sorted distinct hashes of each sentence and of each document, with where they begin, from those of the sentences `which`."""
    found = list(lists)
    at = _starts([len(values) for values in found])
    return _of_sentences(np.fromiter(chain.from_iterable(found), np.uint64, int(at[-1])), at, which, sentence_at)


def _of_sentences(hashes: np.ndarray, at: np.ndarray, which: np.ndarray, sentence_at: np.ndarray) -> tuple[np.ndarray, ...]:
    """The same from hashes that lie behind one another, those of a sentence from at[sentence] on."""
    values, starts = _repeated(hashes, at, which)
    return (*distinct_in_runs(values, starts), *distinct_in_runs(values, starts[sentence_at]))


@kernel()
def _repeated(values: Any, at: Any, which: Any) -> Any:
    """The runs of these numbers behind one another, and where each begins."""
    starts = np.zeros(len(which) + 1, np.int64)
    for k in range(len(which)):
        starts[k + 1] = starts[k] + at[which[k] + 1] - at[which[k]]
    out = np.empty(starts[-1], values.dtype)
    for k in range(len(which)):
        out[starts[k] : starts[k + 1]] = values[at[which[k]] : at[which[k] + 1]]
    return out, starts


@kernel()
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


@kernel()
def _by_word(words: Any, word_at: Any, sentence_at: Any) -> Any:
    """Of each document's words, sorted over all its sentences: their numbers from its first one on, and their sentences'."""
    by_word, in_sentence = np.empty(len(words), np.int32), np.empty(len(words), np.int32)
    for d in range(len(sentence_at) - 1):
        first, last = word_at[sentence_at[d]], word_at[sentence_at[d + 1]]
        own = np.empty(last - first, np.int32)
        for s in range(sentence_at[d], sentence_at[d + 1]):
            own[word_at[s] - first : word_at[s + 1] - first] = s - sentence_at[d]
        order = np.argsort(words[first:last], kind="mergesort")
        by_word[first:last] = order
        in_sentence[first:last] = own[order]
    return by_word, in_sentence


@kernel()
def _grams(tokens: Any, at: Any) -> Any:
    out, starts, used = np.empty(len(tokens) + 1, np.uint64), np.zeros(len(at), np.int64), 0
    for d in range(len(at) - 1):
        used += shingles_of(tokens[at[d] : at[d + 1]], at[d + 1] - at[d], GRAM, out[used:])
        starts[d + 1] = used
    return out[:used], starts
