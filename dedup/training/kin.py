"""Which labelled sets were made from the same texts."""

from __future__ import annotations

from collections.abc import Iterable

from dedup.training import scattered_sets

# Sets made from the same texts stand or fall together: leaving out `variants` and keeping what was made from it would prove nothing.
KIN = {
    "variants": ("abridged-variants", "halves-variants", "retold-variants"),
    "variants-other-languages": ("abridged-languages", "twins-languages", "retold-other-languages", "grown-pages", "forms-languages"),
    "crosslingual": ("halves-crosslingual", "twins-languages", "retold-crosslingual", "grown-pages", "forms-languages"),
    "same-event": ("twins-news", "other-people-news"),
    "parts": ("templates",),
    "parallel": ("translated", "reported", "templates-languages", *scattered_sets.FROM_SENTENCES),
}


def kin_of(name: str) -> set[str]:
    """The set, and all that are made from the same texts: what a model may not have seen that it is to be measured on."""
    sources = [source for source, sets in KIN.items() if name == source or name in sets]
    return {name}.union(*({source, *KIN[source]} for source in sources))


def folds(names: Iterable[str], count: int) -> list[set[str]]:
    """The names in so many parts that share no kin, of about the same number each where kin allows it."""
    parts: list[set[str]] = []
    for name in sorted(names):
        near = [part for part in parts if part & kin_of(name)]
        parts = [part for part in parts if part not in near] + [{name}.union(*near)]
    out: list[set[str]] = [set() for _ in range(count)]
    for part in sorted(parts, key=lambda part: (-len(part), min(part))):
        min(out, key=len).update(part)
    return out
