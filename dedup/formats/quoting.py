"""Mail quoting: the marks go, what is quoted stays, and so does the line that says who wrote it."""

from __future__ import annotations

import re

QUOTED = re.compile(r"^>(?=[ >]|$)", re.M)
PREFIX = re.compile(r"^>[ >]*", re.M)
AT_LEAST = 2  # lines: one may begin with "> 5 %"


def unquoted(text: str) -> str:
    """The text without > at the beginning of lines, in any depth.

    >>> unquoted("> > The ferry stops.\\n>\\n> Why?")
    'The ferry stops.\\n\\nWhy?'
    """
    begun = text.count("\n>") + text.startswith(">")  # much faster than the pattern, which looks for beginnings of lines
    return PREFIX.sub("", text) if begun >= AT_LEAST and len(QUOTED.findall(text)) >= AT_LEAST else text
