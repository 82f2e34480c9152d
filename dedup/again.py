"""Pairs of a finished run explained once more from their texts: what was not written down and is looked at now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from dedup import normalise, remembered
from dedup.api import Models
from dedup.candidates import languages
from dedup.candidates.minhash import pack
from dedup.data import Evidence
from dedup.settings import Html, Settings

Sides = Mapping[int, tuple[int, int]]
"""The two contents of each pair, by the number of the pair."""


def explained(rows: Mapping[int, Mapping[str, Any]], sides: Sides, texts: Mapping[int, str], *, html: Html) -> dict[int, Evidence]:
    """The evidence on each pair, as it was written in `rows` if it was, else found again. `texts`: of the contents."""
    sentences = {content: remembered.sentences_of(text, html=html) for content, text in texts.items()}
    told = {k: remembered.evidence(rows.get(k, {}), sentences[left], sentences[right]) for k, (left, right) in sides.items()}
    found = _found({k: sides[k] for k, evidence in told.items() if evidence is None}, texts, html)
    measured = {k: rows.get(k, {}).get("features") or evidence.features for k, evidence in found.items()}  # as they led to the verdict
    return {k: evidence for k, evidence in told.items() if evidence} | {
        k: Evidence(one.left_sentences, one.right_sentences, one.links, one.names, one.conflicts, measured[k]) for k, one in found.items()
    }


def _found(sides: Sides, texts: Mapping[int, str], html: Html) -> dict[int, Evidence]:
    """The evidence on pairs whose documents are a collection by themselves."""
    if not sides:
        return {}
    from dedup.confirm import judge
    from dedup.confirm.evidence import Explainer

    contents = sorted({content for pair in sides.values() for content in pair})
    packed = pack([normalise.clean(texts[content], html=html) for content in contents])
    left, right = np.searchsorted(contents, np.array(list(sides.values()), np.int64).reshape(-1, 2)).T
    run = Models().run(Settings())
    prepared = judge.prepare(packed, left, right, language=languages.detect(packed, run.learned), run=run)
    explainer = Explainer(prepared, judge.judge(prepared, left, right, run=run))
    explainer.match(range(len(left)))
    return {k: explainer.explain(n) for n, k in enumerate(sides)}
