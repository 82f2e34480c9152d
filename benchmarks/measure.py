"""A process measured: wall-clock seconds, and the peak of anonymous memory of it and of all that it starts."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import Any

EVERY = 0.01  # seconds between two looks at the memory


def measured(command: list[str]) -> dict[str, Any]:
    """Run a process; its wall-clock seconds, the peak of its anonymous memory in MB, and the JSON it printed last."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    peak, done = [0], Event()
    watch = Thread(target=_watch, args=(process.pid, peak, done))
    watch.start()
    out = process.communicate()[0].strip().splitlines()
    wall = time.perf_counter() - began
    done.set()
    watch.join()
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    printed = json.loads(out[-1]) if out and out[-1].startswith("{") else {}
    return dict(wall=round(wall, 3), peak_mb=round(peak[0] / 1024), **printed)


def _watch(process: int, peak: list[int], done: Event) -> None:
    while not done.wait(EVERY):
        peak[0] = max(peak[0], sum(map(anonymous, _family(process))))


def _family(process: int) -> Iterator[int]:
    """A process and all that descend from it."""
    yield process
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            started = children.read_text().split()
        except OSError:  # the thread has ended meanwhile
            continue
        for child in started:
            yield from _family(int(child))


def anonymous(process: int | str = "self") -> int:
    """kB of anonymous memory of a process; 0 where it has gone or the system does not say."""
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("RssAnon")), 0)


def alternating(
    commands: dict[str, list[str]], repeats: int, after: Callable[[], None] = lambda: None, warm: bool = False
) -> dict[str, dict[str, Any]]:
    """Median of each figure over rounds in which every command runs once; `after` each run. `warm`: a first round counts for nothing."""
    rounds: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for number in range(-warm, repeats):
        for name, command in commands.items():
            run = measured(command)
            after()
            if number >= 0:
                rounds[name].append(run)
            print(f"round {number + 1}  {name:34s} {json.dumps(run)}", file=sys.stderr, flush=True)
    return {name: _median(runs) for name, runs in rounds.items()}


def _median(runs: list[dict[str, Any]]) -> dict[str, Any]:
    figures = {key: statistics.median(run[key] for run in runs) for key in runs[0] if isinstance(runs[0][key], int | float)}
    return figures | {key: value for key, value in runs[0].items() if key not in figures}


@contextmanager
def cores(count: int | None) -> Iterator[None]:
    """What is started meanwhile has so many of the processors that this process may use; None: all."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, sorted(before)[:count])
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def kept(path: Path, result: dict[str, Any]) -> None:
    """A result written as JSON, with the day and the machine's processors."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = dict(made=time.strftime("%Y-%m-%d"), processors=len(os.sched_getaffinity(0)), python=platform.python_version())
    path.write_text(json.dumps(made | result, indent=1) + "\n")
