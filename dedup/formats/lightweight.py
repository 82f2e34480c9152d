"""Markdown and reStructuredText: links as they are shown; and the marks of headings, rules, tables, emphasis and numbered lines."""

from __future__ import annotations

import re

# What stands in round brackets must be an address: [the minister](p. 3) stays. Behind a letter it is a program's f[i](x).
TO = r"(?:[a-z][a-z0-9+.-]*://|mailto:|www\.|\.{0,2}/|#)[^()\s<>]*(?:\([^()\s<>]*\)[^()\s<>]*)*"
FILE = r"[^()\s<>]*\.(?:html?|php|aspx?|md|rst|pdf|png|jpe?g|gif|svg|webp)(?:[?#][^()\s<>]*)?"
TITLE = r"(?:\s(?:\"[^\"\n]*\"|'[^'\n]*'))?"
LINK = re.compile(rf"(?:(?<![A-Za-z0-9_\])!])|!)\[([^\[\]]*)\]\(<?(?:{TO}|{FILE})>?{TITLE}\)", re.A | re.I)
REST_LINK = re.compile(r"`([^`<>]*)<[^<>\s`]+>`_{0,2}")
HEADING = re.compile(r"^#{1,6}[ \t]+(?=\S)", re.M)
RULE = re.compile(r"^(?:={3,}|-{3,}|\*{3,})[ \t]*$", re.M)
STRONG = re.compile(r"(?<![\w*])\*\*(?=[^\s*])([^*\n]*[^\s*])\*\*(?![\w*])", re.A)  # 2**3**4 stays
ROW, BETWEEN = re.compile(r"^[ \t]*\|[^\n]*\|[ \t]*$", re.M), re.compile(r"[|:+\s-]*")
ROWS = 2  # at least, of a table
FIRST = re.compile(r"\n[01][.):]?[ \t]", re.A)
NUMBERED = re.compile(r"^[ \t]*([0-9]{1,4})([.):]?)[ \t]+(?=\S)", re.A)
NUMBERS = 3  # lines at least that count on, from 0 or 1: years in a table do not


def unlinked(text: str) -> str:
    """The text of links without where they lead."""
    text = LINK.sub(r"\1", text) if "](" in text else text
    return REST_LINK.sub(lambda link: link.group(1).rstrip(), text) if ">`" in text else text


def unmarked(text: str) -> str:
    """The text without marks at the ends of lines and around words, and without numbers of lines."""
    text = STRONG.sub(r"\1", text) if "**" in text else text
    text = HEADING.sub("", text) if text[:1] == "#" or "\n#" in text else text
    if "\n" not in text:
        return text
    text = ROW.sub(_cells, text) if "|" in text and len(ROW.findall(text)) >= ROWS else text
    text = RULE.sub("", text) if "---" in text or "===" in text or "***" in text else text
    return _unnumbered(text) if counts_lines(text) else text


def counts_lines(text: str) -> bool:
    """Whether a line begins with a number that a count may begin with."""
    return text[:1] in ("0", "1") or FIRST.search(text) is not None


def _cells(row: re.Match[str]) -> str:
    cells = row.group()
    return "" if BETWEEN.fullmatch(cells) else cells.strip(" \t|").replace("|", " ")


def _unnumbered(text: str) -> str:
    """The text without numbers before its lines, if all are numbered one by one; or those of a list, which have a mark behind them."""
    lines = text.split("\n")
    full = [k for k, line in enumerate(lines) if line.strip()]
    found = {k: number for k in full if (number := NUMBERED.match(lines[k]))}
    for run in _runs(full, found):
        if len(run) == len(full) or all(found[k].group(2) for k in run):
            for k in run:
                lines[k] = lines[k][found[k].end() :]
    return "\n".join(lines)


def _runs(full: list[int], found: dict[int, re.Match[str]]) -> list[list[int]]:
    """The lines that count on from 0 or 1, of those that hold anything."""
    runs: list[list[int]] = [[]]
    for k in full:
        number = int(found[k].group(1)) if k in found else -1
        if runs[-1] and number == int(found[runs[-1][-1]].group(1)) + 1:
            runs[-1].append(k)
        elif number in (0, 1):
            runs.append([k])
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) >= NUMBERS]
