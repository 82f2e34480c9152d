"""What `find_duplicates` returns: tables and typed records, and what a prompt or a notebook shows of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from dedup.data import DUPLICATE_LABELS, RELATED, Evidence, FactConflict, NameEntry, NameMatch, SentenceLink

if TYPE_CHECKING:
    import pyarrow

SHOWN = 10  # removed documents that a notebook shows
ID = 80  # … and characters of their ids
PAGE = """<div><p>{{ headline }}</p>
{%- for warning in warnings %}<p><strong>{{ warning }}</strong></p>{% endfor %}
{%- if rows %}<table><thead><tr><th>removed</th><th>duplicate of</th><th>label</th><th>probability</th></tr></thead><tbody>
{%- for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor -%}
</tbody></table>{% if more %}<p>and {{ more }} more in <code>.clusters</code></p>{% endif %}{% endif %}</div>"""


Told = tuple[tuple[int, ...], tuple[SentenceLink, ...], tuple[NameMatch, ...], tuple[FactConflict, ...]]


class PairEvidence(Sequence[Any]):
    """Why a pair of a collection got its label.

    `sentences`, how many each side has, `links`, the aligned ones by number, `names`, people, and `conflicts`, facts, are found when one
    of them is first asked for, and empty of pairs that are not explained; `features` are the measurements by name. Exact copies need
    no evidence. Compares, unpacks and is pickled as the tuple of the five.
    """

    __slots__ = ("_explain", "_told", "features")
    _fields = ("sentences", "links", "names", "conflicts", "features")

    def __init__(
        self, sentences: tuple[int, ...] = (), links: tuple[SentenceLink, ...] = (), names: tuple[NameMatch, ...] = (),
        conflicts: tuple[FactConflict, ...] = (), features: dict[str, float | None] | None = None,
    ):  # fmt: skip
        self._told: Told = (sentences, links, names, conflicts)
        self._explain: Callable[[], Evidence] | None = None
        self.features: dict[str, float | None] = {} if features is None else features

    @classmethod
    def asked(cls, features: dict[str, float | None], explain: Callable[[], Evidence]) -> PairEvidence:
        """Evidence that `explain` finds when it is asked for."""
        evidence = cls(features=features)
        evidence._explain = explain
        return evidence

    @property
    def sentences(self) -> tuple[int, ...]:
        """How many sentences each side has."""
        return self._found()[0]

    @property
    def links(self) -> tuple[SentenceLink, ...]:
        """The aligned sentences."""
        return self._found()[1]

    @property
    def names(self) -> tuple[NameMatch, ...]:
        """The people that both have in common."""
        return self._found()[2]

    @property
    def conflicts(self) -> tuple[FactConflict, ...]:
        """The facts that differ in aligned sentences."""
        return self._found()[3]

    def _found(self) -> Told:
        explain = self._explain
        if explain is not None:
            found = explain()
            self._told = (len(found.left_sentences), len(found.right_sentences)), found.links, found.names, found.conflicts
            self._explain = None  # and with it all that is needed to explain
        return self._told

    def _asdict(self) -> dict[str, Any]:
        return dict(zip(self._fields, self, strict=True))

    def __getitem__(self, k: Any) -> Any:
        return (*self._found(), self.features)[k]

    def __len__(self) -> int:
        return len(self._fields)

    def __eq__(self, other: object) -> bool:
        return tuple(self) == tuple(other) if isinstance(other, PairEvidence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # features are a dict

    def __repr__(self) -> str:
        return f"PairEvidence({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"

    def __reduce__(self) -> tuple[Any, ...]:
        return PairEvidence, tuple(self)


class JudgedPair(NamedTuple):
    """Two documents of a collection by their ids, the label and the probability (0..1) that they say the same."""

    left: Any
    right: Any
    label: str
    probability: float
    evidence: PairEvidence


@dataclass(frozen=True, slots=True, repr=False)
class Result:
    """What `find_duplicates` returns.

    `clusters`: an Arrow table with a row for each document: id, cluster, canonical, duplicate_of, label, probability. `pairs`: the judged
    pairs. `names`: the people that are spelled in several ways, `documents` of a spelling being ids. `kept` and `removed`: the input's own
    columns, as pandas or polars if it came as such, else as Arrow tables; `removed` with one more, `duplicate_of`, the id of the document
    that stays for it (dedup_duplicate_of beside a column of that name; a source that is one column alone has no room for it).
    Ids have the type of the input's column; without one they are the numbers of the rows, int64. `skipped` has a line for each record that
    `skip_bad` left out; `warnings` one for each reason to doubt what was found, as that most of a collection is removed.
    """

    clusters: pyarrow.Table
    pairs: list[JudgedPair]
    names: list[NameEntry]
    kept: Any
    removed: Any
    skipped: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def __repr__(self) -> str:
        return f"Result: {_headline(self)}"

    def _repr_html_(self) -> str:
        """The figures and the first removed documents, for notebooks. Ids are a user's, so jinja2 escapes them."""
        from jinja2 import Environment

        gone = _gone(self)
        rows = [_shown(row) for row in gone.slice(0, SHOWN).to_pylist()]
        page = Environment(autoescape=True).from_string(PAGE)
        return page.render(headline=repr(self), warnings=self.warnings, rows=rows, more=max(gone.num_rows - SHOWN, 0))


def _gone(result: Result) -> pyarrow.Table:
    import pyarrow.compute as pc

    return result.clusters.filter(pc.invert(result.clusters.column("canonical")))


def _headline(result: Result) -> str:
    """400 documents, 12 groups, 380 kept, 20 removed (20 exact), …"""
    gone, documents = _gone(result), result.clusters.num_rows
    groups = len(gone.column("cluster").unique())
    labels = Counter(gone.column("label").to_pylist())
    kinds = ", ".join(f"{labels[label]:,} {label}" for label in DUPLICATE_LABELS if labels[label])
    related = sum(pair.label == RELATED for pair in result.pairs)
    removed = f"{gone.num_rows:,} removed" + (f" ({kinds})" if kinds else "")
    parts = [_many(documents, "document"), _many(groups, "group"), f"{documents - gone.num_rows:,} kept", removed]
    lists = [(len(result.names), "name"), (len(result.skipped), "skipped record"), (len(result.warnings), "warning")]
    return ", ".join(parts + [_many(count, what) for count, what in [(related, "related pair"), *lists] if count])


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _shown(row: dict[str, Any]) -> tuple[str, ...]:
    return _cut(row["id"]), _cut(row["duplicate_of"]), row["label"], f"{row['probability']:.2f}"


def _cut(id: Any) -> str:
    return str(id) if len(str(id)) <= ID else str(id)[:ID] + "…"
