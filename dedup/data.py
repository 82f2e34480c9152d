"""Every record that passes between the stages. Inside the pipeline a document is its row number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from dedup import measurements
from dedup.measurements import Measurements

if TYPE_CHECKING:
    import pyarrow

    from dedup.originals import Originals

EXACT = "exact"
NEAR_DUPLICATE = "near-duplicate"
TRANSLATION_VARIANT = "translation-variant"
EXCERPT = "excerpt"
REWORDED = "reworded"
RELATED = "related"
DISTINCT = "distinct"
DUPLICATE_LABELS = (EXACT, NEAR_DUPLICATE, TRANSLATION_VARIANT, EXCERPT, REWORDED)  # in this order, as their numbers are stored


class Ids(Sequence[str]):
    """The ids of documents in an Arrow column of strings; one becomes a Python string when it is looked at."""

    def __init__(self, column: pyarrow.ChunkedArray):
        self.column = column

    def __len__(self) -> int:
        return len(self.column)

    def __getitem__(self, row: Any) -> Any:
        return self.column[int(row)].as_py()

    def __iter__(self) -> Iterator[str]:
        return (id for chunk in self.column.chunks for id in chunk.to_pylist())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Corpus:
    """What is read: the input's own columns, and which of them are the id and the text.

    `table` keeps every user column as it came; it may be mapped from a file. `ids` are unique, in input order. `skipped`
    lists the bad records that `--skip-bad` left out, one line each. `lines`: what each document was in a file of JSON
    lines (read/own_lines.py); null, or None for all, where it has to be written anew. Some lie in the files `originals`.
    `id_column`: the user's column that the ids are of; None where they are of several, or `numbered`, the numbers of the records.
    `own_texts`: what is compared, where it is more than the text column as it stands. `unread`: a line for each folder of mixed kinds.
    `categories`: of columns that the mapped table has as plain values (read/categories.py).
    """

    table: pyarrow.Table
    ids: Ids
    text_column: str
    skipped: list[str] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    lines: pyarrow.ChunkedArray | None = None
    originals: Originals | None = None
    own_texts: pyarrow.ChunkedArray | None = None
    unread: list[str] = field(default_factory=list)
    categories: dict[str, Any] = field(default_factory=dict)
    id_column: str | None = None
    numbered: bool = False

    @property
    def texts(self) -> pyarrow.ChunkedArray:
        """The user's texts, as they came."""
        return self.table.column(self.text_column) if self.own_texts is None else self.own_texts

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Packed:
    """Texts in one UTF-8 buffer: document d is `buffer[start[d]:stop[d]]` (uint8, int64, int64).

    The buffer may be mapped from a file; choosing documents, or another order of them, copies no text.
    """

    buffer: np.ndarray
    start: np.ndarray
    stop: np.ndarray

    @property
    def count(self) -> int:
        """Number of documents."""
        return len(self.start)

    @property
    def by_place(self) -> np.ndarray:
        """The documents in the order in which they lie in the buffer, int64: a file is best read from start to end."""
        return np.argsort(self.start, kind="stable")

    def take(self, rows: np.ndarray) -> Packed:
        """The documents of these rows, in this order, over the same buffer."""
        return Packed(self.buffer, self.start[rows], self.stop[rows])

    def texts(self, rows: np.ndarray) -> list[str]:
        """The texts of these rows as strings."""
        view: Any = memoryview(self.buffer)  # type: ignore[arg-type]
        return [str(view[self.start[r] : self.stop[r]], "utf8") for r in rows.tolist()]


class Distinct(NamedTuple):
    """What `exact` gives: one row for each different content, in the order of its digest, not of the input.

    `first` is the input row that stands for the content, `member_of` the content row of every input row (int64);
    `digest` is the content's, uint64 (contents, 2).
    """

    first: np.ndarray
    member_of: np.ndarray
    digest: np.ndarray


class Candidates(NamedTuple):
    """Pairs of document rows, left < right, sorted and unique; `view` names the search that found them.

    `skipped` counts what the search linked to a representative instead of pairing in full (hot buckets). `jaccard` is
    the estimated Jaccard of each pair, where the search knows it.
    """

    left: np.ndarray
    right: np.ndarray
    view: str
    skipped: int = 0
    jaccard: np.ndarray | None = None


class Mention(NamedTuple):
    """A name as it stands in a text: sentence number, characters [start, end) of that sentence, and the spelling."""

    sentence: int
    start: int
    end: int
    text: str


class NameMatch(NamedTuple):
    """One person in two documents: the spellings on each side, most frequent first, and the probability in 0..1."""

    left: tuple[str, ...]
    right: tuple[str, ...]
    score: float


class Alias(NamedTuple):
    """A spelling, how sure it is that it names the same person (0..1), and the documents that use it: rows, in a `Result` ids."""

    text: str
    score: float
    documents: tuple[Any, ...]


class NameEntry(NamedTuple):
    """A person of the corpus: the preferred spelling and all spellings, the preferred one among them."""

    name: str
    aliases: tuple[Alias, ...]


class SentenceLink(NamedTuple):
    """An aligned group: 1-1, 1-2 or 2-1 sentence numbers on each side, and the similarity of the two (0..1)."""

    left: tuple[int, ...]
    right: tuple[int, ...]
    score: float


class FactConflict(NamedTuple):
    """Numbers or dates that differ inside one aligned sentence pair, as they stand in the texts."""

    left_sentence: int
    right_sentence: int
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a pair got its label: what the report draws and `compare` prints."""

    left_sentences: tuple[str, ...]
    right_sentences: tuple[str, ...]
    links: tuple[SentenceLink, ...]
    names: tuple[NameMatch, ...]
    conflicts: tuple[FactConflict, ...]
    features: dict[str, float | None]


class Scale(NamedTuple):
    """A collection's own scale for its pairs of one language (see confirm/calibration/scale.py).

    Log-odds are `weights` @ (log-odds of the trees, measures) + `offset`, by `say`, 0 to 1; for the rest those of the trees. `pairs` it
    rests on, the `share` of duplicates among them, how far the mean log-odds of each class `moved` from the prior's, and the `doubt`
    that the trees are in: the errors they expect to make over the duplicates they expect.
    """

    weights: tuple[float, ...]
    offset: float
    pairs: int
    share: float
    moved: tuple[float, float]
    doubt: float
    say: float


class Judged(NamedTuple):
    """What `confirm` gives, parallel to the candidate pairs: probability of being duplicates (0..1) and label.

    `features` is float64 (pairs, columns), the columns being those that `columns` names. `scale`: that of the collection, if it has one.
    """

    left: np.ndarray
    right: np.ndarray
    probability: np.ndarray
    label: list[str]
    features: np.ndarray | Measurements
    columns: tuple[str, ...]
    scale: Scale | None = None

    def and_these(self, more: Judged) -> Judged:
        """These pairs and others with the same columns, in the order of their rows."""
        left, right = np.concatenate((self.left, more.left)), np.concatenate((self.right, more.right))
        order = np.lexsort((right, left))
        probability = np.concatenate((self.probability, more.probability))[order]
        label = [*self.label, *more.label]
        features = measurements.of(self.features).and_these(measurements.of(more.features)).take(order)
        return Judged(left[order], right[order], probability, [label[k] for k in order.tolist()], features, self.columns, self.scale)

    def measured(self, k: int) -> dict[str, float | None]:
        """The features of pair k by name; None where there is no evidence."""
        row = self.features[k].tolist()
        return {name: None if value != value else round(value, 4) for name, value in zip(self.columns, row, strict=True)}


class Clusters(NamedTuple):
    """What `cluster` gives: for every row the smallest row of its group, and how many confirmed pairs end up in two groups."""

    group: np.ndarray
    refused: int


class Verdicts(NamedTuple):
    """What becomes of each input row, parallel arrays: the content row that names its group and the input row that stays.

    `label` is a number in DUPLICATE_LABELS, -1 for the rows that stay, int8; `probability` belongs to it (0..1).
    """

    group: np.ndarray
    stays: np.ndarray
    label: np.ndarray
    probability: np.ndarray

    @property
    def canonical(self) -> np.ndarray:
        """Which rows stay, bool."""
        return self.label < 0


@dataclass(frozen=True, slots=True)
class Pair:
    """A judged pair, for users: `label`, `probability` of being duplicates, and the evidence."""

    label: str
    probability: float
    evidence: Evidence
