"""What texts are compared by: Unicode in one form, left-over markup and white space gone. Outputs show the user's text.

The cleaning is slow Python, but most texts need none: one vectorised search finds those that do.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING

import numpy as np

from dedup.data import Packed

if TYPE_CHECKING:
    import pyarrow

TAGS = (
    "a abbr article aside b blockquote body br button center code div em figcaption figure font footer form h[1-6] head header hr "
    "html i iframe img input label li link main meta nav noscript ol p path picture pre script section small source span strong "
    "style sub sup svg table tbody td tfoot th thead title tr u ul video"
).replace(" ", "|")
# Only known element names: news wires write tickers as <BP> and mathematics writes a < b.
BLOCK = re.compile(r"<(script|style)\b[^>]*>.*?</\1\s*>|<!--.*?-->", re.S | re.I)
BREAK = re.compile(r"</?(?:p|br|div|li|tr|h[1-6]|ul|ol|table|blockquote|section|article)\b[^<>]*>", re.I)
TAG = re.compile(rf"</?(?:{TAGS})(?:\s[^<>]*)?/?>", re.I)
# What content systems leave behind: [ad_1], [/caption], [gallery ids="1,2"].
SHORTCODE = re.compile(r"\[/?(?:[a-z]+_\d+|(?:ad|audio|caption|embed|gallery|playlist|video|vc_\w+)(?:\s[^\[\]]*)?)\]", re.I)
INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff]")
SPACES = re.compile(r"[^\S\n]+")
LINES = re.compile(r"\s*\n\s*")
# RE2 for Arrow: anything above that a plain text would not have. Non-ASCII texts are looked at one by one.
SUSPECT = r"<[/!a-zA-Z]|&[#a-zA-Z]|\[/?[a-zA-Z]|[\x00-\x09\x0b-\x1f\x7f]|  |\n[ \n]| \n|^\s|\s$"


def clean(text: str) -> str:
    """The text as it is compared: NFKC, no markup, shortcodes or control characters, single spaces, no empty lines.

    >>> clean("Caf\\u0065\\u0301 &amp; bar<br/>[ad_1]  open")
    'Café & bar\\nopen'
    """
    text = unicodedata.normalize("NFKC", text)
    if "<" in text:
        text = TAG.sub(" ", BREAK.sub("\n", BLOCK.sub(" ", text)))
    if "&" in text:
        text = unicodedata.normalize("NFKC", html.unescape(text))
    if "[" in text:
        text = SHORTCODE.sub(" ", text)
    text = INVISIBLE.sub("", text)
    text = "".join(c if c >= " " or c == "\n" else " " for c in text) if _has_controls(text) else text
    return LINES.sub("\n", SPACES.sub(" ", text)).strip()


CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


def _has_controls(text: str) -> bool:
    return CONTROLS.search(text) is not None


def normalise(texts: pyarrow.ChunkedArray) -> pyarrow.LargeStringArray:
    """The texts as they are compared, in the same order; a missing text is an empty one."""
    import pyarrow as pa
    import pyarrow.compute as pc

    array = _one_array(pc.fill_null(texts.cast(pa.large_string()), ""))
    plain = pc.and_(pc.string_is_ascii(array), pc.invert(pc.match_substring_regex(array, SUSPECT)))
    rows = np.flatnonzero(~plain.to_numpy(zero_copy_only=False))
    if len(rows) == 0:
        return array
    cleaned = pa.array([clean(t) for t in array.take(rows).to_pylist()], pa.large_string())
    mask = np.zeros(len(array), bool)
    mask[rows] = True
    return pc.replace_with_mask(array, mask, cleaned)


def _one_array(column: pyarrow.ChunkedArray) -> pyarrow.LargeStringArray:
    import pyarrow as pa

    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def packed(texts: pyarrow.LargeStringArray) -> Packed:
    """The column's own UTF-8 buffer, without a copy."""
    offsets = np.frombuffer(texts.buffers()[1], np.int64)[texts.offset : texts.offset + len(texts) + 1]
    data = texts.buffers()[2]
    return Packed(np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(1, np.uint8), offsets[:-1], offsets[1:])
