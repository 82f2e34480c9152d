"""The facts of two runs of aligned sentences beside each other: how many are the same, how many differ."""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.compiled import kernel
from dedup.confirm.facts.codes import told


@kernel()
def facts_compared(docs: Any, a: int, b: int, i: int, ni: int, j: int, nj: int) -> Any:
    """How many facts two runs of sentences both tell, how many differ, and how many the other document tells nowhere."""
    if docs.fact_at[i] == docs.fact_at[i + ni] or docs.fact_at[j] == docs.fact_at[j + nj]:
        return 0, 0, 0
    x = np.unique(docs.fact_keys[docs.fact_at[i] : docs.fact_at[i + ni]])
    y = np.unique(docs.fact_keys[docs.fact_at[j] : docs.fact_at[j + nj]])
    missing = len(x) - told(x, docs.all_facts[docs.all_fact_at[b] : docs.all_fact_at[b + 1]], False)[0]
    instead = len(y) - told(y, docs.all_facts[docs.all_fact_at[a] : docs.all_fact_at[a + 1]], False)[0]
    one, other = told(x, y, True)[0], told(y, x, True)[0]
    differ = min(len(x) - one, len(y) - other)
    return min(one, other), differ, min(differ, missing, instead)
