"""Find documents that say the same thing: exact copies, edited copies and translation variants.

>>> import dedup
>>> dedup.compare("The museum opens on Monday.", "The museum opens on Monday.").label
'exact'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"  # setup.cfg reads it here

if TYPE_CHECKING:
    from dedup import progress as progress
    from dedup.api import compare as compare
    from dedup.api import find_duplicates as find_duplicates
    from dedup.data import Alias as Alias
    from dedup.data import Evidence as Evidence
    from dedup.data import FactConflict as FactConflict
    from dedup.data import NameEntry as NameEntry
    from dedup.data import NameMatch as NameMatch
    from dedup.data import Pair as Pair
    from dedup.data import SentenceLink as SentenceLink
    from dedup.errors import DataError as DataError
    from dedup.errors import DedupError as DedupError
    from dedup.errors import ModelError as ModelError
    from dedup.errors import OutputError as OutputError
    from dedup.errors import UsageError as UsageError
    from dedup.names.similarity import name_similarities as name_similarities
    from dedup.names.similarity import name_similarity as name_similarity
    from dedup.outcome import JudgedPair as JudgedPair
    from dedup.outcome import PairEvidence as PairEvidence
    from dedup.outcome import Result as Result
    from dedup.settings import Settings as Settings

# Where each public name lives. They load on first use, so that `import dedup` costs next to nothing.
_HOME = {
    "dedup.api": ("compare", "find_duplicates"),
    "dedup.data": ("Alias", "Evidence", "FactConflict", "NameEntry", "NameMatch", "Pair", "SentenceLink"),
    "dedup.errors": ("DataError", "DedupError", "ModelError", "OutputError", "UsageError"),
    "dedup.names.similarity": ("name_similarities", "name_similarity"),
    "dedup.outcome": ("JudgedPair", "PairEvidence", "Result"),
    "dedup.settings": ("Settings",),
}
__all__ = sorted([*(name for names in _HOME.values() for name in names), "progress"])

if not TYPE_CHECKING:  # or a type checker would take any name for one of ours

    def __getattr__(name: str) -> Any:
        if name == "progress":
            return import_module("dedup.progress")
        for module, names in _HOME.items():
            if name in names:
                return globals().setdefault(name, getattr(import_module(module), name))
        raise AttributeError(f"module 'dedup' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *__all__]
