"""A judged pair as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dedup.data import Evidence, Pair, SentenceLink

CUT = 110  # characters of a sentence; the report shows all


def pair(judged: Pair, *, left: str, right: str) -> str:
    """What `dedup compare` prints: verdict, names, conflicting facts, aligned sentences."""
    evidence = judged.evidence
    head = f"{left} and {right}: {judged.label}, probability {judged.probability:.3f}"
    parts = [_names(evidence), _conflicts(evidence), _links(evidence)]
    return "\n\n".join([head, *("\n".join(lines) for lines in parts if lines)])


def _names(evidence: Evidence) -> list[str]:
    if not evidence.names:
        return []
    rows = [f"  {', '.join(name.left)}  =  {', '.join(name.right)}  ({name.score:.2f})" for name in evidence.names]
    return [f"Names that match ({len(rows)}):", *rows]


def _conflicts(evidence: Evidence) -> list[str]:
    if not evidence.conflicts:
        return []
    rows = [f"  {c.left}  /  {c.right}  (sentences {c.left_sentence + 1} and {c.right_sentence + 1})" for c in evidence.conflicts]
    return [f"Facts that differ in aligned sentences ({len(rows)}):", *rows]


def _links(evidence: Evidence) -> list[str]:
    counts = f"{len(evidence.links)} of {len(evidence.left_sentences)} and {len(evidence.right_sentences)}"
    return [f"Aligned sentences ({counts}):", *(line for link in evidence.links for line in _link(evidence, link))]


def _link(evidence: Evidence, link: SentenceLink) -> Iterator[str]:
    yield f"  {_numbers(link.left)} - {_numbers(link.right)}  ({link.score:.2f})"
    yield f"      {_cut(' '.join(evidence.left_sentences[i] for i in link.left))}"
    yield f"      {_cut(' '.join(evidence.right_sentences[j] for j in link.right))}"


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
