"""Errors a user can cause: one line that names file, line and remedy. Anything else is a bug and keeps its traceback."""

from __future__ import annotations

from pathlib import Path


DISTRIBUTION = "dedup-documents"  # what pip calls the package; another project has the name `dedup`


class DedupError(Exception):
    """Base of every error that the command line prints as one line, with exit code 2."""

    def __init__(self, message: str, *, file: str | Path | None = None, line: int | None = None, remedy: str | None = None):
        self.message, self.file, self.line, self.remedy = message, file, line, remedy
        super().__init__(self._one_line())

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
