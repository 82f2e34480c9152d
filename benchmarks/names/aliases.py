"""How many groups of spellings that a run over `variants` gives name one person, by judgement of a reader.

    python benchmarks/names/aliases.py ../shared/data [--print]

Draws 100 groups of at least two spellings by a digest with a fixed seed and looks their spellings up in `aliases_judged.jsonl`
(spellings, verdict, kind, comment), which was filled by reading the texts: a group is right when all its spellings name one
person (or, with the kind `thing`, one thing that the extractor took for a person). Groups that are not judged yet
are printed. Also asserts over all groups that none joins two names that stand side by side in a sentence.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import dedup
from dedup.confirm.alignment import sentences
from dedup.names import extract
from dedup.names.people import side_by_side

JUDGED = Path(__file__).with_name("aliases_judged.jsonl")
DRAWN, SEED = 100, 20


def spellings(group: dict[str, Any]) -> frozenset[str]:
    """The spellings of one row of the names table."""
    return frozenset(alias["text"] for alias in group["aliases"])


def drawn(groups: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The groups to judge: those with the smallest digests, so that a change of some groups leaves the others drawn."""
    return sorted(groups, key=lambda group: hashlib.sha256(f"{SEED} {sorted(spellings(group))}".encode()).digest())[:DRAWN]


def apart(texts: list[str]) -> set[tuple[str, str]]:
    """Pairs of names that stand side by side in a sentence of one of the texts."""
    split = [sentences.split(text) for text in texts]
    counts = extract.case_counts(sentence for document in split for sentence in document)
    return {pair for document in split for pair in side_by_side(extract.extract(document, counts))}


def judged() -> dict[frozenset[str], str]:
    """The verdict on each group of spellings: "right" or "wrong"."""
    rows = (json.loads(line) for line in JUDGED.read_text(encoding="utf8").splitlines())
    return {frozenset(row["spellings"]): row["verdict"] for row in rows}


def main() -> None:
    """Print how many of the drawn groups are right."""
    parser = argparse.ArgumentParser(description="Alias groups of the variants, judged by hand")
    parser.add_argument("data", type=Path)
    parser.add_argument("--print", action="store_true", help="print the drawn groups with the documents that have them")
    options = parser.parse_args()
    file = options.data / "variants.jsonl.gz"
    if not file.exists():
        print(f"skipped: {file} is missing; the texts are not part of this project")
        return
    result = dedup.find_duplicates(str(file))
    pairs = apart(result.kept.column("text").to_pylist() + result.removed.column("text").to_pylist())
    joined = [pair for group in result.names for pair in combinations(sorted(spellings(group)), 2) if pair in pairs]
    assert not joined, f"joined, but side by side in a sentence: {joined[:5]}"
    verdicts = judged()
    sample = drawn(result.names)
    for group in sample:
        if options.print or spellings(group) not in verdicts:
            print(sorted(spellings(group)), group["aliases"][0]["documents"][:2])
    print(f"{len(result.names)} groups, none joins names that stand side by side")
    print(f"{len(sample)} drawn: {dict(Counter(verdicts.get(spellings(group), 'not judged') for group in sample))}")


if __name__ == "__main__":
    main()
