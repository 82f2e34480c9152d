"""What stands in a text beside its words: tags, escapes, timecodes, quoting, marks of other formats.

Each module takes one family away from the form that texts are compared in, by clear signs only: what may be code, mathematics
or prose stays. Every pattern reads each character a bounded number of times, so that no input takes more than linear time.
"""

from __future__ import annotations

import re

from dedup.formats import brackets, escapes, latex, lightweight, pages, quoting, subtitles, tags

# Without one of these a text holds nothing of the kind; `untidy.py` looks for the same.
MARK = re.compile(r"[<&\[\\*=]")
FIRST, LINE = (re.compile(rf"{begin}(?:[#|>]|--|[01][.):]?[ \t])") for begin in ("", "\n"))


def may_hold(text: str) -> bool:
    """Whether `plain` may change a text whose white space is even."""
    return MARK.search(text) is not None or "-->" in text or LINE.search(text) is not None or FIRST.match(text) is not None


def plain(text: str) -> str:
    """The text without what its format adds; what that brings together may have to be looked at again."""
    if pages.is_page(text):
        return pages.body_text(text)
    text = quoting.unquoted(subtitles.spoken(escapes.decoded(text)))
    text = brackets.unwikified(latex.undone(text))
    text = escapes.unreferenced(tags.without_tags(lightweight.unlinked(text)))
    return lightweight.unmarked(brackets.without_codes(text))
