"""What the report shows of a run: the first groups with their members and pairs, related pairs, names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup import results
from dedup.data import DUPLICATE_LABELS, EXACT, RELATED, Verdicts
from dedup.pipeline import Found
from dedup.progress import Step, counted, no_step
from dedup.write import report
from dedup.write.report import GroupView, MemberView, PairView, ReportView

if TYPE_CHECKING:
    from dedup.confirm.evidence import Explainer
    from dedup.remembered import Remembered


LEFT_OUT = "Sentences, names and conflicting facts were left out, as --evidence none asks; dedup compare OUT A B shows them."


def page(
    found: Found, ids: Sequence[str], explainer: Explainer | Remembered | None, given: Verdicts, *, names: list[dict[str, Any]],
    manifest: dict[str, Any], step: Step = no_step,
) -> str:  # fmt: skip
    """The report of a run as HTML."""
    shown, total = _largest_groups(given)
    pairs = _pairs_by_group(found, shown)
    with step("groups of the report", total=len(shown), unit="group") as bar:
        groups = list(counted((_group(group, pairs[group], found, ids, explainer, given) for group in shown), bar))
    related = [k for k, label in enumerate(found.judged.label) if label == RELATED]
    related.sort(key=lambda k: (-found.judged.probability[k], k))
    view = ReportView(
        title="Documents that say the same thing", counts=manifest["counts"], groups=groups, group_total=total,
        related=[_pair(found, ids, k, None) for k in related[: report.RELATED_PAIRS]], related_total=len(related),
        names=names[: report.NAMES], name_total=len(names), manifest=manifest, meanings=meanings() if explainer else {},
        warnings=manifest["warnings"], left_out=LEFT_OUT if manifest.get("output", {}).get("evidence") == "none" else "",
    )  # fmt: skip
    with step("report"):
        return report.render(view)


def shown_pairs(found: Found, given: Verdicts) -> list[int]:
    """Numbers of the judged pairs that the report shows with their texts."""
    shown, _ = _largest_groups(given)
    return [k for pairs in _pairs_by_group(found, shown).values() for k in pairs[: report.PAIRS]]


def meanings() -> dict[str, str]:
    """One line for each measurement, and for those relative to the neighbourhood."""
    from dedup.confirm.features import FEATURES

    relative = {f"{f.name} (relative)": f"{f.meaning}; in spreads above the documents' neighbours" for f in FEATURES if f.relative}
    return {f.name: f.meaning for f in FEATURES} | relative


def _largest_groups(given: Verdicts) -> tuple[list[int], int]:
    """The groups of two or more that are shown: those that hold more than exact copies first, then by size."""
    groups, number, sizes = np.unique(given.group, return_inverse=True, return_counts=True)
    more = np.bincount(number, weights=given.label > DUPLICATE_LABELS.index(EXACT), minlength=len(groups)) > 0
    order = np.lexsort((groups, -sizes, ~more))
    order = order[sizes[order] > 1]
    return groups[order[: report.GROUPS]].tolist(), len(order)


def _pairs_by_group(found: Found, wanted: Iterable[int]) -> dict[int, list[int]]:
    """Numbers of the duplicate pairs inside each of these groups, the least alike first: they are the ones to look at."""
    out = defaultdict(list)
    left, right = found.clusters.group[found.judged.left], found.clusters.group[found.judged.right]
    inside = np.flatnonzero((left == right) & np.isin(left, list(wanted)))
    for k, group in zip(inside.tolist(), left[inside].tolist(), strict=True):
        if found.judged.label[k] in DUPLICATE_LABELS:
            out[group].append(k)
    for pairs in out.values():
        pairs.sort(key=lambda k: (_order(found.judged.label[k]), found.judged.probability[k], k))
    return out


def _order(label: str) -> int:
    return list(report.LABELS).index(label)


def _group(
    group: int, pairs: list[int], found: Found, ids: Sequence[str], explainer: Explainer | Remembered | None, given: Verdicts
) -> GroupView:
    rows = np.flatnonzero(given.group == group)
    removed = rows[~given.canonical[rows]][: report.MEMBERS * 2].tolist()
    members = [MemberView(ids[row], DUPLICATE_LABELS[given.label[row]], float(given.probability[row])) for row in removed]
    shown = [_pair(found, ids, k, explainer) for k in pairs[: report.PAIRS]]
    name = results.cluster_ids(found, np.array([group]))[0]
    return GroupView(name, ids[given.stays[rows[0]]], members, shown, len(rows), len(pairs))


def _pair(found: Found, ids: Sequence[str], k: int, explainer: Explainer | Remembered | None) -> PairView:
    judged, first = found.judged, found.distinct.first
    evidence = explainer.explain(k) if explainer else None
    return PairView(ids[first[judged.left[k]]], ids[first[judged.right[k]]], judged.label[k], float(judged.probability[k]), evidence)
