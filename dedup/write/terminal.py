"""A judged pair, and names, as text for a terminal."""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dedup.data import DISTINCT, DUPLICATE_LABELS, Evidence, Pair, SentenceLink

CUT = 600  # characters of a sentence; the report shows all
LEAST = 40  # columns below which lines are not made shorter
STYLES = dict(strong="1", same="32", other="31", faint="2")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")  # a text must not move the cursor, nor colour anything


def is_coloured() -> bool:
    """Whether stdout is a terminal that shall have colours: see no-color.org."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int | None:
    """The columns of the terminal that stdout is, None where it is none: what reads a pipe wraps for itself."""
    return max(shutil.get_terminal_size().columns, LEAST) if sys.stdout.isatty() else None


class _Page:
    """How lines are set: in so many columns, or as they are, and with colours or without."""

    def __init__(self, columns: int | None, colours: bool):
        self._columns, self._colours = columns, colours

    def style(self, text: str, name: str) -> str:
        return f"\x1b[{STYLES[name]}m{text}\x1b[0m" if self._colours else text

    def lines(self, text: str, *, indent: int, style: str = "") -> Iterator[str]:
        """The text as lines that begin with so many spaces; of wide characters half as many fit."""
        room = None if self._columns is None else self._columns - indent
        for line in _wrapped(CONTROL.sub(" ", text), room):
            yield " " * indent + (self.style(line, style) if style else line)


def _wrapped(text: str, room: int | None) -> list[str]:
    if room is None or _columns(text) <= room:
        return [text]
    if len(text) == _columns(text):
        return textwrap.wrap(text, room, break_on_hyphens=False)
    out, used = [""], 0
    for word in re.findall(r"\s+|[\u0e00-\U0010ffff]|[^\s\u0e00-\U0010ffff]+", text):
        if used + _columns(word) > room and out[-1]:
            out, used = [*out, ""], 0
        word = word if out[-1] else word.lstrip()
        out[-1], used = out[-1] + word, used + _columns(word)
    return [line.rstrip() for line in out]


def _columns(text: str) -> int:
    """Columns that a text takes: two for a wide character, none for a mark on another."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def pair(judged: Pair, *, left: str, right: str, note: str = "", columns: int | None = None, colours: bool = False) -> str:
    """What `dedup compare` prints: verdict, names, conflicting facts, aligned sentences; each line at most so many columns."""
    evidence, page = judged.evidence, _Page(columns, colours)
    kind = "same" if judged.label in DUPLICATE_LABELS else "other" if judged.label == DISTINCT else "strong"
    left, right = (CONTROL.sub(" ", name) for name in (left, right))
    verdict = f"{left} and {right}: {page.style(judged.label, kind)}, probability {judged.probability:.3f}"
    head = [verdict, *(page.lines(note, indent=0, style="faint") if note else ())]
    parts = [head, _names(evidence, page), _conflicts(evidence, page), _links(evidence, page)]
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _names(evidence: Evidence, page: _Page) -> list[str]:
    if not evidence.names:
        return []
    rows = [f"{', '.join(name.left)}  =  {', '.join(name.right)}  ({name.score:.2f})" for name in evidence.names]
    return [page.style(f"Names that match ({len(rows)}):", "strong"), *(line for row in rows for line in page.lines(row, indent=2))]


def _conflicts(evidence: Evidence, page: _Page) -> list[str]:
    if not evidence.conflicts:
        return []
    rows = [f"{c.left}  /  {c.right}  (sentences {c.left_sentence + 1} and {c.right_sentence + 1})" for c in evidence.conflicts]
    head = page.style(f"Facts that differ in aligned sentences ({len(rows)}):", "strong")
    return [head, *(line for row in rows for line in page.lines(row, indent=2, style="other"))]


def _links(evidence: Evidence, page: _Page) -> list[str]:
    counts = f"{len(evidence.links)} of {len(evidence.left_sentences)} and {len(evidence.right_sentences)}"
    head = page.style(f"Aligned sentences ({counts}):", "strong")
    return [head, *(line for link in evidence.links for line in _link(evidence, link, page))]


def _link(evidence: Evidence, link: SentenceLink, page: _Page) -> Iterator[str]:
    yield page.style(f"  {_numbers(link.left)} - {_numbers(link.right)}  ({link.score:.2f})", "faint")
    yield from page.lines(_cut(" ".join(evidence.left_sentences[i] for i in link.left)), indent=6)
    yield from page.lines(_cut(" ".join(evidence.right_sentences[j] for j in link.right)), indent=6, style="same")


def _numbers(sentences: tuple[int, ...]) -> str:
    return "+".join(str(number + 1) for number in sentences)


def _cut(text: str) -> str:
    return text if len(text) <= CUT else text[: CUT - 1] + "…"


def names(rows: Sequence[Mapping[str, Any]]) -> str:
    """What `dedup names` prints: each person, and the spellings with their probability and number of documents."""
    if not rows:
        return "no person is spelled in several ways in documents that say the same"
    lines = []
    for row in rows:
        others = [alias for alias in row["aliases"] if alias["text"] != row["name"]]
        spelled = ", ".join(f"{alias['text']} ({alias['score']:.2f}, in {len(alias['documents'])})" for alias in others)
        lines.append(f"{row['name']}: {spelled}")
    return "\n".join(lines)
