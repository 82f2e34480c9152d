"""The report: one HTML page that shows the groups, why each pair belongs together, and the names. No disk, no network.

The page is read as it lies, perhaps with texts that somebody wrote to attack its reader. So every text is escaped, by the
template or in `drawn`, and a content security policy lets run only our own style and script, by their digests.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from dedup.data import EXACT, EXCERPT, NEAR_DUPLICATE, RELATED, REWORDED, TRANSLATION_VARIANT, Evidence, SentenceLink
from dedup.write import drawn
from dedup.write.drawn import Row, Segment

# What a browser opens at once and a person still reads. All the rest stands in the files beside the report.
GROUPS, MEMBERS, PAIRS, RELATED_PAIRS, NAMES, SPELLINGS = 200, 50, 10, 200, 200, 30
ROWS = 400  # of two texts side by side
SENTENCE = 4_000  # characters; books are aligned by long runs of sentences
CHARACTERS = 2_000_000  # of text in the whole page, which it makes about 15 MB; pairs after that show their verdict alone
LIMITS = {"related": RELATED_PAIRS, "names": NAMES, "spellings": SPELLINGS, "legend": 30, "list": 20}

LABELS = {  # the most interesting first: what other tools do not find
    TRANSLATION_VARIANT: "same content in two languages, or worded independently",
    REWORDED: "same content, same language, partly other words",
    EXCERPT: "one contained in the other",
    NEAR_DUPLICATE: "same wording, edited",
    EXACT: "same content, but for markup and white space",
    RELATED: "same event or template, other content",
}
# Thai, Lao, Burmese, Khmer, kana, Han: no spaces between words, so that a name may begin anywhere.
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
)
FIGURE_BEFORE, FIGURE_AFTER = re.compile(r"\d[.,]?$"), re.compile(r"[.,]?\d")


class PairView(NamedTuple):
    """Two document ids, the verdict on them, and its evidence; without evidence only the verdict is shown."""

    left: str
    right: str
    label: str
    probability: float
    evidence: Evidence | None


class MemberView(NamedTuple):
    """A document of a group: its label and probability towards the canonical document, which itself may be left out."""

    id: str
    label: str
    probability: float


class GroupView(NamedTuple):
    """A group of `size` documents. `members` and `pairs` may be a part of them; `pair_total` counts all pairs."""

    cluster: str
    canonical: str
    members: list[MemberView]
    pairs: list[PairView]
    size: int
    pair_total: int = 0


@dataclass(frozen=True, slots=True)
class ReportView:
    """What the page shows. Lists may be parts of the whole, whose number the `_total` gives.

    `counts`: documents, groups, kept, removed; removed documents by label; related (pairs), refused (merges), skipped
    (records), empty (documents); other keys appear under their own names. `names`: rows as in names.jsonl.
    `manifest`: as in manifest.json, shown folded. `meanings`: one line for each feature. `warnings`: reasons to doubt what was
    found, shown before all else. `left_out`: why pairs have no evidence."""

    title: str
    counts: dict[str, int]
    groups: list[GroupView]
    group_total: int
    related: list[PairView]
    related_total: int
    names: list[dict[str, Any]]
    name_total: int
    manifest: dict[str, Any]
    meanings: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    left_out: str = ""


class Mark(NamedTuple):
    """What to look for in a sentence: `kind` name or conflict, `number` its place in the evidence from 1."""

    surface: str
    kind: str
    number: int


class PairPage(NamedTuple):
    """A pair as the template draws it; `more` counts the rows left out."""

    pair: PairView
    why: str
    rows: list[Row]
    more: int


class GroupPage(NamedTuple):
    """A group as the template draws it: its labels, its members but the canonical one, its pairs in order."""

    group: GroupView
    labels: list[str]
    members: list[MemberView]
    pairs: list[PairPage]
    more_pairs: int


def render(view: ReportView) -> str:
    """The page, as text to be written in UTF-8."""
    import jinja2
    from markupsafe import Markup

    own = Path(__file__)
    css, js = (own.with_suffix(suffix).read_text("utf-8") for suffix in (".css", ".js"))
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.globals.update(limits=LIMITS, labels=LABELS, texts=drawn.texts, measurements=drawn.measurements, share=drawn.share)
    template = environment.from_string(own.with_suffix(".html").read_text("utf-8"))
    groups = _group_pages(in_order(view.groups)[:GROUPS])
    return template.render(view=view, groups=groups, css=Markup(css), js=Markup(js), policy=_policy(css, js)).strip() + "\n"


def in_order(groups: list[GroupView]) -> list[GroupView]:
    """The groups as the page shows them: those with translation variants first, then by label, large before small."""

    def interest(group: GroupView) -> tuple[int, int, str]:
        return min(map(_rank, _labels(group)), default=len(LABELS)), -group.size, group.cluster

    return sorted(groups, key=interest)


def why(pair: PairView) -> str:
    """What speaks for the verdict, in a sentence.

    >>> why(PairView("a", "b", EXACT, 1.0, None))
    'same content, but for markup and white space'
    """
    evidence = pair.evidence
    if evidence is None:
        return LABELS.get(pair.label, "no evidence kept")
    left = sum(len(link.left) for link in evidence.links), len(evidence.left_sentences)
    right = sum(len(link.right) for link in evidence.links), len(evidence.right_sentences)
    sides = [f"{linked:,} of {total:,}" for linked, total in ((left,) if left == right else (left, right))]
    names, conflicts = _count(len(evidence.names), "name"), _count(len(evidence.conflicts), "conflicting fact")
    return f"{' and '.join(sides)} sentences aligned; {names} matched; {conflicts}"


def layout(evidence: Evidence) -> list[SentenceLink]:
    """The links in order, and between them, with nothing on the other side, the sentences that no link has."""
    rows, i, j = [], 0, 0
    end = SentenceLink((len(evidence.left_sentences),), (len(evidence.right_sentences),), 0.0)
    for link in (*sorted(evidence.links), end):
        rows += [SentenceLink((k,), (), 0.0) for k in range(i, link.left[0])]
        rows += [SentenceLink((), (k,), 0.0) for k in range(j, link.right[0])]
        rows.append(link)
        i, j = link.left[-1] + 1, link.right[-1] + 1
    return rows[:-1]


def segments(sentence: str, marks: list[Mark]) -> list[Segment]:
    """The sentence in stretches that give it back when joined; conflicts come before names, then long before short.

    >>> [s.text for s in segments("Xi met Xiao.", [Mark("Xi", "name", 1)])]
    ['Xi', ' met Xiao.']
    """
    out, at = [], 0
    for start, end, mark in sorted(_found(sentence, marks)):
        out += [Segment(sentence[at:start]), Segment(sentence[start:end], mark.kind, mark.number)]
        at = end
    return [s for s in (*out, Segment(sentence[at:])) if s.text]


def _group_pages(groups: list[GroupView]) -> Iterator[GroupPage]:
    room = CHARACTERS
    for group in groups:
        pairs = []
        for pair in sorted(group.pairs, key=lambda pair: _rank(pair.label))[:PAIRS]:
            pairs.append(_pair_page(pair, rows=ROWS if room > 0 else 0))
            room -= sum(len(s.text) for row in pairs[-1].rows for sentence in (*row.left, *row.right) for s in sentence)
        members = [member for member in group.members if member.id != group.canonical][:MEMBERS]
        yield GroupPage(group, _labels(group), members, pairs, max(group.pair_total, len(group.pairs)) - len(pairs))


def _pair_page(pair: PairView, *, rows: int) -> PairPage:
    if pair.evidence is None:
        return PairPage(pair, why(pair), [], 0)
    links = layout(pair.evidence)
    return PairPage(pair, why(pair), list(_rows(pair.evidence, links[:rows])), max(0, len(links) - rows))


def _rows(evidence: Evidence, links: list[SentenceLink]) -> Iterator[Row]:
    on_left, on_right = _marks(evidence, left=True), _marks(evidence, left=False)
    for link in links:
        left = [_drawn(evidence.left_sentences[i], on_left.get(i, on_left[-1])) for i in link.left]
        right = [_drawn(evidence.right_sentences[i], on_right.get(i, on_right[-1])) for i in link.right]
        yield Row(left, right, link.score if left and right else None)


def _drawn(sentence: str, marks: list[Mark]) -> list[Segment]:
    rest = len(sentence) - SENTENCE
    return segments(sentence[:SENTENCE], marks) + ([Segment("", "cut", rest)] if rest > 0 else [])


def _marks(evidence: Evidence, *, left: bool) -> dict[int, list[Mark]]:
    """What to mark on one side: under a sentence's number there, under -1 elsewhere."""
    sides = [(m.left if left else m.right) for m in evidence.names]
    names = [Mark(spelling, "name", number) for number, spellings in enumerate(sides, 1) for spelling in spellings]
    marks = {-1: names}
    for number, c in enumerate(evidence.conflicts, 1):
        sentence, surface = (c.left_sentence, c.left) if left else (c.right_sentence, c.right)
        marks[sentence] = [Mark(surface, "conflict", number), *marks.get(sentence, names)]
    return marks


def _found(sentence: str, marks: list[Mark]) -> list[tuple[int, int, Mark]]:
    spans: list[tuple[int, int, Mark]] = []
    text = _ascii_digits(sentence)  # as facts are read
    for mark in sorted(marks, key=lambda mark: (mark.kind == "name", -len(mark.surface))):
        for start in _occurrences(text, _ascii_digits(mark.surface)):
            end = start + len(mark.surface)
            if all(end <= s or e <= start for s, e, _ in spans):
                spans.append((start, end, mark))
    return spans


def _occurrences(text: str, surface: str) -> Iterator[int]:
    """Where the surface stands as whole words; in scripts without spaces, anywhere."""
    start = text.find(surface) if surface else -1
    while start >= 0:
        if not _joined(text, start) and not _joined(text, start + len(surface)):
            yield start
        start = text.find(surface, start + 1)


def _joined(text: str, at: int) -> bool:
    """Whether a word or a figure goes on across this place.

    >>> _joined("2017", 2), _joined("5,000", 1), _joined("Xiao", 2), _joined("11th", 2), _joined("习近平", 1)
    (True, True, True, False, False)
    """
    before, after = text[max(0, at - 2) : at], text[at : at + 2]
    if FIGURE_BEFORE.search(before) and FIGURE_AFTER.match(after):
        return True
    return _letter(before[-1:]) and _letter(after[:1])


def _letter(c: str) -> bool:
    """Whether the character, if there is one, makes a word together with the letters beside it."""
    return bool(c) and (c.isalpha() or unicodedata.category(c)[0] == "M") and not UNSPACED.match(c)


def _ascii_digits(text: str) -> str:
    return text if text.isascii() else "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _labels(group: GroupView) -> list[str]:
    return sorted({m.label for m in group.members if m.id != group.canonical}, key=_rank)


def _rank(label: str) -> int:
    return list(LABELS).index(label) if label in LABELS else len(LABELS)


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"


def _policy(css: str, js: str) -> str:
    """The content security policy that allows this style and this script and nothing else, nothing from the net."""
    style, script = (base64.b64encode(hashlib.sha256(code.encode()).digest()).decode() for code in (css, js))
    return f"default-src 'none'; style-src 'sha256-{style}'; script-src 'sha256-{script}'; base-uri 'none'; form-action 'none'"
