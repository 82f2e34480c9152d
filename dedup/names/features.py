"""What is measured of a pair of names: one row of FEATURES for each pair of readings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from dedup.names import edit_model, han, romanise, sound_fold, token_alignment, word_lists

HAN_MEASURES = ("whole", "whole_total", "parts", "worst")
STRINGS = ("ratio", "sorted_ratio", "set_ratio", "sorted_jaro_winkler", "key_ratio", "sorted_key_ratio", "key_set_ratio")
SHAPE = ("parts_min", "parts_max", "letters_min", "letters_ratio", "same_parts")
SCRIPTS = ("han_native", "han_foreign", "without_vowels", "hangul", "kana", "other_script", "pinyin", "same_script")
FEATURES = (*token_alignment.MEASURES, *(f"han_{name}" for name in HAN_MEASURES), *STRINGS, *SHAPE, *SCRIPTS)

_ABJAD = re.compile(r"[\u0590-\u08ff]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_PINYIN = re.compile(
    r"(?:(?:[bpmfdtnlgkhzcsry]|zh|ch|sh)(?:ang|eng|ong|an|en|ai|ei|ao|ou|a|e|u|i|o)|(?:[bpmdtnljqxy])(?:iang|iong|ian|"
    r"iao|ing|ie|iu|in|ia|i|u|ue|un|uan)|"
    r"(?:[dtnlgkhzcsr]|zh|ch|sh)(?:uang|uan|uai|un|uo|ui|ua)|w(?:ang|eng|an|en|ai|ei|a|o|u)|yu(?:an|e|n)?|ang|an|ai|"
    r"ao|a|en|er|e|ou|o)+"
)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")


@lru_cache(maxsize=1 << 16)
def name_readings(name: str) -> tuple[str, ...]:
    """The readings of a name without titles, particles and patronymics, unless nothing else is left."""
    return tuple(dict.fromkeys(_without_extras(reading) for reading in romanise.readings(name)))


def _without_extras(reading: str) -> str:
    parts = reading.split(" ")
    kept = [part for part in parts if part not in word_lists.TITLES]
    # "Li Bin" and "Le Duan" have parts that are particles elsewhere: two parts stay.
    without = [part for part in kept if part not in word_lists.PARTICLES]
    kept = without if len(without) > 1 else kept
    if len(kept) > 2:
        kept = [part for part in kept if not word_lists.is_patronymic(part)] or kept
    return " ".join(kept or parts)


@lru_cache(maxsize=1 << 16)
def script(name: str) -> str:
    """The kind of script that decides how a name can differ from its Latin spelling: one of SCRIPTS, or "latin"."""
    if _HAN.search(name) and not _KANA.search(name):
        return "han_native" if han.is_native(name) else "han_foreign"
    for kind, letters in (("kana", _KANA), ("hangul", _HANGUL), ("without_vowels", _ABJAD), ("latin", _LATIN)):
        if letters.search(name):
            return kind
    return "other_script"


class Models:
    """The two edit models, the general one and the one of Han back-transliteration, loaded once from a folder."""

    def __init__(self, folder: Path):
        self.general = edit_model.load(folder, "general")
        self.han = edit_model.load(folder, "han")


def measure(models: Models, left: Sequence[str], right: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """FEATURES of all pairs of readings of the pairs of names, float32, and to which pair of names each row belongs.

    A pair without readings on one side has no row. The features do not depend on which side a name stands.
    """
    a, b, owner, kinds = _reading_pairs(left, right)
    if not a:
        return np.zeros((0, len(FEATURES)), np.float32), np.zeros(0, np.int64)
    owners = np.array(owner, np.int64)
    columns = [*_edit_measures(models, a, b, owners, kinds), *_strings(a, b), *_shape(a, b), *_scripts(a, b, kinds, owners)]
    return np.column_stack(columns).astype(np.float32), owners


def _reading_pairs(
    left: Sequence[str], right: Sequence[str]
) -> tuple[list[str], list[str], list[int], list[tuple[str, str]]]:
    a: list[str] = []
    b: list[str] = []
    owner: list[int] = []
    kinds = []
    for k, (x, y) in enumerate(zip(left, right, strict=True)):
        x, y = (x, y) if x <= y else (y, x)
        kinds.append((script(x), script(y)))
        for reading in name_readings(x):
            for other in name_readings(y):
                a.append(reading)
                b.append(other)
                owner.append(k)
    return a, b, owner, kinds


def _edit_measures(
    models: Models, a: list[str], b: list[str], owners: np.ndarray, kinds: list[tuple[str, str]]
) -> list[np.ndarray]:
    """The measures of the general model for all pairs, of the Han model where one of the names is in Han (else NaN)."""
    rows = {reading: r for r, reading in enumerate(dict.fromkeys([*a, *b]))}
    packed = token_alignment.pack(list(rows))
    i, j = np.array([rows[x] for x in a]), np.array([rows[y] for y in b])
    general = token_alignment.measure(*models.general, *packed, i, j)
    special = np.full((len(a), len(HAN_MEASURES)), np.nan, np.float32)
    with_han = np.array([_through_chinese((x, y), kinds[k]) for x, y, k in zip(a, b, owners, strict=True)], bool)
    wanted = [token_alignment.MEASURES.index(name) for name in HAN_MEASURES]
    special[with_han] = token_alignment.measure(*models.han, *packed, i[with_han], j[with_han])[:, wanted]
    return [*general.T, *special.T]


def _through_chinese(names: tuple[str, str], kinds: tuple[str, str]) -> bool:
    """Whether one name is in Han or looks like the pinyin of a Han rendering ("Shalunsai Kongmaxi")."""
    return "han_native" in kinds or "han_foreign" in kinds or any(map(_looks_like_pinyin, names))


@lru_cache(maxsize=1 << 16)
def _looks_like_pinyin(reading: str) -> bool:
    return len(reading) > 4 and all(map(_PINYIN.fullmatch, reading.split(" ")))


def _strings(a: list[str], b: list[str]) -> list[np.ndarray]:
    """rapidfuzz on the readings and on their sound keys, 0..1."""
    sorted_a, sorted_b = _sorted(a), _sorted(b)
    folded_a, folded_b = [_folded(x) for x in a], [_folded(y) for y in b]
    return [
        cpdist([x.replace(" ", "") for x in a], [y.replace(" ", "") for y in b], scorer=fuzz.ratio) / 100,
        cpdist(sorted_a, sorted_b, scorer=fuzz.ratio) / 100,
        cpdist(a, b, scorer=fuzz.token_set_ratio) / 100,
        cpdist(sorted_a, sorted_b, scorer=JaroWinkler.normalized_similarity),
        cpdist([sound_fold.key(x) for x in a], [sound_fold.key(y) for y in b], scorer=fuzz.ratio) / 100,
        cpdist(_sorted(folded_a), _sorted(folded_b), scorer=fuzz.ratio) / 100,
        cpdist(folded_a, folded_b, scorer=fuzz.token_set_ratio) / 100,
    ]


def _sorted(readings: list[str]) -> list[str]:
    return [" ".join(sorted(reading.split(" "))) for reading in readings]


@lru_cache(maxsize=1 << 16)
def _folded(reading: str) -> str:
    return " ".join(sound_fold.fold(part) for part in reading.split(" "))


def _shape(a: list[str], b: list[str]) -> list[np.ndarray]:
    parts = np.array([(x.count(" ") + 1, y.count(" ") + 1) for x, y in zip(a, b, strict=True)], float)
    letters = np.array([(len(x) - x.count(" "), len(y) - y.count(" ")) for x, y in zip(a, b, strict=True)], float)
    same = np.array([len(set(x.split(" ")) & set(y.split(" "))) for x, y in zip(a, b, strict=True)], float)
    shortest, longest = letters.min(axis=1), letters.max(axis=1)
    return [parts.min(axis=1), parts.max(axis=1), shortest, shortest / np.maximum(longest, 1), same]


def _scripts(a: list[str], b: list[str], kinds: list[tuple[str, str]], owners: np.ndarray) -> list[np.ndarray]:
    flags = np.array([[kind in pair for kind in SCRIPTS[:-2]] + [pair[0] == pair[1]] for pair in kinds], float)[owners]
    pinyin = np.array([_looks_like_pinyin(x) or _looks_like_pinyin(y) for x, y in zip(a, b, strict=True)], float)
    return [*flags.T[:-1], pinyin, flags.T[-1]]
