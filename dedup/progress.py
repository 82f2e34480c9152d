"""Progress on stderr: bars where a person watches, lines of a log otherwise; and the seconds that each stage took.

A stage counts what it does. One that does several things in turn opens a bar for each, a step: a bar at 100 % while another thing
is going on would tell nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from threading import Thread
from time import perf_counter, sleep
from typing import Any, Protocol

EVERY = 30.0  # seconds between two lines on a stage that goes on, where nobody watches a bar
STEPS = "step"  # the unit of a stage that shows its steps


class Bar(Protocol):
    """What the stages use of a progress bar: so many more are done, and the stage is over. What these return is not looked at."""

    def update(self, n: int) -> object: ...
    def close(self) -> object: ...


class Progress(Protocol):
    """What is called at the beginning of each stage, and of each part of one, and gives its bar: `terminal`, `silent`, a program's own.

    `total`: how many there are to do, None if nobody knows; `desc`: the name of the stage; `unit`: what is counted.
    """

    def __call__(self, *, total: int | None, desc: str, unit: str) -> Bar: ...


Step = Callable[..., AbstractContextManager[Bar]]
"""step(name, total=None, unit="doc"): opens the bar of a part of a stage."""


class _Silent:
    def update(self, n: int) -> None: ...
    def close(self) -> None: ...


NO_BAR: Bar = _Silent()


def silent(**_: Any) -> Bar:
    """A bar that shows nothing: the default of the library."""
    return NO_BAR


def no_step(name: str, *, total: int | None = None, unit: str = "doc") -> AbstractContextManager[Bar]:
    """A step that shows nothing."""
    return nullcontext(NO_BAR)


def terminal(*, total: int | None = None, desc: str = "", unit: str = "doc") -> Bar:
    """A tqdm bar on stderr; nothing where stderr is not a terminal, and for a stage that shows its steps."""
    from tqdm import tqdm

    if not is_watched() or unit == STEPS:
        return silent()
    bar = dict(unit=unit, unit_scale=True, leave=False, file=sys.stderr, dynamic_ncols=True, mininterval=0.05)
    return tqdm(total=total, desc=f"{desc:>11}", **bar)


def is_watched() -> bool:
    """Whether stderr is a terminal; it may have been closed."""
    return sys.stderr is not None and sys.stderr.isatty()


class Log:
    """A line on stderr at the end of each stage, with `verbose` of each step too, and one every EVERY seconds meanwhile.

    `bars`: what is shown beside; a person who watches bars is told no seconds.
    """

    def __init__(self, *, verbose: bool = False, bars: Progress = silent):
        self._verbose, self._bars, self._open = verbose, bars, list[_Logged]()
        self._began = perf_counter()
        if bars is silent:
            Thread(target=self._watch, daemon=True).start()

    def __call__(self, *, total: int | None = None, desc: str = "", unit: str = "doc") -> Bar:
        """Open a bar."""
        bar = _Logged(self, self._bars(total=total, desc=desc, unit=unit), desc, total, unit)
        self._open.append(bar)
        return bar

    def closed(self, bar: _Logged) -> None:
        """Say what a stage has done, unless an error ends it: then that is all there is to say."""
        self._open.remove(bar)
        if sys.exc_info()[0] is None and (self._verbose or ":" not in bar.name):
            say(f"{bar.name}: {bar.done()}{perf_counter() - bar.began:.1f} s")

    def _watch(self) -> None:
        while True:
            sleep(EVERY)
            for bar in self._open[-1:]:
                say(f"{bar.name}: {bar.done()}{perf_counter() - self._began:.0f} s since the start")


class _Logged:
    """An open bar of a log."""

    def __init__(self, log: Log, shown: Bar, name: str, total: int | None, unit: str):
        self._log, self._shown, self.name, self._total, self._unit = log, shown, name, total, unit
        self._count, self.began = 0, perf_counter()

    def update(self, n: int) -> None:
        self._count += n
        self._shown.update(n)

    def close(self) -> None:
        self._shown.close()
        self._log.closed(self)

    def done(self) -> str:
        """What was counted so far, as the beginning of a sentence on how long it took."""
        if not self._count or self._unit == STEPS:
            return ""
        whole = f" of {self._total:,}" if self._total and self._count != self._total else ""
        share = f" ({self._count / self._total:.0%})" if whole and self._total else ""
        return f"{self._count:,}{whole} {self._unit}{'' if self._count == 1 and not whole else 's'}{share}, "


def say(what: str) -> None:
    """A line on stderr. One that cannot be written, as the disk of a log is full, is lost: the run is not."""
    with suppress(OSError, AttributeError):  # stderr is None where it was closed
        sys.stderr.write(f"dedup: {what}\n")  # in one piece, as threads speak too
        sys.stderr.flush()


def chosen(*, quiet: bool = False, verbose: bool = False) -> Progress:
    """What a command shows: bars in a terminal, a log elsewhere, nothing if it shall be quiet."""
    from dedup import compiled

    compiled.announce(None if quiet else say)
    if quiet:
        return silent
    if is_watched():
        return Log(verbose=True, bars=terminal) if verbose else terminal
    return Log(verbose=verbose)


class Stages:
    """Opens the bar of each stage and keeps its seconds, in the order of the run."""

    def __init__(self, progress: Progress = silent):
        self._progress, self._stage, self._whole = progress, "", NO_BAR
        self.seconds: dict[str, float] = {}

    @contextmanager
    def __call__(self, name: str, *, total: int | None = None, unit: str = "doc") -> Iterator[Bar]:
        """A stage that counts one thing."""
        began, bar = perf_counter(), self._progress(total=total, desc=name, unit=unit)
        self._stage, self._whole = name, bar if unit == STEPS else NO_BAR
        try:
            yield bar
        finally:
            bar.close()
            self.seconds[name] = round(self.seconds.get(name, 0.0) + perf_counter() - began, 3)

    def of_steps(self, name: str) -> AbstractContextManager[Bar]:
        """A stage that does several things, each with a bar of its own: see `step`."""
        return self(name, unit=STEPS)

    @contextmanager
    def step(self, name: str, *, total: int | None = None, unit: str = "doc") -> Iterator[Bar]:
        """A part of the stage that goes on, with a bar of its own."""
        bar, whole = self._progress(total=total, desc=f"{self._stage}: {name}", unit=unit), self._whole
        try:
            yield bar
        finally:
            bar.close()
        whole.update(1)


def counted(items: Any, bar: Bar, *, each: Callable[[Any], int] = lambda _: 1) -> Iterator[Any]:
    """The same items; each one moves the bar when the next is asked for, which is when it is done."""
    for item in items:
        yield item
        bar.update(each(item))


def in_chunks(parts: Any, bar: Bar, *, size: int, total: int) -> Iterator[Any]:
    """The same parts, each of `size` things but for the last, `total` in all; each moves the bar by these."""
    for number, part in enumerate(parts):
        yield part
        bar.update(min(size, total - number * size))
