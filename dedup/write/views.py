"""What the report shows of a run: the first groups with their members and pairs, related pairs, names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.confirm.features import FEATURES
from dedup.data import DUPLICATE_LABELS, EXACT, RELATED
from dedup.pipeline import Found
from dedup.write import report
from dedup.write.report import GroupView, MemberView, PairView, ReportView

if TYPE_CHECKING:
    import pyarrow

    from dedup.confirm.evidence import Explainer


def page(
    found: Found, ids: Sequence[str], explainer: Explainer | None, clusters: pyarrow.Table, *, names: list[dict[str, Any]],
    manifest: dict[str, Any],
) -> str:  # fmt: skip
    """The report of a run as HTML."""
    shown, total = _largest_groups(clusters)
    pairs = _pairs_by_group(found, {name for name, _ in shown}, clusters)
    groups = [_group(name, rows, pairs[name], found, ids, explainer, clusters) for name, rows in shown]
    related = [k for k, label in enumerate(found.judged.label) if label == RELATED]
    related.sort(key=lambda k: (-found.judged.probability[k], k))
    view = ReportView(
        title="Documents that say the same thing", counts=manifest["counts"], groups=groups, group_total=total,
        related=[_pair(found, ids, k, None) for k in related[: report.RELATED_PAIRS]], related_total=len(related),
        names=names[: report.NAMES], name_total=len(names), manifest=manifest, meanings=meanings(),
    )  # fmt: skip
    return report.render(view)


def meanings() -> dict[str, str]:
    """One line for each measurement, and for those relative to the neighbourhood."""
    relative = {f"{f.name} (relative)": f"{f.meaning}; in spreads above the documents' neighbours" for f in FEATURES if f.relative}
    return {f.name: f.meaning for f in FEATURES} | relative


def _largest_groups(clusters: pyarrow.Table) -> tuple[list[tuple[str, np.ndarray]], int]:
    """Groups of two or more with their input rows: those that hold more than exact copies first, then by size."""
    names, inverse = np.unique(clusters.column("cluster").to_numpy(), return_inverse=True)
    sizes = np.bincount(inverse, minlength=len(names))
    label = clusters.column("label").to_numpy()
    more = np.bincount(inverse, weights=(label != EXACT) & (label != None), minlength=len(names)) > 0  # noqa: E711
    order = np.lexsort((names, -sizes, ~more))
    order = order[sizes[order] > 1]
    return [(str(names[g]), np.flatnonzero(inverse == g)) for g in order[: report.GROUPS]], len(order)


def _pairs_by_group(found: Found, wanted: Iterable[str], clusters: pyarrow.Table) -> dict[str, list[int]]:
    """Numbers of the duplicate pairs inside each of these groups, the least alike first: they are the ones to look at."""
    name = clusters.column("cluster").to_numpy()[found.distinct.first]
    chosen, out = set(wanted), defaultdict(list)
    for k, label in enumerate(found.judged.label):
        left, right = name[found.judged.left[k]], name[found.judged.right[k]]
        if label in DUPLICATE_LABELS and left == right and left in chosen:
            out[left].append(k)
    for pairs in out.values():
        pairs.sort(key=lambda k: (_order(found.judged.label[k]), found.judged.probability[k], k))
    return out


def _order(label: str) -> int:
    return list(report.LABELS).index(label)


def _group(
    name: str, rows: np.ndarray, pairs: list[int], found: Found, ids: Sequence[str], explainer: Explainer | None,
    clusters: pyarrow.Table,
) -> GroupView:  # fmt: skip
    part = clusters.take(rows[: report.MEMBERS * 2]).to_pylist()
    members = [MemberView(row["id"], row["label"], row["probability"]) for row in part if not row["canonical"]]
    canonical = clusters.filter(_one_of(clusters, name)).column("id")[0].as_py()
    shown = [_pair(found, ids, k, explainer) for k in pairs[: report.PAIRS]]
    return GroupView(name, canonical, members, shown, len(rows), len(pairs))


def _one_of(clusters: pyarrow.Table, name: str) -> Any:
    import pyarrow.compute as pc

    return pc.and_(pc.equal(clusters.column("cluster"), name), clusters.column("canonical"))


def _pair(found: Found, ids: Sequence[str], k: int, explainer: Explainer | None) -> PairView:
    judged, first = found.judged, found.distinct.first
    evidence = explainer.explain(k) if explainer else None
    return PairView(ids[first[judged.left[k]]], ids[first[judged.right[k]]], judged.label[k], float(judged.probability[k]), evidence)
