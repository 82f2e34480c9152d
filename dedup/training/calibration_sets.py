"""The labelled sets that the shipped calibration is trained and measured on: collected ones, and ones made from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from dedup.errors import DataError
from dedup.run import Run
from dedup.training import labelled, listings, made_parts, made_sets, made_translations, scattered_sets, sentence_pool, unseen_half
from dedup.training import templates as pages_of_templates
from dedup.training.labelled import LabelledSet, rows_of
from dedup.training.made_sets import OF_YEARS, Made
from dedup.training.parallel import expand, held_out, read_pairs

Row = dict[str, Any]
SENTENCES = ("parallel", "parallel-more")
WHOLE = ("variants", "variants-other-languages", "crosslingual", "revisions", "same-event")
# Half of the groups of these are trained on. None shares a text with any other set; from none is a set made.
BY_HALF = ("docs-localised", "literature", "terms", "short-products", "short-sentences", "reuse")
COLLECTED = WHOLE + BY_HALF
SHORTEST, LONGEST = 1200, 6000  # characters of the wire stories that versions are made from
PAGE, WIRE_PAGES = 3, 140  # stories of a page, and pages made of wire stories: as long as most pages of `revisions`
WITHOUT_SPACES = {"zho-CN", "jpn", "ja", "lao", "tha"}  # where a clause would count as a word of a form
TOLD = ("en", "de", "fr", "es", "ru", "ja", "zh", "tr")  # languages of pages of one template
NEWS_LENGTH = 60  # characters from which most sentences of parallel/ come from news and encyclopaedias, not from a phrase book


def made(data: Path) -> dict[str, Made]:
    """The made sets, from the collected ones, background and the held-out sentences of parallel/."""
    rng = np.random.default_rng(5)
    wire = _shuffled([row["text"] for row in rows_of(data / "background.jsonl.gz")], rng)
    stories = [text for text in wire if SHORTEST < len(text) < LONGEST]
    news = [row["text"] for row in rows_of(data / "same-event.jsonl.gz")]
    pool = sentence_pool.read(data / "parallel", data / "parallel-more")
    unseen = {path.name: _unseen(path) for path in expand([data / "parallel"])}
    return {
        "abridged-wire": made_sets.abridged([[text] for text in stories[:300]], seed=4),
        "twins-wire": made_sets.twins(made_sets.with_figures(wire[2000:4000])[:350], seed=2),
        "twins-news": made_sets.twins(made_sets.with_figures(news)[:300], seed=6),
        "halves": made_sets.halves(stories[300:600], seed=7),
        "other-people": made_sets.other_people(stories[600:2400], seed=11, most=300),
        "other-people-news": made_sets.other_people(news, seed=23, most=300),
        "grown": made_sets.grown(made_sets.long(wire[4000:9000])[:350], seed=12),
        "forms": made_sets.forms(wire[9000:9300], seed=13, templates=80),
        "parts": made_parts.parts(wire[12000:18500], seed=28, wholes=70),
        **_of_variants(_groups(data / "variants.jsonl.gz")),
        **_of_languages(_groups(data / "variants-other-languages.jsonl.gz"), _groups(data / "crosslingual.jsonl.gz"), wire[9300:]),
        "translated": made_translations.translated([_shuffled(_phrases(pairs), rng)[:300] for pairs in unseen.values()], seed=3),
        "reported": made_translations.reported(_translations(unseen), seed=15),
        "listings": listings.goods(31, series=300),
        "templates": pages_of_templates.templates(made_sets.long(wire[16500:18500], least=8)[:400], seed=33, count=90),
        "templates-languages": pages_of_templates.templates_told(pool, languages=TOLD, seed=34, count=70),
        **scattered_sets.made(pool, wire[-400:]),
    }


def _of_variants(groups: list[list[Row]]) -> dict[str, Made]:
    texts = list(map(_texts, groups))
    return {
        "abridged-variants": made_sets.abridged(texts[::2], seed=1),
        "halves-variants": made_sets.halves([group[-1] for group in texts[1::2]], seed=25),
        "retold-variants": made_translations.retold(texts, seed=8, english=True),
    }


def _of_languages(variants: list[list[Row]], crosslingual: list[list[Row]], wire: list[str]) -> dict[str, Made]:
    """What English alone does not show: longer pages, and kinds of pairs in up to a dozen languages, each text in one of them."""
    one_each = [*_one_each(variants), *_one_each(crosslingual)]
    told = [row["text"] for row in one_each]
    stories = made_sets.long(wire, least=15)[: 2 * WIRE_PAGES]
    wire_pages = ["\n".join(stories[k : k + 2]) for k in range(0, len(stories), 2)]
    return {
        "retold-other-languages": made_translations.retold(list(map(_texts, variants)), seed=9, english=False),
        "retold-crosslingual": made_translations.retold(list(map(_texts, crosslingual)), seed=10, english=False, tellers=6),
        "halves-crosslingual": made_translations.halves_retold(list(map(_texts, crosslingual)), seed=27, tellers=3),
        "abridged-languages": made_sets.abridged(list(map(_texts, variants[::2])), seed=24),
        "twins-languages": made_sets.twins(made_sets.with_figures(told)[:300], seed=26),
        "grown-pages": made_sets.grown([*_pages(one_each), *wire_pages], seed=21, growth=OF_YEARS),
        "forms-languages": made_sets.forms([row["text"] for row in one_each if row["lang"] not in WITHOUT_SPACES], seed=22, templates=80),
    }


def _one_each(groups: list[list[Row]]) -> list[Row]:
    """One document of each group; of groups that have the same languages, PAGE in a row are in one, the next ones in another."""
    return [group[number // PAGE % len(group)] for number, group in enumerate(groups)]


def _pages(rows: list[Row]) -> list[str]:
    """Pages that tell PAGE stories in one language."""
    runs = [rows[k : k + PAGE] for k in range(0, len(rows), PAGE)]
    return ["\n".join(_texts(run)) for run in runs if len({row["lang"] for row in run}) == 1]


def _groups(path: Path) -> list[list[Row]]:
    """The documents of a collected set by their gold group, in the order of the file."""
    groups: dict[str, list[Row]] = {}
    for row in rows_of(path):
        groups.setdefault(row["gold"], []).append(row)
    return list(groups.values())


def _texts(rows: list[Row]) -> list[str]:
    return [row["text"] for row in rows]


def _shuffled(items: list[Any], rng: np.random.Generator) -> list[Any]:
    return [items[i] for i in rng.permutation(len(items)).tolist()]


def _unseen(path: Path) -> list[tuple[str, str]]:
    """The sentence pairs of a language that the shipped encoder has not been trained on."""
    return [pair for pair in read_pairs([path]) if held_out(pair[0])]


def _phrases(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pairs that are no news, so that `translated` and `reported` share no sentence."""
    return [pair for pair in pairs if len(pair[0]) < NEWS_LENGTH]


def _translations(unseen: dict[str, list[tuple[str, str]]]) -> dict[str, dict[str, str]]:
    """The translations of each sentence of news length by the name of their file."""
    out: dict[str, dict[str, str]] = {}
    for name, pairs in unseen.items():
        for sentence, other in pairs:
            if len(sentence) >= NEWS_LENGTH:
                out.setdefault(sentence, {})[name] = other
    return out


def all_sets(data: Path, *, run: Run, tell: Callable[[str], object]) -> Iterator[LabelledSet]:
    """Every set with its candidates and features; `tell` hears its name. Raises DataError where a file is missing."""
    missing = [name for name in (*COLLECTED, "background") if not (data / f"{name}.jsonl.gz").is_file()]
    missing = [f"{name}.jsonl.gz" for name in missing] + [f"{name}/" for name in SENTENCES if not (data / name).is_dir()]
    if missing:
        raise DataError(f"missing: {', '.join(missing)}", file=data, remedy="see training/calibration_sets.py for what the sets are")
    for name in COLLECTED:
        tell(name)
        path = data / f"{name}.jsonl.gz"
        one = labelled.read(path, run)
        yield one._replace(trained=unseen_half.trained(rows_of(path))) if name in BY_HALF else one
    for name, drawn in made(data).items():
        tell(name)
        yield labelled.from_texts(drawn.texts, drawn.gold, name=name, digest="", run=run)
