"""Progress on stderr: bars where a person watches, nothing otherwise; and the seconds each stage took."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Any, Protocol


class Bar(Protocol):
    """What the stages use of a progress bar: so many more are done, and the stage is over. What these return is not looked at."""

    def update(self, n: int) -> object: ...
    def close(self) -> object: ...


class Progress(Protocol):
    """What is called at the beginning of each stage and gives its bar: `terminal`, `silent`, or a program's own.

    `total`: how many there are to do, None if nobody knows; `desc`: the name of the stage; `unit`: what is counted.
    """

    def __call__(self, *, total: int | None, desc: str, unit: str) -> Bar: ...


class _Silent:
    def update(self, n: int) -> None: ...
    def close(self) -> None: ...


NO_BAR: Bar = _Silent()


def silent(**_: Any) -> Bar:
    """A bar that shows nothing: the default of the library."""
    return NO_BAR


def terminal(*, total: int | None = None, desc: str = "", unit: str = "doc") -> Bar:
    """A tqdm bar on stderr; nothing where stderr is not a terminal."""
    from tqdm import tqdm

    if not sys.stderr.isatty():
        return silent()
    return tqdm(total=total, desc=f"{desc:>11}", unit=unit, unit_scale=True, leave=False, file=sys.stderr, dynamic_ncols=True)


class Stages:
    """Opens the bar of each stage and keeps its seconds, in the order of the run."""

    def __init__(self, progress: Progress = silent):
        self._progress = progress
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str, *, total: int | None = None, unit: str = "doc") -> Iterator[Bar]:
        began, bar = perf_counter(), self._progress(total=total, desc=name, unit=unit)
        try:
            yield bar
        finally:
            bar.close()
            self.seconds[name] = round(self.seconds.get(name, 0.0) + perf_counter() - began, 3)
