"""Make the files in dedup/models/names from lists of names: `dedup train names DATA_DIR -o DIR`."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from dedup import boosted
from dedup.errors import DataError, UsageError
from dedup.names import edit_model as trained_model
from dedup.names import features, han, romanise
from dedup.training import arabic_letters, boosting, edit_model, han_readings, known_names, name_pairs

Progress = Callable[..., Any]

LANGUAGES = ("russian", "arabic", "hebrew", "katakana", "korean")
WORDS_OF_A_LANGUAGE = 20_000
LEAST_WORDS, LEAST_HAN = 0.3, 0.0  # log-likelihood ratio a letter below which a mined pair is taken for an error
LEAST_MADE = 0.5
MADE = 1200  # right pairs of each kind made from word lists
TREES, LEAVES, RATE, FEWEST = 300, 16, 0.05, 20  # fewer trees or leaves lowered recall at 0.5 % false positives
WORD_WEIGHT, CHINESE_WEIGHT, HAN_WEIGHT = (
    0.3,
    0.1,
    0.5,
)  # of a made pair beside a recorded one: more lowers the ranking figures


def train(data: Path, folder: Path, *, progress: Progress | None = None, seed: int = 0) -> dict[str, Any]:
    """Train the two edit models and the mix from the `-train` files of `data`, write them to `folder`, report counts.

    The same data and seed give the same files. Raises UsageError where `data` lacks the files.
    """
    say = progress or (lambda *_: None)
    people = read_people(_file(data, "people-train.jsonl.gz"))
    folder.mkdir(parents=True, exist_ok=True)
    say("edit models")
    counts = {"general": _general(data, people, folder), "han": _han(data, folder)}
    _write(folder / "han_readings.json", han_readings.learn(people))
    _write(folder / "han_sounds.json", han_readings.sounds(_written_by_sound(data)))
    words = {language: list(word_counts(_file(data, f"words-{language}-train.tsv.gz"))) for language in known_names.BEARERS}
    known_names.write(folder / "known_names.txt.gz", known_names.learn(people, words))
    _arabic(data, [native for _, native, _ in words["arabic"]], folder)
    for cache in (romanise.readings, features.name_readings, han.readings_abroad):
        cache.cache_clear()
    say("mix")
    recorded = ranking_pairs(read_ranking(_file(data, "ranking-train.jsonl.gz")))
    rng = np.random.default_rng(seed)
    weighted = (
        (recorded, 1.0),
        (_word_pairs(data, rng), WORD_WEIGHT),
        (_chinese_pairs(data, rng), CHINESE_WEIGHT),
        (_han_people_pairs(people, rng), HAN_WEIGHT),
    )
    counts["mix"] = _mix([(*pair, weight) for pairs, weight in weighted for pair in pairs], folder, seed)
    return counts


def _arabic(data: Path, names: list[str], folder: Path) -> None:
    """The table of Arabic letters, where the sentences that it needs beside the names are there."""
    sentences = data.parent / "parallel" / "en-ar.tsv.gz"
    if sentences.exists():
        np.save(folder / "arabic_letters.npy", arabic_letters.learn(names, arabic_letters.words_of(sentences)))


def _file(data: Path, name: str) -> Path:
    path = data / name
    if not path.exists():
        raise UsageError(f"{path} is missing", remedy="give a folder laid out as models/names/README.md says")
    return path


def _lines(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf8") as lines:
        yield from lines


def read_people(path: Path) -> list[list[str]]:
    """The recorded names of each person."""
    try:
        return [json.loads(line)["names"] for line in _lines(path)]
    except (ValueError, KeyError) as error:
        raise DataError(f"not a list of people: {error}", file=path) from None


def read_ranking(path: Path) -> list[dict[str, Any]]:
    """Queries with one right and many wrong names: `query`, `same`, `different`."""
    return [json.loads(line) for line in _lines(path)]


def read_words(path: Path) -> list[tuple[str, str]]:
    """Latin and native spelling of words; the native one has its characters apart."""
    cells = (line.rstrip("\n").split("\t") for line in _lines(path))
    return [(latin, native.replace(" ", "")) for latin, native, *_ in cells]


def word_counts(path: Path) -> Iterator[tuple[str, str, int]]:
    """Latin and native spelling of words, and how many people bear them."""
    for line in _lines(path):
        latin, native, count = line.rstrip("\n").split("\t")
        yield latin, native.replace(" ", ""), int(count)


def _written_by_sound(data: Path) -> list[str]:
    """Foreign names in Han."""
    rows = (line.rstrip("\n").split("\t") for line in list(_lines(_file(data, "han-train.tsv.gz")))[1:])
    words = read_words(_file(data, "words-chinese-train.tsv.gz"))
    return [written.replace(" ", "") for _, written, *_ in rows] + [native for _, native in words]


def _joined(name: str) -> str:
    return next(iter(romanise.readings(name)), "").replace(" ", "")


def _general(data: Path, people: list[list[str]], folder: Path) -> int:
    pairs = []
    for language in LANGUAGES:
        words = read_words(_file(data, f"words-{language}-train.tsv.gz"))[:WORDS_OF_A_LANGUAGE]
        pairs += [(_joined(latin), _joined(native)) for latin, native in words] + _spellings_of_one(words)
    pairs = _cleaned(pairs, least=LEAST_WORDS)
    model = trained_model.expand(edit_model.fit(pairs, rounds=3))
    pairs += parts_of_people(people, model)
    _save(folder, "general", edit_model.fit(pairs))
    return len(pairs)


def _han(data: Path, folder: Path) -> int:
    rows = (line.rstrip("\n").split("\t") for line in list(_lines(_file(data, "han-train.tsv.gz")))[1:])
    pairs = [(_joined(latin.replace(" ", "")), pinyin.replace(" ", "")) for latin, _, pinyin, *_ in rows]
    words = read_words(_file(data, "words-chinese-train.tsv.gz"))
    pairs += [(_joined(latin), _joined(native + "·")) for latin, native in words]
    pairs = _cleaned(pairs, least=LEAST_HAN)
    _save(folder, "han", edit_model.fit(pairs))
    return len(pairs)


def _cleaned(pairs: list[tuple[str, str]], *, least: float) -> list[tuple[str, str]]:
    pairs = [pair for pair in pairs if all(pair)]
    return edit_model.plausible(edit_model.fit(pairs, rounds=3), pairs, least=least)


def _spellings_of_one(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Latin words with one native spelling are spellings of one sound: Fischer and Fisher are both фишер."""
    groups = defaultdict(list)
    for latin, native in words:
        groups[native].append(_joined(latin))
    return [pair for group in groups.values() for pair in zip(group, group[1:], strict=False)]


def parts_of_people(people: list[list[str]], model: Any) -> list[tuple[str, str]]:
    """Parts of two names of one person that are best for each other under a first model, with a score above 0."""
    pairs = []
    for names in people:
        spelt = [features.name_readings(name)[0].split() for name in names if features.name_readings(name)]
        for left, right in zip(spelt, spelt[1:], strict=False):
            pairs += _best_parts([p for p in left if len(p) > 1], [p for p in right if len(p) > 1], model)
    return pairs


def _best_parts(left: list[str], right: list[str], model: Any) -> list[tuple[str, str]]:
    if not left or not right:
        return []
    scores = edit_model.score(model, [(x, y) for x in left for y in right]).reshape(len(left), len(right))
    best = enumerate(scores.argmax(axis=1))
    return [(left[i], right[j]) for i, j in best if scores[i, j] > 0 and scores[:, j].argmax() == i]


def _save(folder: Path, name: str, model: edit_model.StoredModel) -> None:
    for part, array in zip(model._fields, model, strict=True):
        np.save(folder / f"{name}-{part}.npy", array, allow_pickle=False)


def _word_pairs(data: Path, rng: np.random.Generator) -> list[name_pairs.Pair]:
    """Single words of every language beside their Latin spelling, and two Latin spellings of one word."""
    pairs: list[name_pairs.Pair] = []
    for language in LANGUAGES:
        words = _sound_words(read_words(_file(data, f"words-{language}-train.tsv.gz"))[:WORDS_OF_A_LANGUAGE])
        spellings = [(left, right) for left, right in _spellings_of_one(words) if left != right]
        pairs += name_pairs.word_pairs(words, [_joined(right) for _, right in words], count=MADE, rng=rng)
        pairs += name_pairs.word_pairs(spellings, [right for _, right in spellings], count=MADE, rng=rng)
    return pairs


def _chinese_pairs(data: Path, rng: np.random.Generator) -> list[name_pairs.Pair]:
    """Names of one and two parts that came through Chinese, in Han and in its pinyin."""
    rows = [line.rstrip("\n").split("\t") for line in list(_lines(_file(data, "han-train.tsv.gz")))[1:]]
    pinyin = [(latin.replace(" ", ""), spelt.replace(" ", "")) for latin, _, spelt, *_ in rows]
    characters = [(latin.replace(" ", ""), written.replace(" ", "")) for latin, written, *_ in rows]
    pairs = name_pairs.word_pairs(pinyin, [right for _, right in pinyin], count=MADE, rng=rng)
    pairs += name_pairs.two_part_pairs(pinyin, joint=" ", count=2 * MADE, rng=rng)
    return pairs + name_pairs.two_part_pairs(characters, joint="·", count=MADE, rng=rng)


def _han_people_pairs(people: list[list[str]], rng: np.random.Generator) -> list[name_pairs.Pair]:
    """The first Latin and the first Han name of each person who has both: the ranking sets hold few of them."""
    words = []
    for names in people:
        latin = [name for name in names if features.script(name) == "latin"]
        written = [name for name in names if features.script(name).startswith("han_")]
        words += list(zip(latin[:1], written[:1], strict=False))
    return name_pairs.word_pairs(words, [_joined(right) for _, right in words], count=len(words), rng=rng)


def _sound_words(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Without the wrong pairs that a mined list holds."""
    spelt = {word: (_joined(word[0]), _joined(word[1])) for word in words}
    good = set(_cleaned(list(spelt.values()), least=LEAST_MADE))
    return [word for word, pair in spelt.items() if pair in good]


def _mix(pairs: list[tuple[str, str, int, float]], folder: Path, seed: int) -> int:
    """Fit the mix to the best reading pair of every name pair."""
    rows, owner = features.measure(features.Models(folder), [pair[0] for pair in pairs], [pair[1] for pair in pairs])
    best = _best_reading(rows, owner)
    same, weight = np.array([pair[2:] for pair in pairs], float).T
    trees = boosting.fit(
        rows[best], same[owner[best]], weight[owner[best]], names=features.FEATURES, trees=TREES, rate=RATE, leaves=LEAVES,
        fewest=FEWEST, seed=seed,
    )  # fmt: skip
    _write(folder / "mix.json", trees)
    boosted.load.cache_clear()
    return len(pairs)


def _write(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, separators=(",", ":"), ensure_ascii=False) + "\n", encoding="utf8")


def ranking_pairs(ranking: list[dict[str, Any]]) -> list[name_pairs.Pair]:
    """Every query with its right name (1) and its wrong ones (0)."""
    return [(row["query"], name, int(k == 0)) for row in ranking for k, name in enumerate((row["same"], *row["different"]))]


def _best_reading(rows: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """The row of each pair of names whose aligned parts score best, in the Han model or the general one."""
    score = np.fmax(rows[:, features.FEATURES.index("parts")], rows[:, features.FEATURES.index("han_parts")])
    order = np.lexsort((-score, owner))
    return order[np.unique(owner[order], return_index=True)[1]]
