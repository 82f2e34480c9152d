"""What an encoder reads of a sentence: its words, not the marks and symbols around them."""

from __future__ import annotations

import re

# Hebrew points and accents, Arabic harakat, tatweel, the marks of the Quran: left out in most writing, so in what encoders learned.
POINTS = re.compile(
    "[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]+"
)
# Marks of all scripts and symbols that decorate, emoji among them; those of currencies, per cent, degrees and the sign of
# an amount or a language (+5, C++, C#) say something.
ASCII_MARKS = "!\"'()*,-./:;<=>?[\\]^_`{|}~&@"
# A link or the path of a file: what it is made of is no wording. and/or, 24/7 and km/h begin with no slash and no scheme.
ADDRESS = re.compile(r"[a-z]{2,6}://\S+|(?<![^\s(\[<\"'])(?:\.{1,2}/|/(?=[^/\s]+/))[^\s)\]>]+")
BLOCKS = (  # first and last character
    "¡¡ §§ ©© «¬ ®® ¶· »» ¿¿ \u037e\u037e \u0387\u0387 \u055a\u055f \u0589\u0589 \u05be\u05be \u05c0\u05c0 \u05c3\u05c3 \u05f3\u05f4 "
    "\u060c\u060c \u061b\u061b \u061f\u061f \u066d\u066d \u06d4\u06d4 \u0964\u0965 \u104a\u104b \u1361\u1368 \u17d4\u17d6 \u200d\u200d "
    "\u2010\u2027 \u2031\u205e \u2190\u21ff \u2300\u23ff \u2500\u27bf \u2900\u297f \u2b00\u2bff \u3001\u3003 \u3008\u3020 \u3030\u3030 "
    "\u30fb\u30fb \ufe0f\ufe0f \U0001f000\U0001faff"
).split(" ")
AROUND = frozenset(ASCII_MARKS + " ").union(chr(code) for block in BLOCKS for code in range(ord(block[0]), ord(block[1]) + 1))


def _runs(some: str) -> re.Pattern[str]:
    """Two marks of a class or more, with single spaces in between or none; of # and + more, where they stand alone."""
    return re.compile(rf"(?:[{some}](?: ?[{some}#+])+|#(?: ?#)+|\+(?: ?\+){{2,}}) ?")


ASCII_RUN = _runs(re.escape(ASCII_MARKS))
RUN = _runs(re.escape(ASCII_MARKS) + "".join(f"{block[0]}-{block[1]}" for block in BLOCKS))


def readable(sentence: str) -> str:
    """The sentence as it is encoded: without marks at its ends, runs of marks and symbols, Arabic and Hebrew points, addresses.

    What differs in these alone has one vector. Of a vector that is the mean of its pieces, fourteen exclamation marks
    would be most; a full stop is next to nothing, but `!` at the end of three words moves it by a twentieth.

    >>> readable("*** Kommt alle!!! *** \\u201eIch auch\\u201c, rief 1 von 3.5")
    'Kommt alle Ich auch rief 1 von 3.5'
    """
    if "/" in sentence:
        sentence = " ".join(ADDRESS.sub(" ", sentence).split())
    runs = ASCII_RUN
    if not sentence.isascii():
        runs, sentence = RUN, POINTS.sub("", sentence)
    if runs.search(sentence):
        sentence = runs.sub(" ", sentence).replace("  ", " ")
    return _inside(sentence)


def _inside(sentence: str) -> str:
    first, end = 0, len(sentence)
    while first < end and (sentence[first] in AROUND or sentence[first] == "#"):
        first += 1
    while first < end and sentence[end - 1] in AROUND:
        end -= 1
    return sentence[first:end]
