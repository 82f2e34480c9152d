"""Which language a text is in, by its most frequent tokens: where the neighbours view looks, and how pairs are compared."""

from __future__ import annotations

import json
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from dedup.candidates.minhash import spread, tokens_of
from dedup.candidates.spelling import cased_table
from dedup.compiled import kernel
from dedup.data import Packed
from dedup.errors import ModelError
from dedup.progress import NO_BAR, Bar

MODEL = Path(__file__).parent.parent / "models" / "languages.json"
UNKNOWN = -1
SLOT_BITS = 16  # the table of frequent tokens is looked up by the upper bits of the token hash
AT_ONCE = 1024  # documents between two steps of a bar
READ = 4096  # bytes looked at; a text's language shows in its first paragraph
CLEAR = 0.12  # share of tokens frequent in the language, below which it stays unknown; Arabic and Russian reach .2 at worst
LIKELY, FEWEST = 0.05, 2  # share and number that do among the languages of one script: notices and lists have few such words
# In a collection of one language a list of names and numbers is taken for another one now and then, by a word or two: of 978 listings 120
# were. A language of so small a share of the texts that are told clearly, in a collection of so many, has to be told as clearly.
RARE, CLEARLY, COLLECTION = 0.05, 3, 50
FEW = 48  # tokens of a short text, which its script tells more of than its words: a slot that it shares by chance outvotes those
# Blocks of 128 code points that are one script's, and the languages in it. Latin has so many that it tells none.
SCRIPTS = {
    ("el",): [0x380], ("ru", "uk"): [0x400, 0x480], ("he",): [0x580], ("ar", "fa"): [0x600, 0x680], ("hi",): [0x900], ("th",): [0xE00],
    ("lo",): [0xE80], ("my",): [0x1000], ("km",): [0x1780], ("ja",): [0x3000, 0x3080], ("ja", "zh"): range(0x4E00, 0xA000, 128),
    ("ko",): range(0xAC00, 0xD800, 128),
}  # fmt: skip
SOLE = ("el", "he", "th", "lo", "my", "km", "ko")  # written in a script that hardly any other language is written in


@cache
def model(path: Path = MODEL) -> tuple[tuple[str, ...], np.ndarray]:
    """Language names, and for every slot the languages that its tokens are frequent in, as bits, uint64."""
    try:
        spec = json.loads(path.read_text(encoding="utf8"))
        table = np.zeros(1 << SLOT_BITS, np.uint64)
        for bit, slots in enumerate(spec["slots"].values()):
            table[slots] |= np.uint64(1) << np.uint64(bit)
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"the language table is damaged: {error}", file=path, remedy="install the package again") from None
    return tuple(spec["slots"]), table


@cache
def letters() -> np.ndarray:
    """The letters as they are written but for case, without figures, uint32 (0x110000,).

    Accents tell languages apart; prices and results are the same in every one.
    """
    table = cased_table().copy()
    table[[code for code in np.flatnonzero(table).tolist() if unicodedata.category(chr(code))[0] == "N"]] = 0
    table.flags.writeable = False
    return table


@cache
def blocks(names: tuple[str, ...]) -> np.ndarray:
    """For every 128 code points the languages that their script is of, as bits, uint64."""
    out = np.zeros(0x110000 >> 7, np.uint64)
    for languages, starts in SCRIPTS.items():
        bits = sum(1 << names.index(name) for name in languages if name in names)
        out[[start >> 7 for start in starts]] = bits
    out.flags.writeable = False
    return out


def _sole(names: tuple[str, ...]) -> np.uint64:
    """The languages of SOLE, as bits."""
    return np.uint64(sum(1 << names.index(name) for name in SOLE if name in names))


@kernel()
def _letters(buffer: Any, start: int, end: int, blocks: Any, letters: Any) -> int:
    """How many letters a text has, of Latin and of the scripts in `blocks`; those of each language's script into `letters`."""
    letters[:] = 0
    p, total = start, 0
    while p < end:
        c = np.int64(buffer[p])
        if c < 0x80:
            total += 65 <= c & 0xDF <= 90
            p += 1
        elif 0xC0 <= c < 0xF0:
            code = (c & 31) << 6 | (buffer[p + 1] & 63) if c < 0xE0 else (c & 15) << 12 | (np.int64(buffer[p + 1]) & 63) << 6
            bits = blocks[code >> 7]
            for k in range(len(letters)):
                letters[k] += np.int64((bits >> np.uint64(k)) & np.uint64(1))
            total += bits != 0
            p += 2 if c < 0xE0 else 3
        else:
            p += 4
    return total


@kernel()
def _of_script(votes: Any, letters: Any, total: int, scripted: Any, sole: Any, size: int) -> None:
    """Take back the votes for languages of other scripts; give one that has its script for itself as many as are needed.

    That takes letters of it in a third of the text's bytes: one Greek letter makes a Bengali formula no Greek text.
    """
    of_script = 2 * letters.max() > total
    for k in range(len(votes)):
        if (2 * letters[k] <= total) if of_script else (total > 0 and (scripted >> np.uint64(k)) & np.uint64(1)):
            votes[k] = 0
        elif of_script and (sole >> np.uint64(k)) & np.uint64(1) and 6 * letters[k] >= size:
            votes[k] = FEW


@kernel()
def _detect(
    buffer: Any, start: Any, stop: Any, table: Any, slots: Any, blocks: Any, sole: Any, languages: int, out: Any, lead: Any
) -> None:
    tokens, votes, letters = np.empty(READ + 8, np.uint64), np.empty(languages, np.int64), np.empty(languages, np.int64)
    scripted = np.uint64(0)  # languages of a script that tells something
    for bits in blocks:
        scripted |= bits
    for d in range(len(start)):
        end = min(stop[d], start[d] + READ)
        while end < stop[d] and (buffer[end] & 0xC0) == 0x80:
            end += 1
        count = tokens_of(buffer, start[d], end, table, tokens)
        votes[:] = 0
        for i in range(count):
            bits, k = slots[tokens[i] >> np.uint64(64 - SLOT_BITS)], 0
            while bits:
                votes[k] += np.int64(bits & np.uint64(1))
                bits, k = bits >> np.uint64(1), k + 1
        needed = CLEAR * count
        if 0 < count <= FEW:
            total = _letters(buffer, start[d], end, blocks, letters)
            _of_script(votes, letters, total, scripted, sole, end - start[d])
        if count > 0 and votes.max() < needed:
            total = _letters(buffer, start[d], end, blocks, letters)
            votes[2 * letters <= total] = 0
            needed = max(FEWEST, LIKELY * count)
        best = np.argmax(votes)
        out[d] = best if count > 0 and votes[best] >= needed else UNKNOWN
        lead[d] = votes[best]
        votes[best] = 0
        lead[d] -= votes.max()


def detect(packed: Packed, table: Path = MODEL, *, workers: int = 1, bar: Bar = NO_BAR) -> np.ndarray:
    """Number of each document's language in `model(table)`, or UNKNOWN, int8 (documents,)."""
    names, slots = model(table)
    out, lead = np.empty(packed.count, np.int8), np.empty(packed.count, np.int64)

    def one(first: int) -> None:
        some = slice(first, first + AT_ONCE)
        place, found = (packed.buffer, packed.start[some], packed.stop[some]), (out[some], lead[some])
        _detect(*place, letters(), slots, blocks(names), _sole(names), len(names), *found)

    spread(one, packed.count, workers=workers, chunk=AT_ONCE, bar=bar)
    out[_of_known_scripts(packed, names) < 0] = UNKNOWN
    strange = np.flatnonzero(_out_of_place(out, lead))
    out[strange[latin(packed.buffer, packed.start[strange], packed.stop[strange])]] = UNKNOWN
    return out


def _out_of_place(language: np.ndarray, lead: np.ndarray) -> np.ndarray:
    """Which documents are in a language that is RARE here, and hardly more so than in the next likely one, bool (documents,).

    `lead`: words that a document has more of its language than of any other.
    """
    clear = language[(language != UNKNOWN) & (lead >= CLEARLY)]
    if len(clear) < COLLECTION:
        return np.zeros(len(language), bool)
    share = np.bincount(clear, minlength=128) / len(clear)
    return (language != UNKNOWN) & (lead < CLEARLY) & (share[language] < RARE)


def _of_known_scripts(packed: Packed, names: tuple[str, ...]) -> np.ndarray:
    """How many letters each text has of scripts that these languages are written in, less those of all others, int64."""
    own, known, foreign, _ = _tallies(packed.buffer, packed.start, packed.stop, names).T
    return own + known - foreign


def _tallies(buffer: np.ndarray, start: np.ndarray, stop: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    """What `_tally` counts in each text of a UTF-8 buffer, int64 (texts, 4)."""
    out = np.zeros((len(start), 4), np.int64)
    _tally(buffer, start, stop, blocks(names), letters(), out)
    return out


@kernel()
def _tally(buffer: Any, start: Any, stop: Any, blocks: Any, table: Any, out: Any) -> None:
    """Latin letters; characters of other scripts in `blocks`; letters of no such script; all letters that are not Latin."""
    for d in range(len(start)):
        p, end, latin = start[d], min(stop[d], start[d] + READ), 0
        while p < end:
            c = np.int64(buffer[p])
            if c < 0x80:
                latin += 65 <= c & 0xDF <= 90
            elif 0xC0 <= c < 0xF0 and p + (1 if c < 0xE0 else 2) < stop[d]:
                code = (c & 31) << 6 | (buffer[p + 1] & 63) if c < 0xE0 else (c & 15) << 12 | (np.int64(buffer[p + 1]) & 63) << 6
                own = code < 0x250 or 0x1E00 <= code < 0x1F00
                latin += own
                out[d, 1] += not own and blocks[code >> 7] != 0
                out[d, 2] += not own and blocks[code >> 7] == 0 and table[code] != 0
                out[d, 3] += not own and table[code] != 0
            p += 1
        out[d, 0] = latin


def readable(packed: Packed, language: np.ndarray, table: Path = MODEL) -> np.ndarray:
    """Whether each text is in a known language or, where it is too short to tell, in a script that one is written in, bool."""
    return (_of_known_scripts(packed, model(table)[0]) > 0) | (language != UNKNOWN)


def latin(buffer: np.ndarray, start: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Whether half of the letters of each text in a UTF-8 buffer are Latin, or it has none, bool (texts,)."""
    own, _, _, others = _tallies(buffer, start, stop, model()[0]).T
    return np.asarray(own >= others)
