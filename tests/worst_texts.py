"""Texts that a pattern may take long for, made from the pattern itself."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from tests import regex_steps
from tests.regex_steps import parser

MOST_TEXTS = 40
class Worst:
    """What a pattern begins with, again and again: the body of each of its repetitions, with and without what stands before it."""

    def __init__(self, pattern: re.Pattern[str], seed: int):
        self.random, self.tree, self.flags = random.Random(seed), parser.parse(pattern.pattern, pattern.flags), pattern.flags

    def texts(self) -> list[tuple[str, str, str]]:
        """Beginning, what is repeated, end."""
        found = {("", unit, "") for unit in "aAz0 \n.,-é汉アا([<\"/:=©" + "\u0301"}
        for _ in range(3):
            for before, body in self.repeated(list(self.tree), self.flags, ""):
                unit = self.sample(body, self.flags) or "a"
                found |= {(before, unit, end) for end in ("", "\x01", " ")} | {("", before + unit, end) for end in ("", "\x01")}
            whole = self.sample(list(self.tree), self.flags)
            found |= {("", part, "") for part in (whole, whole[:-1], whole[: len(whole) // 2]) if part}
        characters = sorted({c for parts in found for c in "".join(parts)})
        found |= {("", self.random.choice(characters) + self.random.choice(characters), "") for _ in range(20)}
        return self.random.sample(sorted(found), min(MOST_TEXTS, len(found)))

    def sample(self, items: list[Any], flags: int) -> str:
        return "".join(self.one(str(item[0]), item[1], flags) for item in items)

    def one(self, name: str, value: Any, flags: int) -> str:
        if name == "LITERAL":
            return chr(value)
        if (source := regex_steps.source(name, value)) is not None:
            return self.random.choice(members(source, flags & (re.I | re.A)))
        if name in regex_steps.REPEATS:
            times = self.random.choice([value[0], min(value[0] + 1, int(value[1])), min(value[0] + 2, int(value[1]))])
            return "".join(self.sample(list(value[2]), flags) for _ in range(min(times, 12)))
        if name == "SUBPATTERN":
            return self.sample(list(value[3]), (flags | value[1]) & ~value[2])
        return self.sample(list(self.random.choice(value[1])), flags) if name == "BRANCH" else ""

    def repeated(self, items: list[Any], flags: int, before: str) -> Iterator[tuple[str, list[Any]]]:
        for k, (kind, value) in enumerate(items):
            name, here = str(kind), before + self.sample(items[:k], flags)
            if name in regex_steps.REPEATS:
                if int(value[1]) >= 16:
                    yield here, list(value[2])
                yield from self.repeated(list(value[2]), flags, here)
            elif name == "SUBPATTERN":
                yield from self.repeated(list(value[3]), flags, here)
            elif name == "BRANCH":
                for way in value[1]:
                    yield from self.repeated(list(way), flags, here)
            elif name in ("ASSERT", "ASSERT_NOT"):
                yield from self.repeated(list(value[1]), flags, before)


SAMPLED = [*range(9, 0x250), *range(0x370, 0x700), *range(0xE00, 0xE50), *range(0x2000, 0x2070), *range(0x3000, 0x3100)]
SAMPLED += map(ord, "一王海金가说")


@cache
def members(source: str, flags: int) -> list[str]:
    pattern = re.compile(source, flags)
    return [character for character in map(chr, SAMPLED) if pattern.fullmatch(character)] or ["a"]


def repeat(before: str, unit: str, end: str, size: int) -> str:
    return before + unit * max(1, -(-size // len(unit))) + end
