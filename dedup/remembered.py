"""The evidence that an earlier run wrote down, with the sentences of the documents once more: what the report draws after `regroup`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dedup import normalise, read
from dedup.confirm.alignment.sentences import segments, split
from dedup.data import Evidence, FactConflict, NameMatch, SentenceLink
from dedup.settings import Html


def text_of(record: Mapping[str, Any], *, text: Any) -> str:
    """The text of a document of the input, read by the rules that a run read it by. `text`: the column that it was given."""
    found: Any = read.read([dict(record)], text=text).texts[0].as_py()
    return found or ""


def sentences_of(text: str, *, html: Html) -> tuple[str, ...]:
    """The sentences by which a text was compared, at least one."""
    return tuple(segments(split(normalise.clean(text, html=html))) or [""])


def evidence(row: Mapping[str, Any], left: Sequence[str], right: Sequence[str]) -> Evidence | None:
    """Evidence as pairs.jsonl has it, on texts of these sentences; None if it is on other ones, as passages of a longer text are."""
    if row.get("sentences") != [len(left), len(right)]:
        return None
    links = tuple(SentenceLink(tuple(link["left"]), tuple(link["right"]), link["score"]) for link in row["links"])
    names = tuple(NameMatch(tuple(name["left"]), tuple(name["right"]), name["score"]) for name in row["names"])
    return Evidence(tuple(left), tuple(right), links, names, tuple(FactConflict(**c) for c in row["conflicts"]), row["features"])


class Remembered:
    """What explains some pairs of a finished run by evidence that is known: takes the place of an `Explainer` in the report."""

    def __init__(self, known: Mapping[int, Evidence]):
        self._known = known

    def explain(self, k: int) -> Evidence | None:
        """The evidence on judged pair `k`, if there is some."""
        return self._known.get(k)
