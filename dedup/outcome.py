"""What `find_duplicates` returns: tables and typed records, and what a prompt or a notebook shows of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from dedup.data import DUPLICATE_LABELS, RELATED, FactConflict, NameEntry, NameMatch, SentenceLink

if TYPE_CHECKING:
    import pyarrow

SHOWN = 10  # removed documents that a notebook shows
ID = 80  # … and characters of their ids
PAGE = """<div><p>{{ headline }}</p>
{%- for warning in warnings %}<p><strong>{{ warning }}</strong></p>{% endfor %}
{%- if rows %}<table><thead><tr><th>removed</th><th>duplicate of</th><th>label</th><th>probability</th></tr></thead><tbody>
{%- for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor -%}
</tbody></table>{% if more %}<p>and {{ more }} more in <code>.clusters</code></p>{% endif %}{% endif %}</div>"""


class PairEvidence(NamedTuple):
    """Why a pair of a collection got its label.

    How many sentences each side has, the aligned ones by number, people and facts that conflict; empty but for `features`, the
    measurements by name, of pairs that are not explained in full. Exact copies need no evidence.
    """

    sentences: tuple[int, ...] = ()
    links: tuple[SentenceLink, ...] = ()
    names: tuple[NameMatch, ...] = ()
    conflicts: tuple[FactConflict, ...] = ()
    features: dict[str, float | None] = {}  # never changed


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


def judged_pair(row: dict[str, Any]) -> JudgedPair:
    """A row of pairs.jsonl as a record."""
    return JudgedPair(row["left"], row["right"], row["label"], row["probability"], _evidence(row["evidence"]))


def _evidence(row: dict[str, Any]) -> PairEvidence:
    return PairEvidence(
        tuple(row.get("sentences", ())),
        tuple(SentenceLink(tuple(link["left"]), tuple(link["right"]), link["score"]) for link in row.get("links", ())),
        tuple(NameMatch(tuple(name["left"]), tuple(name["right"]), name["score"]) for name in row.get("names", ())),
        tuple(FactConflict(**conflict) for conflict in row.get("conflicts", ())),
        row.get("features", {}),
    )
