"""The texts of a pair and its measurements as HTML: what the report has by the thousand, for which its template is too slow.

Every text is escaped here, as the template escapes all else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from dedup.data import Evidence

if TYPE_CHECKING:
    from markupsafe import Markup


class Segment(NamedTuple):
    """A stretch of a sentence. `kind`: text, name, conflict, or cut for as many characters as `number` left out."""

    text: str
    kind: str = "text"
    number: int = 0


class Row(NamedTuple):
    """Linked sentences side by side, with their similarity; or one sentence alone, with an empty list opposite."""

    left: list[list[Segment]]
    right: list[list[Segment]]
    score: float | None


def texts(rows: Sequence[Row], evidence: Evidence, left_id: str, right_id: str) -> Markup:
    """The two texts side by side."""
    from markupsafe import Markup, escape

    items = []
    for row in rows:
        left, right = _side(row.left, evidence, "left"), _side(row.right, evidence, "right")
        if row.score is not None:
            score = f'<span class="score" title="similarity of the two">{share(row.score)}</span>'
            items.append(f'  <li class="linked">{left}{score}{right}</li>\n')
        else:
            alone, name = (left, "left") if row.left else (right, "right")
            items.append(f'  <li class="alone">{alone}<span class="away">only on the {name}</span></li>\n')
    heads = "".join(f'<bdi class="{name}">{escape(id)}</bdi>' for name, id in (("left", left_id), ("right", right_id)))
    return Markup(f'<div class="heads">{heads}</div>\n<ol class="rows">\n{"".join(items)}</ol>\n')


def measurements(features: Mapping[str, Any], meanings: Mapping[str, str]) -> Markup:
    """The rows of the table of measurements."""
    from markupsafe import Markup

    rows = (f"    {_named(name)}{_value(value)}{_meant(meanings.get(name, ''))}\n" for name, value in features.items())
    return Markup("".join(rows))


def share(p: float) -> Markup:
    """A probability or a similarity in two digits.

    >>> print(share(0.5), share(1), share(0.999))
    0.50 1 &gt; 0.99
    """
    from markupsafe import Markup

    return Markup(int(p) if p in (0, 1) else "&gt; 0.99" if p > 0.99 else "&lt; 0.01" if p < 0.01 else f"{p:.2f}")


def _side(sentences: Sequence[Sequence[Segment]], evidence: Evidence, name: str) -> str:
    drawn = " ".join(_sentence(segments, evidence) for segments in sentences)
    return f'<div class="{name}" dir="auto" lang="">{drawn}</div>'


def _sentence(segments: Sequence[Segment], evidence: Evidence) -> str:
    """A sentence without white space of our own: it is to come back as it is."""
    from markupsafe import escape

    cut = segments[-1].number if segments and segments[-1].kind == "cut" else 0
    more = f'<span class="cut"> … {cut:,} more characters</span>' if cut else ""
    drawn = "".join(f"{_opened(s, evidence)}{escape(s.text)}{'' if s.kind == 'text' else '</mark>'}" for s in segments if s.kind != "cut")
    return f'<span class="sentence">{drawn}</span>{more}'


def _opened(segment: Segment, evidence: Evidence) -> str:
    """The mark that a name or a conflict begins with."""
    if segment.kind == "text":
        return ""
    n = segment.number
    if segment.kind == "name":
        name = evidence.names[n - 1]
        title = f"Name {n}: {_isolated(', '.join(name.left))} ~ {_isolated(', '.join(name.right))}"
        return f'<mark class="name n{(n - 1) % 8 + 1}" data-n="{n}" title="{title}">'
    conflict = evidence.conflicts[n - 1]
    return f'<mark class="conflict" title="Conflict: {_isolated(conflict.left)} on the left, {_isolated(conflict.right)} on the right">'


def _isolated(words: str) -> str:
    from markupsafe import escape

    return f"&#8296;{escape(words)}&#8297;"


@lru_cache(maxsize=1 << 10)
def _named(name: str) -> str:
    from markupsafe import escape

    return f'<tr><th scope="row"><bdi>{escape(name.replace("_", " "))}</bdi></th>'


@lru_cache(maxsize=1 << 10)
def _meant(meaning: str) -> str:
    from markupsafe import escape

    return f"<td><bdi>{escape(meaning)}</bdi></td></tr>"


def _value(value: Any) -> str:
    from markupsafe import escape

    shown = "–" if value is None or value != value else f"{value:.3g}" if isinstance(value, float) else escape(value)
    return f'<td class="number">{shown}</td>'
