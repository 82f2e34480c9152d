"""Square brackets that are no words of a text: shortcodes, BBCode, and the links and templates of wikis."""

from __future__ import annotations

import re

# What content systems leave behind: [ad_1], [/caption], [gallery ids="1,2"]; but not [video games].
SHORTCODES = "ad|audio|caption|embed|gallery|playlist|video"
SHORTCODE = re.compile(rf"\[/?(?:[a-z]+_\d+|(?:{SHORTCODES}|vc_\w+)(?:\s+[a-z0-9_:-]+\s*=[^\[\]]*|\s*/?))\]", re.A)
# Forums: a name counts where it is closed somewhere. Those that set lines apart, and those inside of words.
BLOCKS = "quote|list|table|tr|td|th|center|code|spoiler|indent|left|right|justify|h1|h2|h3|pre"
BBCODES = f"{BLOCKS}|b|i|u|s|url|img|size|color|font|email|sub|sup|strike|highlight|youtube|media|attach"
CLOSED = re.compile(rf"\[/({BBCODES})\]", re.I | re.A)
BBCODE = re.compile(rf"\[/?({BBCODES})(?:=[^\[\]\n]*)?\]", re.I | re.A)
PICTURE = re.compile(r"\[(img|youtube|media|attach)[^\[\]\n]*\][^\[\]\n]*\[/\1\]", re.I | re.A)
# Wikis. Brackets behind a letter are an index of some program's; those before a space a test of the shell's.
# The look behind stands behind the first bracket: a pattern that begins with one is tried at every character.
BEFORE = r"(?<![A-Za-z0-9_\])]\[)"
FILE = re.compile(r"\[\[ ?(?:File|Image|Category|Datei|Bild|Kategorie|Fichier|Catégorie|Archivo|Categoría)\s?:[^\[\]]*\]\]", re.I | re.A)
LINK = re.compile(rf"\[{BEFORE}\[(?!\s)(?:[^\[\]|\n]*\|)*([^\[\]|\n]+)\]\]", re.A)
OUTSIDE = re.compile(r"\[https?://[^\s\[\]]*(?:[ \t]([^\[\]\n]*))?\]", re.A)
SHOWN, FOOTNOTE = re.compile(r"\[\[(?!\s)[^\[\]\n]+\]\]"), re.compile(r"<ref[\s/>]")
TEMPLATE, STRONG = re.compile(r"\{\{(?!\s)[^{}]*\}\}"), re.compile("'{2,5}")
HEADLINE = re.compile(r"^(={2,6})([^=\n]+)\1[ \t]*$", re.M)
TABLE = re.compile(r"^(?:\{\||\|[-}])[^\n]*$", re.M)
DEPTH = 8  # templates in templates


def without_codes(text: str) -> str:
    """The text without shortcodes and BBCode; of what a forum shows as a picture the address goes too."""
    if "[" not in text:
        return text
    text = SHORTCODE.sub(" ", text)
    closed = {name.lower() for name in CLOSED.findall(text)} if "[/" in text else set()
    if not closed:
        return text

    def replaced(code: re.Match[str]) -> str:
        name = code.group(1).lower()
        return code.group() if name not in closed else " " if re.fullmatch(BLOCKS, name) else ""

    text = BBCODE.sub(replaced, PICTURE.sub(" ", text))
    return text.replace("[*]", " ") if "list" in closed else text


def unwikified(text: str) -> str:
    """The text with wiki links as they are shown, and without templates, tables' marks and emphasis if it is clearly of a wiki."""
    if _is_wiki(text):
        for _ in range(DEPTH):
            text, found = TEMPLATE.subn("", text)
            if not found:
                break
        text = STRONG.sub("", text) if "''" in text else text
        text = TABLE.sub("", text) if "{|" in text or "|-" in text or "|}" in text else text
        text = HEADLINE.sub(r"\2", text) if "==" in text else text
    if "[[" in text:
        text = LINK.sub(r"\1", FILE.sub("", text))
    return OUTSIDE.sub(lambda link: link.group(1) or " ", text) if "[http" in text else text


def _is_wiki(text: str) -> bool:
    links, notes = "[[" in text and SHOWN.search(text), "<ref" in text and FOOTNOTE.search(text)
    return bool(links or notes or (("\n==" in text or text[:2] == "==") and HEADLINE.search(text)))
