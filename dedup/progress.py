"""Progress on stderr: bars where a person watches, nothing otherwise."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Protocol


class Bar(Protocol):
    """What the stages use of a progress bar."""

    def update(self, n: int) -> Any: ...
    def close(self) -> Any: ...


Progress = Callable[..., Bar]


class _Silent:
    def update(self, n: int) -> None: ...
    def close(self) -> None: ...


def silent(**_: Any) -> Bar:
    """A bar that shows nothing: the default of the library."""
    return _Silent()


def terminal(*, total: int | None = None, desc: str = "", unit: str = "doc") -> Bar:
    """A tqdm bar on stderr; nothing where stderr is not a terminal."""
    from tqdm import tqdm

    if not sys.stderr.isatty():
        return silent()
    return tqdm(total=total, desc=desc, unit=unit, unit_scale=True, leave=False, file=sys.stderr, dynamic_ncols=True)
