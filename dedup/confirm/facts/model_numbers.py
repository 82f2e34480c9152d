"""Words of letters and figures, such as the numbers of models: what tells one article of a shop from the next, which is described alike."""

from __future__ import annotations

from typing import Any

import numpy as np

from dedup.compiled import kernel
from dedup.confirm.words import FIGURE, LETTERS


@kernel()
def _numbers(docs: Any, rarity: Any, d: int) -> Any:
    """The distinct words of letters and figures of a document, sorted, and the rarity of each."""
    first, last = docs.order_at[docs.sentence_at[d]], docs.order_at[docs.sentence_at[d + 1]]
    found, weight, n = np.empty(last - first, np.uint64), np.empty(last - first), 0
    for k in range(first, last):
        if docs.kind[k] & FIGURE and docs.kind[k] & LETTERS:
            found[n], weight[n] = docs.order[k], rarity[k]
            n += 1
    order = np.argsort(found[:n], kind="mergesort")
    found, weight, distinct = found[:n][order], weight[:n][order], 0
    for k in range(n):
        if k == 0 or found[k] != found[k - 1]:
            found[distinct], weight[distinct] = found[k], weight[k]
            distinct += 1
    return found[:distinct], weight[:distinct]


@kernel()
def agree(docs: Any, rarity: Any, a: int, b: int) -> float:
    """The share of these words that two documents have in common, by rarity, of the side with less; NaN where one has none."""
    (one, weight), (other, there) = _numbers(docs, rarity, a), _numbers(docs, rarity, b)
    if len(one) == 0 or len(other) == 0:
        return np.nan
    common, j = 0.0, 0
    for i in range(len(one)):
        while j < len(other) and other[j] < one[i]:
            j += 1
        if j < len(other) and other[j] == one[i]:
            common += weight[i]
    return common / max(1e-9, min(weight.sum(), there.sum()))
