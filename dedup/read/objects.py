"""Sources that are objects: data frames and Arrow streams, Hugging Face datasets, iterables of str or dict."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, islice
from typing import Any

from dedup.errors import DataError
from dedup.read import records, sparse
from dedup.read.blocks import Block, Place, Refuse, gather
from dedup.read.columnar import read_stream
from dedup.read.frames import arrow_batches, is_arrow
from dedup.read.shapes import DEEPEST, NOTHING, too_deep

Numbered = tuple[dict[str, Any], int]

EXPECTED = "paths, a data frame or Arrow stream, or an iterable of str or of dict"


def read(source: Any, *, refuse: Refuse) -> Iterator[Block]:
    """The records of an object, in order. An iterable is consumed as the blocks are asked for. Raises TypeError for any other object."""
    if hasattr(source, "collect") and type(source).__name__ == "LazyFrame":
        source = source.collect()
    if is_arrow(source):
        return read_stream(arrow_batches(source), refuse=refuse)
    if hasattr(source, "with_format") and hasattr(source, "iter"):  # a Hugging Face dataset
        source = source.with_format("arrow").iter(1000)
    if isinstance(source, Mapping | bytes) or not isinstance(source, Iterable):
        raise _no_source(source)
    try:
        items = iter(source)
    except TypeError:  # an array of no dimension
        raise _no_source(source) from None
    return _of_items(items, refuse)


def _no_source(source: Any) -> TypeError:
    return TypeError(f"source is expected to be {EXPECTED}, not {type(source).__name__}: {source!r:.80}")


def _of_items(items: Iterator[Any], refuse: Refuse) -> Iterator[Block]:
    opening = list(islice(items, 1))
    first = opening[0] if opening else None
    if isinstance(first, os.PathLike):
        raise DataError("an iterator of paths", remedy="give them as a list")
    whole: Iterator[Any] = chain(opening, items)
    if is_arrow(first):
        return read_stream((batch for item in whole for batch in arrow_batches(item)), refuse=refuse)
    return _of_records(whole, str if isinstance(first, str) else dict, refuse)


def _of_records(items: Iterator[Any], type_: type, refuse: Refuse) -> Iterator[Block]:
    """Strings become records with the one column `text`. All items have to be of the first one's type."""
    for part in gather(_good(items, type_, refuse), _size):
        yield records.block([item for item, _ in part], partial(_place, part))


def _place(part: list[Numbered], row: int) -> Place:
    return Place(record=part[row][1])


def _good(items: Iterator[Any], type_: type, refuse: Refuse) -> Iterator[Numbered]:
    """The records with their numbers, from 1."""
    keys = sparse.Keys(NOTHING)
    for number, item in enumerate(items, 1):
        if isinstance(item, str) and type_ is str:
            yield {"text": item}, number
        elif isinstance(item, Mapping) and type_ is dict and all(isinstance(name, str) for name in item):
            if too_deep(record := dict(item)):
                refuse(Place(record=number).error(f"values nested more than {DEEPEST} levels deep"))
            elif too_many := keys.refused(record):
                refuse(Place(record=number).error(too_many, sparse.REMEDY))
            else:
                yield record, number
        else:
            what = "names of columns that are not strings" if isinstance(item, Mapping) and type_ is dict else type(item).__name__
            refuse(Place(record=number).error(f"{what} where {'a str' if type_ is str else 'a dict'} is expected"))


def _size(numbered: Numbered) -> int:
    record, _ = numbered
    return sum(len(value) for value in record.values() if isinstance(value, str))
