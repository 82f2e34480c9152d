"""Optional recognisers of names (`--names-model`) in place of the rules of `extract`: spaCy and GLiNER models."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any, Protocol

from dedup.data import Mention
from dedup.errors import UsageError, needs

PERSON_LABELS = frozenset({"PERSON", "PER"})  # spaCy's English and its other pipelines
LIKELY = 0.5  # GLiNER's own default
Spans = Iterator[tuple[int, int]]


class Recogniser(Protocol):
    """Finds the names of people in the sentences of a document: what `extract.extract` does, without corpus counts."""

    def mentions(self, sentences: Sequence[str]) -> list[Mention]:
        """The names in the order of the text; characters [start, end) of the sentence, titles left out or not."""
        ...


@cache
def load(name: str) -> Recogniser:
    """The recogniser `spacy:MODEL` or `gliner:MODEL`; MODEL is an installed pipeline, a folder or a name to fetch.

    Raises UsageError where the kind is not known, the package is missing (it is an extra) or the model cannot be loaded.
    """
    kind, colon, model = name.partition(":")
    if not colon or not model or kind not in _KINDS:
        raise UsageError(f"names model {name!r} is not known", remedy="use spacy:MODEL or gliner:MODEL")
    package = _package(kind)
    try:
        return _Spans(_KINDS[kind](package, model))
    except (OSError, ValueError, ImportError) as error:
        hint = f"install it with python -m spacy download {model}" if kind == "spacy" else "give a folder or a model's name"
        raise UsageError(f"names model {name!r} cannot be loaded: {error}", remedy=hint) from None


def _package(kind: str) -> Any:
    try:
        return importlib.import_module(kind)
    except ImportError:
        raise needs(f"a names model of {kind}", kind, kind) from None


class _Spans:
    """Mentions from a function that gives the spans of people in each sentence."""

    def __init__(self, spans: Callable[[Sequence[str]], Iterator[Spans]]):
        self._spans = spans

    def mentions(self, sentences: Sequence[str]) -> list[Mention]:
        found = (
            Mention(number, start, end, " ".join(sentences[number][start:end].split()))
            for number, spans in enumerate(self._spans(sentences))
            for start, end in spans
        )
        return sorted(mention for mention in found if mention.text)


def _spacy(spacy: Any, model: str) -> Callable[[Sequence[str]], Iterator[Spans]]:
    pipeline = spacy.load(model)

    def spans(sentences: Sequence[str]) -> Iterator[Spans]:
        for document in pipeline.pipe(sentences):
            yield ((entity.start_char, entity.end_char) for entity in document.ents if entity.label_ in PERSON_LABELS)

    return spans


def _gliner(gliner: Any, model: str) -> Callable[[Sequence[str]], Iterator[Spans]]:
    network = gliner.GLiNER.from_pretrained(model)

    def spans(sentences: Sequence[str]) -> Iterator[Spans]:
        for sentence in sentences:
            found = network.predict_entities(sentence, ["person"], threshold=LIKELY)
            yield ((entity["start"], entity["end"]) for entity in found)

    return spans


_KINDS = {"spacy": _spacy, "gliner": _gliner}
