"""Tags of HTML inside a text, and those of any XML that are clearly such."""

from __future__ import annotations

import re

BREAKS = "p|br|div|li|tr|h[1-6]|ul|ol|table|blockquote|section|article"
TAGS = (
    "a abbr aside b body button center code em figcaption figure font footer form head header hr html i iframe img input label "
    "link main meta nav noscript path picture pre script small source span strong style sub sup svg tbody td tfoot th thead title "
    "u video"
).replace(" ", "|")
BARE = (  # attributes without a value
    "allowfullscreen async autoplay checked compact controls defer disabled hidden loop multiple muted noshade nowrap playsinline "
    "readonly required reversed selected"
).replace(" ", "|")
# Only known element names, and behind them only attributes: news wires write tickers as <BP>, people if a <b and c> d. No
# pattern reads beyond the next bracket, so that openings without an end cost linear time.
ATTRIBUTES = rf"(?:\s+(?:{BARE}))*(?:\s+[a-z0-9_:@.-]+\s*=[^<>]*|\s*/?)"
BREAK = re.compile(rf"</?(?:{BREAKS}){ATTRIBUTES}>", re.I | re.A)
TAG = re.compile(rf"</?(?:{TAGS}){ATTRIBUTES}>", re.I | re.A)
# Blocks that go with what they hold. The footnotes of wikis are named or grouped; a ref of TEI has a target, and its text stays.
FOOTNOTE = r"ref(?:\s+(?:name|group)\s*=[^<>]*(?<!/))?"
BLOCK = re.compile(rf"<(?:(script|style|teiHeader)(?:\s[^<>]*)?>|({FOOTNOTE})>|!--)", re.I | re.A)
BLOCK_END = {name: re.compile(rf"</{name}\s*>", re.I | re.A) for name in ("script", "style", "teiheader", "ref")} | {"": re.compile("-->")}
# Of other names: what is closed by a tag of that name, closes itself, or has its values in quotes, which templates of C++ do not.
NAMED = re.compile(r"<(/?)([A-Za-z_][\w:.-]*)(\s[^<>]*|/)?>", re.A)
QUOTED_VALUES = re.compile(r"""(?:\s+[\w:.-]+\s*=\s*(?:"[^"<>]*"|'[^'<>]*'))+\s*/?""", re.A)
LOOSE_VALUES = re.compile(r"(?:\s+[\w:.-]+\s*=[^<>]*)?\s*/?", re.A)
DECLARATION = re.compile(r"<\?[a-z][^<>]*\?>|<!(?:doctype|element|entity|attlist)\s[^<>]*>|<!\[CDATA\[|\]\]>", re.I | re.A)
LINES = frozenset("ab body doc document entry head item l lb lg line note opener closer para pb record row sp speaker text verse".split())


def without_tags(text: str) -> str:
    """Line breaks or spaces in place of tags; declarations, scripts, styles, comments and headers of TEI go as a whole."""
    if "<" not in text:
        return text
    text = _without_blocks(text)
    text = DECLARATION.sub(" ", text) if "<!" in text or "<?" in text else text
    return _without_named(TAG.sub(" ", BREAK.sub("\n", text)))


def _without_blocks(text: str) -> str:
    """A space in place of scripts, styles and comments. If one has no end, none of its kind behind it has."""
    parts, at, endless = [], 0, set()
    for opening in BLOCK.finditer(text):
        kind = "ref" if opening.group(2) else (opening.group(1) or "").lower()
        if opening.start() < at or kind in endless:
            continue
        if (end := BLOCK_END[kind].search(text, opening.end())) is None:
            endless.add(kind)
            continue
        parts.append(text[at : opening.start()])
        at = end.end()
    return " ".join([*parts, text[at:]]) if parts else text


def _without_named(text: str) -> str:
    """The text without tags of other names: the closed ones, those that close themselves, those with values in quotes."""
    if not (found := [tag.groups("") for tag in NAMED.finditer(text)]):
        return text
    ends = {name.lower() for end, name, rest in found if end and not rest.strip()}
    closed = ends & {name.lower() for end, name, _ in found if not end}

    def replaced(tag: re.Match[str]) -> str:
        name, rest = tag.group(2).lower(), tag.group(3) or ""
        if name in closed:
            sure = LOOSE_VALUES.fullmatch(rest) is not None
        else:
            sure = not tag.group(1) and (rest.strip() == "/" or QUOTED_VALUES.fullmatch(rest) is not None)
        return tag.group() if not sure else "\n" if name in LINES else " "

    return NAMED.sub(replaced, text)
