"""Errors a user can cause: one line that names file, line and remedy. Anything else is a bug and keeps its traceback."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

DISTRIBUTION = "dedup-documents"  # what pip calls the package; another project has the name `dedup`


# An option in a message, with the value behind it if that is a placeholder (COL) or one of the words that options take.
OPTION = re.compile(
    r"--(text|id|skip-bad|keep|find|jaccard|threshold|html|encoder|device|calibration|names-model|known|delimiter|quoting)\b"
    r"(?: ([A-Z]{2,}\b|field:\w+|(?:exact|near|variants|longest|first|newest|main|none|row)\b))?"
)
IN_PYTHON = {  # what a program reads in place of words that fit the command alone
    "check the path": "check the path; texts are given as a list",
    "look at report.html": "look at the pairs of the result",
}
SETTING = re.compile(r"^([a-z]+)='?(.*?)'? (is|separates) ", re.S)  # how Settings begins what it says of a value
SHOWN, NAMES = 80, 400  # characters of an id or a name, and of a list of names, that an error shows
Error = TypeVar("Error", bound="DedupError")


class DedupError(Exception):
    """Base of every error that the command line prints as one line, with exit code 2."""

    def __init__(self, message: str, *, file: str | Path | None = None, line: int | None = None, remedy: str | None = None):
        self.message, self.file, self.line, self.remedy = message, file, line, remedy
        super().__init__(self._one_line())

    def told(self: Error, say: Callable[[str], str]) -> Error:
        """The same error in other words."""
        return type(self)(say(self.message), file=self.file, line=self.line, remedy=self.remedy and say(self.remedy))

    def _one_line(self) -> str:
        place = f"{self.file}:{self.line}: " if self.file and self.line else f"{self.file}: " if self.file else ""
        advice = f" ({self.remedy})" if self.remedy else ""
        return " ".join(f"{place}{self.message}{advice}".split())


class DataError(DedupError):
    """The input cannot be used: unreadable, malformed, without text, with ids that repeat."""


class UsageError(DedupError):
    """The call cannot be carried out: contradicting options, an unknown encoder."""


class OutputError(DedupError):
    """The output cannot be written where it was asked for."""


class ModelError(DedupError):
    """A model's file is damaged or was made for other features."""


def needs(what: str, package: str, extra: str) -> UsageError:
    """What to raise where a package is missing that an extra brings."""
    return UsageError(f"{what} needs the package {package}", remedy=f"the extra {extra} brings it: pip install '{DISTRIBUTION}[{extra}]'")


def in_arguments(text: str) -> str:
    """A message of the command as a program reads it: its options are arguments there.

    >>> in_arguments("name another column with --id COL, or leave such records out with --skip-bad; see --find near")
    "name another column with id=COL, or leave such records out with skip_bad=True; see find='near'"
    """
    for said, meant in IN_PYTHON.items():
        text = text.replace(said, meant)
    return OPTION.sub(_argument, text)


def _argument(option: re.Match[str]) -> str:
    name, value = option[1].replace("-", "_"), option[2]
    if name == "skip_bad":
        return "skip_bad=True"
    return name if value is None else f"{name}={value}" if value.isupper() else f"{name}={value!r}"


def in_options(text: str) -> str:
    """What Settings says of a value as the command's user reads it.

    >>> in_options("threshold=2.0 is out of range")
    '--threshold 2.0 is out of range'
    """
    return SETTING.sub(r"--\1 \2 \3 ", text)


def shown(name: str | None) -> str:
    """A name or an id as an error has it, its end left out if it is long.

    >>> shown("a" * 90).endswith("aaa…'")
    True
    """
    return repr(name if name is None or len(name) <= SHOWN else name[:SHOWN] + "…")


def listed(names: Iterable[str]) -> str:
    """The first of some names, each cut to a length, and how many there are if these are not all.

    >>> listed(["id", "text"]), listed([]), listed(map(str, range(1000)))[-18:]
    ('id, text', 'none', ', … (1,000 in all)')
    """
    every, told, room = list(names), list[str](), NAMES
    for name in every:
        own = name if len(name) <= SHOWN else name[:SHOWN] + "…"
        room -= len(own) + 2
        if room < 0:
            return f"{', '.join(told)}, … ({len(every):,} in all)"
        told.append(own)
    return ", ".join(told) or "none"


def expect(name: str, value: Any, kind: Any, what: str) -> None:
    """Raise TypeError where the argument is no instance of this type or these types; True is no number."""
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise TypeError(f"{name} is expected to be {what}, not {type(value).__name__}: {repr(value)[:80]}")


def reason(error: Exception) -> str:
    """What an error says, without the number and the file of one of the system's.

    >>> reason(FileNotFoundError(2, "No such file or directory", "a.csv")), reason(ValueError("it is no file"))
    ('No such file or directory', 'it is no file')
    """
    return getattr(error, "strerror", None) or str(error)
