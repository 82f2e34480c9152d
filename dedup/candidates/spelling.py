"""One spelling for comparing: which characters make words, and which of them count as one letter, each script's own.

People type one text with accents and without, with vowel points and without, on keyboards of two languages. Tokens are made
of what is left when all that is taken away; outputs show the text as it was written. The texts are in NFKC already, which
takes care of full width, ligatures and presentation forms.
"""

from __future__ import annotations

import unicodedata
from functools import cache

import numpy as np

ASSIGNED = 0x33480  # above the last letter of Unicode 17 (CJK Extension J); beyond are only selectors, tags and private use
# An entry of a table is the number of a letter, 0 outside words, and these flags.
LETTER = np.uint32(0x1FFFFF)
ONE_TOKEN = np.uint32(1 << 31)  # the character is a token of its own
SILENT = np.uint32(1 << 30)  # it neither ends a word nor counts in one
SWALLOWS_E, SWALLOWS_S = 1 << 22, 1 << 23  # behind this letter an e, or an s, is silent
SILENCED = 2  # bits from there to the flags of the letters that it happens to
SILENT_E, SILENT_S = SWALLOWS_E << SILENCED, SWALLOWS_S << SILENCED

# Blocks of the scripts written without spaces, first and last code point.
UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F), (0xA9E0, 0xA9FF), (0xAA60, 0xAA7F), (0x116D0, 0x116FF),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3005, 0x3007), (0x3021, 0x3029), (0x3031, 0x3035), (0x3038, 0x303C),  # 々 〆 〇, Hangzhou numerals, kana repeat marks
    (0x3040, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F), (0x1AFF0, 0x1B16F),  # kana
    (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF),  # Han
)  # fmt: skip
# Marks that are left out in quick or plain writing. Those of Indic scripts, Thai, Khmer, Burmese and kana are vowels and the like.
UNHEARD = (
    (0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20F0), (0xFE20, 0xFE2F),  # accents of Latin, Greek, Cyrillic
    (0x0483, 0x0489),  # Old Church Slavonic
    (0x0591, 0x05BD), (0x05BF, 0x05BF), (0x05C1, 0x05C2), (0x05C4, 0x05C5), (0x05C7, 0x05C7),  # Hebrew points and accents
    (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670), (0x0897, 0x089F), (0x08CA, 0x08E1), (0x08E3, 0x08FF),  # harakat
    (0x06D6, 0x06DC), (0x06DF, 0x06E8), (0x06EA, 0x06ED),  # marks of the Quran
    (0x0640, 0x0640),  # tatweel
    (0x200D, 0x200D), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF),  # joiner, variation selectors
)  # fmt: skip
APART = {ord("_"), *range(0x2B9, 0x2C0)}  # letters by category, but a line to fill in, and primes and apostrophes
# Cyrillic letters with marks are letters of their own (й, ї, ў, ќ), but for those of the table below.
ACCENTED = ((0x0041, 0x024F), (0x1E00, 0x1EFF), (0x0370, 0x03FF), (0x1F00, 0x1FFF))  # Latin, Greek
MAPPED = ((0x0400, 0x045F), (0x0620, 0x06FF), (0xFB05, 0xFB06))  # Cyrillic, Arabic, ligatures that NFKC resolves
# Letters that are written for each other and have no decomposition that says so. Hamza on waw and yeh stays: it is a consonant.
ALIKE = {ord(one): ord(letter) for letter, group in {
    "a": "æ", "o": "œø", "d": "đð", "h": "ħ", "i": "ı", "l": "ł", "t": "ŧ",
    "е": "ёѐ", "и": "ѝ",
    "\u0627": "\u0622\u0623\u0625\u0671\u0672\u0673",  # alef
    "\u064a": "\u0649\u06cc",  # yeh: Arabic, without dots, Persian
    "\u0643": "\u06a9\u06aa",  # kaf
    "\u0647": "\u0629\u06c0\u06c1\u06c2\u06c3\u06d5",  # heh, teh marbuta, Urdu and Kurdish forms
    "\u06d2": "\u06d3",  # Urdu yeh
}.items() for one in group}  # fmt: skip
# ä is a, and so is ae, as Germans write it without the key; ß is s, and so is ss. Of English words one in five thousand
# then is read as another one (due and du, loss and los), most of all names.
FLAGS = {ord(letter): flag for letter, flag in dict.fromkeys("aou", SWALLOWS_E).items()}
FLAGS |= {ord("e"): SILENT_E, ord("s"): SWALLOWS_S | SILENT_S}


def unspaced(code: int) -> bool:
    """Whether a code point belongs to a script written without spaces: Han, kana, Thai, Lao, Khmer, Burmese."""
    return within(code, UNSPACED)


def within(code: int, blocks: tuple[tuple[int, int], ...]) -> bool:
    """Whether a code point is in one of the blocks, given by their first and last one."""
    return any(first <= code <= last for first, last in blocks)


def cased(code: int) -> int:
    """The entry of a code point where only case is folded: 0 outside words, flagged if a token of its own.

    Words are letters, marks, digits and the underscore. A folding of several characters keeps the first. A mark is never
    flagged: it continues a word, and between characters that are flagged it makes one. Variation selectors are outside words.
    """
    character = chr(code)
    if unicodedata.category(character)[0] not in "LMN" and character != "_" or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return 0
    folded = ord(character.casefold()[0])
    alone = unspaced(code) and unicodedata.category(character)[0] != "M"
    return folded | int(ONE_TOKEN) if alone else folded


def spelled(code: int) -> int:
    """The entry of a code point in the one spelling: its base letter or ASCII digit, SILENT, or 0 outside words.

    >>> [chr(spelled(ord(c)) & LETTER) for c in "Łắ\u0130ßέӧй٣"]
    ['l', 'a', 'i', 's', 'ε', 'ӧ', 'й', '3']
    """
    character = chr(code)
    if code in APART:
        return 0
    if within(code, UNHEARD):
        return int(SILENT)
    if (digit := unicodedata.decimal(character, None)) is not None:
        return ord("0") + digit
    if within(code, ACCENTED):
        code = ord(unicodedata.normalize("NFD", character)[0])
    letter = cased(code)
    letter = ALIKE.get(letter, letter)
    return letter | FLAGS.get(letter, 0)


@cache
def cased_table() -> np.ndarray:
    """Entry of every code point as `cased` has it, uint32 (0x110000,). Letters without case, the most by far, are done at once."""
    table = np.zeros(0x110000, np.uint32)
    kinds = np.array(list(map(unicodedata.category, map(chr, range(ASSIGNED)))))
    uncased = np.flatnonzero(kinds == "Lo")
    table[uncased] = uncased
    for first, last in UNSPACED:
        table[first : last + 1] |= ONE_TOKEN * (table[first : last + 1] > 0)
    for code in np.flatnonzero((kinds > "L") & (kinds < "O") & (kinds != "Lo")).tolist() + [ord("_")]:
        table[code] = cased(code)
    table.flags.writeable = False
    return table


@cache
def code_table() -> np.ndarray:
    """Entry of every code point as `spelled` has it, uint32 (0x110000,): the tokeniser's."""
    table = cased_table().copy()
    numbers = [code for code in range(ASSIGNED) if chr(code).isdecimal()]
    blocks = (range(first, last + 1) for first, last in (*ACCENTED, *MAPPED, *UNHEARD))
    for code in {*numbers, *APART, *(code for block in blocks for code in block)}:
        table[code] = spelled(code)
    table.flags.writeable = False
    return table
