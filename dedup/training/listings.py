"""A labelled set of listings: articles of invented makers as one to three shops offer them.

Each has a number of its own and stands beside others of its series: another number, colour, size or amount, all else equal. The same
price, seller's phrase or maker says nothing. The same seed gives the same set.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np

from dedup.training.made_sets import Made

# What an article is, as two shops call it.
GOODS = """cordless phone|digital cordless telephone; flat panel television|lcd tv; microwave oven|countertop microwave; washing
machine|front load washer; dishwasher|built-in dishwasher; digital camera|compact camera; camcorder|video camera; ink
cartridge|printer ink; laser printer|mono laser printer; memory card|flash memory card; usb stick|flash drive; wireless
router|wifi router; network switch|ethernet switch; notebook|laptop computer; hard drive|external hard disk; clock radio|alarm
clock radio; home theatre system|surround sound system; bookshelf speaker|loudspeaker; headphones|stereo earphones; car
stereo|cd receiver; navigation system|gps navigator; vacuum cleaner|bagless vacuum; air purifier|air cleaner; coffee
maker|espresso machine; toaster|two slice toaster; hair dryer|blow dryer; electric shaver|mens shaver; cordless drill|drill
driver; angle grinder|grinder; lawn mower|electric mower; running shoes|trainers; hiking boot|walking boot; backpack|rucksack;
tent|dome tent; sleeping bag|mummy sleeping bag; road bike|racing bicycle; bicycle helmet|bike helmet; office chair|swivel
chair; desk lamp|led table lamp; mattress|foam mattress; leather case|carrying case; hdmi cable|digital video cable; wall
mount|tv bracket; battery pack|rechargeable battery; smart phone|mobile phone; tablet|tablet computer; keyboard|wireless
keyboard; mouse|optical mouse; monitor|lcd display; projector|video projector; face cream|moisturising cream; shampoo|hair
shampoo; olive oil|extra virgin olive oil; green tea|tea bags; dog food|dry dog food; wine glass|set of glasses"""
FEATURES = """energy saving mode; two year warranty; easy to clean; quick start guide; rechargeable battery; remote control included; touch
screen; adjustable height; low noise; dishwasher safe; water resistant; bluetooth connection; built-in speaker; automatic
shut-off; digital display; child lock; stainless steel housing; soft grip handle; carry strap; high definition picture; wall
mountable; voice mail and caller id; memory function; timer and clock; anti-slip feet; removable filter; cool touch body; dual
band; plug and play; compatible with all common systems; fast charging; large capacity; slim design; four programs; padded
straps; breathable fabric; reflective details; suitable for indoor and outdoor use; ideal for travel; spare parts available;
made from recycled material; replaceable head; scratch proof surface; status light; usb port; headphone jack"""
COLOURS = {"black": "b bk blk", "white": "w wh", "silver": "s sl", "red": "r rd", "blue": "bl", "green": "g gn", "grey": "gy", "pink": "pk"}
UNITS = {
    "gb": (2, 4, 8, 16, 32, 64, 128), "inch": (15, 17, 19, 22, 32, 37, 42, 46, 52), "watt": (300, 450, 600, 800, 1200, 1800),
    "litre": (1, 2, 5, 10, 20, 35), "pack": (2, 3, 4, 6, 10), "cm": (60, 75, 90, 120, 160), "ml": (50, 75, 100, 200, 250, 400),
}  # fmt: skip
PRICES = (4.99, 9.99, 14.99, 19.99, 24.99, 29.99, 39.99, 49.99, 79.99, 99.99)  # that shops round to
SYLLABLES = "ba be bo da do fi ga go ka ko la li lo ma mi mo na ni no pa pe ra ri ro sa se so ta te to va vi vo xa za zo".split()

Shop = Callable[[Any, np.random.Generator], str]  # an article in its words


class Goods(NamedTuple):
    """An article of a series: how two shops call it, its number in parts, its amount and unit, colour and features."""

    maker: str
    good: tuple[str, str]
    letters: str
    figures: str
    amount: str
    colour: str
    features: tuple[str, ...]


def goods(seed: int, *, series: int) -> Made:
    """So many series of one to six articles, each offered by one to three shops."""
    rng, made = np.random.default_rng(seed), Made([], [])
    makers, kinds, features = _makers(rng), _list(GOODS), _list(FEATURES)
    for number in range(series):
        kind = kinds[int(rng.integers(len(kinds)))].split("|")
        unit = list(UNITS)[int(rng.integers(len(UNITS)))] if rng.random() < 0.7 else ""
        first = Goods(
            makers[int(rng.integers(len(makers)))], (kind[0], kind[1]), _letters(rng), str(rng.integers(100, 9999)), _amount(unit, rng),
            one_of(list(COLOURS), rng), tuple(some(features, rng, 3, 9)),
        )  # fmt: skip
        articles = dict.fromkeys([first, *(_other_goods(first, unit, features, rng) for _ in range(int(rng.integers(0, 6))))])
        _offer(made, f"goods-{number}", list(articles), (_wholesale, _retail, _market), rng)
    return made


def _offer(made: Made, name: str, articles: Sequence[Any], shops: Sequence[Shop], rng: np.random.Generator) -> None:
    """Each article in the words of one shop or more; half of them once."""
    for place, article in enumerate(articles):
        asked = rng.permutation(len(shops))[: 1 if rng.random() < 0.5 else int(rng.integers(2, len(shops) + 1))]
        texts = [_priced(shops[k](article, rng), rng) for k in asked.tolist()]
        new = [text for text in dict.fromkeys(texts) if text not in made.texts]
        made.texts.extend(new)
        made.gold.extend([f"{name}-{place}"] * len(new))


def _priced(text: str, rng: np.random.Generator) -> str:
    price = one_of(PRICES, rng) if rng.random() < 0.5 else round(float(rng.uniform(3, 900)), 2)
    return f"{text}\n{price}" if rng.random() < 0.6 else text


def _wholesale(one: Goods, rng: np.random.Generator) -> str:
    title = _joined(one.maker, one.amount, one.colour if rng.random() < 0.8 else "", one.good[0], _number(one, rng))
    return f"{title}\n{title if rng.random() < 0.6 else ''} {' '.join(one.features)} {one.colour} finish".strip()


def _retail(one: Goods, rng: np.random.Generator) -> str:
    title = _joined(one.maker, _number(one, rng), one.amount if rng.random() < 0.8 else "", one.good[1])
    told = some(one.features, rng, 0, 4)
    return "\n".join(filter(None, (title, _joined(*told, one.colour if rng.random() < 0.7 else ""))))


def _market(one: Goods, rng: np.random.Generator) -> str:
    parts = [one.good[int(rng.integers(2))], one.colour, one.amount, _number(one, rng)]
    return _joined(one.maker, *(parts[k] for k in rng.permutation(4).tolist()), *some(one.features, rng, 0, 3)).title()


def _number(one: Goods, rng: np.random.Generator) -> str:
    """The number of an article as a shop may write it; letters at its end say the colour, or nothing."""
    ending = one_of(COLOURS[one.colour].split(), rng) if rng.random() < 0.5 else ""
    if not one.letters:
        return f"{one.figures[:3]}-{one.figures[3:]}" if rng.random() < 0.4 else one.figures
    join = "-" if rng.random() < 0.4 else ""
    return f"{one.letters}{join}{one.figures}{ending}"


def _other_goods(one: Goods, unit: str, features: Sequence[str], rng: np.random.Generator) -> Goods:
    """Another article of the series: always another number, unless it differs by colour alone; mostly the same features."""
    way = float(rng.random())
    if way < 0.35:
        one = one._replace(colour=one_of([c for c in COLOURS if c != one.colour], rng))
        return one if rng.random() < 0.3 and one.letters else one._replace(figures=_near(one.figures, rng))
    if way < 0.7 and unit:
        one = one._replace(amount=_amount(unit, rng))
    if rng.random() < 0.5:
        one = one._replace(features=(*one.features[:-1], one_of(features, rng)))
    return one._replace(figures=_near(one.figures, rng))


def _near(figures: str, rng: np.random.Generator) -> str:
    """Another number of as many figures, one or two of which differ."""
    at, other = int(rng.integers(len(figures))), list(figures)
    other[at] = str((int(other[at]) + int(rng.integers(1, 10))) % 10)
    if rng.random() < 0.3:
        other[-1] = str(rng.integers(10))
    return "".join(other) if "".join(other) != figures else f"{figures}{rng.integers(10)}"


def _makers(rng: np.random.Generator) -> list[str]:
    return sorted({"".join(some(SYLLABLES, rng, 2, 4)) for _ in range(60)})


def _letters(rng: np.random.Generator) -> str:
    return "".join(some("abcdefghjklmnprstvwx", rng, 2, 5)) if rng.random() < 0.8 else ""


def _amount(unit: str, rng: np.random.Generator) -> str:
    return f"{one_of(UNITS[unit], rng)}{'' if unit == 'gb' else ' '}{unit}" if unit else ""


def _list(written: str) -> list[str]:
    return [" ".join(one.split()) for one in written.split(";")]


def _joined(*parts: str) -> str:
    return " ".join(filter(None, parts))


def some(of: Sequence[str], rng: np.random.Generator, least: int, most: int) -> list[str]:
    """From `least` to below `most` of these, in an order drawn."""
    return [of[k] for k in rng.permutation(len(of))[: int(rng.integers(least, most))].tolist()]


def one_of(of: Sequence[Any], rng: np.random.Generator) -> Any:
    """One of these, drawn."""
    return of[int(rng.integers(len(of)))]
