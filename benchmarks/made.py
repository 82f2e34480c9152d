#!/usr/bin/env python3
"""Collections of one shape each, made by a seeded generator: the same shape, count and seed give the same bytes.

  benchmarks/made.py SHAPE COUNT OUT.jsonl [SEED]        SHAPE: forms, versions, long, lines

forms: documents that fill in one page; versions: each an edit of an earlier version of one page; long: 100 kB each;
lines: one line each. Of the last two one document in ten is an edited copy of another.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable, Iterator
from itertools import accumulate
from pathlib import Path

NOUNS = """harbour ledger orchard kiln ferry warden quarry lantern council granary weaver bridge pump saddle chapel meadow lock barge
tannery signal clinic pantry roof chimney well market engine archive garden sluice dairy tollhouse foundry school stable cellar
library mill tower gate oven court parish canal depot kitchen workshop nursery reservoir viaduct quay""".split()
VERBS = """repaired closed measured sold painted flooded counted moved opened leased inspected rebuilt emptied insured drained lit
borrowed surveyed fenced replaced heated named bought cleared numbered described guarded sealed tested praised""".split()
KINDS = """narrow northern disused wooden municipal shallow brick temporary crowded quiet costly leaking hired famous rented old
second upper private covered empty steep public frozen western neglected busy small tall painted""".split()
WHEN = "before dawn|after the frost|during the fair|in spring|at short notice|without a permit|for the last time|twice a year".split("|")
MONTHS = "January February March April May June July August September October November December".split()
BESIDE = """above across after against along among around at before behind below beneath beside between beyond by despite during for from in
inside into near of off on onto outside over past since through to toward under until upon via with within without""".split()
OPENING = "The A Every One No This That Some Any Each Another Her His Its Our Their My What Which Such".split()
SYLLABLES = "ba bre cal dor el fen gar hil is jor kes lun mar nor os pel quin ras sel tor ul ven wil yar zan thor lin mek dun ost".split()
SLOTS = ("name", "date", "place", "amount", "number", "noun", "kind", "hours")


class Writer:
    """Sentences of one seed: common words drawn often, made ones of a long tail seldom, as in running text."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        tail = sorted({self.word() + self.random.choice(SYLLABLES) for _ in range(30_000)})
        self.random.shuffle(tail)
        self.nouns, rank = NOUNS + tail, [1 / (rank + 10) for rank in range(len(tail))]
        common, seldom = 0.75 / len(NOUNS), 0.25 / sum(rank)
        self.weight = list(accumulate([common] * len(NOUNS) + [seldom * one for one in rank]))
        self.of_long = list(accumulate([0.35 / len(NOUNS)] * len(NOUNS) + [0.65 / sum(rank) * one for one in rank]))

    def word(self) -> str:
        return "".join(self.random.choice(SYLLABLES) for _ in range(self.random.randint(2, 3)))

    def noun(self) -> str:
        return self.random.choices(self.nouns, cum_weights=self.weight)[0]

    def name(self) -> str:
        return f"{self.word().title()} {self.word().title()}"

    def slot(self, kind: str) -> str:
        """What one field of a form is filled in with."""
        draw = self.random.randint
        made: dict[str, Callable[[], str]] = dict(
            name=self.name, place=lambda: self.word().title(), noun=self.noun, kind=lambda: self.random.choice(KINDS),
            date=lambda: f"{draw(1, 28)} {self.random.choice(MONTHS)} {draw(1990, 2024)}", hours=lambda: str(draw(2, 90)),
            amount=lambda: f"{draw(1, 90)},{draw(100, 999)}", number=lambda: f"{draw(100, 999)}/{draw(1000, 9999)}",
        )  # fmt: skip
        return made[kind]()

    def sentence(self) -> str:
        """Eight to some twenty words, now and then with a person, a day or a figure."""
        one = f"the {self.random.choice(KINDS)} {self.noun()}"
        other = self.random.choice(
            [f"the {self.noun()}", f"a {self.random.choice(KINDS)} {self.noun()}", f"{self.noun()} and its {self.noun()}"]
        )
        who = self.random.choice([one, one, f"the {self.noun()} of {self.word().title()}", self.name()])
        when, price = self.random.choice([*WHEN, f"on {self.slot('date')}"]), f"for {self.slot('amount')} crowns"
        extra = [when, price, f"near {one}", f"with {self.name()}"]
        ending = " ".join(self.random.sample(extra, self.random.randint(0, 2)))
        said = f"{who} {self.random.choice(VERBS)} {other} beside the {self.noun()} {ending}".strip()
        return f"{said[0].upper()}{said[1:]}."

    def page(self, size: int) -> str:
        """Sentences in paragraphs of five up to `size` characters."""
        out: list[str] = []
        length = 0
        while length < size:
            out.append(self.sentence() + ("\n\n" if len(out) % 5 == 4 else " "))
            length += len(out[-1])
        return "".join(out).strip()

    def long_page(self, size: int) -> str:
        """As `page`, of plainer sentences whose words are drawn all at once: gigabytes are made in minutes.

        Two pages share 3 % of their word 3-grams; two texts put together from different documents of `../shared/data/background`, 5 %.
        """
        count, choices = size // 118, self.random.choices
        opening, kinds, beside = choices(OPENING, k=2 * count), choices(KINDS, k=count), choices(BESIDE, k=3 * count)
        verbs, when, words = choices(VERBS, k=count), choices(WHEN, k=count), choices(self.nouns, cum_weights=self.of_long, k=6 * count)
        at = [beside[k::3] for k in range(3)] + [words[k::6] for k in range(6)]
        draws = zip(opening[::2], opening[1::2], kinds, verbs, when, *at, strict=True)
        made = [
            f"{o} {a} {w} {b} {x} {v} {p.lower()} {k} {y} {c} {z} {d} {u} {t}." for o, p, k, v, t, b, c, d, a, w, x, y, z, u in draws
        ]
        return "\n\n".join(" ".join(made[k : k + 5]) for k in range(0, count, 5))

    def edited(self, text: str, share: float) -> str:
        """The text with this share of its words, at least one, replaced, deleted or followed by a new one."""
        words = text.split(" ")
        for place in self.random.sample(range(len(words)), max(1, round(len(words) * share))):
            new = self.noun()
            words[place] = self.random.choice([new, "", f"{words[place]} {new}"])
        return " ".join(word for word in words if word)


def forms(count: int, seed: int) -> Iterator[str]:
    """Documents that fill in one page of about 1.5 kB: sixteen fields, all else the same."""
    writer = Writer(seed)
    page = [writer.page(70) for _ in range(16)]
    for _ in range(count):
        yield "\n".join(f"{fixed} {SLOTS[k % 8].title()}: {writer.slot(SLOTS[k % 8])}." for k, fixed in enumerate(page))


def versions(count: int, seed: int) -> Iterator[str]:
    """Versions of one page of 3 kB, each an earlier one, chosen at random, with one word in two hundred changed."""
    writer = Writer(seed)
    made = [writer.page(3000)]
    yield made[0]
    for _ in range(count - 1):
        made.append(writer.edited(writer.random.choice(made), 0.005))
        yield made[-1]


def long(count: int, seed: int) -> Iterator[str]:
    """Documents of 100 kB."""
    return _with_copies(count, seed, lambda writer: writer.long_page(100_000))


def lines(count: int, seed: int) -> Iterator[str]:
    """Documents of one line."""
    return _with_copies(count, seed, Writer.sentence)


def _with_copies(count: int, seed: int, make: Callable[[Writer], str]) -> Iterator[str]:
    """New documents, of which every tenth is an edited copy of one of the hundred kept last."""
    writer, kept = Writer(seed), list[str]()
    for number in range(count):
        if number % 10 == 9:
            yield writer.edited(writer.random.choice(kept), 0.03)
        else:
            kept = [*kept[-99:], make(writer)]
            yield kept[-1]


SHAPES: dict[str, Callable[[int, int], Iterator[str]]] = dict(forms=forms, versions=versions, long=long, lines=lines)


def write(shape: str, count: int, path: Path, seed: int = 1) -> int:
    """A collection as JSON lines; returns the bytes of its texts."""
    size = 0
    with open(path, "w", encoding="utf8") as out:
        for number, text in enumerate(SHAPES[shape](count, seed)):
            size += len(text.encode())
            out.write(json.dumps(dict(id=f"d{number}", text=text), ensure_ascii=False) + "\n")
    return size


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5) or sys.argv[1] not in SHAPES:
        raise SystemExit(__doc__)
    print(write(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]), *map(int, sys.argv[4:])), "bytes of text")
