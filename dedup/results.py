"""From rows to what the user sees: the groups, the pairs with their evidence, the names, the documents kept and removed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup import cluster
from dedup.candidates.lsh import nearest
from dedup.data import DUPLICATE_LABELS, EXACT, Alias, Evidence, Ids, Judged, NameEntry, Verdicts
from dedup.exact import NAME_BYTES
from dedup.pipeline import Found
from dedup.progress import NO_BAR, Bar

if TYPE_CHECKING:
    import pyarrow

    from dedup.confirm.evidence import Explainer
    from dedup.names.known import Known

BEST_APART = 3  # pairs of a document that are not merged and still written down: all would be many times the size of the texts


def verdicts(found: Found, preference: np.ndarray, *, threshold: float) -> Verdicts:
    """What becomes of each input row, in input order.

    `preference`: int64 (documents,), the smallest of a group stays. The label and probability are those of the pair
    with the canonical document, or of the surest pair where these two were never compared.
    """
    group = found.clusters.group[found.distinct.member_of]
    best = cluster.canonical(group, preference)
    label, probability = _relations(found, best, threshold)
    label[best == np.arange(len(group))] = -1
    return Verdicts(group, best, label, probability)


def clusters_table(found: Found, ids: Ids, given: Verdicts, rows: slice = slice(None)) -> pyarrow.Table:
    """One row for each input document: id, cluster, canonical, duplicate_of, label, probability; or for some of them.

    The last three are null for the canonical document.
    """
    import pyarrow as pa

    given = Verdicts(*(array[rows] for array in given))
    label, stays = given.label, given.canonical
    labels = pa.DictionaryArray.from_arrays(pa.array(label, pa.int8(), mask=stays), pa.array(DUPLICATE_LABELS))
    own = ids.column[rows] if rows != slice(None) else ids.column
    return pa.table({
        "id": own,
        "cluster": pa.array(cluster_ids(found, given.group), pa.string()),
        "canonical": pa.array(stays),
        "duplicate_of": ids.column.take(pa.array(given.stays, mask=stays)),
        "label": labels.dictionary_decode(),
        "probability": pa.array(given.probability, pa.float64(), mask=stays),
    })  # fmt: skip


def cluster_ids(found: Found, group: np.ndarray) -> list[str]:
    """The ids of groups, from the digest of the content that names each."""
    digits = found.distinct.digest[group].astype(">u8").tobytes().hex()
    return [digits[i : i + 2 * NAME_BYTES] for i in range(0, len(digits), 32)]


def _relations(found: Found, best: np.ndarray, threshold: float) -> tuple[np.ndarray, np.ndarray]:
    """Label and probability that tie each input row to the canonical row of its group."""
    own, other = found.distinct.member_of, found.distinct.member_of[best]
    judged, label, probability = found.judged, np.zeros(len(own), np.int8), np.ones(len(own))
    rows = np.flatnonzero(own != other)
    pair = _direct(found, own[rows], other[rows], threshold)
    pair = np.where(pair < 0, _surest(found, threshold)[own[rows]], pair)
    numbers = {name: number for number, name in enumerate(DUPLICATE_LABELS)}
    label[rows] = [numbers[judged.label[k]] for k in pair.tolist()]
    probability[rows] = judged.probability[pair]
    return label, probability


def _direct(found: Found, one: np.ndarray, other: np.ndarray, threshold: float) -> np.ndarray:
    """The judged and confirmed pair of these two contents, -1 where there is none."""
    judged, contents = found.judged, len(found.distinct.first)
    confirmed = np.flatnonzero(judged.probability >= threshold)
    keys = judged.left[confirmed] * contents + judged.right[confirmed]
    order = np.argsort(keys, kind="stable")
    wanted = np.minimum(one, other) * contents + np.maximum(one, other)
    at = np.minimum(np.searchsorted(keys, wanted, sorter=order), max(len(keys) - 1, 0))
    return np.where(keys[order[at]] == wanted, confirmed[order[at]], -1) if len(keys) else np.full(len(one), -1)


def _surest(found: Found, threshold: float) -> np.ndarray:
    """The judged pair of greatest probability inside its group for every content; 0 where there is none."""
    judged, group = found.judged, found.clusters.group
    inside = np.flatnonzero((judged.probability >= threshold) & (group[judged.left] == group[judged.right]))
    inside = inside[np.argsort(judged.probability[inside], kind="stable")]
    out = np.zeros(len(group), np.int64)
    out[np.stack((judged.left[inside], judged.right[inside]), axis=1)] = inside[:, None]  # the last one written stays
    return out


def pair_rows(
    found: Found, ids: Sequence[str], explainer: Explainer | None, full: Collection[int] = (), some: Sequence[int] | None = None
) -> Iterator[dict[str, Any]]:
    """One row for each pair: the exact copies with the document that stands for them, then the judged pairs, all or `some`.

    The evidence of those in `full` is computed, others have what was measured. With `some` this is said of duplicates a few times for
    each document alone, or in a collection of short texts all that is measured would be far longer than these.
    """
    brief = some is not None and explainer is not None

    def evidence(k: int) -> dict[str, Any]:
        is_brief = brief and explainer is not None and k not in explainer.chosen and found.judged.label[k] in DUPLICATE_LABELS
        if explainer is not None and k in full:
            return evidence_row(explainer.explain(k))
        return {} if is_brief else dict(features=found.judged.measured(k))

    yield from rows_of(found, ids, evidence, some)


def rows_of(
    found: Found, ids: Sequence[str], evidence: Callable[[int], Any], some: Sequence[int] | None = None
) -> Iterator[dict[str, Any]]:
    """The same rows with what `evidence` says of judged pair k."""
    first = found.distinct.first[found.distinct.member_of]
    for row in np.flatnonzero(first != np.arange(len(first))).tolist():
        yield dict(left=ids[first[row]], right=ids[row], label=EXACT, probability=1.0, evidence={})
    for k in range(len(found.judged.label)) if some is None else some:
        left, right = int(found.judged.left[k]), int(found.judged.right[k])
        one, other = ids[found.distinct.first[left]], ids[found.distinct.first[right]]
        row = dict(left=one, right=other, label=found.judged.label[k], probability=float(found.judged.probability[k]))
        yield dict(**row, evidence=evidence(k))


def pair_count(found: Found, some: Sequence[int] | None = None) -> int:
    """How many rows `pair_rows` gives."""
    return len(found.distinct.member_of) - len(found.distinct.first) + len(found.judged.label if some is None else some)


def worth_a_row(judged: Judged) -> list[int]:
    """The judged pairs that are duplicates, and of the others the BEST_APART most probable ones of each document."""
    apart = np.flatnonzero(~np.isin(np.array(judged.label, dtype=object), DUPLICATE_LABELS))
    best = apart[nearest(judged.left[apart], judged.right[apart], judged.probability[apart], most=BEST_APART)]
    chosen = np.ones(len(judged.label), np.bool_)
    chosen[apart] = False
    chosen[best] = True
    return np.flatnonzero(chosen).tolist()


def evidence_row(evidence: Evidence) -> dict[str, Any]:
    """Evidence as pairs.jsonl has it: sentences by number, names and conflicts as they stand."""
    return dict(
        sentences=[len(evidence.left_sentences), len(evidence.right_sentences)],
        links=[dict(left=list(link.left), right=list(link.right), score=link.score) for link in evidence.links],
        names=[dict(left=list(name.left), right=list(name.right), score=name.score) for name in evidence.names],
        conflicts=[conflict._asdict() for conflict in evidence.conflicts],
        features=evidence.features,
    )


def name_entries(explainer: Explainer | None, *, known: Known, bar: Bar = NO_BAR) -> list[NameEntry]:
    """The people that confirmed pairs have in common, with all their spellings, as far as the user does not know better."""
    if explainer is None:
        return []
    from dedup.names.aliases import aliases

    matches = explainer.matches(bar=bar)
    rows = sorted({row for left, right, _ in matches for row in (left, right)})
    return aliases({row: explainer.mentions(row) for row in rows}, matches, same=known.same, different=known.different)


def with_ids(entries: Iterable[NameEntry], id_of: Callable[[int], Any]) -> list[NameEntry]:
    """The people with the ids of their documents in place of rows, in order, scores as names.jsonl has them."""
    return [NameEntry(entry.name, tuple(_with_ids(alias, id_of) for alias in entry.aliases)) for entry in entries]


def _with_ids(alias: Alias, id_of: Callable[[int], Any]) -> Alias:
    return Alias(alias.text, round(alias.score, 4), tuple(sorted(id_of(row) for row in alias.documents)))


def name_rows(entries: Iterable[NameEntry], id_of: Callable[[int], str]) -> list[dict[str, Any]]:
    """The rows of names.jsonl."""
    return [dict(name=entry.name, aliases=[_alias(alias) for alias in entry.aliases]) for entry in with_ids(entries, id_of)]


def _alias(alias: Alias) -> dict[str, Any]:
    return dict(text=alias.text, score=alias.score, documents=list(alias.documents))
