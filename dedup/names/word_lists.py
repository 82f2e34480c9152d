"""Small word lists of names: titles, particles and patronymics, in the letters that `romanise` gives."""

from __future__ import annotations

import re

# Not part of a name, whoever bears it. Han, Cyrillic and other scripts are compared after romanising.
TITLES = frozenset(
    "mr mrs ms miss mister mme mlle dr doc doctor prof professor hon honourable honorable sir dame lord lady rev "
    "reverend gen general col "
    "colonel capt captain lt sgt maj major adm admiral ing mag dipl dkfm msc phd bsc mba llm kc qc mp mep md jr sr "
    "snr ii iii iv "
    "president chairman chairwoman secretary minister premier comrade senator deputy governor mayor haji hajji hj "
    "tuan datuk dato datin tan "
    "drs ir engr eng adv atty srta sra don dona herr frau monsieur madame pan pani shri smt thiru mana alhaji "
    "gospodin gospozha "
    "xiansheng nushi tongzhi shaykh sheikh sheik".split()
)
# Parts that come and go between spellings of one name.
PARTICLES = frozenset(
    "de da do dos das del della di du van von der den ter ten la le el al bin ibn ben bint binti af zu zur y e i och ould ul ur".split()
)
_PATRONYMIC = re.compile(r"(?:ovich|evich|yevich|ovych|evych|ovna|evna|yevna|ivna|ogly|qizi|kyzy)$")  # not "ovic": a Serbian family name


def is_patronymic(word: str) -> bool:
    """Whether a word of letters a-z looks like a patronymic: Ivanovich, Petrovna, Ivanivna."""
    return len(word) > 5 and bool(_PATRONYMIC.search(word))
