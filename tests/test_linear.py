"""Nothing that reads text takes the square of its length: steps are counted at n and 2n, of every pattern and of every loop.

`benchmarks/linear.py` measures the same in seconds, where what takes long is inside of Python's own functions.
"""

from __future__ import annotations

import importlib
import itertools
import pkgutil
import random
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, partial
from types import FrameType
from typing import Any

import pytest

import dedup
from benchmarks import linear
from dedup import composed
from dedup.composed import is_nfkc, nfkc
from dedup.confirm.alignment.sentences import segments, split
from dedup.names import extract_han
from tests import regex_steps
from tests.worst_texts import Worst, repeat

GROWTH = 2.6  # of the steps where a text is twice as long: 2 is linear, 4 the square
FEW = 40  # steps for a character, which are no matter however they grow: bounded repetitions are full only after a while
MANY = 600  # steps for a character that no pattern takes
SIZE = 150  # characters of a pattern's text

# Patterns that are asked at one place, or hold for a whole text; all others are looked for everywhere.
AT_ONE_PLACE = {
    "formats.pages.START": "match",
    "formats.subtitles.HEADER": "match",
    "formats.tags.QUOTED_VALUES": "fullmatch",
    "formats.tags.LOOSE_VALUES": "fullmatch", "write.leftovers.OWNER": "fullmatch",
    "confirm.facts.furniture.LEADING": "match",
    "confirm.facts.furniture.FIGURES": "match",
    "confirm.facts.furniture.CLOCK": "match",
    "names.extract_arabic._ADJECTIVE": "match",
    "names.extract_cues._KINDS": "match",
    "names.runs._ROMAN": "match",
    "names.runs._START": "match",
}
BOUNDED = {"normalise.LAST_WORD"}  # asked of so many characters at most


def modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(dedup.__path__, "dedup."):
        if ".training" not in found.name and "__main__" not in found.name:
            yield importlib.import_module(found.name)


def within(name: str, value: Any) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from within(f"{name}[{key!r}]", inner)
    elif isinstance(value, tuple | list):
        for number, inner in enumerate(value):
            yield from within(f"{name}[{number}]", inner)


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern that a module of the package holds, once."""
    found = {}
    for module in modules():
        for name, value in vars(module).items():
            for path, pattern in within(f"{module.__name__.removeprefix('dedup.')}.{name}", value):
                found.setdefault((pattern.pattern, pattern.flags), (path, pattern))
    for path, pattern in within("names.extract_han._sounds", tuple(extract_han._sounds())):
        found.setdefault((pattern.pattern, pattern.flags), (path, pattern))
    return dict(found.values())


PATTERNS = patterns()


# -- patterns


def grows(pattern: re.Pattern[str], how: str) -> tuple[str, str, str] | None:
    """A text for which the steps grow faster than the text, if there is one; what is found is held against what `re` finds."""
    return next((parts for parts in Worst(pattern, seed=1).texts() if grows_on(parts, pattern, how)), None)


def grows_on(parts: tuple[str, str, str], pattern: re.Pattern[str], how: str) -> bool:
    short, long = repeat(*parts, SIZE), repeat(*parts, 2 * SIZE)
    try:
        before, _ = regex_steps.steps(pattern, short, how=how, most=MANY * len(short))
        after, spans = regex_steps.steps(pattern, long, how=how, most=MANY * len(long))
    except regex_steps.TooMany:
        return True
    assert how != "finditer" or spans == [match.span() for match in pattern.finditer(long)]
    return after > max(GROWTH * before, FEW * len(long))


@pytest.fixture(autouse=True)
def deep():
    """The matcher calls itself for every part of a pattern."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(100_000)
    yield
    sys.setrecursionlimit(before)


@pytest.mark.parametrize("name", sorted(set(PATTERNS) - BOUNDED))
def test_a_pattern_takes_steps_in_proportion_to_the_text(name):
    assert grows(PATTERNS[name], AT_ONE_PLACE.get(name, "finditer")) is None


@pytest.mark.parametrize(
    "slow",
    [r"[^\W\d_]+-", r"(?:©|\(c\))(?:\s|©|\(c\))*\d", r"(?=[a-z./-]*\d)[a-z]+", r"(a+)+b", r"<!--.*?-->", r"\s+$"],
)  # fmt: skip
def test_the_square_is_seen(slow):
    assert grows(re.compile(slow, re.S), "finditer")


@pytest.mark.parametrize("unit", ["海-王", "克·克王", "约翰·"])
def test_chains_of_foreign_names_are_not_read_from_each_part(unit):
    assert not grows_on(("", unit, ""), PATTERNS["names.extract_han._sounds[0]"], "finditer")


def test_the_patterns_that_are_excepted_are_there():
    assert set(AT_ONE_PLACE) | BOUNDED <= set(PATTERNS)


# -- loops


def lines_run(call: Callable[[], object]) -> int:
    """How many lines of the package's own code run, each turn of a loop anew."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        if event == "call" and "/dedup/" not in frame.f_code.co_filename.replace("\\", "/"):
            return None
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


ALL = linear.ROOMS | linear.PARTS
ROOMS = {room: ALL[room] for room in ("clean", "facts of one sentence", "names of one sentence", "names of every sentence")}
ROOMS["sentences"] = lambda text: segments(split(text))
UNITS = [
    "a", "A", "0", " ", "a ", "A. ", "Ab, ", "Ab Cd. ", "Anna Maria ", "a-\n", "\n", "。", "1,234 ", "1 234 ", "1/2 ",
    "3 May 2020 | ", "| Updated 3 May 2020 ",
    "© ", "(c) ", "[", "{{", "<b>", "</b>", "<!--", "[[a|", "\\emph{", "| a |\n", "> a\n",
    "1. a\n", "&amp", "00:00:01,000 --> 00:00:02,000\na\n",
    "中", "王", "王伟说，", "克里", "克·", "约翰·斯", "王克", "ジョン・", "「ジョン・ア」",
    "アさん", "김철수 대통령 ", "محمد ", "بن ", "محمد بن ", "ومحمد", "قال شتاينماير ",
    "Анна ", "Анна Петрова. ", "президент ", "三十万", "1万", "二〇二〇年", "สวัสดี ",
    "\u0301", "\u064b\u0301", "\u200b", "“A” ", "a.b", "A1-", "x/y/",
]  # fmt: skip


@cache
def changing(kind: str, size: int) -> str:
    """Texts in which hardly a word stands twice."""
    letters = ["".join(chr(0x430 + (k >> (5 * i)) % 32) for i in range(4)) for k in range(size)]
    kana = [f"{chr(0x30A1 + k % 80)}{chr(0x30A1 + k // 80 % 80)}" for k in range(size)]
    texts = {
        "Cyrillic": (f"Иван {word.capitalize()}. {word.capitalize()}ов. " for word in letters),
        "kana": (f"ジョン・{word}さん、" for word in kana),
        "Han": (f"王伟{chr(0x4E00 + k)}说，王伟{chr(0x4E00 + k)}。" for k in range(size)),
        "Latin": (f"Mr. A{chr(97 + k % 26)}{chr(97 + k // 26 % 26)} met Bo. " for k in range(size)),
    }
    return "".join(itertools.islice(texts[kind], size // 12))


# For what is made once and kept.
WARM_UP = "Mr. Ab met Bo on 3 May. 王伟说，约翰·斯和王。 ジョン・アさん、「ジョン」 Анна Петрова. محمد بن ومحمد 김철수 대통령."


def grows_by(call: Callable[[str], object], make: Callable[[int], str]) -> float:
    """What the lines run grow by where the text is twice as long."""
    call(WARM_UP)
    short, long = (lines_run(partial(call, make(size))) for size in (2400, 4800))
    return long / max(short, 2000)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("room", ROOMS)
def test_a_loop_takes_turns_in_proportion_to_the_text(room, unit):
    assert grows_by(ROOMS[room], lambda size: unit * (size // len(unit))) < GROWTH


@pytest.mark.parametrize("kind", ["Cyrillic", "kana", "Han", "Latin"])
@pytest.mark.parametrize("room", ROOMS)
def test_so_it_does_where_no_word_stands_twice(room, kind):
    assert grows_by(ROOMS[room], lambda size: changing(kind, 4 * size)) < GROWTH


# -- accents


MARKS = [chr(code) for code in range(0x300, 0x20000) if unicodedata.combining(chr(code))] + list("\u0f73\u0f75\u0f81\uff9e\uff9f")
OTHERS = [*"ae가ㄱかﬁ´", "\u1161", "\u0344", "\U0001d400", "\U0001f600", "\U000110ab", "\ud800"]


@pytest.mark.parametrize("seed", range(40))
def test_long_runs_of_accents_have_the_form_that_python_gives_them(seed):
    some = random.Random(seed)
    text = "".join(some.choice(MARKS if some.random() < 0.97 else OTHERS) for _ in range(400))
    assert nfkc(text) == unicodedata.normalize("NFKC", text)
    assert not is_nfkc(text) and is_nfkc(nfkc(text))


def test_what_is_made_of_accents_alone_is_known():
    others = (c for c in map(chr, range(sys.maxunicode + 1)) if not unicodedata.combining(c))
    assert [c for c in others if all(map(unicodedata.combining, unicodedata.normalize("NFKD", c)))] == list(composed.MADE_OF_ACCENTS)


@pytest.mark.parametrize(("reader", "file"), [(reader, file) for reader, files in linear.FILES.items() for file in files])
def test_a_file_is_read_in_turns_in_proportion_to_its_size(reader, file):
    call, make = linear.READERS[reader], linear.FILES[reader][file]
    call(make(400))
    short, long = (lines_run(partial(call, make(size))) for size in (80_000, 160_000))
    assert long / max(short, 2000) < GROWTH


def test_turns_of_a_loop_are_counted():
    assert lines_run(lambda: ROOMS["names of one sentence"]("王伟说，" * 50)) > 200
