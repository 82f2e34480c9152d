"""What optical character recognition takes for one another: l and 1, O and 0, S and 5, rn and m.

Figures never stand for other figures here: 16 beside 18 is another number, however well an 8 may be misread as a 6.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations

# Read for one another, as they stand; capitals and small letters apart where only one of them looks like the other.
ALIKE = ("l1Ii!|", "O0oQ", "Ss5$", "B8", "Zz2", "ce", "hb", "un", "fſt", "fs", "b6", "g9", "ij", "vy")
SEVERAL = (("m", "rn"), ("d", "cl"), ("w", "vv"), ("m", "in"), ("h", "li"))
_PAIRS = {frozenset(pair) for group in ALIKE for pair in combinations(group, 2)} | {frozenset(pair) for pair in SEVERAL}
_WIDTHS = ((1, 1), (1, 2), (2, 1))

# For keys: every class by one letter. What takes two letters is written with both. `in` and `li` are left out, as well as `ij` and
# `vy`: with them, half of the alphabet would be one letter.
_CLASSES = {"l": "l1i!|", "o": "o0q", "s": "s5$ſft", "z": "z2", "c": "ce", "h": "hb6", "n": "un", "g": "g9"}
_KEY = {other: letter for letter, group in _CLASSES.items() for other in group} | {"m": "rn", "d": "cl", "w": "vv"}
IN_WORD, IN_FIGURE = str.maketrans(_KEY | {"8": "h"}), str.maketrans(_KEY | {"B": "8"})


def confused(one: str, other: str) -> bool:
    """Whether two words or figures differ only in what is misread for one another, in case, or in marks lost or added.

    >>> confused("modern", "modem"), confused("l9O5", "1905"), confused("$6", "56"), confused("1905", "1906"), confused("cat", "cut")
    (True, True, True, False, False)
    """
    return _same_reading(_without_marks(one), _without_marks(other))


def _same_reading(one: str, other: str) -> bool:
    """Whether the two can be cut into pieces of one or two characters that are alike, one after the other."""
    reached = {(0, 0)}
    for i, j in ((i, j) for i in range(len(one) + 1) for j in range(len(other) + 1)):
        if (i, j) in reached:
            reached |= {(i + a, j + b) for a, b in _WIDTHS if _alike(one[i : i + a], other[j : j + b])}
    return (len(one), len(other)) in reached


def _alike(one: str, other: str) -> bool:
    if one.casefold() == other.casefold():
        return one != ""
    return frozenset((one, other)) in _PAIRS or frozenset((one.lower(), other.lower())) in _PAIRS


@lru_cache(maxsize=1 << 16)
def skeleton(token: str) -> str:
    """A key that two tokens share if they differ only in what is misread for one another: hashed, it can be compared in kernels.

    It is coarser than `confused`, as a class holds all that can be misread for any of its letters: sat and fat share a key.
    Figures still differ. An 8 is a B in figures (at least half of the token's characters are), and a b in words, as 6 is in both.

    >>> skeleton("modern") == skeleton("modem"), skeleton("l9O5") == skeleton("1905"), skeleton("16") == skeleton("18")
    (True, True, False)
    """
    token = _without_marks(token)
    if 2 * sum(map(str.isdigit, token)) >= len(token):
        return token.translate(IN_FIGURE).lower().translate(IN_FIGURE)
    return token.lower().translate(IN_WORD)


def _without_marks(token: str) -> str:
    """The letters and figures, and what may be one: $, |, and ! before others."""
    kept = "".join(c for c in token if c.isalnum() or c in "$!|")
    return kept.rstrip("!|$") or kept
