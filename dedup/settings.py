"""One frozen Settings for a run. Each default says why; `dedup run` writes them all into manifest.json."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from dedup.errors import UsageError

Find = Literal["exact", "near", "variants"]
Html = Literal["all", "main"]
LEAST = dict(
    shingle_size=1, minima=1, window=1, shared=1, posting_cap=0, posting_window=0, floor=0, neighbours=0, cohort=0, cohort_sample=0,
    short_neighbours=0, passage_neighbours=0, word_neighbours=0,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run searches, decides and keeps. Only the entries of the stages take it; functions below take plain values."""

    # What to look for: exact copies; also edited copies (MinHash alone); also translation variants (all views, confirmed).
    find: Find = "variants"
    # Pairs at or above this probability of being duplicates are merged. The model is calibrated, so one half is the
    # point of fewest errors; raise it where a wrong merge costs more than a missed one.
    threshold: float = 0.5
    # Which document of a group stays: longest, first, newest, or field:NAME (the largest value of a user column).
    keep: str = "longest"
    # What of a whole HTML page is compared: all that it shows, or its main text as trafilatura finds it. All by default:
    # finding it takes ten times as long, now and then loses a part, and needs a package more.
    html: Html = "all"
    # Worker threads; 0 means one for each processor. The result does not depend on it.
    workers: int = 0
    # datasketch's default seed, so that signatures can be exchanged with its users.
    seed: int = 1

    # MinHash LSH. Word 3-grams keep one edited word in twenty above the threshold (.95 ** 3 = .86 of them survive).
    shingle_size: int = 3
    # 128 minima estimate a Jaccard of .5 within .044 (standard error sqrt(J (1 - J) / 128)).
    minima: int = 128
    # Jaccard of the 3-grams from which edited copies count as near-duplicates without being confirmed (--find near).
    jaccard: float = 0.5
    # Pairs inside a bucket: every member with the next this many; a larger bucket is also linked to one representative.
    window: int = 8

    # Shared rare shingles: keep a 3-gram whose hash falls in the lowest quarter, look at those in at most 1,000 documents,
    # pair documents that share 3. Each document of a list meets its next 3: on variants planted in 100,000 and in 400,000
    # documents made of the same sentences a cap of 50 loses 4 % of them, this none (benchmarks/low_overlap.py).
    sample: float = 0.25
    posting_cap: int = 1000
    posting_window: int = 3
    shared: int = 3
    # … and at least this share of the shorter text's sampled 3-grams: 1 % of the variants share less, and 97 % of the
    # pairs of made documents that have a sentence in common.
    share: float = 0.08
    # A text keeps at least this many smallest hashes, so that sampling does not starve short texts.
    floor: int = 48

    # Nearest documents by vector, for pairs that share no words: up to how many for each document and other language, of those that
    # are hardly farther than the nearest one (candidates/neighbours.py).
    neighbours: int = 8

    # … and of a short text among all others, whatever their language: of 20,000 single sentences in 30 languages 99.2 % of the
    # translations are among the 4 nearest of either, 99.3 % among 8; of sentences paraphrased 99 % and 99.7 %.
    short_neighbours: int = 8
    # … and of a longer passage of up to 2 kB: Bible verses in other versions, which share no 3-gram.
    passage_neighbours: int = 2

    # Shared words of short texts in any order: how many others a text is paired with, and what share of the information in the
    # rarest words of the one that has less they must have in common.
    word_neighbours: int = 8
    word_share: float = 0.2

    # Cohort: how many of the nearest sampled documents a score is compared with, out of a sample of this size.
    cohort: int = 12
    cohort_sample: int = 1024

    def __post_init__(self) -> None:
        if self.find not in ("exact", "near", "variants"):
            raise UsageError(f"find={self.find!r} is not known", remedy="use exact, near or variants")
        if self.keep not in ("longest", "first", "newest") and not re.fullmatch("field:.+", self.keep, re.S):
            raise UsageError(f"keep={self.keep!r} is not known", remedy="use longest, first, newest or field:NAME")
        if self.html not in ("all", "main"):
            raise UsageError(f"html={self.html!r} is not known", remedy="use all or main")
        if self.workers < 0:
            raise UsageError(f"workers={self.workers} is negative", remedy="use 0 for one worker a processor")
        if not 0 <= self.seed < 1 << 32:
            raise UsageError(f"seed={self.seed} is out of range", remedy="use a number from 0 to 4294967295")
        self._check_shares()
        self._check_counts()

    def _check_shares(self) -> None:
        for name in ("threshold", "jaccard", "sample", "word_share"):
            if not 0 < getattr(self, name) <= 1:
                raise UsageError(f"{name}={getattr(self, name)} is out of range", remedy="use a number above 0 and up to 1")

    def _check_counts(self) -> None:
        for name, least in LEAST.items():
            if getattr(self, name) < least:
                raise UsageError(f"{name}={getattr(self, name)} is too small", remedy=f"use {least} or more")
