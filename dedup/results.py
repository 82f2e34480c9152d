"""From rows to what the user sees: the groups, the pairs with their evidence, the names, the documents kept and removed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup import cluster
from dedup.data import DUPLICATE_LABELS, EXACT, Alias, Evidence, NameEntry, NameMatch
from dedup.pipeline import Found

if TYPE_CHECKING:
    import pyarrow

    from dedup.confirm.evidence import Explainer
    from dedup.names.known import Known

DIGITS = 20  # hexadecimal digits of a group's id: 80 bits of the digest, one chance in 10**8 of a clash among 10**8 texts
Matches = list[tuple[int, int, Sequence[NameMatch]]]


def clusters_table(found: Found, ids: Sequence[str], preference: np.ndarray, *, threshold: float) -> pyarrow.Table:
    """One row for each input document: id, cluster, canonical, duplicate_of, label, probability; in input order.

    `preference`: int64 (documents,), the smallest of a group stays. The label and probability are those of the pair
    with the canonical document, or of the surest pair where these two were never compared; null for the canonical.
    """
    import pyarrow as pa

    group = found.clusters.group[found.distinct.member_of]
    best = cluster.canonical(group, preference)
    stays = best == np.arange(len(group))
    label, probability = _relations(found, best, threshold)
    names = np.asarray(ids, object)
    return pa.table({
        "id": pa.array(names, pa.string()),
        "cluster": pa.array(_cluster_ids(found)[group], pa.string()),
        "canonical": pa.array(stays),
        "duplicate_of": pa.array(names[best], pa.string(), mask=stays),
        "label": pa.array(label, pa.string(), mask=stays),
        "probability": pa.array(probability, pa.float64(), mask=stays),
    })  # fmt: skip


def _cluster_ids(found: Found) -> np.ndarray:
    """The id of the group that each content would lead, from its digest alone."""
    ids = np.full(len(found.distinct.first), "", object)
    for row in np.unique(found.clusters.group).tolist():
        high, low = found.distinct.digest[row].tolist()
        ids[row] = f"{high:016x}{low:016x}"[:DIGITS]
    return ids


def _relations(found: Found, best: np.ndarray, threshold: float) -> tuple[np.ndarray, np.ndarray]:
    """Label and probability that tie each input row to the canonical row of its group."""
    own, other = found.distinct.member_of, found.distinct.member_of[best]
    judged, label, probability = found.judged, np.full(len(own), EXACT, object), np.ones(len(own))
    if not len(judged.left):
        return label, probability
    contents = len(found.distinct.first)
    keys = judged.left * contents + judged.right
    order = np.argsort(keys, kind="stable")
    at = order[np.minimum(np.searchsorted(keys, np.minimum(own, other) * contents + np.maximum(own, other), sorter=order), len(keys) - 1)]
    direct = (judged.left[at] == np.minimum(own, other)) & (judged.right[at] == np.maximum(own, other))
    direct &= judged.probability[at] >= threshold
    pair = np.where(direct, at, _surest(found, threshold)[own])
    differ = own != other
    label[differ] = np.asarray(judged.label, object)[pair[differ]]
    probability[differ] = judged.probability[pair[differ]]
    return label, probability


def _surest(found: Found, threshold: float) -> np.ndarray:
    """The judged pair of greatest probability inside its group for every content; 0 where there is none."""
    judged, group = found.judged, found.clusters.group
    inside = np.flatnonzero((judged.probability >= threshold) & (group[judged.left] == group[judged.right]))
    inside = inside[np.argsort(judged.probability[inside], kind="stable")]
    out = np.zeros(len(group), np.int64)
    out[np.stack((judged.left[inside], judged.right[inside]), axis=1)] = inside[:, None]  # the last one written stays
    return out


def duplicates(found: Found) -> np.ndarray:
    """Numbers of the judged pairs that say the same thing."""
    return np.array([k for k, label in enumerate(found.judged.label) if label in DUPLICATE_LABELS], np.int64)


def pair_rows(found: Found, ids: Sequence[str], explainer: Explainer | None, matches: Matches) -> Iterator[dict[str, Any]]:
    """One row for each pair: the exact copies with the document that stands for them, then all judged pairs.

    Full evidence is computed for duplicates, and their matched people are appended to `matches` on the way.
    """
    for row, content in enumerate(found.distinct.member_of.tolist()):
        first = int(found.distinct.first[content])
        if row != first:
            yield dict(left=ids[first], right=ids[row], label=EXACT, probability=1.0, evidence={})
    for k, label in enumerate(found.judged.label):
        left, right = int(found.judged.left[k]), int(found.judged.right[k])
        evidence = _evidence(found, k, explainer, matches)
        one, other = ids[found.distinct.first[left]], ids[found.distinct.first[right]]
        yield dict(left=one, right=other, label=label, probability=float(found.judged.probability[k]), evidence=evidence)


def _evidence(found: Found, k: int, explainer: Explainer | None, matches: Matches) -> dict[str, Any]:
    from dedup.confirm.evidence import measurements

    if explainer is None or found.judged.label[k] not in DUPLICATE_LABELS:
        return dict(features=measurements(found.judged.columns, found.judged.features[k]))
    evidence = explainer.explain(k)
    matches.append((int(found.judged.left[k]), int(found.judged.right[k]), evidence.names))
    return evidence_row(evidence)


def evidence_row(evidence: Evidence) -> dict[str, Any]:
    """Evidence as pairs.jsonl has it: sentences by number, names and conflicts as they stand."""
    return dict(
        sentences=[len(evidence.left_sentences), len(evidence.right_sentences)],
        links=[dict(left=list(link.left), right=list(link.right), score=link.score) for link in evidence.links],
        names=[dict(left=list(name.left), right=list(name.right), score=name.score) for name in evidence.names],
        conflicts=[conflict._asdict() for conflict in evidence.conflicts],
        features=evidence.features,
    )


def name_entries(explainer: Explainer | None, matches: Matches, *, known: Known) -> list[NameEntry]:
    """The people that the matched pairs have in common, with all their spellings, as far as the user does not know better."""
    from dedup.names.aliases import aliases

    if explainer is None:
        return []
    rows = sorted({row for left, right, _ in matches for row in (left, right)})
    return aliases({row: explainer.mentions(row) for row in rows}, matches, same=known.same, different=known.different)


def name_rows(entries: Iterable[NameEntry], id_of: Callable[[int], str]) -> list[dict[str, Any]]:
    """The rows of names.jsonl."""
    return [dict(name=entry.name, aliases=[_alias(alias, id_of) for alias in entry.aliases]) for entry in entries]


def _alias(alias: Alias, id_of: Callable[[int], str]) -> dict[str, Any]:
    return dict(text=alias.text, score=round(alias.score, 4), documents=sorted(id_of(row) for row in alias.documents))
