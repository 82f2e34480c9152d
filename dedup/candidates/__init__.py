"""Three views that bring candidate pairs, each `find(...) -> Candidates`; `find_all` unites them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from dedup.data import Packed
    from dedup.encoder import Encoder
    from dedup.settings import Settings


def find_all(
    packed: Packed, *, settings: Settings, encoder: Encoder, texts: Callable[[np.ndarray], list[str]], workers: int
) -> tuple[np.ndarray, np.ndarray]:
    """Sorted distinct pairs of all three views, for callers that do not need to know which view found them."""
    from dedup.pipeline import candidate_views, unite

    return unite(candidate_views(packed, settings=settings, encoder=encoder, texts=texts, workers=workers), len(packed.offsets) - 1)
