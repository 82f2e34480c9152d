"""Words that turn a sentence into its opposite: negations, and pairs of opposites. For aligned, otherwise near-equal sentences.

Left out are words that more often mean something else (German `zu` as closed, `may`), as each fires wherever it is put in or
replaced. Negation by endings (Japanese and Turkish verbs) stands in no word of its own and is not seen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np

from dedup.candidates.minhash import pack, tokenise
from dedup.confirm.facts import opposites, opposites_latin

NEGATION = -1
# Han ones are single characters, as tokens are; n't is a token of its own behind isn, doesn and their like.
_NEGATIONS = {
    "en": "not no never none without t isn aren wasn weren doesn didn wouldn couldn shouldn hasn haven hadn mustn cannot cant dont doesnt "
    "didnt isnt wasnt unable fails failed failing refuses refused neither nor nobody nothing nowhere hardly lacks lacking lacked ceased",
    "de": "nicht kein keine keinen keinem keiner keines nie niemals niemand niemandem nichts ohne weder keinesfalls keineswegs nirgends "
    "nirgendwo kaum unfähig außerstande verweigert",
    "fr": "ne n pas jamais aucun aucune sans rien ni nul nulle nullement guère incapable impossible",
    "es": "no nunca jamás ni sin ningún ninguno ninguna nadie nada tampoco incapaz",
    "pt": "não nunca jamais nem sem nenhum nenhuma ninguém nada tampouco incapaz",
    "it": "non mai né senza nessun nessuno nessuna niente nulla neanche neppure incapace",
    "ru": "не нет ни без никогда никто никого ничего ничто нельзя никакой никакого никаких нигде невозможно",
    "ar": "لا لم لن ليس ليست ليسوا لست غير بدون دون عدم بلا أبدا",
    "hi": "नहीं न ना बिना बगैर",
    "zh": "不 没 沒 無 无 未 勿 否 毋",
    "ja": "不 無 未 否 ぬ",
    "ko": "안 못 않다 않는다 않았다 않은 않는 않을 않고 않아 못한다 못했다 못하는 없다 없는 없이 없었다 없고 없어 아니다 아닌 아니라 "
    "아니었다 불가",
    "vi": "không chưa chẳng đừng chớ",
    "id": "tidak bukan belum jangan tanpa tak tiada tidaklah",
    "nl": "niet geen nooit niemand niets zonder nergens noch nauwelijks",
}
NEGATIONS = {language: frozenset(words.split()) for language, words in _NEGATIONS.items()}
# What is a common word of another language: French n before a vowel, Portuguese `no` (in the).
ELSEWHERE = frozenset("t n ne ni no mai tak".split())

Family = tuple[tuple[str, ...], tuple[str, ...]]


def _families(text: str) -> tuple[Family, ...]:
    """The pairs of a table: left words and right words."""
    pairs = (pair.split("/") for pair in text.replace("\n", ";").split(";") if pair.strip())
    return tuple((tuple(left.split()), tuple(right.split())) for left, right in pairs)


def _prefixed(table: dict[str, str]) -> Iterator[Family]:
    """possible, impossible; also as adverbs, of which the unknown ones do no harm."""
    for prefix, words in table.items():
        for word in words.split():
            yield (word, f"{word}ly"), (f"{prefix}{word}", f"{prefix}{word}ly")


ANTONYMS: dict[str, tuple[Family, ...]] = {
    "en": (*_families(opposites_latin.EN), *_prefixed(opposites_latin.EN_PREFIXED)),
    "de": _families(opposites_latin.DE),
    "fr": _families(opposites_latin.FR),
    "es": _families(opposites_latin.ES),
    "pt": _families(opposites_latin.PT),
    "it": _families(opposites_latin.IT),
    "vi": _families(opposites_latin.VI),
    "id": _families(opposites_latin.ID),
    "zh": _families(opposites.HAN),
    "ja": _families(opposites.JA),
    "ko": _families(opposites.KO),
    "ru": _families(opposites.RU),
    "ar": _families(opposites.AR),
    "hi": _families(opposites.HI),
}


@cache
def polarity_table(language: str | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Token hashes, uint64, sorted, and beside each an int16: -1 for a negation, else 2 * family + side.

    Two tokens are opposites if a code of one is a code of the other with its last bit turned (`a >= 0 and a ^ 1 == b`). A word of
    several families has as many rows. Without a language those of all, but for negations that are common words elsewhere.
    """
    rows = [(word, NEGATION) for word in _negations(language)] + list(_sides(language))
    hashes = _single_tokens([word for word, _ in rows])
    distinct = sorted({(hashes[word], code) for word, code in rows if word in hashes})
    return np.array([row for row, _ in distinct], np.uint64), np.array([code for _, code in distinct], np.int16)


def _negations(language: str | None) -> frozenset[str]:
    if language is not None:
        return NEGATIONS.get(language, frozenset())
    return frozenset().union(*NEGATIONS.values()) - ELSEWHERE


def _sides(language: str | None) -> Iterator[tuple[str, int]]:
    """Words and their codes; families are numbered through all languages, so that a code means the same in every table."""
    numbered = enumerate((name, family) for name, families in ANTONYMS.items() for family in families)
    for number, (name, family) in numbered:
        if language in (None, name):
            yield from ((word, 2 * number + side) for side in (0, 1) for word in family[side])


def _single_tokens(words: Iterable[str]) -> dict[str, int]:
    """The hashes of the words that are one token, as texts are cut into tokens."""
    distinct = sorted(set(words))
    tokens, starts = tokenise(pack([word.lower() for word in distinct]))
    return {word: int(tokens[at]) for word, at, end in zip(distinct, starts[:-1], starts[1:], strict=True) if end - at == 1}
