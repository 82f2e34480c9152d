"""What stays the same from the first stage of a run to the last. The entries of the stages take it; functions below take plain values."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from dedup.candidates import languages
from dedup.data import Scale
from dedup.encoder import Encoder, shipped
from dedup.progress import Stages
from dedup.settings import Settings

if TYPE_CHECKING:
    from dedup.confirm.calibration.calibrated import Model


def shipped_model() -> Model:
    """The calibrated model that comes with the package. Its kernels load with it, and wording alone needs none of them."""
    from dedup.confirm.calibration import calibrated

    return calibrated.load()


@dataclass(frozen=True, slots=True)
class Run:
    """The settings of a run, its models, which load when they are called for, and where its arrays and its progress go.

    `second`: an encoder that is too slow for all candidates; it judges what the first leaves undecided. `learned`: the table
    of the languages that the first one knows. `folder`: a private one that large arrays are mapped from, so that they need no
    memory of their own. `scale`: that of another collection, in place of this one's own.
    """

    settings: Settings = field(default_factory=Settings)
    encoder: Callable[[], Encoder] = shipped
    second: Callable[[], Encoder] | None = None
    learned: Path = languages.MODEL
    model: Callable[[], Model] = shipped_model
    scale: Scale | None = None
    folder: Path | None = None
    stages: Stages = field(default_factory=Stages)

    @property
    def workers(self) -> int:
        """Threads, at least one."""
        return self.settings.workers or os.cpu_count() or 1
