"""What a command says on stdout when its work is done: a few lines for a person, one line of JSON for a program."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import click

from dedup.data import DUPLICATE_LABELS
from dedup.errors import OutputError


def text(manifest: dict[str, Any], out: Path) -> str:
    """A few lines on what came out of a run and where it lies."""
    counts = manifest["counts"]
    kinds = ", ".join(f"{counts[label]:,} {label}" for label in DUPLICATE_LABELS if counts[label]) or "none"
    lines = [
        f"{many(counts['documents'], 'document')}, {many(counts['groups'], 'group')} of duplicates",
        f"kept {counts['kept']:,}, removed {counts['removed']:,} ({kinds})",
        f"{many(counts['related'], 'pair')} related only, {many(counts['names'], 'name')} with several spellings",
    ]
    lines += [f"{many(counts['empty'], 'document')} without text"] if counts["empty"] else []
    lines += manifest["inputs"]["unread"]
    lines += skipped(manifest["skipped"], f"all in {out / 'manifest.json'}")
    return "\n".join([*lines, f"report: {out / 'report.html'}"])


def as_json(manifest: dict[str, Any], out: Path) -> str:
    """The same for a program: counts, warnings, records left out, seconds, files."""
    told = {name: manifest[name] for name in ("counts", "warnings", "skipped")}
    files = sorted(path.name for path in out.iterdir() if path.is_file())
    return line(dict(out=str(out), **told, seconds=manifest["run"]["seconds"], files=files))


def line(value: Any) -> str:
    """A value as one line of JSON."""
    return json.dumps(value, ensure_ascii=False)


def many(count: int, what: str) -> str:
    """A number of things in words."""
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def skipped(lines: Sequence[str], where: str) -> list[str]:
    """What to say of records that were left out."""
    return [f"{many(len(lines), 'record')} left out, {where}; the first: {lines[0]}"] if lines else []


def say(what: str) -> None:
    """Print the outcome; a reader that has left (`| head`) is no error, the work is done."""
    try:
        click.echo(what)
    except OSError as error:
        lost(error)


def complain(message: str) -> int:
    """Say on stderr what is wrong, if anybody is there to hear it; returns the exit code of what a user can cause."""
    with suppress(OSError):
        click.echo(f"dedup: {message}", err=True)
    return 2


def lost(error: OSError) -> None:
    """Give stdout up, or Python would fail on it once more at its end. Raises OutputError unless its reader has just left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if not isinstance(error, BrokenPipeError):
        raise OutputError(error.strerror or str(error), file="stdout", remedy="all else is done") from None
