"""What is measured of a pair of names: one row of FEATURES for each pair of readings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.process import cpdist

from dedup.names import edit_model, han, romanise, sound_fold, token_alignment, word_lists

HAN_MEASURES = ("whole", "whole_total", "parts", "worst")
STRINGS = ("ratio", "sorted_ratio", "set_ratio", "sorted_jaro_winkler", "key_ratio", "sorted_key_ratio", "key_set_ratio")
SHAPE = ("parts_min", "parts_max", "letters_min", "letters_ratio", "same_parts")
SCRIPTS = ("han_native", "han_foreign", "without_vowels", "hangul", "kana", "other_script", "pinyin", "same_script")
_NUMBER = {"latin": len(SCRIPTS)} | {name: number for number, name in enumerate(SCRIPTS)}
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


class _Spelt(NamedTuple):
    """What is known of every different reading, each list in the order of `reading`."""

    reading: list[str]
    whole: list[str]  # without spaces
    in_order: list[str]  # its parts sorted
    key: list[str]  # sound key of the whole
    folded: list[str]  # sound keys of the parts
    folded_in_order: list[str]
    parts: list[list[str]]
    counts: np.ndarray  # parts, letters
    pinyin: np.ndarray


def measure(models: Models, left: Sequence[str], right: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """FEATURES of all pairs of readings of the pairs of names, float32, and to which pair of names each row belongs.

    A pair without readings on one side has no row. The features do not depend on which side a name stands.
    """
    a, b, owner, kinds = _reading_pairs(left, right)
    if not a:
        return np.zeros((0, len(FEATURES)), np.float32), np.zeros(0, np.int64)
    rows = {reading: r for r, reading in enumerate(dict.fromkeys([*a, *b]))}
    spelt = _spelt(list(rows))
    i, j = np.array([rows[x] for x in a]), np.array([rows[y] for y in b])
    owners = np.array(owner, np.int64)
    pinyin = spelt.pinyin[i] | spelt.pinyin[j]
    in_han = np.isin(kinds, [_NUMBER["han_native"], _NUMBER["han_foreign"]])[owners]
    through_chinese = in_han[:, 0] | in_han[:, 1] | pinyin
    edits = _edit_measures(models, spelt.reading, i, j, through_chinese)
    columns = [*edits, *_strings(spelt, i.tolist(), j.tolist()), *_shape(spelt, i, j), *_scripts(kinds, pinyin, owners)]
    return np.column_stack(columns).astype(np.float32), owners


def _reading_pairs(left: Sequence[str], right: Sequence[str]) -> tuple[list[str], list[str], list[int], np.ndarray]:
    """The readings of each pair beside each other, to which pair they belong, and the scripts of each pair as numbers."""
    a: list[str] = []
    b: list[str] = []
    owner: list[int] = []
    kinds = []
    for k, (x, y) in enumerate(zip(left, right, strict=True)):
        x, y = (x, y) if x <= y else (y, x)
        kinds.append((_NUMBER[script(x)], _NUMBER[script(y)]))
        for reading in name_readings(x):
            for other in name_readings(y):
                a.append(reading)
                b.append(other)
                owner.append(k)
    return a, b, owner, np.array(kinds, np.int64).reshape(-1, 2)


def _spelt(readings: list[str]) -> _Spelt:
    parts = [reading.split(" ") for reading in readings]
    whole = ["".join(of_reading) for of_reading in parts]
    of_part = _keys({part for of_reading in parts for part in of_reading})
    folded = [" ".join([of_part[part] for part in of_reading]) for of_reading in parts]
    return _Spelt(
        reading=readings,
        whole=whole,
        in_order=[" ".join(sorted(of_reading)) for of_reading in parts],
        key=sound_fold.fold_all(whole),
        folded=folded,
        folded_in_order=[" ".join(sorted(keys.split(" "))) for keys in folded],
        parts=parts,
        counts=np.array([(len(x), len(y)) for x, y in zip(parts, whole, strict=True)], float),
        pinyin=np.array([_looks_like_pinyin(x) for x in readings], bool),
    )


def _keys(words: Iterable[str]) -> dict[str, str]:
    """The sound key of each word."""
    words = list(words)
    return dict(zip(words, sound_fold.fold_all(words), strict=True))


def _edit_measures(models: Models, readings: list[str], i: np.ndarray, j: np.ndarray, chinese: np.ndarray) -> list[np.ndarray]:
    """The measures of the general model for all pairs, of the Han model for those that came through Chinese (else NaN)."""
    packed = token_alignment.pack(readings)
    general = token_alignment.measure(*models.general, *packed, i, j)
    special = np.full((len(i), len(HAN_MEASURES)), np.nan, np.float32)
    wanted = [token_alignment.MEASURES.index(name) for name in HAN_MEASURES]
    special[chinese] = token_alignment.measure(*models.han, *packed, i[chinese], j[chinese])[:, wanted]
    return [*general.T, *special.T]


@lru_cache(maxsize=1 << 16)
def _looks_like_pinyin(reading: str) -> bool:
    """Whether a name may be the pinyin of a Han rendering ("Shalunsai Kongmaxi")."""
    return len(reading) > 4 and all(map(_PINYIN.fullmatch, reading.split(" ")))


def _strings(spelt: _Spelt, i: list[int], j: list[int]) -> list[np.ndarray]:
    """rapidfuzz on the readings and on their sound keys, 0..1."""

    def compare(column: list[str], scorer: Any) -> np.ndarray:
        return cpdist([column[x] for x in i], [column[y] for y in j], scorer=scorer)

    return [
        compare(spelt.whole, fuzz.ratio) / 100,
        compare(spelt.in_order, fuzz.ratio) / 100,
        compare(spelt.reading, fuzz.token_set_ratio) / 100,
        compare(spelt.in_order, JaroWinkler.normalized_similarity),
        compare(spelt.key, fuzz.ratio) / 100,
        compare(spelt.folded_in_order, fuzz.ratio) / 100,
        compare(spelt.folded, fuzz.token_set_ratio) / 100,
    ]


def _shape(spelt: _Spelt, i: np.ndarray, j: np.ndarray) -> list[np.ndarray]:
    fewest, most = np.minimum(spelt.counts[i], spelt.counts[j]).T, np.maximum(spelt.counts[i], spelt.counts[j]).T
    same = [len(set(spelt.parts[x]) & set(spelt.parts[y])) for x, y in zip(i.tolist(), j.tolist(), strict=True)]
    return [fewest[0], most[0], fewest[1], fewest[1] / np.maximum(most[1], 1), np.array(same, float)]


def _scripts(kinds: np.ndarray, pinyin: np.ndarray, owners: np.ndarray) -> list[np.ndarray]:
    flags = [(kinds == number).any(axis=1)[owners] for number in range(len(SCRIPTS) - 2)]
    return [*flags, pinyin, (kinds[:, 0] == kinds[:, 1])[owners]]
