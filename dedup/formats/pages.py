"""Whole HTML pages, read by a parser: what a page shows, or the main text of it."""

from __future__ import annotations

import html
import importlib.util
import re
from collections import Counter

from dedup.errors import needs

START = re.compile(r"\s*(?:<\?xml[^<>]*\?>\s*)?<(?:!doctype\s+html|html|head|body)[\s>]", re.I | re.A)
UNSEEN = ["script", "style", "template", "noscript", "iframe", "noembed", "noframes", "svg", "math"]
# Elements that begin a line, and cells, which stand apart; all others stand inside of words: H<sub>2</sub>O.
BLOCKS = (
    "address article aside blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 "
    "h4 h5 h6 header hgroup hr legend li main menu nav ol optgroup option p pre search section select summary table tbody textarea tfoot "
    "thead tr ul"
).replace(" ", "|")
END = r"(?=[\s>])(?:[^\"<>]|\"[^\"]*\")*>"  # behind a name, as the parser writes tags
BLOCK = re.compile(rf"</?(?:{BLOCKS}){END}")
CELL = re.compile(rf"</?(?:td|th|button|img|input|label){END}")
INLINE = re.compile(rf"</?[a-z][^\s<>\"/]*{END}")
TAGS = 50_000  # more make the parser slow where they are nested in each other (.6 s for 25,000), and are cleaned as fragments are

DEEPEST = 2_000  # elements in each other: for every tag the parser looks through all that are open
# Elements that hold no other one of their kind, or nothing at all, are not counted: they are left open in good pages.
NESTED = re.compile(
    r"<(/?)(?!(?:area|base|br|col|dd|dt|embed|hr|img|input|li|link|meta|option|p|param|source|td|th|tr|track|wbr)[\s/>])([a-z][a-z0-9]*)",
    re.I | re.A,
)


def is_page(text: str) -> bool:
    """Whether the text is a whole HTML page that can be parsed in little time."""
    return START.match(text) is not None and text.count("<") <= TAGS and _depth(text) <= DEEPEST


def _depth(page: str) -> int:
    """The most elements that are open at once, an end tag closing one of its own name."""
    is_open: Counter[str] = Counter()
    depth = deepest = 0
    for end, name in NESTED.findall(page) if page.count("<") > DEEPEST else ():
        name = name.lower()
        change = -1 if end and is_open[name] else 0 if end else 1
        is_open[name] += change
        depth += change
        deepest = max(deepest, depth)
    return deepest


def body_text(page: str) -> str:
    """What the page shows: its body without scripts, styles and templates, a line for each block.

    >>> body_text("<html><head><title>Ferry</title></head><body><p>The <b>fer</b>ry</p>stops.</body></html>").split("\\n")[2:]
    ['The ferry', 'stops.', '']
    """
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(page)
    tree.strip_tags(UNSEEN)
    body = (tree.body.html if tree.body is not None else tree.html) or ""
    body = _uncommented(body if "<pre" in body or "<textarea" in body else body.replace("\n", " "))
    return html.unescape(INLINE.sub("", CELL.sub(" ", BLOCK.sub("\n", body))))


def _uncommented(body: str) -> str:
    parts, at = [], 0
    while (start := body.find("<!--", at)) >= 0 and (end := body.find("-->", start + 4)) >= 0:
        parts.append(body[at:start])
        at = end + 3
    return "".join([*parts, body[at:]])


def check(html: str) -> None:
    """Raise UsageError where main texts are asked for without the package that finds them."""
    if html == "main" and importlib.util.find_spec("trafilatura") is None:
        raise needs("the main text of HTML pages", "trafilatura", "html")


def main_text(text: str) -> str:
    """The main text of a whole page, without its navigation; the page where none is found. Other texts as they are."""
    if not is_page(text):
        return text
    import trafilatura

    return trafilatura.extract(text, include_comments=False) or text
