"""The same text as a machine misreads it, and as somebody else types it: what makes no other text of it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import numpy as np

# What optical character recognition takes for each other, as reports on old newspapers list it.
CONFUSED = {
    "l": "1Iit", "I": "l1", "i": "lj", "O": "0Q", "o": "0c", "S": "5", "s": "a8", "B": "8R", "g": "9q", "Z": "2", "z": "2",
    "m": ("rn", "in"), "w": ("vv",), "d": ("cl", "ci"), "h": ("li", "b"), "n": ("u", "ii"), "u": ("n", "ii"), "e": "co", "c": "eo",
    "a": "ao", "b": "h6", "r": "i", "f": "t", "t": "fl", "v": "y", "y": "v", "E": "FB", "F": "EP", "T": "lI", "D": "OI", "C": "GO",
    "G": "C6", "R": "B", "P": "F", "H": "IiN", "M": "N", "W": "V", "N": "H", "U": "D",
}  # fmt: skip
DIGITS = {"0": "O6", "1": "lI7", "2": "Z7", "3": "85", "4": "A1", "5": "S8", "6": "b8", "7": "1?", "8": "B3", "9": "g0"}
LEAST_MISREAD = 2  # words, before a figure may be misread: in clean text another figure is another fact
SMUDGES = ".,'-:;*"
LINE = (30, 60)  # characters of a printed line


def misread(text: str, rng: np.random.Generator, *, rate: float) -> str:
    """The text with about this share of its characters misread, words split and joined; digits if enough else is misread."""
    out = "".join(_read(char, text, rng, rate) for char in text)
    if sum(word.isalpha() for word in set(text.split()) - set(out.split())) < LEAST_MISREAD:
        return out
    return "".join(_one_of(DIGITS[char], rng) if char in DIGITS and rng.random() < rate else char for char in out)


def _read(char: str, text: str, rng: np.random.Generator, rate: float) -> str:
    draw = float(rng.random())
    if draw >= rate or char.isdigit() or char == "\n":
        return char
    if char == " ":
        return "" if draw < rate / 3 else char
    if draw < rate * 0.15:
        return (char + " ", char + SMUDGES[int(rng.integers(len(SMUDGES)))], "")[int(rng.integers(3))]
    if char in CONFUSED:
        return _one_of(CONFUSED[char], rng)
    return _letter_of(text, char, rng) if char.isalpha() else char


def _letter_of(text: str, char: str, rng: np.random.Generator) -> str:
    """A letter of another script is taken for one that the text has somewhere: it says which there are."""
    other = text[int(rng.integers(len(text)))]
    return other if other.isalpha() and other.isupper() == char.isupper() else char


def _one_of(choices: Sequence[str], rng: np.random.Generator) -> str:
    return choices[int(rng.integers(len(choices)))]


def hyphenated(text: str, rng: np.random.Generator) -> str:
    """The text in printed lines, with words divided where they end."""
    lines, width = [""], int(rng.integers(*LINE))
    for word in text.split():
        room = width - len(lines[-1]) - 1
        if len(word) <= room:
            lines[-1] = f"{lines[-1]} {word}".lstrip()
        elif word.isalpha() and len(word) > 5 and room > 3:
            cut = min(room - 1, len(word) - 2)
            lines[-1] = f"{lines[-1]} {word[:cut]}-"
            lines.append(word[cut:])
        else:
            lines.append(word)
    return "\n".join(line for line in lines if line)


BARE = dict(zip("łđıøŁĐØйЙ", "ldioLDOйЙ", strict=True))
END_OF_ACCENTS = "\u0500"  # behind Latin, Greek and Cyrillic: other scripts' marks are letters
MARKS = re.compile(r"[,;:\"“”„«»()\[\]]+")
END = re.compile(r"[.!?。！？।؟]+$")
ENDS = ("", "", ".", "!", "!!!", "...", " !", " …")


def in_other_case(text: str, rng: np.random.Generator) -> str:
    """All in capitals, none, or one before each word."""
    return (text.upper, text.lower, lambda: re.sub(r"(?<![\w'’])\w", lambda m: m.group().upper(), text))[int(rng.integers(3))]()


def without_marks(text: str, rng: np.random.Generator) -> str:
    """Without quotes and commas, and with another end."""
    return END.sub("", MARKS.sub("", text)) + ENDS[int(rng.integers(len(ENDS)))]


def without_accents(text: str, rng: np.random.Generator) -> str:
    """Latin, Greek and Cyrillic letters without what stands above or below them."""
    return "".join(BARE.get(char) or _bare(char) for char in text)


def _bare(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    return parts[0] if len(parts) > 1 and parts[0] < END_OF_ACCENTS else char


def respaced(text: str, rng: np.random.Generator) -> str:
    """With other spaces, and dashes for signs that part a line."""
    return re.sub(r" [-–—|] ", (" – ", " - ", ": ")[int(rng.integers(3))], text).replace(" ", "  " if rng.random() < 0.5 else "\u00a0")


def turned(text: str, rng: np.random.Generator) -> str:
    """As listings order a title: its last words, a comma, the first ones."""
    words = END.sub("", text).split(" ")
    cut = len(words) - 1 - int(rng.integers(max(1, len(words) // 3)))
    return f"{' '.join(words[cut:])}, {' '.join(words[:cut])}" if len(words) > 3 else text


WAYS = (in_other_case, without_marks, without_accents, respaced)


def retyped(text: str, rng: np.random.Generator) -> str:
    """The same words in one or two other ways of writing them."""
    for k in rng.permutation(len(WAYS))[: int(rng.integers(1, 3))].tolist():
        text = WAYS[k](text, rng)
    return text
