"""One frozen Settings for a run. Each default says why; `dedup run` writes them all into manifest.json."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from numbers import Integral, Real
from typing import Any, Literal

from dedup.errors import UsageError, expect

Find = Literal["exact", "near", "variants"]
Html = Literal["all", "main"]
Keep = str | Callable[[Mapping[str, Any]], Any]
# Of the fields by their annotations: what they are instances of, and what an error says is expected.
TYPES: dict[str, tuple[Any, str]] = {
    "int": (Integral, "an int"), "float": (Real, "a number"), "Find": (str, "exact, near or variants"), "Html": (str, "all or main"),
    "Keep": (str, "longest, first, newest, field:NAME or a function"),
}  # fmt: skip
LEAST = dict(
    shingle_size=1, minima=1, window=1, shared=1, posting_cap=0, posting_window=0, floor=0, neighbours=0, cohort=0, cohort_sample=0,
    short_neighbours=0, passage_neighbours=0, word_neighbours=0,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run searches, decides and keeps: every default with its reason.

    find: what to look for. exact: equal copies; near: also edited copies (MinHash alone); variants: also translations and rewordings
        (all views, confirmed).
    threshold: pairs at or above this probability of being duplicates are merged. The model is calibrated, so one half is the point of
        fewest errors; raise it where a wrong merge costs more than a missed one.
    keep: which document of a group stays: longest, first, newest, or field:NAME (the largest value of a user column). A program may
        give a function instead: it gets the columns of a document, a dict, and the largest value that it returns stays.
    html: what of a whole HTML page is compared: all that it shows, or its main text as trafilatura finds it. All by default: finding it
        takes ten times as long, now and then loses a part, and needs a package more.
    workers: threads, and processes of the command; 0 means one for each processor. The result does not depend on it.
    seed: of the permutations of MinHash, by which copies that share about `jaccard` of their wording are found or missed. 1 is
        datasketch's default, so that signatures can be exchanged with its users. Nothing else in a search is drawn at random.

    MinHash LSH:

    shingle_size: words in a row that are compared as one. 3-grams keep one edited word in twenty above the threshold (.95 ** 3 = .86 of
        them survive).
    minima: 128 estimate a Jaccard of .5 within .044 (standard error sqrt(J (1 - J) / 128)).
    jaccard: of the 3-grams, from which edited copies count as near-duplicates without being confirmed (find near).
    window: pairs inside a bucket: every member with the next this many; a larger bucket is also linked to one representative.

    Shared rare shingles. On variants planted in 100,000 and in 400,000 documents made of the same sentences a cap of 50 loses 4 % of
    them, these defaults none (benchmarks/low_overlap.py).

    sample: keep a 3-gram whose hash falls in the lowest quarter.
    posting_cap: look at those in at most so many documents.
    posting_window: each document of a list meets so many after it.
    shared: pair documents that share so many.
    share: … and at least this share of the shorter text's sampled 3-grams: 1 % of the variants share less, and 97 % of the pairs of made
        documents that have a sentence in common.
    floor: a text keeps at least this many smallest hashes, so that sampling does not starve short texts.

    Nearest documents by vector, for pairs that share no words:

    neighbours: up to how many for each document and other language, of those that are hardly farther than the nearest one
        (candidates/neighbours.py).
    short_neighbours: … and of a short text among all others, whatever their language: of 20,000 single sentences in 30 languages 99.2 %
        of the translations are among the 4 nearest of either, 99.3 % among 8; of sentences paraphrased 99 % and 99.7 %.
    passage_neighbours: … and of a longer passage of up to 2 kB: Bible verses in other versions, which share no 3-gram.

    Shared words of short texts in any order:

    word_neighbours: how many others a text is paired with.
    word_share: what share of the information in the rarest words of the one that has less they must have in common.

    Cohort, the neighbourhood that a score is put beside:

    cohort: with how many of the nearest sampled documents it is compared.
    cohort_sample: … out of a sample of this size.

    Raises UsageError for a value that is out of range and TypeError for one of another type. Only the entries of the stages take it;
    functions below take plain values.
    """

    find: Find = "variants"
    threshold: float = 0.5
    keep: Keep = "longest"
    html: Html = "all"
    workers: int = 0
    seed: int = 1

    shingle_size: int = 3
    minima: int = 128
    jaccard: float = 0.5
    window: int = 8

    sample: float = 0.25
    posting_cap: int = 1000
    posting_window: int = 3
    shared: int = 3
    share: float = 0.08
    floor: int = 48

    neighbours: int = 8
    short_neighbours: int = 8
    passage_neighbours: int = 2

    word_neighbours: int = 8
    word_share: float = 0.2

    cohort: int = 12
    cohort_sample: int = 1024

    def __post_init__(self) -> None:
        self._check_types()
        if self.find not in ("exact", "near", "variants"):
            raise UsageError(f"find={self.find!r} is not known", remedy="use exact, near or variants")
        known = callable(self.keep) or self.keep in ("longest", "first", "newest")
        if not known and not re.fullmatch("field:.+", str(self.keep), re.S):
            raise UsageError(f"keep={self.keep!r} is not known", remedy="use longest, first, newest or field:NAME")
        if self.html not in ("all", "main"):
            raise UsageError(f"html={self.html!r} is not known", remedy="use all or main")
        if self.workers < 0:
            raise UsageError(f"workers={self.workers} is negative", remedy="use 0 for one worker a processor")
        if not 0 <= self.seed < 1 << 32:
            raise UsageError(f"seed={self.seed} is out of range", remedy="use a number from 0 to 4294967295")
        self._check_shares()
        self._check_counts()

    def _check_types(self) -> None:
        for field in fields(self):
            if not (field.name == "keep" and callable(self.keep)):
                expect(field.name, getattr(self, field.name), *TYPES[str(field.type)])

    def _check_shares(self) -> None:
        for name in ("threshold", "jaccard", "sample", "word_share"):
            if not 0 < getattr(self, name) <= 1:
                raise UsageError(f"{name}={getattr(self, name)} is out of range", remedy="use a number above 0 and up to 1")

    def _check_counts(self) -> None:
        for name, least in LEAST.items():
            if getattr(self, name) < least:
                raise UsageError(f"{name}={getattr(self, name)} is too small", remedy=f"use {least} or more")
