"""What texts are compared by: Unicode in one form, left-over markup and white space gone. Outputs show the user's text.

The cleaning is slow Python, but most texts need none: a look at the bytes (untidy.py) finds those that may.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from dedup import formats
from dedup.composed import is_nfkc, nfkc
from dedup.data import Packed
from dedup.formats import brackets, pages, tags
from dedup.settings import Html
from dedup.untidy import OTHER, UNTIDY, look, numbers

if TYPE_CHECKING:
    import pyarrow

# Soft hyphens, joiners, marks of direction, variation selectors. U+200D stays: it holds an emoji together.
INVISIBLES = "\u00ad\u061c\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
# Controls, and the white space that NFKC does not make a plain space. Line breaks stay.
CONTROLS = "\\x00-\\x09\\x0b-\\x1f\\x7f-\x9f\u1680\u2028\u2029"
INVISIBLE, CONTROL, EITHER = (re.compile(f"[{characters}]") for characters in (INVISIBLES, CONTROLS, INVISIBLES + CONTROLS))
SELECTORS = re.compile("[\ufe00-\U0010ffff]")  # those of variants among them, the only ones of EITHER that are printable
MARKS = re.compile(r"[\n<>&\[\]\\*=|#]")
# Persian parts words by a half-space, or by a whole one where the keyboard has none; elsewhere U+200C only parts ligatures.
HALF_SPACE = re.compile("(?<=[\u0620-\u06ff])\u200c+(?=[\u0620-\u06ff])")
HYPHENS = "-\u00ac\u2010\u2e17"  # the plain one, those of OCR and of Unicode, and the slanted one of Fraktur
# The hyphen comes first: a pattern that begins with a look behind is tried at every character, which took half the cleaning.
LINE_END = re.compile(rf"[{HYPHENS}](?<=[^\W\d_].)[^\S\n]*\n\s*(?=([^\W\d_]\w*))")
SOFT_LINE_END = re.compile(r"\u00ad(?=\s*\n)")
LAST_WORD = re.compile(r"[\w-]*$")
COMPOUND = re.compile(r"[^\W\d_](?<![^\W\d_]{2})[^\W\d_]*-(?=([^\W\d_]+))")  # not tried again inside of a word
LONGEST_WORD = 40  # characters looked back
ROUNDS = 8  # what is nested deeper than this is no text: then the marks themselves go, and the time stays linear
# Blocks whose characters are looked at one by one: Latin to Arabic, punctuation and symbols, and those that are plain throughout:
# hiragana, katakana, Han, Hangul.
USUAL = ((0x80, 0x6FF), (0x1E00, 0x1EFF), (0x2000, 0x206F), (0x20A0, 0x20BF), (0x2190, 0x22FF), (0x2500, 0x26FF), (0x3001, 0x301F))
STABLE = ((0x3041, 0x3096), (0x30A1, 0x30FE), (0x4E00, 0x9FFF), (0xAC00, 0xD7A3))


def clean(text: str, *, html: Html = "all") -> str:
    """The text as it is compared: NFKC, no marks of its format or control characters, single spaces, no empty lines, whole words.

    Cleaning it again changes nothing: what a removal brings together is looked at once more. `html`: "main" takes the main
    text of a whole HTML page.

    >>> clean("Caf\\u0065\\u0301 &amp; bar<br/>[ad_1]  open")
    'Café & bar\\nopen'
    """
    text = _unified(pages.main_text(text) if html == "main" else text)
    if not formats.may_hold(even := _evened(text)):
        return even
    for _ in range(ROUNDS):
        shown = formats.plain(text)
        if shown == text == even:
            return text
        text = even = even if shown == text else _evened(_unified(shown))
    return _evened(MARKS.sub(" ", text))


def _unified(text: str) -> str:
    """NFKC without invisible characters and without hyphens at line ends."""
    return _whole(_visible(text))


def _whole(text: str) -> str:
    """The text with words in one piece that were parted at a line's end: before a small letter.

    The hyphen stays where it seems to be the word's own: in words of three parts, behind a single letter (e-mail), and
    where the same two words have one inside a line.
    """
    if "\n" not in text or not LINE_END.search(text):
        return text
    compounds = {found.group() + found.group(1) for found in COMPOUND.finditer(text.casefold())}
    return LINE_END.sub(lambda seam: _seam(seam, compounds), text)


def _seam(seam: re.Match[str], compounds: set[str]) -> str:
    """What stays of a hyphen at a line's end."""
    before, behind = LAST_WORD.findall(seam.string[max(0, seam.start() - LONGEST_WORD) : seam.start()])[0], seam.group(1)
    if not behind[0].islower():
        return seam.group()
    own = "-" in before or len(before) < 2 or f"{before}-{behind}".casefold() in compounds
    return "-" if own else ""


def _visible(text: str) -> str:
    """NFKC without invisible characters. Those go first: one may stand between a letter and its accent."""
    if not _may_have_either(text) or not EITHER.search(text):  # as in most texts; and NFKC brings none of them in
        return nfkc(text)
    if not text.isascii():
        text = HALF_SPACE.sub(" ", SOFT_LINE_END.sub("-", text))
        text = nfkc(INVISIBLE.sub("", text))
    return CONTROL.sub(" ", text.replace("\r\n", "\n"))


def _may_have_either(text: str) -> bool:
    """Whether EITHER may find something: looking for what cannot be printed takes a tenth of the time."""
    return not text.replace("\n", " ").isprintable() or (not text.isascii() and SELECTORS.search(text) is not None)


def _evened(text: str) -> str:
    """Single spaces and line breaks, none at the ends; all white space is one of the two already."""
    while "  " in text:
        text = text.replace("  ", " ")
    text = text.replace(" \n", "\n").replace("\n ", "\n") if "\n" in text else text
    while "\n\n" in text:
        text = text.replace("\n\n", "\n")
    return text.strip()


def normalise(texts: pyarrow.ChunkedArray, *, html: Html = "all") -> pyarrow.LargeStringArray:
    """The texts as they are compared, in the same order; a missing text is an empty one."""
    import pyarrow as pa

    return pa.concat_arrays([pa.array([], pa.large_string()), *(_compared(chunk, html) for chunk in texts.chunks)])


def _compared(texts: pyarrow.Array, html: Html) -> pyarrow.LargeStringArray:
    import pyarrow as pa
    import pyarrow.compute as pc

    rows, forms = changed(texts, html=html)
    mask = np.zeros(len(texts), bool)
    mask[rows] = True
    return pc.replace_with_mask(large(texts), mask, pa.array(forms, pa.large_string()))


def changed(texts: pyarrow.Array, *, html: Html = "all") -> tuple[np.ndarray, list[str]]:
    """The rows whose text is compared in another form than it came in, int64, and those forms."""
    array = large(texts)
    contents = packed(array)
    looks = look(contents, kinds=kinds(), elements=elements(), shortcodes=shortcodes())
    rows = np.flatnonzero(looks)
    before, untidy = array.take(rows).to_pylist(), looks[rows] & UNTIDY > 0
    after = [clean(text, html=html) if sure or not is_nfkc(text) else text for text, sure in zip(before, untidy.tolist(), strict=True)]
    differ = [k for k, (old, new) in enumerate(zip(before, after, strict=True)) if old is not new and old != new]
    return rows[differ], [after[k] for k in differ]


@cache
def elements() -> np.ndarray:
    """The names of all elements that are markup, as numbers."""
    digits = [f"h{k}" for k in range(1, 7)]
    return numbers([name for name in f"{tags.BREAKS}|{tags.TAGS}|script|style|ref".split("|") if name.isalpha()] + digits)


@cache
def shortcodes() -> np.ndarray:
    """The names of shortcodes that stand alone or before attributes, of BBCode, and of addresses, as numbers."""
    return numbers([*f"{brackets.SHORTCODES}|{brackets.BBCODES}".split("|"), "http", "https"])


@cache
def kinds() -> np.ndarray:
    """What is told of a text by each code point up to U+FFFF in it, uint8 (0x10000,): UNTIDY, OTHER, or 0 for a plain one.

    The plain ones can stand anywhere in a cleaned text: all are in NFKC, join with nothing before them and are neither
    controls nor invisible. Only the scripts that most texts are written in are looked through for them.
    """
    out = np.full(0x10000, OTHER, np.uint8)
    for first, last in USUAL:
        out[first : last + 1] = [0 if _is_plain(chr(code)) else OTHER for code in range(first, last + 1)]
    for first, last in STABLE:
        out[first : last + 1] = 0
    every = "".join(map(chr, range(len(out))))
    for gone in (CONTROL, INVISIBLE, re.compile(f"[{HYPHENS[1:]}]")):
        out[[found.start() for found in gone.finditer(every)]] = UNTIDY
    out.flags.writeable = False
    return out


def _is_plain(character: str) -> bool:
    return unicodedata.combining(character) == 0 and is_nfkc(character)


def large(texts: pyarrow.Array) -> pyarrow.LargeStringArray:
    """Texts of any type of string as one; a missing text is an empty one."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.fill_null(texts.cast(pa.large_string()), "")


def packed(texts: pyarrow.LargeStringArray) -> Packed:
    """The column's own UTF-8 buffer, without a copy."""
    offsets = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
    data = texts.buffers()[2]
    return Packed(np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(1, np.uint8), offsets[:-1], offsets[1:])
