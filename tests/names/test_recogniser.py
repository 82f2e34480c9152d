"""With stand-ins for spaCy and GLiNER, put where Python looks for modules: the packages are extras."""

from __future__ import annotations

import re
import sys
from types import ModuleType, SimpleNamespace

import pytest

from dedup.data import Mention
from dedup.errors import UsageError
from dedup.names import recogniser

SENTENCES = ["Ann  Lee met Bob.", "", "In Paris."]
FOUND = [Mention(0, 0, 8, "Ann Lee"), Mention(0, 13, 16, "Bob")]


def entities(text: str) -> list[tuple[int, int, str]]:
    spans = [(m.start(), m.end(), "PERSON") for m in re.finditer("Ann  Lee|Bob", text)]
    return spans + [(m.start(), m.end(), "GPE") for m in re.finditer("Paris", text)]


@pytest.fixture
def spacy(monkeypatch):
    def load(model):
        if model != "xx_small":
            raise OSError("[E050] Can't find model")
        return SimpleNamespace(pipe=lambda texts: map(document, texts))

    def document(text):
        return SimpleNamespace(ents=[SimpleNamespace(start_char=a, end_char=b, label_=label) for a, b, label in entities(text)])

    module = ModuleType("spacy")
    module.load = load
    monkeypatch.setitem(sys.modules, "spacy", module)


@pytest.fixture
def gliner(monkeypatch):
    class GLiNER:
        @classmethod
        def from_pretrained(cls, model):
            return cls()

        def predict_entities(self, text, labels, threshold):
            assert labels == ["person"] and 0 < threshold < 1
            return [{"start": a, "end": b, "label": "person"} for a, b, label in reversed(entities(text)) if label == "PERSON"]

    module = ModuleType("gliner")
    module.GLiNER = GLiNER
    monkeypatch.setitem(sys.modules, "gliner", module)


def test_spacy_gives_the_people_and_nothing_else(spacy):
    assert recogniser.load("spacy:xx_small").mentions(SENTENCES) == FOUND


def test_gliner_gives_the_people_in_the_order_of_the_text(gliner):
    assert recogniser.load("gliner:some/folder:v2").mentions(SENTENCES) == FOUND


def test_a_model_that_is_not_installed_is_named_with_a_remedy(spacy):
    with pytest.raises(UsageError, match="spacy:en_none.*python -m spacy download en_none"):
        recogniser.load("spacy:en_none")


@pytest.mark.parametrize("kind", ["spacy", "gliner"])
def test_a_missing_package_names_the_extra(monkeypatch, kind):
    monkeypatch.setitem(sys.modules, kind, None)
    with pytest.raises(UsageError, match=rf"pip install 'dedup-documents\[{kind}\]'"):
        recogniser.load(f"{kind}:model")


@pytest.mark.parametrize("name", ["", "spacy", "spacy:", "flair:ner", "en_core_web_sm"])
def test_an_unknown_kind_is_refused(name):
    with pytest.raises(UsageError, match="use spacy:MODEL or gliner:MODEL"):
        recogniser.load(name)
