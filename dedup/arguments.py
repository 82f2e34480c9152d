"""What a program passes to `find_duplicates` and `compare`: types are checked, settings put together, errors speak of arguments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from dedup.errors import DedupError, UsageError, expect, in_arguments
from dedup.names import known as knowledge
from dedup.settings import Settings

PATH = (str, Path)
EXPECTED: dict[str, tuple[Any, str]] = {
    "settings": (Settings, "a Settings"),
    "encoder": (PATH, "a model's name or folder"),
    "device": (str, "a str as torch names it"),
    "calibration": (PATH, "the path of a manifest.json"),
    "names_model": (str, "a str, spacy:MODEL or gliner:MODEL"),
    "text": ((str, list, tuple), "the name of a column"),
    "id": (str, "the name of a column"),
    "skip_bad": (bool, "True or False"),
    "evidence": (str, "asked, all or none"),
    "progress": (Callable, "a function that makes a bar, as dedup.progress.terminal"),
    "left": (str, "a str, the text"),
    "right": (str, "a str, the text"),
}
TRIPLES = 'a path, or rows of (name, alias, "same" or "different")'


@contextmanager
def spoken() -> Iterator[None]:
    """Let errors name arguments in place of the command's options."""
    try:
        yield
    except DedupError as error:
        raise error.told(in_arguments) from None


def check(**given: Any) -> None:
    """Raise TypeError for the first of these arguments that is of another type than EXPECTED; None is a missing one, but for a text."""
    for name, value in given.items():
        if value is not None or name in ("left", "right"):
            expect(name, value, *EXPECTED[name])


def settings(given: Settings | None, **changes: Any) -> Settings:
    """The settings that were given, else the default ones, with these changes as far as they are not None."""
    return replace(given or Settings(), **{name: value for name, value in changes.items() if value is not None})


def known(given: str | Path | Iterable[tuple[str, str, str]] | None) -> knowledge.Known:
    """What a user knows of names, from a file or from rows."""
    if given is None:
        return knowledge.Known([], [])
    if isinstance(given, PATH):
        return knowledge.read(given)
    expect("known", given, Iterable, TRIPLES)
    return knowledge.of_rows(given)


def evidence(given: str | None) -> str:
    """What evidence of pairs a result has: asked, all or none. Raises UsageError for anything else."""
    if given not in (None, "asked", "all", "none"):
        raise UsageError(f"evidence={given!r} is not known", remedy="use asked, all or none")
    return given or "asked"


def refuse_idle(find: str, **given: Any) -> None:
    """Raise UsageError for an argument that was given and does nothing in this search."""
    for name, value in given.items():
        if value is not None and find != "variants":
            raise UsageError(f"{name} does nothing with --find {find}", remedy="leave it out, or search otherwise")
