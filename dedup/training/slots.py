"""The same sentence with one thing changed that makes another statement of it: a figure, date, name, word, negation, opposite."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from dedup.confirm.facts.figures import NUMBER
from dedup.training.respell import MONTHS, other_number

DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
CALENDAR = {name: words for words in (MONTHS, DAYS) for name in words if name != "May"}  # which is also a verb
DAY = re.compile(rf"\b(?:{'|'.join(CALENDAR)})\b")
# A capitalised word that does not begin a sentence: in Latin, Greek and Cyrillic letters.
NAME = re.compile(r"(?:(?<=[^\W\d_] )|(?<=[,;] ))[A-ZÀ-ÞŁŚŽŠČŞİΑ-ΩА-ЯІЇЄ][^\W\d_]{2,}")
WORD = re.compile(r"(?<=[^\W\d_] )[^\W\d_]{5,}(?=[ .,;:!?]|$)")  # in scripts with spaces, inside a sentence
RARE = 3  # sentences of the pool that a word may stand in, to be what its sentence is about

# Two ways that say the opposite of each other, each to be put in the other's place.
OPPOSITES: dict[str, str] = {
    "en": "is|is not, was|was not, are|are not, will|will not, has|has not, can|cannot, should|should not, did|did not, do|don't, "
          "rose|fell, increase|decrease, won|lost, guilty|innocent, open|closed, opened|closed, before|after, more|less, up|down, "
          "accepted|rejected, approved|refused, always|never, buy|sell, higher|lower, allowed|forbidden, old|new, good|bad, big|small, "
          "with|without, everybody|nobody, everything|nothing, love|hate, early|late, inside|outside, north|south, above|below, day|night",
    "de": "ist|ist nicht, war|war nicht, hat|hat nicht, sind|sind nicht, kann|kann nicht, wird|wird nicht, ein|kein, eine|keine, "
          "immer|nie, vor|nach, mehr|weniger, mit|ohne, gut|schlecht, alt|neu, alles|nichts, steigt|fällt, große|kleine, oben|unten",
    "fr": "est|n'est pas, a|n'a pas, sont|ne sont pas, peut|ne peut pas, était|n'était pas, toujours|jamais, avant|après, plus|moins, "
          "avec|sans, tout|rien, bon|mauvais, grand|petit, nouveau|ancien",
    "es": "es|no es, está|no está, fue|no fue, ha|no ha, son|no son, puede|no puede, siempre|nunca, antes|después, más|menos, con|sin, "
          "todo|nada, bueno|malo, grande|pequeño",
    "it": "è|non è, ha|non ha, sono|non sono, può|non può, sempre|mai, prima|dopo, più|meno, con|senza, tutto|niente, buono|cattivo",
    "pt": "é|não é, foi|não foi, está|não está, são|não são, pode|não pode, sempre|nunca, antes|depois, mais|menos, com|sem, tudo|nada",
    "nl": "is|is niet, was|was niet, heeft|heeft niet, kan|kan niet, een|geen, altijd|nooit, voor|na, meer|minder, met|zonder",
    "ru": "был|не был, была|не была, было|не было, будет|не будет, может|не может, хочет|не хочет, знаю|не знаю, всегда|никогда, "
          "до|после, больше|меньше, с|без, всё|ничего, хорошо|плохо, новый|старый",
    "uk": "був|не був, була|не була, буде|не буде, може|не може, завжди|ніколи, більше|менше, все|нічого",
    "cs": "je|není, byl|nebyl, byla|nebyla, má|nemá, jsou|nejsou, může|nemůže, bude|nebude, vždy|nikdy, před|po, více|méně, s|bez",
    "pl": "jest|nie jest, był|nie był, była|nie była, ma|nie ma, może|nie może, zawsze|nigdy, przed|po, więcej|mniej, z|bez",
    "sv": "är|är inte, var|var inte, har|har inte, kan|kan inte, alltid|aldrig, före|efter, mer|mindre, med|utan",
    "tr": "var|yok, her zaman|asla, önce|sonra, iyi|kötü, büyük|küçük, evet|hayır",
    "fi": "on|ei ole, oli|ei ollut, aina|koskaan, ennen|jälkeen, enemmän|vähemmän, hyvä|huono",
    "zh": "是|不是, 有|没有, 会|不会, 能|不能, 可以|不可以, 多|少, 大|小, 好|坏, 有效|无效, 上|下, 前|后",
    "ja": "です|ではありません, ます|ません, ました|ませんでした, ある|ない, 大きい|小さい, 前|後, 上|下",
    "ar": "كان|لم يكن, كانت|لم تكن, يمكن|لا يمكن, دائما|أبدا, قبل|بعد, أكثر|أقل, مع|بدون",
    "hi": "है|नहीं है, था|नहीं था, हमेशा|कभी नहीं, पहले|बाद, ज़्यादा|कम",
    "vi": "là|không phải là, có|không có, luôn luôn|không bao giờ, trước|sau, nhiều|ít, lớn|nhỏ, tốt|xấu",
}  # fmt: skip
# What a copy may not leave out.
NEGATIONS = frozenset("not no never none nobody nothing cannot nicht kein keine nie nichts ne pas jamais rien nunca nada sin não non senza "
                      "niet geen inte aldrig не нет никогда без není nebyl bez nie without n'est n'a".split())  # fmt: skip
WITHOUT_SPACES = frozenset({"zh", "ja"})


def _pairs(written: str) -> list[tuple[str, str]]:
    ways = [(one, other) for pair in written.split(", ") for one, _, other in [pair.strip().partition("|")]]
    return sorted([*ways, *((other, one) for one, other in ways)], key=lambda way: (-len(way[0]), way))


def _any_of(ways: Iterable[str], *, whole: bool) -> re.Pattern[str]:
    pattern = "|".join(map(re.escape, ways))
    return re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])" if whole else pattern)


OPPOSITE = {language: dict(_pairs(written)) for language, written in OPPOSITES.items()}
FOUND = {language: _any_of(ways, whole=language not in WITHOUT_SPACES) for language, ways in OPPOSITE.items()}


Slot = tuple[re.Pattern[str], Callable[[str], str]]  # what stands in it, and what may stand there instead


def other_slot(text: str, rng: np.random.Generator, *, language: str, names: Sequence[str], words: Sequence[str]) -> str | None:
    """The text with one thing changed, of a kind drawn from those it has; None if it has nothing to change."""
    of_words = (WORD, lambda word: _another_word(word, words, rng))
    slots = [*_facts(rng, names), of_words, *([(FOUND[language], OPPOSITE[language].__getitem__)] if language in OPPOSITE else [])]
    changed = (_other(text, slots[k], rng, count=1) for k in rng.permutation(len(slots)).tolist())
    return next((one[0] for one in changed if one), None)


def siblings(text: str, rng: np.random.Generator, *, names: Sequence[str], count: int) -> list[str]:
    """Up to so many texts that differ from this one and from each other in one and the same figure, date or name; none without such."""
    slots = _facts(rng, names)
    changed = (_other(text, slots[k], rng, count=count) for k in rng.permutation(len(slots)).tolist())
    return next((found for found in changed if found), [])


def _facts(rng: np.random.Generator, names: Sequence[str]) -> list[Slot]:
    return [
        (NUMBER, lambda number: other_number(number, rng)),
        (NAME, lambda name: _another(name, names, rng)),
        (DAY, lambda name: CALENDAR[name][int(rng.integers(len(CALENDAR[name])))]),
    ]


def opposite(text: str, rng: np.random.Generator, *, language: str) -> str:
    """The text with a negation put in or taken out, or a word's opposite; itself in a language without a list or without such a word."""
    found = _other(text, (FOUND[language], OPPOSITE[language].__getitem__), rng, count=1) if language in OPPOSITE else []
    return found[0] if found else text


def names_of(texts: Iterable[str]) -> list[str]:
    """The names that texts mention, each once, sorted: capitalised inside a sentence."""
    return sorted({name for text in texts for name in NAME.findall(text)})


def words_of(texts: Iterable[str]) -> list[str]:
    """The rare words of texts in small letters, each once, sorted."""
    counts = Counter(word for text in texts for word in set(WORD.findall(text)))
    return sorted(word for word, count in counts.items() if count <= RARE and word.islower())


def _other(text: str, slot: Slot, rng: np.random.Generator, *, count: int) -> list[str]:
    """Up to so many texts with something else in one slot of this kind: a name wherever it stands, all else once."""
    pattern, change = slot
    found = sorted({match.group() for match in pattern.finditer(text)})
    if not found:
        return []
    one = found[int(rng.integers(len(found)))]
    at = [match.span() for match in pattern.finditer(text) if match.group() == one]
    new = {change(one) for _ in range(count + 2)} - {one}
    return [_filled(text, at if pattern is NAME else at[:1], other) for other in sorted(new)][:count]


def _filled(text: str, at: Sequence[tuple[int, int]], new: str) -> str:
    for start, stop in reversed(at):
        text = text[:start] + new + text[stop:]
    return text


def _another(name: str, names: Sequence[str], rng: np.random.Generator) -> str:
    """Another name of none of its beginning: an ending may be a case of the same one."""
    for _ in range(8 if names else 0):
        other = names[int(rng.integers(len(names)))]
        if other[:3].casefold() != name[:3].casefold():
            return other
    return name


def _another_word(word: str, words: Sequence[str], rng: np.random.Generator) -> str:
    """Another of the rare words with the same ending, so that it fits; the word itself if it is none of them, or if there is none."""
    at = bisect_left(words, word)
    if at == len(words) or words[at] != word:
        return word
    fits = [other for other in words if other[-2:] == word[-2:] and other[:3] != word[:3]]
    return fits[int(rng.integers(len(fits)))] if fits else word
