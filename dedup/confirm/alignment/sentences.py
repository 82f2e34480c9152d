"""Split a text into sentences, and align the sentences of two texts in order."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import numpy as np

from dedup.compiled import kernel
from dedup.confirm.facts.words import MONTHS, any_of, by_word

# A sentence ends at a line's end, after . ! ? … and their like followed by white space, or after the full stops of
# scripts that put no space behind them (Chinese, Japanese, Hindi, Burmese, Khmer, Armenian, Ethiopic). The quotation mark
# behind it closes it, whichever way it points: German and French use the same ones the other way round.
# The pattern begins with a set of characters, which lets `re` skip all others at the speed of C.
SPACED_END = re.compile(r"[.!?…؟۔։።\n](?:(?<=\n)\n*|(?<!\n)(?:[\"'”’“»«)\]]| »(?=\s))*\s+(?=\S))")
UNSPACED_END = re.compile(r"(?<=[。！？｡।॥။។៕])(?![。！？｡।॥။។៕”’」』）\"'])|(?<=[。！？｡।॥။។៕][”’」』）\"'])")
WORD = re.compile(r"[^\W_]")  # what has no letter and no digit is no sentence
# What ends in a full stop inside a sentence: initials, and these.
ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:[A-ZА-ЯЁ]|(?:[A-Z]\.)+[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Gen|Col|Lt|Sgt|Capt|Hon|Rev|Jr|Sr|Mt|Ft|vs|etc|al|ca|"
    r"cf|Inc|Corp|Co|Ltd|Bros|e\.g|i\.e|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|bzw|d\.h|u\.a|z\.B|Hr|Fr|Mio|Mrd|Mme|Mlle|Sra|Srta|"
    r"Uds?|Vds?|ул|т\.е|tzv|např|ul|v|г)\.$"
)
ONE_LETTER = re.compile(r"(?:^|[\s(])[^\W\d_]\.")  # z. B. and т. е., but not vitamin c. The
BEFORE_SMALL = re.compile(r"(?:\b[ap]\.m|\s(?:гг|тыс|млн|млрд|руб|долл|tys|mln|mld))\.$")  # before a capital these end a sentence
TAIL = 8  # characters: the longest of them, its full stop and the character before
BEFORE_FIGURE = re.compile(r"(?:^|[\s(])(?:Nos?|Nr|Fig|Vol|Abs|Art)\.$")
ORDINAL = re.compile(r"(?:^|[\s(])[1-3]?\d\.$")  # ends none before a month or a small letter: 3. Oktober, 3. října
MONTH_NAME = re.compile(any_of(by_word(MONTHS)) + r"(?![^\W_])", re.I)
STOPS = ".!?…。！？:"  # a line that ends in one of these ends a sentence, however long it is
NARROWEST, WIDEST = 40, 120  # characters of the longest line of a text that was wrapped
FULL = 0.95  # of that width, which may be a little more than the others were wrapped at
FULL_LINES = 2  # at least, and more than short ones, in a text that was wrapped: the longest line of any list is full
LONGEST = 600  # characters; Thai and Lao set no full stops, so longer runs are cut at spaces
SEGMENTS = 160  # most segments of a document: the alignment of two costs their product


def split(text: str) -> list[str]:
    """The sentences of a normalised text, in order, with nothing left out but white space between them and lines of marks.

    >>> split("Mr. Ho spoke. 他走了。我来了。\\n* * *")
    ['Mr. Ho spoke.', '他走了。', '我来了。']
    """
    sentences: list[list[str]] = []
    for part, gap in _parts(_unwrapped(text)):
        if sentences and "\n" not in gap and _goes_on(sentences[-1], part):
            sentences[-1].append(part)
        else:
            sentences.append([part])
    return [piece for parts in sentences for piece in _cut(" ".join(parts)) if WORD.search(piece)]


def _goes_on(parts: list[str], following: str) -> bool:
    """Whether a sentence of these parts goes on: a full stop belongs to its last word, or one of the two is marks alone."""
    part = parts[-1]
    if not WORD.search(following) or (len(parts) == 1 and not WORD.search(part)):
        return True
    if part[-1] != ".":
        return False
    first, word = following[0], part.rsplit(None, 1)[-1]  # no abbreviation holds a space: looking at the rest takes longer
    return bool(
        ABBREVIATION.search(word)
        or (not first.isupper() and BEFORE_SMALL.search(part[-TAIL:]))
        or (ONE_LETTER.search(part[-3:]) and (not first.isupper() or ONE_LETTER.match(following)))
        or (first.isdigit() and BEFORE_FIGURE.search(word))
        or (ORDINAL.search(word) and (first.islower() or MONTH_NAME.match(following)))
    )


def _unwrapped(text: str) -> str:
    """The text without line ends that only keep lines short: inside a sentence, in a text set in lines of one width.

    A line is full if the first word of the next would not have fitted. A line of marks alone is as wide as it likes.
    """
    lines = text.split("\n")
    worded = [WORD.search(line) is not None for line in lines]
    width = max((len(line) for line, words in zip(lines, worded, strict=True) if words), default=0)
    if len(lines) <= FULL_LINES or not NARROWEST <= width <= WIDEST:
        return text
    goes_on = [line[-1:] not in STOPS and one and other for line, (one, other) in zip(lines[:-1], pairwise(worded), strict=True)]
    wrapped = [on and len(a) + len(b.split(" ", 1)[0]) >= FULL * width for on, (a, b) in zip(goes_on, pairwise(lines), strict=True)]
    if sum(wrapped) < FULL_LINES or 2 * sum(wrapped) <= sum(goes_on):
        return text
    return "".join(line + (" " if joined else "\n") for line, joined in zip(lines, [*wrapped, False], strict=True))[:-1]


def _parts(text: str) -> list[tuple[str, str]]:
    """Pieces between sentence ends, each with the white space before it."""
    parts, start, gap = [], 0, "\n"
    for end in SPACED_END.finditer(text):
        closing = end.group().rstrip()
        parts.append((text[start : end.start()] + closing, gap))
        start, gap = end.end(), end.group()[len(closing) :]
    parts.append((text[start:], gap))
    return [piece for part, gap in parts for piece in _unspaced_parts(part, gap)]


def _unspaced_parts(part: str, gap: str) -> list[tuple[str, str]]:
    """A piece cut again at the full stops that need no space behind them."""
    pieces = [part] if part.isascii() else UNSPACED_END.split(part)
    filled = [stripped for piece in pieces if (stripped := piece.strip())]
    return [(piece, gap if i == 0 else "\n") for i, piece in enumerate(filled)]


def _cut(sentence: str) -> list[str]:
    """A run without full stops in pieces of at most LONGEST characters, cut at a space where there is one."""
    pieces, start = [], 0
    while len(sentence) - start > LONGEST:
        end = sentence.rfind(" ", start + LONGEST // 2, start + LONGEST)
        end = start + LONGEST if end < 0 else end
        pieces.append(sentence[start:end].strip())
        start = end + 1 if sentence[end] == " " else end
    return [piece for piece in [*pieces, sentence[start:].strip()] if piece]


def segments(sentences: list[str], *, most: int = SEGMENTS) -> list[str]:
    """The sentences themselves, or for a long document runs of neighbouring ones, so that at most `most` remain.

    No text is left out: a book is aligned by chapters where a report is aligned by sentences.
    """
    if len(sentences) <= most:
        return sentences
    run = -(-len(sentences) // most)
    return [" ".join(sentences[i : i + run]) for i in range(0, len(sentences), run)]


SKIP, ONE_ONE, ONE_TWO, TWO_ONE, SKIP_RIGHT = 0, 1, 2, 3, 4


@kernel()
def align(sim: Any, one_two: Any, two_one: Any, left_weight: Any, right_weight: Any, floor: float, links: Any) -> Any:
    """The monotone alignment with the greatest gain (Gale & Church 1993, with vectors in place of lengths).

    sim[i, j] is the similarity of two sentences, one_two[i, j] that of i with j and j + 1 together, two_one[i, j] that
    of i and i + 1 with j. A link gains (similarity - floor) x the weights of its sentences; skips are free. Writes the
    links into `links`, int64 (at least n + m, 4): first left, how many left, first right, how many right.
    Returns the gain and the number of links.
    """
    n, m = sim.shape
    best = np.zeros((n + 1, m + 1))
    move = np.zeros((n + 1, m + 1), np.int8)
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            value, step = best[i - 1, j], SKIP
            if best[i, j - 1] > value:
                value, step = best[i, j - 1], SKIP_RIGHT
            weight = left_weight[i - 1] + right_weight[j - 1]
            gain = best[i - 1, j - 1] + max(0.0, sim[i - 1, j - 1] - floor) * weight
            if gain > value:
                value, step = gain, ONE_ONE
            if j > 1:
                gain = best[i - 1, j - 2] + max(0.0, one_two[i - 1, j - 2] - floor) * (weight + right_weight[j - 2])
                if gain > value + 1e-9:
                    value, step = gain, ONE_TWO
            if i > 1:
                gain = best[i - 2, j - 1] + max(0.0, two_one[i - 2, j - 1] - floor) * (weight + left_weight[i - 2])
                if gain > value + 1e-9:
                    value, step = gain, TWO_ONE
            best[i, j], move[i, j] = value, step
    return best[n, m], _trace(move, n, m, links)


@kernel()
def gain(sim: Any, left_weight: Any, right_weight: Any, floor: float) -> float:
    """The gain of `align` where each sentence has one partner at most, without the links."""
    n, m = sim.shape
    best, above = np.zeros(m + 1), np.zeros(m + 1)
    for i in range(n):
        best, above = above, best
        left = left_weight[i]
        for j in range(m):
            value = max(above[j + 1], best[j])
            if sim[i, j] > floor:
                value = max(value, above[j] + (sim[i, j] - floor) * (left + right_weight[j]))
            best[j + 1] = value
    return best[m]


@kernel()
def _trace(move: Any, n: int, m: int, links: Any) -> int:
    count, i, j = 0, n, m
    while i > 0 and j > 0:
        step = move[i, j]
        if step == SKIP:
            i -= 1
        elif step == SKIP_RIGHT:
            j -= 1
        else:
            left, right = (2 if step == TWO_ONE else 1), (2 if step == ONE_TWO else 1)
            i, j = i - left, j - right
            links[count, 0], links[count, 1], links[count, 2], links[count, 3] = i, left, j, right
            count += 1
    return count
